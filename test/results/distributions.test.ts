import { expect, test } from 'vitest';
import {
  betaShare,
  binomialTails,
  chiSquareQuantile,
  chiSquareTail,
  lnGamma,
  normalTail,
  studentTwoSided,
} from '../../analysis/model/results/distributions.ts';

test('the gamma function has its known values', () => {
  expect(lnGamma(1)).toBeCloseTo(0, 12);
  expect(lnGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 12);
  expect(lnGamma(11)).toBeCloseTo(Math.log(3_628_800), 11);
});

test('the tables of χ² and of Student’s t are met', () => {
  const table = [
    [1, 3.841459],
    [2, 5.991465],
    [10, 18.307038],
    [30, 43.772972],
  ] as const;
  for (const [df, value] of table) expect(chiSquareQuantile(0.95, df)).toBeCloseTo(value, 5);
  for (const [df, value] of table) expect(chiSquareTail(value, df)).toBeCloseTo(0.05, 6);
  // Of two degrees e^(−x ÷ 2); far out nothing is left, and never a NaN.
  expect(chiSquareTail(60, 2)).toBeCloseTo(Math.exp(-30), 12);
  for (const x of [1e4, 1e9, Infinity]) expect(chiSquareTail(x, 8)).toBe(0);
  expect(studentTwoSided(2.039513, 31)).toBeCloseTo(0.05, 6);
  expect(studentTwoSided(12.706205, 1)).toBeCloseTo(0.05, 6);
  expect(studentTwoSided(-2.039513, 31)).toBeCloseTo(0.05, 6);
  for (const [x, tail] of [
    [0, 0.5],
    [1, 0.158655],
    [1.959964, 0.025],
    [3, 0.00135],
  ] as const)
    expect(normalTail(x)).toBeCloseTo(tail, 6);
});

test('binomial tails are the sums of their terms', () => {
  const choose = (n: number, k: number): number =>
    Array.from({ length: k }, (_, i) => (n - i) / (i + 1)).reduce((a, b) => a * b, 1);
  for (const [n, p] of [
    [10, 0.3],
    [40, 0.02],
    [25, 0.9],
  ] as const)
    for (let k = 0; k <= n; k += 1) {
      const term = (i: number): number => choose(n, i) * p ** i * (1 - p) ** (n - i);
      const sum = (from: number, to: number): number =>
        Array.from({ length: to - from + 1 }, (_, i) => term(from + i)).reduce((a, b) => a + b, 0);
      const { above, below } = binomialTails(k, n, p);
      expect(above).toBeCloseTo(sum(k, n), 10);
      expect(below).toBeCloseTo(sum(0, k), 10);
    }
});

test('the incomplete beta function is a share that grows, and mirrors', () => {
  let before = 0;
  for (let x = 0; x <= 1.0001; x += 0.05) {
    const value = betaShare(x, 2.5, 7.25);
    expect(value).toBeGreaterThanOrEqual(before);
    expect(value + betaShare(1 - x, 7.25, 2.5)).toBeCloseTo(1, 12);
    before = value;
  }
});
