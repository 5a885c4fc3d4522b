import { driftOf, type Drift } from '../model/scorecard/psi.ts';
import { baselinesOf, reasonsOf } from '../model/scorecard/reasons.ts';
import type {
  LeftOut,
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
import { fitCard, leftAtOnce, woesOf, type FittedCard } from './fit.ts';
import { performanceOf, type Clusters } from './performance.ts';
import type { Categories, Labels } from './prebin.ts';
import { probabilityBy, rejectInference } from './rejects.ts';
import { bandEdges, bandsOf, cardOf, scoresOf, type Card, type Scores } from './scores.ts';
import { segmentValues } from './segments.ts';
import { binnedVariable, tableOf, trendOf, type Binned, type Placed } from './variables.ts';

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
  const { binned, drifts, ...fitted } = await binnedAndFitted(spec, material, rules);
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
  const known = await performanceOf(scores, training, clusters, terms, { edges, estimated: 2 }, pause);
  await pause();
  const heldOut =
    labels === null ? null : await performanceOf(scores, labels, clusters, terms, { edges, estimated: 0 }, pause);
  tell(0.9);
  const segments: SegmentReport[] = [];
  for (const [index, field] of (spec.segments ?? []).entries()) {
    await pause();
    const { column, ...categories } = await material.segment(index);
    const looked = labels === null ? parts.training : parts.outOfTime;
    const found = await segmentValues(categories, {
      ...{ scores, terms, clusters, edges, labels: labels ?? training, looked: isOf(looked) },
      trained: labels === null ? null : isOf(parts.training),
      pause,
    });
    tell(0.9 + (0.05 * (index + 1)) / (spec.segments?.length ?? 1));
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
    variables: binned.map((one, i) => variableOf(one, material.about[i], drifts[i] ?? null, { fitted, card })),
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

/**
 * Variables cut to bins, how far each has moved, and the regression. The bins of orders are kept of those alone that the
 * regression may use.
 */
async function binnedAndFitted(
  spec: ScorecardSpec,
  { part, training, outOfTime, column, pause, tell }: Material,
  rules: ReturnType<typeof settled>,
): Promise<FittedCard & { readonly binned: readonly Binned[]; readonly drifts: readonly (Drift | null)[] }> {
  const binned: Binned[] = [];
  const drifts: (Drift | null)[] = [];
  const left = new Map<string, LeftOut>();
  const candidates: Placed[] = [];
  for (const [index, variable] of spec.variables.entries()) {
    await pause();
    const placed = binnedVariable(await column(index), training, { variable, index, spec }, rules.smoothing);
    const { places, ...one } = placed;
    binned.push(one);
    const of = (which: number): number[] => ordersOf(places, one.bins, (row) => part[row] === which);
    drifts.push(outOfTime === null ? null : driftOf(of(parts.training), of(parts.outOfTime)));
    const why = leftAtOnce(one, rules);
    if (why === null) candidates.push(placed);
    else left.set(variable.field, why);
    tell((0.7 * (index + 1)) / spec.variables.length);
  }
  // How many steps a regression takes nobody knows before.
  let steps = 0;
  const fitted = await fitCard(candidates, training, rules, async () => {
    await pause();
    steps += 1;
    tell(0.7 + (0.1 * steps) / (steps + 20));
  });
  return { ...fitted, left: new Map([...left, ...fitted.left]), binned, drifts };
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
  drift: Drift | null,
  { fitted, card }: { readonly fitted: FittedCard; readonly card: Card },
): ScoredVariable {
  const { field } = one.spec;
  const place = fitted.used.findIndex(({ spec }) => spec.field === field);
  return {
    ...{ field, column: about?.column ?? '', type: about?.type ?? 'number' },
    ...{ bins: one.document, rules: one.rules, trend: trendOf(one), missingIn: one.bins.missingIn },
    table: tableOf(one, place < 0 ? null : (card.points[place] ?? null)),
    ...{ iv: one.iv, strength: ivStrength(one.iv), left: fitted.left.get(field) ?? null },
    coefficient: place < 0 ? null : (fitted.regression.coefficients[place] ?? null),
    error: place < 0 ? null : (fitted.regression.errors?.[place + 1] ?? null),
    drift,
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
  used: readonly Placed[],
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
  of: { used: readonly Placed[]; card: Card; scores: Scores; baselines: readonly number[]; spec: ScorecardSpec },
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
