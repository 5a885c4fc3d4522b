import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chainLadder } from '../../analysis/model/maturity/chain-ladder.ts';
import type { Observation } from '../../analysis/model/maturity/report-counts.ts';
import { reverseTimeShares } from '../../analysis/model/maturity/reverse-time.ts';

const rounded = (values: readonly (number | null)[], digits = 4): (number | null)[] =>
  values.map((value) => (value === null ? null : Number(value.toFixed(digits))));

test('the published triangle', () => {
  const { factors, ultimates, maturity } = chainLadder([[4, 9, 12, 13], [5, 11, 14], [6, 12], [5]]);
  expect(rounded(factors)).toEqual([2.1333, 1.3, 1.0833]);
  expect(rounded(ultimates)).toEqual([13, 15.1667, 16.9, 15.0222]);
  expect(rounded(maturity)).toEqual([0.3328, 0.7101, 0.9231, 1]);
  expect(((40 / 10_000 / (maturity[1] ?? 1)) * 100).toFixed(4)).toBe('0.5633');
});

test('ages before the first report show nothing, and a cohort that has only those tells no end', () => {
  const { factors, maturity, ultimates } = chainLadder([[0, 0, 4, 8], [0, 0, 3], [0, 0], [0]]);
  expect(factors).toEqual([1, Infinity, 2]);
  expect(maturity).toEqual([0, 0, 0.5, 1]);
  expect(ultimates).toEqual([8, 6, null, null]);
});

test('nothing at all comes to nothing', () => {
  expect(chainLadder([])).toEqual({ factors: [], maturity: [], ultimates: [] });
  expect(chainLadder([[]]).ultimates).toEqual([null]);
  expect(chainLadder([[0, 0], [0]])).toEqual({ factors: [1], maturity: [1, 1], ultimates: [0, 0] });
});

/** Reports by cohort and age, each cohort one age shorter than the one before. */
const increments = fc.array(fc.array(fc.nat(20), { minLength: 6, maxLength: 6 }), { minLength: 6, maxLength: 6 });
const cumulative = (row: readonly number[]): number[] => {
  let total = 0;
  return row.map((value) => (total += value));
};

describe('any triangle', () => {
  test('has a maturity within 0..1 that never falls and ends at 1', () => {
    fc.assert(
      fc.property(increments, (rows) => {
        const { maturity } = chainLadder(rows.map((row, cohort) => cumulative(row.slice(0, 6 - cohort))));
        expect(maturity.at(-1)).toBe(1);
        for (const [age, share] of maturity.entries()) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual((maturity[age + 1] ?? 1) + 1e-12);
        }
      }),
    );
  });

  test('ends where it stands when every cohort is as old as the last age', () => {
    fc.assert(
      fc.property(increments, (rows) => {
        const whole = rows.map(cumulative);
        expect(chainLadder(whole).ultimates).toEqual(whole.map((row) => row.at(-1)));
      }),
    );
  });

  test('by days gives what Kaplan-Meier in reversed time gives', () => {
    fc.assert(
      fc.property(increments, (rows) => {
        const seen = rows.map((row, cohort) => row.slice(0, 6 - cohort));
        const observed: Observation[] = seen.flatMap((row, cohort) =>
          row.map((orders, delay) => ({ delay, age: 5 - cohort, orders })),
        );
        const shares = reverseTimeShares(observed, 5);
        const { maturity } = chainLadder(seen.map(cumulative));
        // With nothing reported in the oldest cohorts the ladder starts from nothing, and so does the product.
        for (const [age, share] of maturity.entries()) expect(shares[age]).toBeCloseTo(share, 10);
      }),
    );
  });
});
