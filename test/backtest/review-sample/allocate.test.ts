import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allocate, halfWidthOf } from '../../../analysis/backtest/review-sample/allocate.ts';
import { ShinsaError } from '../../../analysis/model/failure.ts';
import { allocations, type ReviewDesign } from '../../../analysis/model/review-sample.ts';
import '../../property-seed.ts';

const design = (over: Partial<ReviewDesign>): ReviewDesign => ({
  ...{ size: { kind: 'orders', orders: 100 }, allocation: 'equal', assumed: { alerted: 0.3, passed: 0.01 }, seed: 's' },
  ...over,
});
const strata = [
  { orders: 100, alerted: true },
  { orders: 300, alerted: true },
  { orders: 9600, alerted: false },
];

test('equal, proportional and Neyman as computed by hand', () => {
  expect(allocate(strata, design({}))).toEqual([34, 33, 33]);
  expect(allocate(strata, design({ allocation: 'proportional', size: { kind: 'orders', orders: 200 } }))).toEqual([
    2, 6, 192,
  ]);
  // Weights 100·√0.21 = 45.8, 300·√0.21 = 137.5, 9600·√0.0099 = 955.2: shares of 200 are 8.05, 24.15, 167.8.
  expect(allocate(strata, design({ allocation: 'neyman', size: { kind: 'orders', orders: 200 } }))).toEqual([
    8, 24, 168,
  ]);
});

test('a small stratum is taken whole and what it cannot give goes to the others', () => {
  expect(allocate([{ orders: 5, alerted: true }, ...strata.slice(1)], design({}))).toEqual([5, 48, 47]);
});

test('a sample that has not two of every stratum is refused with the size it needs', () => {
  const asked = (): unknown =>
    allocate([...strata, { orders: 1, alerted: true }], design({ size: { kind: 'orders', orders: 6 } }));
  expect(asked).toThrow(ShinsaError);
  expect(failure(asked)).toMatchObject({ code: 'sample-too-small', params: { least: 7 } });
});

test('a wished half-width gives the smallest sample that has it', () => {
  const wished = design({ size: { kind: 'halfWidth', halfWidth: 0.1 } });
  const drawn = allocate(strata, wished);
  const orders = drawn.reduce((all, one) => all + one, 0);
  expect(halfWidthOf(strata, drawn, wished)).toBeLessThanOrEqual(0.1);
  const fewer = allocate(strata, design({ size: { kind: 'orders', orders: orders - 2 } }));
  expect(halfWidthOf(strata, fewer, wished)).toBeGreaterThan(0.1);
  const narrow = (): unknown =>
    allocate([{ orders: 1e7, alerted: true }], design({ size: { kind: 'halfWidth', halfWidth: 0.005 } }));
  expect(failure(narrow)).toMatchObject({ code: 'sample-too-large' });
});

test('whatever the strata, the sample has its size and no stratum gives more than it has or less than two', () => {
  const stratum = fc.record({ orders: fc.integer({ min: 1, max: 100_000 }), alerted: fc.boolean() });
  fc.assert(
    fc.property(
      fc.array(stratum, { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 120, max: 5000 }),
      fc.constantFrom(...allocations),
      (of, orders, allocation) => {
        const drawn = allocate(of, design({ size: { kind: 'orders', orders }, allocation }));
        const all = of.reduce((sum, one) => sum + one.orders, 0);
        expect(drawn.reduce((sum, one) => sum + one, 0)).toBe(Math.min(orders, all));
        for (const [at, one] of drawn.entries()) {
          expect(one).toBeLessThanOrEqual(of[at]?.orders ?? 0);
          expect(one).toBeGreaterThanOrEqual(Math.min(2, of[at]?.orders ?? 0));
        }
      },
    ),
    { numRuns: 300 },
  );
});

function failure(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error instanceof ShinsaError ? error.failure : error;
  }
  return null;
}
