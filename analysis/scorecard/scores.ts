import { pointsOf, type Fitted, type Scaling } from '../model/scorecard/scaling.ts';
import type { Counts } from '../model/scorecard/woe.ts';
import { unlabelled, type Labels } from './prebin.ts';

/** Points of the bins of the variables of a scorecard, and the bin of every order. */
export interface Card {
  readonly points: readonly (readonly number[])[];
  readonly places: readonly Uint8Array[];
  readonly decimals: number;
}

/** The scores that orders can have, ascending, and the place of each order's among them. */
export interface Scores {
  readonly levels: Float64Array;
  readonly places: Uint32Array;
}

/** The card that a regression on weights of evidence makes. */
export const cardOf = (
  fitted: Fitted,
  woes: readonly (readonly number[])[],
  places: readonly Uint8Array[],
  scaling: Scaling,
): Card => ({ points: pointsOf(fitted, woes, scaling), places, decimals: scaling.decimals });

/** The score of every order: the sum of the points of its bins. */
export function scoresOf({ points, places, decimals }: Card, rows: number): Scores {
  const unit = 10 ** decimals;
  // Whole numbers, so that equal scores are equal.
  const sums = new Int32Array(rows);
  points.forEach((bins, j) => {
    const own = Int32Array.from(bins, (one) => Math.round(one * unit));
    const place = places[j] ?? new Uint8Array(rows);
    for (let row = 0; row < rows; row += 1) sums[row] = (sums[row] ?? 0) + (own[place[row] ?? 0] ?? 0);
  });
  if (rows === 0) return { levels: new Float64Array(), places: new Uint32Array() };
  let [least, most] = [sums[0] ?? 0, sums[0] ?? 0];
  for (const sum of sums) {
    if (sum < least) least = sum;
    if (sum > most) most = sum;
  }
  const at = new Uint32Array(most - least + 1);
  for (const sum of sums) at[sum - least] = 1;
  const levels: number[] = [];
  at.forEach((there, i) => {
    if (there === 0) return;
    at[i] = levels.length;
    levels.push((i + least) / unit);
  });
  return { levels: Float64Array.from(levels), places: Uint32Array.from(sums, (sum) => at[sum - least] ?? 0) };
}

/** Good and bad orders of every score, from the riskiest on. */
export function cellsOf({ levels, places }: Scores, labels: Labels): Counts[] {
  const sums = new Float64Array(2 * levels.length);
  for (let row = 0; row < places.length; row += 1) {
    const label = labels[row] ?? unlabelled;
    const at = 2 * (places[row] ?? 0) + label;
    if (label !== unlabelled) sums[at] = (sums[at] ?? 0) + 1;
  }
  return Array.from(levels, (_, i) => ({ good: sums[2 * i] ?? 0, bad: sums[2 * i + 1] ?? 0 }));
}

/** Good and bad orders of every score where a place stands for so many of each. */
export function cellsOfCounts(
  { levels, places }: Scores,
  counts: { readonly good: Float64Array; readonly bad: Float64Array },
): Counts[] {
  const [good, bad] = [new Float64Array(levels.length), new Float64Array(levels.length)];
  places.forEach((level, i) => {
    good[level] = (good[level] ?? 0) + (counts.good[i] ?? 0);
    bad[level] = (bad[level] ?? 0) + (counts.bad[i] ?? 0);
  });
  return Array.from(good, (one, i) => ({ good: one, bad: bad[i] ?? 0 }));
}

/**
 * First cells of bands of about as many orders each, without the first of all: a cell is in the band that its first order would
 * be in by count alone. Bands that one large cell passes over are none, and no band holds less than half of its share.
 */
export function bandStarts(counts: ArrayLike<number>, bands: number): number[] {
  let all = 0;
  for (let cell = 0; cell < counts.length; cell += 1) all += counts[cell] ?? 0;
  const least = all / bands / 2;
  const starts: number[] = [];
  let [before, band, held] = [0, 0, 0];
  for (let cell = 0; cell < counts.length; cell += 1) {
    const count = counts[cell] ?? 0;
    const own = Math.floor((before * bands) / all);
    if (count > 0 && own > band && held >= least && all - before >= least) {
      starts.push(cell);
      [band, held] = [own, 0];
    }
    before += count;
    held += count;
  }
  return starts;
}

/** First levels of bands of about as many of these orders each, without the first of all; see `bandStarts`. */
export function bandEdges({ levels, places }: Scores, of: (row: number) => boolean, bands: number): number[] {
  const counts = new Float64Array(levels.length);
  for (let row = 0; row < places.length; row += 1)
    if (of(row)) counts[places[row] ?? 0] = (counts[places[row] ?? 0] ?? 0) + 1;
  return bandStarts(counts, bands);
}

/** The band of every level. */
export function bandsOf(levels: number, edges: readonly number[]): Uint8Array {
  const bands = new Uint8Array(levels);
  for (let level = 0, band = 0; level < levels; level += 1) {
    while (level >= (edges[band] ?? Infinity)) band += 1;
    bands[level] = band;
  }
  return bands;
}
