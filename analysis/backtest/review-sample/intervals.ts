import type { Interval } from '../../model/review-sample.ts';

/** Orders of one cell of a set: `orders` in all, of which `decided` were drawn at random and have a clear verdict, `bad` of them. */
export interface Cell {
  readonly orders: number;
  readonly decided: number;
  readonly bad: number;
}

/** Two-sided 95 % of the normal distribution. */
const z = 1.959963984540054;

/**
 * The share of bad orders in cells taken together, the stratified estimate Σ W·p (Horvitz and Thompson's total over the number
 * of orders), with Wilson's interval at its effective sample size: p·(1−p) over the stratified variance with finite population
 * correction, Σ W²·(1−n÷N)·p·(1−p)÷(n−1) (Cochran, Sampling Techniques, 3rd ed. 1977, 5.6). Of seven such intervals Franco,
 * Little, Louis & Slud (Journal of Survey Statistics and Methodology 7, 2019) recommend it; orders are drawn one by one, so that no
 * clusters undo its coverage. Variances take half a bad and half a good order more, so that a cell without a single bad order
 * adds to the width; test/backtest/review-sample/coverage.test.ts shows that the level holds.
 * Of cells nobody decided on anything may be true; the estimate takes them to be like the others. Null where none is decided.
 */
export function shareOf(cells: readonly Cell[]): Interval | null {
  const all = sum(cells, ({ orders }) => orders);
  const known = cells.filter(({ orders, decided }) => orders > 0 && decided > 0);
  const of = sum(known, ({ orders }) => orders);
  if (of === 0) return null;
  // Of what was looked at whole nothing is left open.
  const found = sum(
    known.filter(({ orders, decided }) => decided >= orders),
    ({ bad }) => bad,
  );
  const drawn = known.filter(({ orders, decided }) => decided < orders);
  const open = sum(drawn, ({ orders }) => orders);
  const part = open === 0 ? { value: 0, low: 0, high: 0 } : drawnShare(drawn, open);
  return {
    value: (found + open * part.value) / of,
    low: (found + open * part.low) / all,
    high: (found + open * part.high + (all - of)) / all,
  };
}

/** The same of cells that were looked at in part; what was seen in them is there. */
function drawnShare(cells: readonly Cell[], of: number): Interval {
  const weighted = (value: (cell: Cell) => number): number => sum(cells, (cell) => (cell.orders / of) * value(cell));
  const smooth = weighted(smoothed);
  const variance = sum(cells, (cell) => (cell.orders / of) ** 2 * varianceOf(cell));
  const { value, low, high } = wilson(
    weighted(({ bad, decided }) => bad / decided),
    (smooth * (1 - smooth)) / variance,
  );
  const seen = { bad: sum(cells, ({ bad }) => bad), good: sum(cells, ({ bad, decided }) => decided - bad) };
  return { value, low: Math.max(low, seen.bad / of), high: Math.min(high, 1 - seen.good / of) };
}

const smoothed = ({ bad, decided }: Cell): number => (bad + 0.5) / (decided + 1);

function varianceOf(cell: Cell): number {
  const { orders, decided } = cell;
  const rate = smoothed(cell);
  return ((1 - decided / orders) * rate * (1 - rate)) / Math.max(1, decided - 1);
}

function wilson(value: number, n: number): Interval {
  const middle = (n * value + (z * z) / 2) / (n + z * z);
  const half = (z / (n + z * z)) * Math.sqrt(n * value * (1 - value) + (z * z) / 4);
  return {
    value,
    low: value === 0 ? 0 : Math.max(0, middle - half),
    high: value === 1 ? 1 : Math.min(1, middle + half),
  };
}

/**
 * `part` ÷ (`part` + `rest`) of two totals estimated apart: the interval of `rest` ÷ `part` is recovered from
 * the limits of both (MOVER-R: Donner & Zou, Statistical Methods in Medical Research 21, 2012). Null where both may be nothing.
 */
export function partOf(part: Interval, rest: Interval): Interval | null {
  if (part.value + rest.value <= 0) return null;
  return {
    value: part.value / (part.value + rest.value),
    low: 1 / (1 + ratioHigh(rest, part)),
    high: 1 / (1 + ratioLow(rest, part)),
  };
}

/** Lower limit of `a` ÷ `b`; 0 where `a` may be 0. */
function ratioLow(a: Interval, b: Interval): number {
  if (a.low <= 0) return 0;
  if (b.value === 0) return a.low / b.high;
  const product = a.value * b.value;
  const top = a.low * (2 * a.value - a.low);
  return top / (product + Math.sqrt(Math.max(0, product ** 2 - top * b.high * (2 * b.value - b.high))));
}

/** Upper limit of `a` ÷ `b`; endless where `b` may be 0. */
function ratioHigh(a: Interval, b: Interval): number {
  if (b.low <= 0) return Number.POSITIVE_INFINITY;
  const product = a.value * b.value;
  const bottom = b.low * (2 * b.value - b.low);
  return (product + Math.sqrt(Math.max(0, product ** 2 - a.high * bottom * (2 * a.value - a.high)))) / bottom;
}

/** Half-width expected of `shareOf` under one assumed rate, by the normal approximation; 0 where all is drawn. */
export function plannedHalfWidth(
  cells: readonly { readonly orders: number; readonly drawn: number }[],
  rate: number,
): number {
  const all = sum(cells, ({ orders }) => orders);
  const variance = sum(cells, ({ orders, drawn }) => {
    if (orders <= 1 || drawn >= orders) return 0;
    return (orders / all) ** 2 * ((orders - drawn) / (orders - 1)) * ((rate * (1 - rate)) / Math.max(1, drawn));
  });
  return z * Math.sqrt(variance);
}

export function sum<T>(of: readonly T[], value: (one: T) => number): number {
  return of.reduce((total, one) => total + value(one), 0);
}
