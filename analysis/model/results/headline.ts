import { results } from '../ruleset.ts';
import { outcomeStates } from '../target.ts';
import {
  amountRatioInterval,
  carriersOf,
  clusterSize,
  groupsWith,
  leastGroups,
  ratioInterval,
  sumInterval,
  wilson,
  type Interval,
} from './intervals.ts';
import { reviewResults } from './money.ts';
import type { Opens } from './opened.ts';
import { linearByCode, linearOf, type Cells, type Linear, type Picked, type TallySums } from './tally.ts';
import { fractionBand, hiddenIn, type UnknownBand } from './unknown-band.ts';

/** What entities are: linked orders, the orders of one customer, or every order for itself. */
export type ClusterKind = 'entity' | 'customer' | 'order';

/** What intervals take as one: how many there are, and the tally of their groups. */
export interface Clusters {
  readonly by: ClusterKind;
  readonly count: number;
  readonly groups: TallySums;
}

export const headlineNames = [
  'passedBad',
  'passedBadAmount',
  'alertRate',
  'alertRateAmount',
  'reviewRate',
  'reviewHit',
  'reviewPassed',
  'ngGood',
  'falsePerBad',
  'falsePerBadAmount',
  'precision',
  'precisionAmount',
  'recall',
  'recallAmount',
  'fBeta',
  'fBetaAmount',
] as const;
export type HeadlineName = (typeof headlineNames)[number];

/** `share` of orders, `bp`: share in hundredths of a per cent, `ratio`: how many for one, `score`: 0 to 1 but no share. */
export type HeadlineUnit = 'share' | 'bp' | 'ratio' | 'score';

/** One figure: a sum of the tally divided by another. */
export interface Headline {
  readonly name: HeadlineName;
  readonly unit: HeadlineUnit;
  /** Numerator and denominator: orders, or minor units where the name ends in Amount. */
  readonly part: number;
  readonly whole: number;
  /** Null where too few orders have an outcome for it to say anything, or nothing is there to divide by. */
  readonly value: number | null;
  readonly interval: Interval | null;
  /** Between what it is when every order of unknown outcome (blocked in history) is bad, and when every one is good. */
  readonly band: UnknownBand | null;
  /** The orders of the numerator. */
  readonly opens: Opens;
}

/** A headline figure as sums of cells. */
export interface HeadlineDefinition {
  readonly name: HeadlineName;
  readonly unit: HeadlineUnit;
  readonly part: Linear;
  readonly whole: Linear;
  readonly opens: Opens;
}

const alerts = ['REVIEW', 'HOLD', 'NG'] as const;
const known = ['bad', 'good'] as const;

const of = (
  rows: Picked['results'],
  states: Picked['states'],
  measure: Picked['measure'] = 'orders',
  weight = 1,
): Linear[number] => ({ results: rows, states, measure, weight });

/** Every headline figure; `beta` weighs recall. */
export function headlineDefinitions(beta: number): readonly HeadlineDefinition[] {
  const b = beta * beta;
  const caught = of(alerts, ['bad']);
  const everything = [of(results, outcomeStates)];
  return [
    {
      ...{ name: 'passedBad', unit: 'bp', opens: { results: ['OK'], states: ['bad'] } },
      ...{ part: [of(['OK'], ['bad'])], whole: [of(['OK'], known)] },
    },
    {
      ...{ name: 'passedBadAmount', unit: 'bp', opens: { results: ['OK'], states: ['bad'] } },
      ...{ part: [of(['OK'], ['bad'], 'amount')], whole: [of(['OK'], known, 'amount')] },
    },
    {
      ...{ name: 'alertRate', unit: 'share', opens: { results: alerts, states: outcomeStates } },
      ...{ part: [of(alerts, outcomeStates)], whole: everything },
    },
    {
      ...{ name: 'alertRateAmount', unit: 'share', opens: { results: alerts, states: outcomeStates } },
      ...{ part: [of(alerts, outcomeStates, 'amount')], whole: [of(results, outcomeStates, 'amount')] },
    },
    {
      // The trade's: what is held counts apart.
      ...{ name: 'reviewRate', unit: 'share', opens: { results: ['REVIEW'], states: outcomeStates } },
      ...{ part: [of(['REVIEW'], outcomeStates)], whole: everything },
    },
    {
      ...{ name: 'reviewHit', unit: 'share', opens: { results: reviewResults, states: ['bad'] } },
      ...{ part: [of(reviewResults, ['bad'])], whole: [of(reviewResults, known)] },
    },
    {
      ...{ name: 'reviewPassed', unit: 'share' },
      opens: { results: reviewResults, states: outcomeStates, byPerson: ['OK'] },
      part: [of(reviewResults, outcomeStates, 'passedByHand')],
      whole: [of(reviewResults, outcomeStates, 'byHand')],
    },
    {
      ...{ name: 'ngGood', unit: 'share', opens: { results: ['NG'], states: ['good'] } },
      ...{ part: [of(['NG'], ['good'])], whole: [of(['NG'], known)] },
    },
    {
      ...{ name: 'falsePerBad', unit: 'ratio', opens: { results: alerts, states: ['good'] } },
      ...{ part: [of(alerts, ['good'])], whole: [caught] },
    },
    {
      ...{ name: 'falsePerBadAmount', unit: 'ratio', opens: { results: alerts, states: ['good'] } },
      ...{ part: [of(alerts, ['good'], 'amount')], whole: [of(alerts, ['bad'], 'amount')] },
    },
    {
      ...{ name: 'precision', unit: 'share', opens: { results: alerts, states: ['bad'] } },
      ...{ part: [caught], whole: [of(alerts, known)] },
    },
    {
      ...{ name: 'precisionAmount', unit: 'share', opens: { results: alerts, states: ['bad'] } },
      ...{ part: [of(alerts, ['bad'], 'amount')], whole: [of(alerts, known, 'amount')] },
    },
    {
      ...{ name: 'recall', unit: 'share', opens: { results: alerts, states: ['bad'] } },
      ...{ part: [caught], whole: [of(results, ['bad'])] },
    },
    {
      ...{ name: 'recallAmount', unit: 'share', opens: { results: alerts, states: ['bad'] } },
      ...{ part: [of(alerts, ['bad'], 'amount')], whole: [of(results, ['bad'], 'amount')] },
    },
    { name: 'fBeta', ...fScore(b, 'orders') },
    { name: 'fBetaAmount', ...fScore(b, 'amount') },
  ];
}

/** (1 + β²) · caught ÷ ((1 + β²) · caught + β² · missed + wrongly alerted). */
const fScore = (b: number, measure: Picked['measure']): Omit<HeadlineDefinition, 'name'> => ({
  ...{ unit: 'score', opens: { results: alerts, states: ['bad'] } },
  part: [of(alerts, ['bad'], measure, 1 + b)],
  whole: [of(alerts, ['bad'], measure, 1 + b), of(['OK'], ['bad'], measure, b), of(alerts, ['good'], measure)],
});

/** The figures of the trade; `clusters` is null where no tally by groups was kept. */
export function headlinesOf(cells: Cells, clusters: Clusters | null, beta: number): readonly Headline[] {
  return headlineDefinitions(beta).map((one) => headlineOf(one, cells, clusters));
}

/** Those of some figures that have something to divide by, but of too few groups. */
export const unmeasuredOf = <N extends HeadlineName>(names: readonly N[], cells: Cells, clusters: Clusters): N[] =>
  names.filter((name) => {
    const { whole } = definitionOf(name, 1);
    return linearOf(cells, whole) > 0 && !enough(whole, clusters);
  });

/** One of them; the same as `headlinesOf` has, for many parts of which one figure is shown. */
export function headlineNamed(name: HeadlineName, cells: Cells, clusters: Clusters | null, beta: number): Headline {
  return headlineOf(definitionOf(name, beta), cells, clusters);
}

/** What a figure divides by what, and what else it is. */
export function fractionOf(
  name: HeadlineName,
  beta: number,
): Pick<Headline, 'unit' | 'opens'> & { readonly part: Linear; readonly whole: Linear } {
  const { unit, opens, part, whole } = definitionOf(name, beta);
  return { unit, opens, part, whole };
}

function definitionOf(name: HeadlineName, beta: number): HeadlineDefinition {
  const found = headlineDefinitions(beta).find((one) => one.name === name);
  if (found === undefined) throw new Error(name);
  return found;
}

function headlineOf(one: HeadlineDefinition, cells: Cells, clusters: Clusters | null): Headline {
  const { name, unit, opens } = one;
  const [part, whole] = [linearOf(cells, one.part), linearOf(cells, one.whole)];
  const measured = whole !== 0 && enough(one.whole, clusters);
  return {
    ...{ name, unit, part, whole, opens },
    value: measured ? part / whole : null,
    interval:
      measured && clusters !== null
        ? remembered(clusters, [name, part, whole, one.part, one.whole], () =>
            intervalOf(one, { part, whole }, clusters),
          )
        : null,
    band: fractionBand(one, [cells], hiddenIn(cells)),
  };
}

/** Without groups nothing tells how many there are: the figure stands as counted. */
const enough = (whole: Linear, clusters: Clusters | null): boolean =>
  clusters === null || groupsWith(linearByCode(clusters.groups, whole)) >= leastGroups;

/**
 * The interval of a share of orders, by groups of entities. Where few groups have any of what is counted, or any of the rest,
 * resamples know too little of how it varies (none of nothing): the interval is Wilson's over as many independent ones as the
 * orders are worth. `part` and `whole` are the sums over all groups.
 */
export function shareInterval(
  { parts, wholes }: ShareSums,
  { part, whole }: { readonly part: number; readonly whole: number },
  by: ClusterKind,
): Interval | null {
  if (!isRare({ parts, wholes }) && by !== 'order') return ratioInterval(parts, wholes);
  const rest = wholes.map((value, group) => value - (parts[group] ?? 0));
  const size = by === 'order' ? 1 : Math.max(...[parts, rest, wholes].map(clusterSize));
  const found = wilson(part / size, whole / size);
  return found === null ? null : { ...found, by: 'wilson' };
}

/** By groups of entities; see `shareInterval`. */
function intervalOf(
  one: HeadlineDefinition,
  { part, whole }: { readonly part: number; readonly whole: number },
  clusters: Clusters,
): Interval | null {
  const [parts, wholes] = [linearByCode(clusters.groups, one.part), linearByCode(clusters.groups, one.whole)];
  if ((one.unit === 'share' || one.unit === 'bp') && !one.name.endsWith('Amount'))
    return shareInterval({ parts, wholes }, { part, whole }, clusters.by);
  if (isRare({ parts, wholes })) return null;
  const most = one.unit === 'ratio' ? Infinity : 1;
  return one.name.endsWith('Amount') ? within(amountRatioInterval(parts, wholes), most) : ratioInterval(parts, wholes);
}

/** A share's numerators and denominators by group. */
export interface ShareSums {
  readonly parts: Float64Array;
  readonly wholes: Float64Array;
}

/** Whether few groups have any of what is counted, or any of the rest. */
export const isRare = ({ parts, wholes }: ShareSums): boolean =>
  groupsWith(parts) < leastGroups ||
  groupsWith(wholes.map((value, group) => value - (parts[group] ?? 0))) < leastGroups;

/** Nothing is below 0, and no share or score above 1. */
const within = (found: Interval | null, most: number): Interval | null =>
  found === null ? null : { ...found, low: Math.max(0, found.low), high: Math.min(most, found.high) };

/**
 * About how many entities carry a figure in money, where they are too few for intervals to be trusted far; null where they are
 * enough, or nobody can tell.
 */
export function fewCarriers(linear: Linear, clusters: Clusters | null): number | null {
  if (clusters === null) return null;
  const carriers = carriersOf(linearByCode(clusters.groups, linear));
  return carriers > 0 && carriers < 2 * leastGroups ? Math.max(1, Math.round(carriers)) : null;
}

/** The interval of a figure in money, by groups; null where too few groups have any of it. */
export const yenInterval = (linear: Linear, clusters: Clusters | null): Interval | null =>
  clusters === null ? null : remembered(clusters, linear, () => sumInterval(linearByCode(clusters.groups, linear)));

/** Intervals of each tally, by what they are of: another assumption leaves most of them as they are. A tally never changes. */
const resampled = new WeakMap<TallySums, Map<string, Interval | null>>();
const mostResampled = 500;

function remembered({ by, groups }: Clusters, what: unknown, make: () => Interval | null): Interval | null {
  const own = resampled.get(groups) ?? new Map<string, Interval | null>();
  resampled.set(groups, own);
  const key = JSON.stringify([by, what]);
  const found = own.get(key);
  if (found !== undefined) return found;
  if (own.size >= mostResampled) own.clear();
  const made = make();
  own.set(key, made);
  return made;
}
