import type { BinStart } from '../model/scorecard/bins.ts';
import type { BinningRules } from '../model/scorecard/spec.ts';
import type { Counts } from '../model/scorecard/woe.ts';
import { optimalBins } from './optimal.ts';

/** Whose outcome is known: 1 bad, 0 good; 2: nobody's, and not read. */
export type Labels = Uint8Array;
export const unlabelled = 2;

/**
 * Cuts of about as many values each, of values in their order: a cut is the first value behind it. What many orders share is a
 * piece of its own, so that zeros are not mixed with what comes next.
 */
export function quantileCuts(sorted: Float64Array, pieces: number): number[] {
  const cuts: number[] = [];
  const whole = sorted.length / pieces;
  let inPiece = 0;
  for (let at = 0; at < sorted.length;) {
    const value = sorted[at] ?? 0;
    let end = at + 1;
    // Runs of equal values are jumped over.
    for (let step = 1; end < sorted.length && sorted[end] === value; step *= 2) {
      while (step > 1 && (end + step >= sorted.length || sorted[end + step] !== value)) step = Math.floor(step / 2);
      end += step;
    }
    const run = end - at;
    if (inPiece > 0 && (inPiece >= whole || run >= whole)) {
      cuts.push(value);
      inPiece = 0;
    }
    inPiece += run;
    at = end;
  }
  return cuts;
}

/** The place of a value among ascending cuts: how many are at or below it. */
export function placeIn(cuts: Float64Array, value: number): number {
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cuts[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The best bins of numbers (NaN: none) by the orders whose outcome is known. */
export function numericStart(
  values: Float64Array,
  labels: Labels,
  special: NonNullable<Extract<BinStart, { kind: 'numeric' }>['special']>,
  rules: BinningRules,
): BinStart {
  const apart = new Set(special.flatMap((one) => one.values));
  const known = new Float64Array(values.length);
  let count = 0;
  const read = (row: number): boolean => {
    const value = values[row] ?? NaN;
    return labels[row] !== unlabelled && value === value && !(apart.size > 0 && apart.has(value));
  };
  for (let row = 0; row < values.length; row += 1)
    if (read(row)) {
      known[count] = values[row] ?? 0;
      count += 1;
    }
  const cuts = quantileCuts(known.subarray(0, count).sort(), rules.prebins);
  const edges = Float64Array.from(cuts);
  const [good, bad] = [new Float64Array(cuts.length + 1), new Float64Array(cuts.length + 1)];
  for (let row = 0; row < values.length; row += 1) {
    if (!read(row)) continue;
    const piece = placeIn(edges, values[row] ?? 0);
    const of = labels[row] === 1 ? bad : good;
    of[piece] = (of[piece] ?? 0) + 1;
  }
  const pieces = Array.from(good, (of, i): Counts => ({ good: of, bad: bad[i] ?? 0 }));
  const found = optimalBins(pieces, rules);
  const told = special.length === 0 ? {} : { special: [...special] };
  return { kind: 'numeric', cuts: (found?.starts ?? []).slice(1).map((start) => cuts[start - 1] ?? 0), ...told };
}

/** Categories by their codes: 0 none, 1 + place in `names`, and one more for every one that has no name here: they are too many. */
export interface Categories {
  readonly codes: Uint16Array;
  readonly names: readonly string[];
}

interface Piece extends Counts {
  readonly values: readonly string[];
  /** Whether it stands for categories without a name. */
  readonly other: boolean;
}

/** Categories of fewer orders than this share are put together: their bad rate is chance. */
const rareShare = 0.005;

/**
 * The best bins of categories, in the order of their bad rates, so that a rising trend is the best partition there is. Rare ones
 * are one category, which also takes the ones that nobody has seen.
 */
export function categoryStart({ codes, names }: Categories, labels: Labels, rules: BinningRules): BinStart {
  const [good, bad] = [new Float64Array(names.length + 1), new Float64Array(names.length + 1)];
  let count = 0;
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] ?? 0;
    if (code === 0 || labels[row] === unlabelled) continue;
    const of = labels[row] === 1 ? bad : good;
    of[code - 1] = (of[code - 1] ?? 0) + 1;
    count += 1;
  }
  const all = names.map((name, i): Piece => ({ values: [name], good: good[i] ?? 0, bad: bad[i] ?? 0, other: false }));
  const orders = (of: Counts): number => of.good + of.bad;
  const kept = all
    .filter((one) => orders(one) > 0 && orders(one) >= count * rareShare)
    .sort((a, b) => orders(b) - orders(a))
    .slice(0, rules.prebins - 1);
  const unnamed: Piece = { values: [], good: good[names.length] ?? 0, bad: bad[names.length] ?? 0, other: true };
  const rare = [...all.filter((one) => !kept.includes(one)), unnamed].filter((one) => orders(one) > 0);
  const sumOf = (of: 'good' | 'bad'): number => rare.reduce((sum, one) => sum + one[of], 0);
  const together: Piece = { values: [], good: sumOf('good'), bad: sumOf('bad'), other: true };
  const rate = (of: Counts): number => of.bad / orders(of);
  const pieces = [...kept, ...(rare.length > 0 ? [together] : [])].sort(
    (a, b) => rate(a) - rate(b) || orders(b) - orders(a) || compared(a.values[0] ?? '', b.values[0] ?? ''),
  );
  const free = rules.trend === 'none' ? rules : { ...rules, trend: 'ascending' as const };
  const starts = optimalBins(pieces, free)?.starts ?? [0];
  const groups = starts.map((start, i) => pieces.slice(start, starts[i + 1]));
  const other = groups.findIndex((group) => group.some((one) => one.other));
  // Rare ones are named by being no other: what a person reads is short.
  const named = groups.map((group) => group.flatMap((one) => [...one.values]));
  return { kind: 'categories', groups: named, other: other < 0 ? null : other };
}

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
