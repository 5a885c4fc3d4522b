import fc from 'fast-check';
import { expect, test } from 'vitest';
import { niceEdges, type Spread } from '../../analysis/explore/nice-edges.ts';

const spread = (lo: number, q02: number, q50: number, q98: number, hi: number): Spread => ({ lo, q02, q50, q98, hi });

test('evenly spread yen amounts are cut at multiples of 500', () => {
  const edges = niceEdges(spread(120, 300, 5000, 9700, 9900), 1);
  expect(edges[0]).toBe(0);
  expect(edges[1]).toBe(500);
  expect(edges.at(-1)).toBe(10_000);
  expect(edges).toHaveLength(21);
});

test('amounts over several powers of ten are cut at 1-2-5 steps of major units', () => {
  const edges = niceEdges(spread(100, 150, 4700, 90_000, 2_894_890), 100);
  expect(edges.slice(0, 6)).toEqual([0, 200, 500, 1000, 2000, 5000]);
  expect(edges.at(-1)).toBe(5_000_000);
});

test('a few far values are gathered in one bin at the end instead of flattening the rest', () => {
  const edges = niceEdges(spread(0, 1000, 5000, 10_000, 40_000), 1);
  const widths = edges.slice(1).map((edge, index) => edge - (edges[index] ?? 0));
  expect(widths.at(-1)).toBeGreaterThan(10_000);
  expect(new Set(widths.slice(0, -1))).toEqual(new Set([500]));
});

test('small whole numbers get a bin each', () => {
  expect(niceEdges(spread(1, 1, 2, 4, 4), 1)).toEqual([1, 2, 3, 4, 5]);
});

test('one value only still makes a bin that holds it', () => {
  expect(niceEdges(spread(7, 7, 7, 7, 7), 1)).toEqual([7, 8]);
  expect(niceEdges(spread(0, 0, 0, 0, 0), 0)).toEqual([0, 1]);
});

test('decimal steps are exact decimals', () => {
  expect(niceEdges(spread(0, 0, 0.5, 0.99, 0.99), 0).slice(0, 4)).toEqual([0, 0.05, 0.1, 0.15]);
});

const ordered = (values: number[]): Spread => {
  const [lo = 0, q02 = 0, q50 = 0, q98 = 0, hi = 0] = [...values].sort((a, b) => a - b);
  return { lo, q02, q50, q98, hi };
};

const five = (value: fc.Arbitrary<number>): fc.Arbitrary<Spread> =>
  fc.array(value, { minLength: 5, maxLength: 5 }).map(ordered);

test('edges rise strictly, hold every value and stay few', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        five(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 })),
        five(fc.integer({ min: 0, max: 200 })),
        five(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 })),
      ),
      fc.constantFrom(0, 1, 100, 1000),
      (found, unit) => {
        const whole = unit > 0 ? ordered(Object.values(found).map(Math.round)) : found;
        const edges = niceEdges(whole, unit);
        expect(edges[0]).toBeLessThanOrEqual(whole.lo);
        expect(edges.at(-1)).toBeGreaterThan(whole.hi);
        for (const [index, edge] of edges.slice(1).entries()) expect(edge).toBeGreaterThan(edges[index] ?? edge);
        expect(edges.length).toBeLessThanOrEqual(30);
        if (unit > 0) for (const edge of edges) expect(Number.isInteger(edge / unit)).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});
