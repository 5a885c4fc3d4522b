import { rankingOf } from '../model/scorecard/ranking.ts';
import type { Band, RejectInference, RejectScenario } from '../model/scorecard/report.ts';
import type { Scaling } from '../model/scorecard/scaling.ts';
import { fitLogistic, logistic } from './logistic.ts';
import { labelsIn, patternsOf, rowsWhere } from './patterns.ts';
import { placeIn, unlabelled, type Labels } from './prebin.ts';
import { bandStarts, cardOf, cellsOfCounts, scoresOf } from './scores.ts';

/** Orders in groups of one probability of bad by the scorecard: it, and the accepted ones whose outcome is known. */
export interface Accepted {
  readonly probability: Float64Array;
  readonly good: Float64Array;
  readonly bad: Float64Array;
}

export interface RejectRules {
  readonly uplift: readonly [number, number];
  readonly cutoff: number;
}

/** The share of the refused orders of a group that count as bad under an assumption. */
type BadShare = (group: number) => number;

/** Bands of scores by which rejects are parcelled. */
const parcels = 10;

/**
 * The assumptions that make a band. Fuzzy augmentation: a reject is bad with its probability. Parcelling: in each band of
 * scores (about tenths of the accepted, one score in one band) with the accepted orders' bad rate there, times an uplift. Hard
 * cut-off: bad from a probability on. Nothing is drawn by chance: shares of orders are counted.
 */
export function assumptionsOf(
  accepted: Accepted,
  { uplift, cutoff }: RejectRules,
): readonly { readonly method: RejectScenario['method']; readonly uplift: number | null; readonly share: BadShare }[] {
  const probability: BadShare = (group) => accepted.probability[group] ?? 0;
  const parcel = parcelsOf(accepted);
  const parcelled =
    (by: number): BadShare =>
    (group) =>
      Math.min(1, parcel(probability(group)) * by);
  const [low, high] = uplift;
  return [
    { method: 'fuzzy', uplift: 1, share: probability },
    { method: 'parcelling', uplift: low, share: parcelled(low) },
    ...(high > low ? [{ method: 'parcelling' as const, uplift: high, share: parcelled(high) }] : []),
    { method: 'cutoff', uplift: null, share: (group) => (probability(group) >= cutoff ? 1 : 0) },
  ];
}

/** The bad rate of accepted orders of about a probability; those of one probability are never parted. */
function parcelsOf({ probability, good, bad }: Accepted): (p: number) => number {
  const known = probability.filter((_, i) => (good[i] ?? 0) + (bad[i] ?? 0) > 0).sort();
  const levels = known.filter((p, i) => i === 0 || p !== known[i - 1]);
  const summed = (cuts: Float64Array, of: Float64Array): Float64Array => {
    const sums = new Float64Array(cuts.length + 1);
    of.forEach((count, i) => {
      const at = placeIn(cuts, probability[i] ?? 0);
      sums[at] = (sums[at] ?? 0) + count;
    });
    return sums;
  };
  const [goods, bads] = [summed(levels, good), summed(levels, bad)];
  // Nothing accepted is below the first level.
  const counts = goods.map((count, i) => count + (bads[i] ?? 0)).subarray(1);
  const edges = Float64Array.from(bandStarts(counts, parcels), (level) => levels[level] ?? 0);
  const [ofGood, ofBad] = [summed(edges, good), summed(edges, bad)];
  const rates = ofBad.map((count, i) => count / Math.max(1, count + (ofGood[i] ?? 0)));
  return (p) => rates[placeIn(edges, p)] ?? 0;
}

interface Inferred {
  readonly labels: Labels;
  /** 1 for an order of training that was refused. */
  readonly rejected: Uint8Array;
  /** Probability of bad that the scorecard gives an order; by its bins alone. */
  readonly probability: (row: number) => number;
  readonly woes: readonly (readonly number[])[];
  readonly places: readonly Uint8Array[];
  readonly scaling: Scaling;
  readonly ridge: number;
  /** Whose outcomes the Gini is measured on. */
  readonly tested: Labels;
  readonly pause: () => Promise<void>;
}

/** The regression under every assumption on the rejects; null where there are none. */
export async function rejectInference(of: Inferred, rules: RejectRules): Promise<RejectInference | null> {
  const { labels, rejected, tested, woes, scaling, pause } = of;
  if (!rejected.includes(1)) return null;
  const isAccepted = (row: number): boolean => labels[row] !== unlabelled && rejected[row] !== 1;
  const rows = rowsWhere(
    labels.length,
    (row) => rejected[row] === 1 || labels[row] !== unlabelled || tested[row] !== unlabelled,
  );
  const groups = await patternsOf(of.places, rows, pause);
  const accepted = {
    ...labelsIn(
      groups,
      labels.map((label, row) => (isAccepted(row) ? label : unlabelled)),
    ),
    probability: Float64Array.from(groups.first, of.probability),
  };
  const refused = labelsIn(
    groups,
    rejected.map((one) => (one === 1 ? 1 : unlabelled)),
  ).bad;
  const outcomes = labelsIn(groups, tested);
  const [good, bad, rejects] = [sumOf(accepted.good), sumOf(accepted.bad), sumOf(refused)];
  if (good + bad === 0) return null;
  const variables = woes.map((worth, j) => ({
    worth: Float64Array.from(worth),
    places: groups.places[j] ?? new Uint8Array(),
  }));
  const scenarios: RejectScenario[] = [];
  for (const { method, uplift, share } of assumptionsOf(accepted, rules)) {
    const asBad = refused.map((count, group) => count * share(group));
    const badRejects = sumOf(asBad);
    // Every reject twice: as bad with its share, as good with the rest.
    const design = {
      variables,
      bad: accepted.bad.map((count, group) => count + (asBad[group] ?? 0)),
      good: accepted.good.map((count, group) => count + (refused[group] ?? 0) - (asBad[group] ?? 0)),
    };
    const fitted = await fitLogistic(design, of.ridge, pause);
    const scores = scoresOf(cardOf(fitted, woes, groups.places, scaling), groups.first.length);
    scenarios.push({
      ...{ method, uplift, badRejects, rejectRate: badRejects / rejects },
      throughTheDoor: (bad + badRejects) / (good + bad + rejects),
      ...{ intercept: fitted.intercept, coefficients: fitted.coefficients },
      gini: rankingOf(cellsOfCounts(scores, outcomes))?.gini ?? null,
    });
  }
  const ginis = scenarios.flatMap(({ gini }) => gini ?? []);
  return {
    ...{ accepted: good + bad, rejects, scenarios },
    band: {
      rejectRate: bandOf(scenarios.map((one) => one.rejectRate)),
      throughTheDoor: bandOf(scenarios.map((one) => one.throughTheDoor)),
      gini: ginis.length === 0 ? null : bandOf(ginis),
    },
  };
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

const bandOf = (values: readonly number[]): Band => ({ low: Math.min(...values), high: Math.max(...values) });

/** The probability that a regression on weights of evidence gives an order. */
export function probabilityBy(
  fitted: { readonly intercept: number; readonly coefficients: readonly number[] },
  woes: readonly (readonly number[])[],
  places: readonly Uint8Array[],
): (row: number) => number {
  return (row) =>
    logistic(
      fitted.coefficients.reduce(
        (sum, beta, j) => sum + beta * (woes[j]?.[places[j]?.[row] ?? 0] ?? 0),
        fitted.intercept,
      ),
    );
}
