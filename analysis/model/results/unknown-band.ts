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

/** What blocked orders would add to the net if all were good, or bad: weights of their sums, by result. */
export type BlockedWorth = Readonly<Record<'good' | 'bad', Linear>>;

/**
 * The net, or what it changes by, whatever became of the blocked orders. Those that are decided alike are worst and best
 * alike, so that each kind of change is taken at its own worst and best. One worth for each side. Null where there are none.
 */
export function netBand(net: number, worths: readonly BlockedWorth[], hidden: readonly Hidden[]): UnknownBand | null {
  let [low, high, unknown] = [net, net, 0];
  const there = hidden.filter(({ blocked }) => blocked.orders > 0 || blocked.intents > 0);
  for (const { decided, blocked } of there) {
    const ends = (['good', 'bad'] as const).map((state) => {
      const [first = 0, last] = decided.map((result, side) => blockedSum(worths[side]?.[state] ?? [], result, blocked));
      return last === undefined ? first : last - first;
    });
    low += Math.min(...ends);
    high += Math.max(...ends);
    unknown += blocked.intents;
  }
  return there.length === 0 ? null : { low, high, unknown };
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
 * One sum divided by another, or the difference of two such, whatever became of the blocked orders. It is greatest and least
 * where all those that enter it alike ended alike: shares whose denominator stays the same however an order ends change
 * evenly with every order, and those of all bad orders (recall) have the same denominator on both sides. Null where no such
 * order matters, or where nothing bounds it.
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

/** The figure where every class ended badly or well, each way; where nothing is there to divide it says nothing. */
function endsOf(base: readonly number[], classes: readonly Alike[]): number[] {
  const found: number[] = [];
  for (let ended = 0; ended < 2 ** classes.length; ended += 1) {
    const sums = [...base];
    classes.forEach(({ bad, good, size }, i) => {
      const weights = ((ended >> i) & 1) === 1 ? bad : good;
      weights.forEach((weight, at) => (sums[at] = (sums[at] ?? 0) + weight * size));
    });
    const [first = NaN, last] = fractionsOf(sums);
    const value = last === undefined ? first : last - first;
    if (!Number.isNaN(value)) found.push(value);
  }
  return found;
}

/** Of pairs of part and whole. */
const fractionsOf = (sums: readonly number[]): number[] =>
  sums.flatMap((part, at) => (at % 2 === 0 ? [part / (sums[at + 1] ?? 0)] : []));

const weightOf = (linear: Linear, result: ScreeningResult, state: OutcomeState): number =>
  linear.reduce(
    (sum, term) => (term.results.includes(result) && term.states.includes(state) ? sum + term.weight : sum),
    0,
  );
