import { results, type ScreeningResult } from '../ruleset.ts';
import type { OutcomeState } from '../target.ts';
import { linearOf, type Cells, type Linear, type Measure, type Sums } from './tally.ts';

/** Between the least and the most that a figure can be, and how many orders (in money: purchases) of unknown outcome make it so. */
export interface UnknownBand {
  readonly low: number;
  readonly high: number;
  readonly unknown: number;
}

/** Orders blocked in history by what each side decides of them: one result for a figure, two for what changes between them. */
export interface Hidden {
  readonly decided: readonly ScreeningResult[];
  readonly blocked: Sums;
}

/** Those of one side, with some of its results. */
export const hiddenIn = (cells: Cells, rows: readonly ScreeningResult[] = results): readonly Hidden[] =>
  rows.map((result) => ({ decided: [result], blocked: cells[result].blocked }));

/** What blocked orders would add to the net if all were good, or bad: weights of their sums, by result. Their review is in the net. */
export type BlockedWorth = Readonly<Record<'good' | 'bad', Linear>>;

/**
 * The net, or what it changes by, whatever became of the blocked orders. Those that are decided alike are worst and best
 * alike, so that each kind of change is taken at its own worst and best. One worth for each side. Null where none of them
 * matters: where there are none, or both sides decide all of them alike.
 */
export function netBand(net: number, worths: readonly BlockedWorth[], hidden: readonly Hidden[]): UnknownBand | null {
  let [low, high, unknown] = [net, net, 0];
  for (const { decided, blocked } of hidden) {
    const ends = (['good', 'bad'] as const).map((state) => {
      const [first = 0, last] = decided.map((result, side) => blockedSum(worths[side]?.[state] ?? [], result, blocked));
      return last === undefined ? first : last - first;
    });
    // What both sides decide alike changes nothing, however it ended.
    if (ends.every((end) => end === 0)) continue;
    low += Math.min(...ends);
    high += Math.max(...ends);
    unknown += blocked.intents;
  }
  return unknown === 0 ? null : { low, high, unknown };
}

const blockedSum = (linear: Linear, result: ScreeningResult, blocked: Sums): number =>
  linear.reduce(
    (sum, { results: rows, states, measure, weight }) =>
      rows.includes(result) && states.includes('blocked') ? sum + weight * blocked[measure] : sum,
    0,
  );

/** Orders that enter a figure alike, however they ended. */
interface Alike {
  readonly bad: readonly number[];
  readonly good: readonly number[];
  /** Sum of the measure. */
  size: number;
}

/**
 * One sum divided by another, or the difference of two such, whatever became of the blocked orders. A fraction by itself is
 * greatest and least where all orders that enter it alike ended alike. So is the difference of two whose denominators stay the
 * same however an order ends (shares of orders), or are the same on both sides (recall). Of others (good per bad, Fβ) it can
 * be greatest or least between: but for as many bad orders in all, or for those that both sides alert on, it changes evenly
 * with each class, so that all classes but one are at an end there, and the one is where the difference stops rising or
 * falling. Null where no such order matters, or where nothing bounds it.
 */
export function fractionBand(
  { part, whole }: { readonly part: Linear; readonly whole: Linear },
  sides: readonly Cells[],
  hidden: readonly Hidden[],
): UnknownBand | null {
  const measure: Measure = part[0]?.measure === 'amount' ? 'amount' : 'orders';
  const classes = new Map<string, Alike>();
  let unknown = 0;
  for (const { decided, blocked } of hidden) {
    const adds = (state: OutcomeState): number[] =>
      decided.flatMap((result) =>
        [part, whole].map((linear) => weightOf(linear, result, state) - weightOf(linear, result, 'blocked')),
      );
    const [bad, good] = [adds('bad'), adds('good')];
    if (blocked.orders === 0 || [...bad, ...good].every((weight) => weight === 0)) continue;
    unknown += blocked.orders;
    const key = JSON.stringify([bad, good]);
    const alike = classes.get(key) ?? { bad, good, size: 0 };
    alike.size += blocked[measure];
    classes.set(key, alike);
  }
  const base = sides.flatMap((cells) => [linearOf(cells, part), linearOf(cells, whole)]);
  const ends = unknown === 0 ? [] : endsOf(base, [...classes.values()]);
  if (ends.length === 0 || !ends.every(Number.isFinite)) return null;
  return { low: Math.min(...ends), high: Math.max(...ends), unknown };
}

/**
 * The figure where every class ended badly or well, each way, and between where one class turns it; where nothing is there to
 * divide it says nothing.
 */
function endsOf(base: readonly number[], classes: readonly Alike[]): number[] {
  const found: number[] = [];
  const note = (sums: readonly number[]): void => {
    const fractions = fractionsOf(sums);
    const [first = NaN, last] = fractions;
    const value = last === undefined ? first : last - first;
    // Two that have no bound have no difference either.
    if (fractions.some((one) => Math.abs(one) === Infinity)) found.push(Infinity);
    else if (!Number.isNaN(value)) found.push(value);
  };
  for (let ended = 0; ended < 2 ** classes.length; ended += 1) {
    const sums = [...base];
    classes.forEach(({ bad, good, size }, i) => {
      const weights = ((ended >> i) & 1) === 1 ? bad : good;
      weights.forEach((weight, at) => (sums[at] = (sums[at] ?? 0) + weight * size));
    });
    note(sums);
    classes.forEach(({ bad, good, size }, i) => {
      if (((ended >> i) & 1) === 1) return;
      const slopes = bad.map((weight, at) => (weight - (good[at] ?? 0)) * size);
      for (const share of turningPoints(sums, slopes)) note(sums.map((sum, at) => sum + share * (slopes[at] ?? 0)));
    });
  }
  return found;
}

/**
 * Where the difference of two fractions stops rising or falling as a class goes from all good (0) to all bad (1). Each,
 * (p + p′x) ÷ (w + w′x), has the slope (p′w − pw′) ÷ (w + w′x)²: two such are the same where the denominators are as the
 * square roots of what stands above.
 */
function turningPoints(sums: readonly number[], slopes: readonly number[]): number[] {
  const [p1 = 0, w1 = 0, p2, w2] = sums;
  if (p2 === undefined || w2 === undefined) return [];
  const [dp1 = 0, dw1 = 0, dp2 = 0, dw2 = 0] = slopes;
  const [above, other] = [dp1 * w1 - p1 * dw1, dp2 * w2 - p2 * dw2];
  if (above * other <= 0) return [];
  const [a, b] = [Math.sqrt(Math.abs(above)), Math.sqrt(Math.abs(other))];
  return [1, -1].map((sign) => (sign * b * w1 - a * w2) / (a * dw2 - sign * b * dw1)).filter((x) => x > 0 && x < 1);
}

/** Of pairs of part and whole. */
const fractionsOf = (sums: readonly number[]): number[] =>
  sums.flatMap((part, at) => (at % 2 === 0 ? [part / (sums[at + 1] ?? 0)] : []));

const weightOf = (linear: Linear, result: ScreeningResult, state: OutcomeState): number =>
  linear.reduce(
    (sum, term) => (term.results.includes(result) && term.states.includes(state) ? sum + term.weight : sum),
    0,
  );
