import { results } from '../ruleset.ts';
import { outcomeStates } from '../target.ts';
import type { AllAssumptions } from './assumptions.ts';
import { partAt, type Breakdown, type Part } from './breakdown.ts';
import { fractionOf, headlineNamed, headlineNames, yenInterval } from './headline.ts';
import type { ClusterKind, Clusters, HeadlineName, HeadlineUnit } from './headline.ts';
import { amountRatioInterval, tellsSum, type Interval } from './intervals.ts';
import { cohortOf, judged, reviewResults, type Money, type YenName } from './money.ts';
import { opensOf, type Opens } from './opened.ts';
import { linearByCode, linearOf, pickedFrom, type Cells, type Linear, type Picked } from './tally.ts';

/** Everything a run says of all its orders that can be said of some of them as well. */
export type FigureName = HeadlineName | YenName | 'perThousand' | 'orders' | 'amount' | 'queue';

/** One of them, as sums of a tally. */
export interface PartFigure {
  readonly name: FigureName;
  /** As `HeadlineUnit`; `money` in minor units. */
  readonly unit: HeadlineUnit | 'orders' | 'money';
  readonly part: Linear;
  /** What is divided by; null for a sum. */
  readonly whole: Linear | null;
  /** Whether it stands on outcomes: nothing of an immature part counts as measured then. */
  readonly outcome: boolean;
  readonly worse: 'more' | 'less';
  readonly opens: Opens;
  readonly beta: number;
}

const all: Opens = { results, states: outcomeStates };
const one = ({ results: rows, states }: Opens, measure: Picked['measure']): Linear => [
  { results: rows, states, measure, weight: 1 },
];

/** Figures of all orders, whether their outcome is known or not. */
const ofAll: ReadonlySet<FigureName> = new Set([
  ...(['alertRate', 'alertRateAmount', 'reviewRate', 'reviewPassed'] as const),
]);
const moreIsBetter: ReadonlySet<FigureName> = new Set([
  ...(['reviewHit', 'reviewPassed', 'precision', 'precisionAmount', 'recall', 'recallAmount'] as const),
  ...(['fBeta', 'fBetaAmount'] as const),
]);

/**
 * The figures of a run by name. Those in yen weigh every part as the run's sums do, so that they add up to the run's;
 * costs are negative, as they stand in the run.
 */
export function partFigures(money: Money, { beta }: AllAssumptions): readonly PartFigure[] {
  const headlines = headlineNames.map((name): PartFigure => {
    const worse = moreIsBetter.has(name) ? 'less' : 'more';
    return { name, ...fractionOf(name, beta), outcome: !ofAll.has(name), worse, beta };
  });
  const yen = [...money.lines, money.net, ...money.beside].map(({ name, linear }): PartFigure => ({
    ...{ name, unit: 'money', part: linear, whole: null, outcome: name !== 'blockedAmount', beta },
    ...{ worse: name === 'preventedIssuer' || name === 'blockedAmount' ? 'more' : 'less', opens: opensOf(linear) },
  }));
  const plain = { whole: null, outcome: false, worse: 'more', opens: all, beta } as const;
  const reviews: Opens = { ...all, results: reviewResults };
  return [
    ...headlines,
    ...yen,
    {
      ...{ name: 'perThousand', unit: 'money', outcome: true, worse: 'less', opens: opensOf(money.net.linear), beta },
      part: money.net.linear.map((term) => ({ ...term, weight: term.weight * 1000 })),
      whole: [{ ...judged, weight: 1 }],
    },
    { ...plain, name: 'orders', unit: 'orders', part: one(all, 'orders') },
    { ...plain, name: 'amount', unit: 'money', part: one(all, 'amount') },
    { ...plain, name: 'queue', unit: 'orders', part: one(reviews, 'orders'), opens: reviews },
  ];
}

/** A figure of a part. */
export interface Measured {
  /** What is added up, and what it is divided by. */
  readonly part: number;
  readonly whole: number | null;
  /** Null where too few have an outcome for it to say anything. */
  readonly value: number | null;
  readonly interval: Interval | null;
}

/** Counts of orders and their amount have no interval: they are what they are. */
const counted: ReadonlySet<FigureName> = new Set(['orders', 'amount', 'queue']);

/** `by`: what the part's groups are of. */
export function measuredOf(figure: PartFigure, { cells, groups }: Part, by: ClusterKind): Measured {
  const clusters: Clusters = { by, count: 0, groups };
  const { name, part, whole } = figure;
  if (isHeadline(name)) {
    const { value, interval, ...sums } = headlineNamed(name, cells, clusters, figure.beta);
    return { part: sums.part, whole: sums.whole, value, interval };
  }
  const [top, bottom] = [linearOf(cells, part), whole === null ? null : linearOf(cells, whole)];
  const unknown = figure.outcome && name !== 'review' && cohortOf(cells) === 0;
  const value = unknown || bottom === 0 ? null : top / (bottom ?? 1) + 0;
  const interval = value === null || counted.has(name) ? null : sumOrRatio(figure, clusters);
  return { part: top, whole: bottom, value, interval };
}

const headlineSet: ReadonlySet<string> = new Set(headlineNames);
const isHeadline = (name: FigureName): name is HeadlineName => headlineSet.has(name);

function sumOrRatio({ part, whole }: PartFigure, clusters: Clusters): Interval | null {
  if (whole === null) return yenInterval(part, clusters);
  const [parts, wholes] = [linearByCode(clusters.groups, part), linearByCode(clusters.groups, whole)];
  // What too few carry is told no better for being divided.
  return tellsSum(parts) ? amountRatioInterval(parts, wholes) : null;
}

/** How much of a part is old enough for its outcomes to be known; by purchases. */
export interface PartMaturity {
  readonly matured: number;
  readonly purchases: number;
  /** `empty`: no order at all. */
  readonly kind: 'matured' | 'partly' | 'immature' | 'empty' | 'notMeasured';
}

export function maturityOf(cells: Cells, dated: boolean): PartMaturity {
  const purchases = pickedFrom(cells, { ...all, measure: 'intents' });
  const matured = pickedFrom(cells, { ...all, measure: 'cohort' });
  const young = pickedFrom(cells, { results, states: ['immature'], measure: 'orders' });
  const orders = pickedFrom(cells, { ...all, measure: 'orders' });
  const kind =
    orders === 0 ? 'empty' : matured >= purchases && young === 0 ? 'matured' : matured > 0 ? 'partly' : 'immature';
  return { matured, purchases, kind: dated || kind === 'empty' ? kind : 'notMeasured' };
}

/** A part with one of its figures. */
export interface MeasuredPart {
  readonly part: Part;
  readonly measured: Measured;
  readonly maturity: PartMaturity;
  /** Whether nothing of it will change as it ages: an immature part counts as measured only of what no outcome tells. */
  readonly settled: boolean;
}

/** One figure of the first parts of a breakdown, in their order. */
export function measuredParts(
  figure: PartFigure,
  { parts, entities: { by }, maturity }: Pick<Breakdown, 'parts' | 'entities' | 'maturity'>,
  count: number,
): readonly MeasuredPart[] {
  return Array.from({ length: count }, (_, at) => {
    const part = partAt(parts, at);
    const age = maturityOf(part.cells, maturity === 'measured');
    const settled = !figure.outcome || age.kind === 'matured' || age.kind === 'notMeasured';
    return { part, measured: measuredOf(figure, part, by), maturity: age, settled };
  });
}
