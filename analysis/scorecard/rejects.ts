import { rankingOf } from '../model/scorecard/ranking.ts';
import type { Band, RejectInference, RejectScenario } from '../model/scorecard/report.ts';
import type { Scaling } from '../model/scorecard/scaling.ts';
import { fitLogistic, logistic, type Design } from './logistic.ts';
import { placeIn, unlabelled, type Labels } from './prebin.ts';
import { bandStarts, cardOf, cellsOf, scoresOf } from './scores.ts';

/** What is known of accepted orders, and the probability of bad that the scorecard gives every order. */
export interface Accepted {
  readonly labels: Labels;
  /** 1 for an order of training that was refused. */
  readonly rejected: Uint8Array;
  readonly probability: (row: number) => number;
}

export interface RejectRules {
  readonly uplift: readonly [number, number];
  readonly cutoff: number;
}

/** The share of an order that counts as bad under an assumption. */
type BadShare = (row: number) => number;

/** Bands of scores by which rejects are parcelled. */
const parcels = 10;

/**
 * The assumptions that make a band. Fuzzy augmentation: a reject is bad with its probability. Parcelling: in each band of
 * scores (about tenths of the accepted, one score in one band) with the accepted orders' bad rate there, times an uplift. Hard cut-off: bad from a
 * probability on. Nothing is drawn by chance: shares of orders are counted.
 */
export function assumptionsOf(
  { labels, rejected, probability }: Accepted,
  { uplift, cutoff }: RejectRules,
): readonly { readonly method: RejectScenario['method']; readonly uplift: number | null; readonly share: BadShare }[] {
  const known = Uint32Array.from(labels.keys()).filter((row) => labels[row] !== unlabelled && rejected[row] !== 1);
  const parcel = parcelsOf(Float64Array.from(known, probability), (i) => labels[known[i] ?? 0] ?? 0);
  const parcelled =
    (by: number): BadShare =>
    (row) =>
      Math.min(1, parcel(probability(row)) * by);
  const [low, high] = uplift;
  return [
    { method: 'fuzzy', uplift: 1, share: probability },
    { method: 'parcelling', uplift: low, share: parcelled(low) },
    ...(high > low ? [{ method: 'parcelling' as const, uplift: high, share: parcelled(high) }] : []),
    { method: 'cutoff', uplift: null, share: (row) => (probability(row) >= cutoff ? 1 : 0) },
  ];
}

/** The bad rate of orders of about the same probability, of any probability; orders of one probability are never parted. */
function parcelsOf(probabilities: Float64Array, bad: (i: number) => number): (p: number) => number {
  const sorted = probabilities.slice().sort();
  const levels = sorted.filter((p, i) => i === 0 || p !== sorted[i - 1]);
  const counts = new Float64Array(levels.length);
  for (const p of sorted) {
    const level = placeIn(levels, p) - 1;
    counts[level] = (counts[level] ?? 0) + 1;
  }
  const edges = Float64Array.from(bandStarts(counts, parcels), (level) => levels[level] ?? 0);
  const [all, ofBad] = [new Float64Array(edges.length + 1), new Float64Array(edges.length + 1)];
  probabilities.forEach((p, i) => {
    const band = placeIn(edges, p);
    all[band] = (all[band] ?? 0) + 1;
    ofBad[band] = (ofBad[band] ?? 0) + bad(i);
  });
  return (p) => {
    const band = placeIn(edges, p);
    return (ofBad[band] ?? 0) / Math.max(1, all[band] ?? 0);
  };
}

interface Inferred extends Accepted {
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
  const { labels, rejected } = of;
  const rows = Array.from(rejected.keys()).filter((row) => rejected[row] === 1);
  const accepted = Array.from(labels.keys()).filter((row) => labels[row] !== unlabelled && rejected[row] !== 1);
  if (rows.length === 0 || accepted.length === 0) return null;
  const bad = accepted.reduce((sum, row) => sum + (labels[row] ?? 0), 0);
  const scenarios: RejectScenario[] = [];
  for (const { method, uplift, share } of assumptionsOf(of, rules)) {
    const badRejects = rows.reduce((sum, row) => sum + share(row), 0);
    const design = augmented(of, accepted, rows, share);
    const fitted = await fitLogistic(design, of.ridge, of.pause);
    const scores = scoresOf(cardOf(fitted, of.woes, of.places, of.scaling), labels.length);
    scenarios.push({
      ...{ method, uplift, badRejects, rejectRate: badRejects / rows.length },
      throughTheDoor: (bad + badRejects) / (accepted.length + rows.length),
      ...{ intercept: fitted.intercept, coefficients: fitted.coefficients },
      gini: rankingOf(cellsOf(scores, of.tested))?.gini ?? null,
    });
  }
  const ginis = scenarios.flatMap(({ gini }) => gini ?? []);
  return {
    ...{ accepted: accepted.length, rejects: rows.length, scenarios },
    band: {
      rejectRate: bandOf(scenarios.map((one) => one.rejectRate)),
      throughTheDoor: bandOf(scenarios.map((one) => one.throughTheDoor)),
      gini: ginis.length === 0 ? null : bandOf(ginis),
    },
  };
}

const bandOf = (values: readonly number[]): Band => ({ low: Math.min(...values), high: Math.max(...values) });

/** Accepted orders as they were, and every reject twice: as bad with its share, as good with the rest. */
function augmented(
  { labels, woes, places }: Inferred,
  accepted: readonly number[],
  rejects: readonly number[],
  share: BadShare,
): Design {
  const rows = [...accepted, ...rejects, ...rejects];
  const ends = accepted.length + rejects.length;
  return {
    rows: rows.length,
    variables: woes.map((worth, j) => ({
      worth: Float64Array.from(worth),
      places: Uint8Array.from(rows, (row) => places[j]?.[row] ?? 0),
    })),
    bad: Uint8Array.from(rows, (row, i) => (i < accepted.length ? (labels[row] ?? 0) : i < ends ? 1 : 0)),
    weights: Float64Array.from(rows, (row, i) => (i < accepted.length ? 1 : i < ends ? share(row) : 1 - share(row))),
  };
}

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
