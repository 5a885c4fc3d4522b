import { expect, test } from 'vitest';
import { aboveAll, roundestIn, roundness, triedValues } from '../../analysis/model/results/round-values.ts';

test('the roundest number above one and up to another', () => {
  const cases = [
    [29_000, 31_000, 1, 30_000],
    [29_847, 29_900, 1, 29_900],
    [24_000, 26_000, 1, 25_000],
    [0, 3, 1, 3],
    [2.31, 2.39, 0, 2.35],
    [0.011, 0.0135, 0, 0.012],
    [-5, 5, 0, 0],
    [-31_000, -29_000, 1, -30_000],
    [99, 101, 1, 100],
    [7, 7, 1, 7],
  ] as const;
  for (const [low, high, step, found] of cases) expect(roundestIn(low, high, step), `${low} to ${high}`).toBe(found);
});

test('no number finer than the step is made', () => {
  expect(roundestIn(12, 13, 1)).toBe(13);
  expect(roundestIn(1.23, 1.25, 0.01)).toBe(1.25);
});

test('30,000 is rounder than 25,000, and that than 29,847', () => {
  expect([30_000, 100_000, 25_000, 29_847, 0.3, 0].map(roundness)).toEqual([1, 1, 0.5, 0.0001, 1, Infinity]);
});

test('between neighbouring quantiles one value each, and one that nothing reaches', () => {
  expect(triedValues([980, 1210, 2900, 3100, 51_000], 1)).toEqual([980, 1000, 2000, 3000, 50_000, 70_000]);
  expect(triedValues([], 1)).toEqual([]);
  expect(aboveAll(12_000, 1)).toBe(15_000);
  expect(aboveAll(0, 1)).toBeGreaterThan(0);
  expect(aboveAll(-5, 1)).toBeGreaterThan(-5);
});
