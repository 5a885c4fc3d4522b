import { describe, expect, test } from 'vitest';
import { partOf, plannedHalfWidth, shareOf, type Cell } from '../../../analysis/backtest/review-sample/intervals.ts';

describe('the share of bad orders in one cell', () => {
  test('is Wilson’s interval at its effective size, by hand', () => {
    // 8 of 20 of very many. Smoothed rate 8.5/21, so that the effective size is the 19 of its variance.
    const [n, p, z2] = [19, 0.4, 3.8414588];
    const middle = (n * p + z2 / 2) / (n + z2);
    const half = Math.sqrt(z2 * (n * p * (1 - p) + z2 / 4)) / (n + z2);
    expect(shareOf([cell(1e12, 20, 8)])).toEqual({
      value: 0.4,
      low: expect.closeTo(middle - half, 6),
      high: expect.closeTo(middle + half, 6),
    });
  });

  test('none of 11 reaches from 0 to z²/(10+z²), all of 11 down to 10/(10+z²)', () => {
    expect(shareOf([cell(1e12, 11, 0)])).toMatchObject({
      value: 0,
      low: 0,
      high: expect.closeTo(3.8414588 / 13.8414588, 6),
    });
    expect(shareOf([cell(1e12, 11, 11)])).toMatchObject({ value: 1, low: expect.closeTo(10 / 13.8414588, 6), high: 1 });
  });

  test('narrows as more of it is drawn, and has no width when all is', () => {
    const width = (orders: number): number => {
      const { low, high } = shareOf([cell(orders, 50, 10)]) ?? { low: 0, high: 0 };
      return high - low;
    };
    expect(width(60)).toBeLessThan(width(100));
    expect(width(100)).toBeLessThan(width(10_000));
    expect(shareOf([cell(50, 50, 10)])).toEqual({ value: 0.2, low: 0.2, high: 0.2 });
  });

  test('a single verdict says next to nothing of the others', () => {
    const { low, high } = shareOf([cell(1000, 1, 1)]) ?? { low: 1, high: 0 };
    expect(low).toBeLessThan(0.25);
    expect(high).toBe(1);
  });
});

describe('several cells', () => {
  test('are weighted by their orders, with the stratified variance, by hand', () => {
    // 0.9·(2/10) + 0.1·(8/10) = 0.26. Variances of 2.5/11 and 8.5/11 over 9, with 1 − 10/900 and 1 − 10/100.
    const [p1, p2] = [2.5 / 11, 8.5 / 11];
    const variance = 0.81 * (1 - 10 / 900) * ((p1 * (1 - p1)) / 9) + 0.01 * (1 - 10 / 100) * ((p2 * (1 - p2)) / 9);
    const smooth = 0.9 * p1 + 0.1 * p2;
    const n = (smooth * (1 - smooth)) / variance;
    const z2 = 3.8414588;
    const half = Math.sqrt(z2 * (n * 0.26 * 0.74 + z2 / 4)) / (n + z2);
    const found = shareOf([cell(900, 10, 2), cell(100, 10, 8)]);
    expect(found?.value).toBeCloseTo(0.26, 12);
    expect(found?.low).toBeCloseTo((n * 0.26 + z2 / 2) / (n + z2) - half, 6);
    expect(found?.high).toBeCloseTo((n * 0.26 + z2 / 2) / (n + z2) + half, 6);
  });

  test('a heavy cell without a bad order widens the interval, although its own rate is 0', () => {
    const found = shareOf([cell(99_000, 20, 0), cell(1000, 1000, 300)]);
    expect(found?.value).toBeCloseTo(0.003, 12);
    expect(found?.high).toBeGreaterThan(0.05);
  });

  test('a cell nobody decided on takes the rate of the others and any value', () => {
    expect(shareOf([cell(500, 500, 100), cell(500, 0, 0)])).toEqual({ value: 0.2, low: 0.1, high: 0.6 });
    expect(shareOf([cell(10, 0, 0)])).toBeNull();
  });
});

test('what was looked at whole is certain, and only the rest is open', () => {
  // 15 bad of 20 seen; of the other 80 orders 20 were seen, all good: at least 15 and at most 75 bad of 100.
  const found = shareOf([cell(20, 20, 15), cell(80, 20, 0)]);
  expect(found?.value).toBeCloseTo(0.15, 12);
  expect(found?.low).toBeCloseTo(0.15, 12);
  // 80 · z²/(n+z²), n = 19/(1 − 20/80).
  expect(found?.high).toBeCloseTo((15 + 80 * (3.8414588 / (19 / 0.75 + 3.8414588))) / 100, 6);
});

test('recall of a set whose every order was looked at is exact', () => {
  expect(partOf(exactly(30), exactly(10))).toEqual({ value: 0.75, low: 0.75, high: 0.75 });
  expect(partOf(exactly(30), exactly(0))).toEqual({ value: 1, low: 1, high: 1 });
  expect(partOf(exactly(0), exactly(0))).toBeNull();
});

test('recall may be 1 while nothing missed was found, and 0 while nothing caught was', () => {
  expect(partOf({ value: 30, low: 20, high: 40 }, { value: 0, low: 0, high: 30 })).toMatchObject({ value: 1, high: 1 });
  expect(partOf({ value: 30, low: 20, high: 40 }, { value: 0, low: 0, high: 30 })?.low).toBeLessThan(0.6);
  expect(partOf({ value: 0, low: 0, high: 5 }, { value: 10, low: 5, high: 20 })).toMatchObject({ value: 0, low: 0 });
});

test('the planned half-width is that of a simple sample where there is one cell', () => {
  // 1.96·√(0.25/100) with nearly all left undrawn.
  expect(plannedHalfWidth([{ orders: 1e9, drawn: 100 }], 0.5)).toBeCloseTo(0.098, 4);
  expect(plannedHalfWidth([{ orders: 100, drawn: 100 }], 0.5)).toBe(0);
});

function cell(orders: number, decided: number, bad: number): Cell {
  return { orders, decided, bad };
}

function exactly(value: number): { readonly value: number; readonly low: number; readonly high: number } {
  return { value, low: value, high: value };
}
