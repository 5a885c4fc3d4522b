import { driftOf, type Drift } from '../model/scorecard/psi.ts';
import { baselinesOf, reasonsOf } from '../model/scorecard/reasons.ts';
import type {
  Performance,
  RejectInference,
  ScoredOrder,
  ScoredVariable,
  ScorecardReport,
  SegmentReport,
} from '../model/scorecard/report.ts';
import { probabilityOfScore, scaleTerms } from '../model/scorecard/scaling.ts';
import { settled, type ScorecardSpec } from '../model/scorecard/spec.ts';
import { ivStrength } from '../model/scorecard/woe.ts';
import { ordersOf, type Values } from './assign.ts';
import { fitCard, woesOf, type FittedCard } from './fit.ts';
import { performanceOf, type Clusters } from './performance.ts';
import type { Categories, Labels } from './prebin.ts';
import { probabilityBy, rejectInference } from './rejects.ts';
import { bandEdges, bandsOf, cardOf, scoresOf, type Card, type Scores } from './scores.ts';
import { segmentValues } from './segments.ts';
import { binnedVariable, tableOf, trendOf, type Binned } from './variables.ts';

/** Orders by what they are for: 1 training, 2 held out, 0 neither. */
export const parts = { none: 0, training: 1, outOfTime: 2 } as const;

/** Everything a scorecard is built of; columns are asked for one after the other, so that one is in memory at a time. */
export interface Material {
  readonly rows: number;
  readonly part: Uint8Array;
  /** Of training orders as training knew them, unlabelled elsewhere. */
  readonly training: Labels;
  /** Of held out orders as they are known now, unlabelled elsewhere; null where nothing is held out. */
  readonly outOfTime: Labels | null;
  /** 1 for refused orders of training. */
  readonly rejected: Uint8Array;
  readonly clusters: Clusters;
  readonly column: (variable: number) => Promise<Values>;
  /** Column of a field and what it holds, by its place among the variables. */
  readonly about: readonly Pick<ScoredVariable, 'column' | 'type'>[];
  readonly segment: (segment: number) => Promise<Categories & { readonly column: string }>;
  /** Rows of orders that were asked for, in their order. */
  readonly asked: readonly number[];
  /** Waited for between steps; may throw 'cancelled'. */
  readonly pause: () => Promise<void>;
  readonly tell: (share: number) => void;
}

/** What the numbers say; who asked adds what they are of. */
export type Built = Pick<
  ScorecardReport,
  'variables' | 'regression' | 'drift' | 'segments' | 'rejects' | 'firstReasons' | 'scored'
> & {
  readonly training: Performance;
  readonly outOfTime: Performance | null;
  readonly binned: readonly Binned[];
  readonly fitted: FittedCard;
  /** What every order scores. */
  readonly scores: Scores;
};

/** Tenths of the training orders. */
const bandCount = 10;

/** Builds the scorecard of a specification and measures it. Throws what `binnedVariable` and `fitCard` throw. */
export async function buildScorecard(spec: ScorecardSpec, material: Material): Promise<Built> {
  const { rows, part, training, clusters, pause, tell } = material;
  const rules = settled(spec);
  const binned: Binned[] = [];
  for (const [index, variable] of spec.variables.entries()) {
    await pause();
    const values = await material.column(index);
    binned.push(binnedVariable(values, training, { variable, index, spec }, rules.smoothing));
    tell((0.7 * (index + 1)) / spec.variables.length);
  }
  const fitted = await fitCard(binned, training, rules, pause);
  tell(0.8);
  const { used, regression } = fitted;
  const woes = used.map(woesOf);
  const places = used.map((one) => one.places);
  const card = cardOf(regression, woes, places, rules.scaling);
  const scores = scoresOf(card, rows);
  const terms = scaleTerms(rules.scaling);
  const isOf = (which: number) => (row: number) => part[row] === which;
  const edges = bandEdges(scores, isOf(parts.training), bandCount);
  const labels = material.outOfTime;
  await pause();
  const known = performanceOf(scores, training, clusters, terms, { edges, estimated: 2 });
  await pause();
  const heldOut = labels === null ? null : performanceOf(scores, labels, clusters, terms, { edges, estimated: 0 });
  tell(0.9);
  const segments: SegmentReport[] = [];
  for (const [index, field] of (spec.segments ?? []).entries()) {
    await pause();
    const { column, ...categories } = await material.segment(index);
    const looked = labels === null ? parts.training : parts.outOfTime;
    const found = segmentValues(categories, {
      ...{ scores, terms, clusters, edges, labels: labels ?? training, looked: isOf(looked) },
      trained: labels === null ? null : isOf(parts.training),
    });
    segments.push({ field, column, of: labels === null ? 'training' : 'outOfTime', ...found });
  }
  const rejects = await rejectsOf(material, { ...rules, woes, places, regression });
  const shares = used.map((one) => {
    const orders = ordersOf(one.places, one.bins, isOf(parts.training));
    const all = orders.reduce((sum, count) => sum + count, 0);
    return orders.map((count) => count / all);
  });
  const baselines = baselinesOf(card.points, shares, rules.reasons.against);
  return {
    binned,
    fitted,
    scores,
    training: known,
    outOfTime: heldOut,
    variables: binned.map((one, i) => variableOf(one, material.about[i], { fitted, card, material })),
    regression: {
      ...{ intercept: regression.intercept, error: regression.errors?.[0] ?? null, ridge: rules.ridge },
      ...{
        logLikelihood: regression.logLikelihood,
        iterations: regression.iterations,
        converged: regression.converged,
      },
    },
    drift: labels === null ? null : driftOfScores(scores, edges, isOf),
    segments,
    rejects,
    firstReasons: firstReasons(used, card, baselines, isOf(labels === null ? parts.training : parts.outOfTime)),
    scored: material.asked.map((row, asked) => scoredOrder(asked, row, { used, card, scores, baselines, spec })),
  };
}

function driftOfScores(
  { levels, places }: Scores,
  edges: readonly number[],
  isOf: (which: number) => (row: number) => boolean,
): Drift | null {
  const bandOf = bandsOf(levels.length, edges);
  const count = (of: (row: number) => boolean): number[] => {
    const sums = new Array<number>(edges.length + 1).fill(0);
    for (let row = 0; row < places.length; row += 1) {
      const band = bandOf[places[row] ?? 0] ?? 0;
      if (of(row)) sums[band] = (sums[band] ?? 0) + 1;
    }
    return sums;
  };
  return driftOf(count(isOf(parts.training)), count(isOf(parts.outOfTime)));
}

function variableOf(
  one: Binned,
  about: Material['about'][number] | undefined,
  { fitted, card, material }: { fitted: FittedCard; card: Card; material: Material },
): ScoredVariable {
  const place = fitted.used.indexOf(one);
  const of = (which: number): number[] => ordersOf(one.places, one.bins, (row) => material.part[row] === which);
  return {
    ...{ field: one.spec.field, column: about?.column ?? '', type: about?.type ?? 'number' },
    ...{ bins: one.document, rules: one.rules, trend: trendOf(one), missingIn: one.bins.missingIn },
    table: tableOf(one, place < 0 ? null : (card.points[place] ?? null)),
    ...{ iv: one.iv, strength: ivStrength(one.iv), left: fitted.left.get(one) ?? null },
    coefficient: place < 0 ? null : (fitted.regression.coefficients[place] ?? null),
    error: place < 0 ? null : (fitted.regression.errors?.[place + 1] ?? null),
    drift: material.outOfTime === null ? null : driftOf(of(parts.training), of(parts.outOfTime)),
  };
}

interface Fit {
  readonly woes: readonly (readonly number[])[];
  readonly places: readonly Uint8Array[];
  readonly regression: FittedCard['regression'];
}

function rejectsOf(
  { training, outOfTime, rejected, pause }: Material,
  { woes, places, regression, scaling, ridge, rejects }: Fit & ReturnType<typeof settled>,
): Promise<RejectInference | null> {
  const probability = probabilityBy(regression, woes, places);
  const of = { labels: training, rejected, probability, woes, places, scaling, ridge, tested: outOfTime ?? training };
  return rejectInference({ ...of, pause }, rejects);
}

/** How often a variable lowers a score most. */
function firstReasons(
  used: readonly Binned[],
  { points, places }: Card,
  baselines: readonly number[],
  of: (row: number) => boolean,
): ScorecardReport['firstReasons'] {
  const orders = new Array<number>(used.length).fill(0);
  const rows = places[0]?.length ?? 0;
  for (let row = 0; row < rows; row += 1) {
    if (!of(row)) continue;
    let [first, most] = [-1, 1e-9];
    for (let j = 0; j < used.length; j += 1) {
      const lost = (baselines[j] ?? 0) - (points[j]?.[places[j]?.[row] ?? 0] ?? 0);
      if (lost > most) [first, most] = [j, lost];
    }
    if (first >= 0) orders[first] = (orders[first] ?? 0) + 1;
  }
  return used.map(({ spec }, j) => ({ field: spec.field, orders: orders[j] ?? 0 }));
}

function scoredOrder(
  asked: number,
  row: number,
  of: { used: readonly Binned[]; card: Card; scores: Scores; baselines: readonly number[]; spec: ScorecardSpec },
): ScoredOrder {
  const { used, card, scores, baselines, spec } = of;
  const { reasons, scaling } = settled(spec);
  const score = scores.levels[scores.places[row] ?? 0] ?? 0;
  const bins = used.map(({ places }) => places[row] ?? 0);
  const points = bins.map((bin, j) => card.points[j]?.[bin] ?? 0);
  return {
    ...{ asked, score, probability: probabilityOfScore(score, scaleTerms(scaling)) },
    parts: used.map(({ spec: { field } }, j) => ({ field, bin: bins[j] ?? 0, points: points[j] ?? 0 })),
    reasons: reasonsOf(points, baselines, reasons.count).map(({ variable, lost }) => ({
      field: used[variable]?.spec.field ?? '',
      code: used[variable]?.spec.reason?.code ?? null,
      lost,
    })),
  };
}
