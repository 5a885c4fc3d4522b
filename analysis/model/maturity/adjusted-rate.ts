import { pointAt, shareAt, type DelayCurve } from './delay-curve.ts';

/** Weeks whose maturity is below this get no adjusted rate: it would rest on a few reports, multiplied. */
export const maturityFloor = 0.5;

/** Orders of one day of a week that can be good or bad, and those of them already reported bad. */
export interface DayCount {
  /** Days from the order to the as-of day. */
  readonly age: number;
  readonly orders: number;
  readonly bad: number;
}

/** The bad rate a cohort comes to: what is reported so far ÷ the share of reports that orders of its age have had. */
export interface AdjustedCohort {
  readonly orders: number;
  readonly bad: number;
  /** Share of the reports that have come, the mean over the orders; with the bounds of the curve's band. */
  readonly maturity: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Bad orders in the end, and their share of all; null below `maturityFloor`. */
  readonly expected: number | null;
  readonly rate: number | null;
}

/** The adjusted rate of a cohort. It depends on the ages of its orders and the reports so far, never on good or bad. */
export function adjustedCohort(days: readonly DayCount[], curve: DelayCurve): AdjustedCohort {
  const orders = sum(days, ({ orders: n }) => n);
  const bad = sum(days, (day) => day.bad);
  const mean = (of: (age: number) => number): number => sum(days, (day) => day.orders * of(day.age)) / orders;
  const maturity = orders === 0 ? 0 : mean((age) => shareAt(curve, age));
  const banded = orders > 0 && curve.points[0]?.low !== null;
  const enough = orders > 0 && maturity >= maturityFloor;
  const expected = enough ? bad / maturity : null;
  return {
    orders,
    bad,
    maturity,
    low: banded ? mean((age) => pointAt(curve, age).low ?? 0) : null,
    high: banded ? mean((age) => pointAt(curve, age).high ?? 1) : null,
    expected,
    rate: expected === null ? null : expected / orders,
  };
}

/** The cohorts at or above the floor taken together; null when there is none. */
export interface AdjustedTotal {
  readonly cohorts: number;
  readonly orders: number;
  readonly bad: number;
  readonly expected: number;
  readonly rate: number;
}

export function adjustedTotal(cohorts: readonly AdjustedCohort[]): AdjustedTotal | null {
  const told = cohorts.filter(({ expected }) => expected !== null);
  const orders = sum(told, (one) => one.orders);
  if (orders === 0) return null;
  const expected = sum(told, (one) => one.expected ?? 0);
  return { cohorts: told.length, orders, bad: sum(told, (one) => one.bad), expected, rate: expected / orders };
}

const sum = <T>(of: readonly T[], value: (one: T) => number): number =>
  of.reduce((total, one) => total + value(one), 0);
