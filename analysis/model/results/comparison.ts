import type { Filter } from '../filter.ts';
import { results, type RuleSet, type ScreeningResult } from '../ruleset.ts';
import type { Target } from '../target.ts';
import type { Breakdown } from './breakdown.ts';
import { crossedOf, hiddenMoves, sidesOf, type Crossed, type Decided, type Moved, type Side } from './crossed.ts';
import { fromBoth, type Told } from './difference-interval.ts';
import {
  headlineDefinitions,
  headlineNamed,
  isRare,
  type ClusterKind,
  type Clusters,
  type HeadlineName,
  type HeadlineUnit,
  type ShareSums,
} from './headline.ts';
import { groupsWith, leastGroups, pairedInterval, type GroupSums, type Interval } from './intervals.ts';
import { blockedWorth, linesOf, moneyOf, type Money, type MoneyInput, type YenLine, type YenName } from './money.ts';
import type { RunFigures } from './of-run.ts';
import { linearByCode, linearOf, type Cells } from './tally.ts';
import { swapSetsOf, type SwapSet } from './swap-sets.ts';
import { fractionBand, netBand, type UnknownBand } from './unknown-band.ts';

/** One figure on both sides of the same orders. */
export interface Difference<Name extends string = string> {
  readonly name: Name;
  /** Null where it is not measured. */
  readonly before: number | null;
  readonly after: number | null;
  readonly value: number | null;
  /** Of the difference, by groups that both sides share; null where the sides differ in too few of them. */
  readonly interval: Interval | null;
  /** What the difference is at least and at most, whatever became of the orders that were blocked in history. */
  readonly band: UnknownBand | null;
}

/** Numerator and denominator of one side: orders, or minor units where the name ends in Amount. */
export interface Fraction {
  readonly part: number;
  readonly whole: number;
}

export type HeadlineDifference = Difference<HeadlineName> & {
  readonly unit: HeadlineUnit;
  readonly of: { readonly before: Fraction; readonly after: Fraction };
};
/** In minor units. */
export type YenDifference = Difference<YenName>;

/** Two ways to decide on the same orders. */
export interface Comparison {
  readonly crossed: Crossed;
  readonly by: ClusterKind;
  readonly headlines: readonly HeadlineDifference[];
  readonly swaps: { readonly in: SwapSet; readonly out: SwapSet };
  /** Null where nothing tells what the one side is worth: of decisions that were only recorded. */
  readonly money: ComparedMoney | null;
}

export interface ComparedMoney {
  readonly lines: readonly YenDifference[];
  readonly net: YenDifference;
  /** What the net changes by: orders let through, orders stopped, and orders that go from one alert to another. */
  readonly ofNet: { readonly in: number; readonly out: number; readonly between: number };
}

/** What money is made of on one side; see `moneyOf`. */
export type MoneyOf = Omit<MoneyInput, 'cells'>;

export interface ComparisonInput {
  /** Of a breakdown whose parts are what the one side decided, in the order of `rows`. */
  readonly parts: Float64Array;
  readonly rows: readonly Decided[];
  readonly entities: Pick<Clusters, 'by'>;
  readonly beta: number;
  /** Both sides under the same assumptions; null for no money. */
  readonly money: { readonly before: MoneyOf; readonly after: MoneyOf } | null;
}

const passes: readonly ScreeningResult[] = ['OK'];
const alerts: readonly ScreeningResult[] = ['REVIEW', 'HOLD', 'NG'];

/** Orders that the one side stops or has looked at and the other lets pass, and the other way round. */
export const swapped = {
  in: { from: alerts, to: passes },
  out: { from: passes, to: alerts },
} as const satisfies Readonly<Record<'in' | 'out', Pick<Moved, 'from' | 'to'>>>;

/** Everything a comparison says; made of a breakdown alone, so that assumptions ask nothing again. */
export function comparisonOf({ parts, rows, entities: { by }, beta, money }: ComparisonInput): Comparison {
  const crossed = crossedOf(parts, rows);
  const { before, after } = sidesOf(crossed);
  const hidden = hiddenMoves(crossed);
  return {
    ...{ crossed, by },
    headlines: headlineDefinitions(beta).map(({ name, unit, part, whole }) => {
      const [old, now] = [
        { parts: linearByCode(before.groups, part), wholes: linearByCode(before.groups, whole) },
        { parts: linearByCode(after.groups, part), wholes: linearByCode(after.groups, whole) },
      ];
      const [was, is] = [shareOf(old), shareOf(now)];
      const measured = was !== null && is !== null;
      const fraction = ({ cells }: Side): Fraction => ({ part: linearOf(cells, part), whole: linearOf(cells, whole) });
      return {
        of: { before: fraction(before), after: fraction(after) },
        ...{ name, unit, before: was, after: is, value: measured ? is - was : null },
        interval: measured
          ? headlineInterval(name, beta, { before: { ...before, ...old }, after: { ...after, ...now }, by })
          : null,
        band: fractionBand({ part, whole }, [before.cells, after.cells], hidden),
      };
    }),
    swaps: { in: swapSetsOf(crossed, swapped.in, by), out: swapSetsOf(crossed, swapped.out, by) },
    money: money === null ? null : moneyCompared(crossed, money),
  };
}

type SideSums = Side & ShareSums;

/**
 * Paired; where one side has few entities with any of what is counted, or of the rest, resamples of them know too little of
 * how it varies (none of nothing), and both sides' own intervals are put together. Sides that are the same differ by 0 for certain.
 */
function headlineInterval(
  name: HeadlineName,
  beta: number,
  { before, after, by }: { readonly before: SideSums; readonly after: SideSums; readonly by: ClusterKind },
): Interval | null {
  const paired = pairedInterval(before, after);
  if (paired === null || isSame(before, after) || !(isRare(before) || isRare(after))) return paired;
  const own = ({ cells, groups }: SideSums): Told => headlineNamed(name, cells, { by, count: 0, groups }, beta);
  return fromBoth(own(before), own(after));
}

const isSame = (one: SideSums, other: SideSums): boolean =>
  (['parts', 'wholes'] as const).every((sums) => one[sums].every((value, group) => value === other[sums][group]));

function shareOf({ parts, wholes }: ShareSums): number | null {
  const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
  const whole = total(wholes);
  return whole === 0 || groupsWith(wholes) < leastGroups ? null : total(parts) / whole;
}

function moneyCompared(crossed: Crossed, given: NonNullable<ComparisonInput['money']>): ComparedMoney {
  const { before, after } = sidesOf(crossed);
  const [old, now] = [
    moneyOf({ ...given.before, cells: before.cells }),
    moneyOf({ ...given.after, cells: after.cells }),
  ];
  const measured = old.cohort > 0 && now.cohort > 0;
  const sums = ({ groups }: Side, { linear }: YenLine): GroupSums => ({
    parts: linearByCode(groups, linear),
    wholes: null,
  });
  const line = (was: YenLine, is: YenLine): YenDifference => {
    const told = measured || is.name === 'review';
    return {
      ...{ name: is.name, before: told ? was.value : null, after: told ? is.value : null },
      value: told ? is.value - was.value : null,
      interval: told ? pairedInterval(sums(before, was), sums(after, is)) : null,
      band: null,
    };
  };
  const lines = now.lines.flatMap((is) => {
    const was = old.lines.find(({ name }) => name === is.name);
    return was === undefined ? [] : [line(was, is)];
  });
  const net = line(old.net, now.net);
  const changed = (of: Pick<Moved, 'from' | 'to'>): number => {
    const sides = sidesOf(crossed, of);
    return linearOf(sides.after.cells, now.net.linear) - linearOf(sides.before.cells, old.net.linear);
  };
  const worths = [blockedWorth({ ...given.before, ...before }), blockedWorth({ ...given.after, ...after })];
  const [into, out] = [changed(swapped.in), changed(swapped.out)];
  return {
    lines,
    net: { ...net, band: net.value === null ? null : netBand(net.value, worths, hiddenMoves(crossed)) },
    ofNet: { in: into, out, between: now.net.value - old.net.value - into - out },
  };
}

/** What `moneyOf` is given for one side, as its run's figures have it. */
function moneyGiven(figures: Weighed, { target, perMajor }: Pick<MoneyInput, 'target' | 'perMajor'>): MoneyOf {
  const { assumptions, queue, money } = figures;
  return { assumptions, target, perMajor, reviewed: queue.reviewed, days: money.days };
}

/** What of a run's figures its money is made of. */
interface Weighed extends Pick<RunFigures, 'assumptions'> {
  readonly queue: Pick<RunFigures['queue'], 'reviewed'>;
  readonly money: Pick<RunFigures['money'], 'days' | 'cohort'>;
}

/** Both sides, under the same assumptions. */
export interface MovedRuns extends Pick<MoneyInput, 'target' | 'perMajor'> {
  readonly champion: Weighed;
  readonly challenger: Weighed;
}

/** What some orders are worth on one side, with its formula. */
export interface SideMoney extends Pick<Money, 'lines' | 'net'> {
  readonly cells: Cells;
}

/** What moved orders are worth as either side decides them: `ofNet` is the one less the other. */
export function movedMoney(
  crossed: Crossed,
  moved: Pick<Moved, 'from' | 'to'>,
  { champion, challenger, ...given }: MovedRuns,
): { readonly before: SideMoney; readonly after: SideMoney } {
  const sides = sidesOf(crossed, moved);
  const of = ({ cells }: Side, figures: Weighed): SideMoney => ({
    cells,
    ...linesOf({ ...moneyGiven(figures, given), cells, measured: figures.money.cohort > 0 }),
  });
  return { before: of(sides.before, champion), after: of(sides.after, challenger) };
}

/** What two runs of now on the same orders and a breakdown of the one by the decisions of the other say together. */
export interface ComparedRuns {
  readonly breakdown: Pick<Breakdown, 'parts' | 'entities'>;
  readonly target: Target;
  readonly perMajor: number;
  /** Figures of both under the same assumptions. */
  readonly champion: RunFigures;
  readonly challenger: RunFigures;
}

/** The parts of such a breakdown: every decision of the champion, in the order of `results`. */
export const championParts = (ruleSet: RuleSet): Filter[] =>
  results.map((result) => ({ clauses: [{ kind: 'decision', ruleSet, results: [result] }] }));

export function comparedRuns({ breakdown, champion, challenger, ...given }: ComparedRuns): Comparison {
  const { parts, entities } = breakdown;
  const money = { before: moneyGiven(champion, given), after: moneyGiven(challenger, given) };
  return comparisonOf({ parts, entities, rows: results, beta: challenger.assumptions.beta, money });
}
