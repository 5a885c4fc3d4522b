import { adjustedCohort, type AdjustedCohort, type DayCount } from '../maturity/adjusted-rate.ts';
import type { DelayCurve } from '../maturity/delay-curve.ts';
import { results, type ScreeningResult } from '../ruleset.ts';
import { share } from '../share.ts';
import { leastGroups, wilson } from './intervals.ts';

/** Orders by what a rule set decides. */
export type Decided = { readonly [R in ScreeningResult]: number };

/** Orders that can be good or bad, and those of them reported bad so far. */
export interface Reported {
  readonly orders: Decided;
  readonly bad: Decided;
}

/** One week of orders: those old enough for their outcome to be known, and all of them by age in days. */
export interface MaturedWeek {
  /** Its first instant, epoch ms. */
  readonly week: number;
  readonly matured: Reported;
  readonly days: readonly (Reported & { readonly age: number })[];
}

/** Shares that ripen: bad of all orders and of those passed, precision and recall of alerts. */
export const ripeningNames = ['badRate', 'passedBad', 'precision', 'recall'] as const;
export type RipeningName = (typeof ripeningNames)[number];

const alerts: readonly ScreeningResult[] = results.filter((result) => result !== 'OK');
const among: Readonly<Record<RipeningName, readonly ScreeningResult[]>> = {
  badRate: results,
  passedBad: ['OK'],
  precision: alerts,
  recall: alerts,
};

export interface Share {
  readonly part: number;
  readonly whole: number;
  /** Null without anything to divide by. */
  readonly value: number | null;
}

/** What a share comes to once all reports are in; null below the floor of maturity, of fewer than `leastGroups`, or without a curve. */
export interface AdjustedShare {
  /** Reported so far, and what that is of, before anything is divided by the maturity. */
  readonly part: number;
  readonly whole: number;
  readonly value: number;
  /**
   * By the band of the curve and, the orders taken as independent, by how many reports there are so far (Wilson); null where the
   * curve has no band, or for a share of two adjusted counts.
   */
  readonly low: number | null;
  readonly high: number | null;
  /** Share of the reports that have come. */
  readonly maturity: number;
}

/** Shares of fewer than `leastGroups` orders are no measurement; what they are of is told beside. */
export const measuredShare = ({ whole, value }: Share): number | null => (whole < leastGroups ? null : value);

/** A share three times: of everything reported so far, of orders old enough, and as it comes to be. */
export interface Ripening {
  readonly from: number;
  readonly weeks: number;
  readonly raw: Share;
  readonly matured: Share;
  readonly adjusted: AdjustedShare | null;
}

/** By so many weeks at a time, from the first on. */
export function ripeningSeries(
  weeks: readonly MaturedWeek[],
  curve: DelayCurve | null,
  name: RipeningName,
  every: number,
): readonly Ripening[] {
  const blocks = Array.from({ length: Math.ceil(weeks.length / every) }, (_, i) =>
    weeks.slice(i * every, (i + 1) * every),
  );
  return blocks.map((block) => ripeningOf(block, curve, name));
}

/** Of all the weeks together; adjusted are those of them that are mature enough, and raw and matured stay those of all. */
export function ripeningTotal(weeks: readonly MaturedWeek[], curve: DelayCurve | null, name: RipeningName): Ripening {
  const ripe = curve === null ? [] : weeks.filter(({ days }) => cohort(days, results, curve).expected !== null);
  return { ...ripeningOf(weeks, null, name), adjusted: ripeningOf(ripe, curve, name).adjusted };
}

function ripeningOf(weeks: readonly MaturedWeek[], curve: DelayCurve | null, name: RipeningName): Ripening {
  const days = weeks.flatMap((week) => week.days);
  return {
    from: weeks[0]?.week ?? 0,
    weeks: weeks.length,
    raw: shareOf(days, name),
    matured: shareOf(
      weeks.map(({ matured }) => matured),
      name,
    ),
    adjusted: curve === null ? null : adjustedOf(days, curve, name),
  };
}

function shareOf(told: readonly Reported[], name: RipeningName): Share {
  const part = sum(told, ({ bad }) => of(bad, among[name]));
  const whole = sum(told, ({ orders, bad }) => (name === 'recall' ? of(bad, results) : of(orders, among[name])));
  return { part, whole, value: share(part, whole) };
}

/** Reports are taken to come as fast for what is alerted as for what is not. */
function adjustedOf(days: MaturedWeek['days'], curve: DelayCurve, name: RipeningName): AdjustedShare | null {
  const { part, whole } = shareOf(days, name);
  if (whole < leastGroups) return null;
  const own = cohort(days, among[name], curve);
  if (name === 'recall') {
    // Each by its own age, so that what is found is never more than what there is.
    const rest = cohort(days, ['OK'], curve);
    const [found, missed] = [own, rest].map(expectedOf);
    if (found === undefined || found === null || missed === undefined || missed === null) return null;
    const value = share(found, found + missed);
    const { maturity } = cohort(days, results, curve);
    return value === null ? null : { part, whole, value, low: null, high: null, maturity };
  }
  const { maturity, rate } = own;
  if (rate === null) return null;
  // A few young reports, multiplied, may come to more than there are orders.
  return { part, whole, value: Math.min(1, rate), ...adjustedBand(own), maturity };
}

/**
 * The rate is what is reported so far divided by the maturity: on the scale of logarithms how far each may be off adds up as
 * independent errors do. Where nothing is reported, the upper end is that of the reports.
 */
function adjustedBand({ bad, orders, maturity, low, high }: AdjustedCohort): Pick<AdjustedShare, 'low' | 'high'> {
  const counted = wilson(bad, orders);
  if (counted === null || low === null || low === 0 || high === null) return { low: null, high: null };
  if (bad === 0) return { low: 0, high: Math.min(1, counted.high / low) };
  const reported = bad / orders;
  const off = (ofReports: number, ofCurve: number): number =>
    Math.exp(Math.hypot(Math.log(ofReports), Math.log(ofCurve)));
  return {
    low: Math.min(1, reported / maturity / off(reported / counted.low, high / maturity)),
    high: Math.min(1, (reported / maturity) * off(counted.high / reported, maturity / low)),
  };
}

/** Bad orders in the end; none where there is no order at all. */
const expectedOf = ({ orders, expected }: AdjustedCohort): number | null => (orders === 0 ? 0 : expected);

const cohort = (days: MaturedWeek['days'], of_: readonly ScreeningResult[], curve: DelayCurve): AdjustedCohort =>
  adjustedCohort(
    days.map(({ age, orders, bad }): DayCount => ({ age, orders: of(orders, of_), bad: of(bad, of_) })),
    curve,
  );

const of = (decided: Decided, which: readonly ScreeningResult[]): number => sum(which, (result) => decided[result]);

const sum = <T>(list: readonly T[], value: (one: T) => number): number =>
  list.reduce((total, one) => total + value(one), 0);
