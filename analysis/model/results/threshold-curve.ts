import { completed, type Assumptions } from './assumptions.ts';
import { pairedInterval, type GroupSums, type Interval } from './intervals.ts';
import { moneyOf } from './money.ts';
import { maturedDays } from './of-run.ts';
import { queueOf } from './queue.ts';
import { roundness } from './round-values.ts';
import { cellsOver, linearByCode, pickedFrom, type Cells } from './tally.ts';
import type { ThresholdTally, Thresholds } from './thresholds.ts';

/** The whole rule set with one value of the threshold. Money in minor units. */
export interface CurvePoint {
  readonly value: number;
  readonly net: number;
  /** Against the present value, on the same groups of entities; null intervals where too few groups differ. */
  readonly change: number;
  readonly interval: Interval | null;
  /** Nothing tells it from the best: the interval of their difference holds 0. Null where too few groups carry the difference. */
  readonly likeBest: boolean | null;
  readonly alerts: number;
  /** Alerts known and matured. */
  readonly bad: number;
  readonly good: number;
}

/** The net benefit over a threshold. */
export interface Curve {
  readonly points: readonly CurvePoint[];
  readonly present: CurvePoint;
  readonly best: CurvePoint;
  /** From the lowest to the highest value that nothing tells from the best, with none between that is clearly worse. */
  readonly plateau: { readonly from: number; readonly to: number };
  /**
   * Values of the plateau that are like the best, the roundest first; of equally round ones that of the most net benefit. The
   * present one alone where too few groups carry what the best has more.
   */
  readonly offered: readonly number[];
  /** Matured intents whose outcome is known; without any the net is not measured. */
  readonly cohort: number;
}

export interface CurveInput {
  readonly thresholds: Pick<Thresholds, 'points' | 'present' | 'currency' | 'target' | 'maturity' | 'asOf' | 'period'>;
  readonly given: Assumptions;
  /** Minor units in a major one. */
  readonly perMajor: number;
}

const mostOffered = 3;
/** Share of the best net that a rounder value may cost: few entities can carry a loss that nothing tells from chance. */
const mostGivenUp = 0.01;

/** Of tallies that were kept, under any assumptions; null where the present value was not tried. */
export function curveOf({ thresholds, given, perMajor }: CurveInput): Curve | null {
  const valued = thresholds.points.map((tally) => valuedOf(tally, { thresholds, given, perMajor }));
  const present = valued.find(({ value }) => value === thresholds.present);
  if (present === undefined) return null;
  const best = valued.reduce((most, one) => (better(one, most, present) ? one : most), present);
  const points = valued.map((one): CurvePoint => {
    const { value, net, alerts, bad, good } = one;
    return {
      ...{ value, net, alerts, bad, good },
      change: net - present.net,
      interval: pairedInterval(sumsOf(present), sumsOf(one)),
      likeBest: alike(one, best),
    };
  });
  const at = points.findIndex(({ value }) => value === best.value);
  const [first, last] = [endOf(points, at, -1), endOf(points, at, 1)];
  const level = points.slice(first, last + 1);
  const enough = best.net - mostGivenUp * Math.abs(best.net);
  const unmeasured = present.cohort === 0 || alike(present, best) === null;
  const alikes = level.filter(({ net, likeBest }) => likeBest === true && net >= enough);
  const offered = (unmeasured ? [present] : alikes)
    .toSorted((a, b) => roundness(b.value) - roundness(a.value) || b.net - a.net || near(a, best) - near(b, best))
    .map(({ value }) => value);
  const [own, top] = [points.find(({ value }) => value === present.value), points[at]];
  if (own === undefined || top === undefined) return null;
  return {
    ...{ points, present: own, best: top, cohort: present.cohort, offered: offered.slice(0, mostOffered) },
    plateau: { from: level[0]?.value ?? best.value, to: level.at(-1)?.value ?? best.value },
  };
}

interface Valued extends Omit<CurvePoint, 'change' | 'interval' | 'likeBest'> {
  readonly cohort: number;
  /** The net by groups of entities. */
  readonly nets: Float64Array;
}

function valuedOf({ value, groups, reviewDays }: ThresholdTally, { thresholds, given, perMajor }: CurveInput): Valued {
  const assumptions = completed(given, thresholds.currency);
  const cells = cellsOver(groups);
  const { reviewed } = queueOf(reviewDays, assumptions);
  const days = maturedDays(thresholds);
  const { net, cohort } = moneyOf({ cells, assumptions, target: thresholds.target, perMajor, reviewed, days });
  const nets = linearByCode(groups, net.linear);
  return { value, net: net.value, cohort, nets, ...alertsOf(cells) };
}

function alertsOf(cells: Cells): Pick<CurvePoint, 'alerts' | 'bad' | 'good'> {
  const of = (states: Parameters<typeof pickedFrom>[1]['states']): number =>
    pickedFrom(cells, { results: ['REVIEW', 'HOLD', 'NG'], states, measure: 'orders' });
  return {
    alerts: of(['bad', 'good', 'immature', 'blocked', 'excluded']),
    bad: of(['bad']),
    good: of(['good']),
  };
}

/** Of equal ones the present value, then the roundest. */
function better(one: Valued, most: Valued, present: Valued): boolean {
  if (one.net !== most.net) return one.net > most.net;
  return most !== present && roundness(one.value) > roundness(most.value);
}

const sumsOf = ({ nets }: Valued): GroupSums => ({ parts: nets, wholes: null });

/** Null where few groups make up the difference: chance cannot be told from it. */
function alike(one: Valued, best: Valued): boolean | null {
  if (one.nets.every((value, group) => value === best.nets[group])) return true;
  const interval = pairedInterval(sumsOf(one), sumsOf(best));
  return interval === null ? null : interval.low <= 0;
}

/** The farthest value on one side that is like the best, before the first that is worse. */
function endOf(points: readonly CurvePoint[], from: number, by: 1 | -1): number {
  let end = from;
  for (let at = from + by; points[at] !== undefined && points[at]?.likeBest !== false; at += by)
    if (points[at]?.likeBest === true) end = at;
  return end;
}

const near = ({ value }: { readonly value: number }, best: Valued): number => Math.abs(value - best.value);

/** Values between the neighbours of the best: where to look closer; null where it has none on one side. */
export function closerTo({ points, best }: Curve): { readonly low: number; readonly high: number } | null {
  const at = points.findIndex(({ value }) => value === best.value);
  const [low, high] = [points[at - 1], points[at + 1]];
  if (low === undefined && high === undefined) return null;
  return { low: low?.value ?? best.value, high: high?.value ?? best.value };
}

/** The tallies of two answers about the same orders, each value once. */
export function withPoints(first: Thresholds, second: Thresholds): Thresholds {
  const added = second.points.filter(({ value }) => !first.points.some((one) => one.value === value));
  return { ...first, points: [...first.points, ...added].sort((a, b) => a.value - b.value) };
}
