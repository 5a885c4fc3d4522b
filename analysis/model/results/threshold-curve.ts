import { completed, type Assumptions } from './assumptions.ts';
import { pairedInterval, type GroupSums, type Interval } from './intervals.ts';
import { blockedWorth, moneyOf, type Money } from './money.ts';
import { maturedDays } from './of-run.ts';
import { queueOf } from './queue.ts';
import { roundness } from './round-values.ts';
import { worst } from './rule-worth.ts';
import { cellsOver, linearByCode, pickedFrom, type Cells } from './tally.ts';
import type { ThresholdTally, Thresholds } from './thresholds.ts';
import { netBand, type BlockedWorth, type UnknownBand } from './unknown-band.ts';

/** The whole rule set with one value of the threshold. Money in minor units. */
export interface CurvePoint {
  readonly value: number;
  readonly net: number;
  /** Against the present value, on the same groups of entities; null intervals where too few groups differ. */
  readonly change: number;
  readonly interval: Interval | null;
  /**
   * What the change is at least and at most, whatever became of the orders blocked in history that are decided otherwise; null
   * where there are none.
   */
  readonly band: UnknownBand | null;
  /**
   * Nothing tells it from the best, what was blocked at its worst on both: the interval of their difference holds 0. Null where
   * too few groups carry the difference.
   */
  readonly likeBest: boolean | null;
  readonly alerts: number;
  /** Alerts known and matured. */
  readonly bad: number;
  readonly good: number;
  /** What the net is made of. */
  readonly money: Money;
  readonly cells: Cells;
}

/** The net benefit over a threshold. */
export interface Curve {
  readonly points: readonly CurvePoint[];
  readonly present: CurvePoint;
  /** The most net benefit, with what was blocked in history at its worst. */
  readonly best: CurvePoint;
  /** From the lowest to the highest value that nothing tells from the best, with none between that is clearly worse. */
  readonly plateau: { readonly from: number; readonly to: number };
  /**
   * Values of the plateau that are like the best, the roundest first; of equally round ones that of the most net benefit. None
   * but the present one that does not gain at its worst. The present one alone where too few groups carry what the best has
   * more, or nothing else gains.
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
  const sums = thresholds.points.map((tally) => summedOf(tally, { thresholds, given, perMajor }));
  const own = sums.find(({ value }) => value === thresholds.present);
  if (own === undefined) return null;
  const valued = sums.map((one) => valuedOf(one, own));
  const present = valued.find(({ value }) => value === thresholds.present) ?? valuedOf(own, own);
  const best = valued.reduce((most, one) => (better(one, most, present) ? one : most), present);
  const points = valued.map((one): CurvePoint => {
    const { value, net, change, band, alerts, bad, good, money, cells } = one;
    return {
      ...{ value, net, change, band, alerts, bad, good, money, cells },
      interval: pairedInterval(sumsOf(present), sumsOf(one)),
      likeBest: alike(one, best),
    };
  });
  const at = points.findIndex(({ value }) => value === best.value);
  const [first, last] = [endOf(points, at, -1), endOf(points, at, 1)];
  const level = points.slice(first, last + 1);
  const leastOf = (one: Pick<CurvePoint, 'change' | 'band'>): number => present.net + worstOf(one);
  const enough = leastOf(best) - mostGivenUp * Math.abs(leastOf(best));
  const unmeasured = present.cohort === 0 || alike(present, best) === null;
  const alikes = level.filter((one) => one.likeBest === true && leastOf(one) >= enough);
  const gaining = alikes.filter((one) => one.value === present.value || worstOf(one) > 0);
  const offered = (unmeasured || gaining.length === 0 ? [present] : gaining)
    .toSorted((a, b) => roundness(b.value) - roundness(a.value) || b.net - a.net || near(a, best) - near(b, best))
    .map(({ value }) => value);
  const [now, top] = [points.find(({ value }) => value === present.value), points[at]];
  if (now === undefined || top === undefined) return null;
  return {
    ...{ points, present: now, best: top, cohort: present.cohort, offered: offered.slice(0, mostOffered) },
    plateau: { from: level[0]?.value ?? best.value, to: level.at(-1)?.value ?? best.value },
  };
}

interface Summed extends Omit<CurvePoint, 'change' | 'interval' | 'band' | 'likeBest'>, Pick<ThresholdTally, 'hidden'> {
  readonly cohort: number;
  /** The net by groups of entities. */
  readonly nets: Float64Array;
  readonly blocked: BlockedWorth;
}

type Valued = Summed & Pick<CurvePoint, 'change' | 'band'>;

function summedOf(
  { value, groups, reviewDays, hidden }: ThresholdTally,
  { thresholds, given, perMajor }: CurveInput,
): Summed {
  const assumptions = completed(given, thresholds.currency);
  const cells = cellsOver(groups);
  const { reviewed } = queueOf(reviewDays, assumptions);
  const of = { cells, assumptions, target: thresholds.target, perMajor, reviewed };
  const money = moneyOf({ ...of, days: maturedDays(thresholds) });
  const { net, cohort } = money;
  const nets = linearByCode(groups, net.linear);
  return { value, net: net.value, cohort, nets, hidden, blocked: blockedWorth(of), money, cells, ...alertsOf(cells) };
}

function valuedOf(one: Summed, present: Summed): Valued {
  const change = one.net - present.net;
  return { ...one, change, band: netBand(change, [present.blocked, one.blocked], one.hidden) };
}

/** The change with everything that was blocked as it is worst. */
const worstOf = ({ change, band }: Pick<CurvePoint, 'change' | 'band'>): number => worst({ net: change, band });

function alertsOf(cells: Cells): Pick<CurvePoint, 'alerts' | 'bad' | 'good'> {
  const of = (states: Parameters<typeof pickedFrom>[1]['states']): number =>
    pickedFrom(cells, { results: ['REVIEW', 'HOLD', 'NG'], states, measure: 'orders' });
  return {
    alerts: of(['bad', 'good', 'immature', 'blocked', 'excluded']),
    bad: of(['bad']),
    good: of(['good']),
  };
}

/** At their worst; of equal ones the present value, then the roundest. */
function better(one: Valued, most: Valued, present: Valued): boolean {
  const [own, other] = [worstOf(one), worstOf(most)];
  if (own !== other) return own > other;
  return most !== present && roundness(one.value) > roundness(most.value);
}

const sumsOf = ({ nets }: Valued): GroupSums => ({ parts: nets, wholes: null });

/** Null where few groups make up the difference: chance cannot be told from it. */
function alike(one: Valued, best: Valued): boolean | null {
  // What the blocked orders take from it at their worst more than from the best.
  const hidden = one.change - worstOf(one) - (best.change - worstOf(best));
  if (one.nets.every((value, group) => value === best.nets[group])) return hidden <= 0;
  const interval = pairedInterval(sumsOf(one), sumsOf(best));
  return interval === null ? null : interval.low + hidden <= 0;
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
