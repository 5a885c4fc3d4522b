import { results, type ScreeningResult } from '../ruleset.ts';
import type { OutcomeState } from '../target.ts';
import { sidesOf, type Crossed } from './crossed.ts';
import { linearOf, type Linear, type Measure } from './tally.ts';

/** Between the least and the most that a figure can be, and how many orders of unknown outcome make it so. */
export interface UnknownBand {
  readonly low: number;
  readonly high: number;
  readonly unknown: number;
}

/** Orders that enter both sides of a difference alike, however they ended. */
interface Alike {
  readonly bad: readonly number[];
  readonly good: readonly number[];
  /** Sum of the measure. */
  size: number;
}

/**
 * What the difference of a share can be, whatever became of the orders that were blocked in history. It is greatest and least
 * where all those that enter it alike ended alike: shares whose denominator stays the same however an order ends change
 * evenly with every order, and those of all bad orders (recall) have the same denominator on both sides. Null where no such
 * order matters.
 */
export function bandOf(crossed: Crossed, { part, whole }: { part: Linear; whole: Linear }): UnknownBand | null {
  const measure: Measure = part[0]?.measure === 'amount' ? 'amount' : 'orders';
  const classes = new Map<string, Alike>();
  let unknown = 0;
  for (const { decided, cells } of crossed) {
    if (decided === 'none') continue;
    for (const result of results) {
      const { orders, [measure]: size } = cells[result].blocked;
      const adds = (state: OutcomeState): number[] =>
        [[part, decided] as const, [whole, decided] as const, [part, result] as const, [whole, result] as const].map(
          ([linear, row]) => weightOf(linear, row, state) - weightOf(linear, row, 'blocked'),
        );
      const [bad, good] = [adds('bad'), adds('good')];
      if (orders === 0 || [...bad, ...good].every((weight) => weight === 0)) continue;
      unknown += orders;
      const key = JSON.stringify([bad, good]);
      const alike = classes.get(key) ?? { bad, good, size: 0 };
      alike.size += size;
      classes.set(key, alike);
    }
  }
  if (unknown === 0) return null;
  const { before, after } = sidesOf(crossed);
  const base = [
    linearOf(before.cells, part),
    linearOf(before.cells, whole),
    linearOf(after.cells, part),
    linearOf(after.cells, whole),
  ];
  const ends = endsOf(base, [...classes.values()]);
  return ends.length === 0 ? null : { low: Math.min(...ends), high: Math.max(...ends), unknown };
}

/** The difference where every class ended badly or well, each way; where nothing is there to divide by it says nothing. */
function endsOf(base: readonly number[], classes: readonly Alike[]): number[] {
  const found: number[] = [];
  for (let ended = 0; ended < 2 ** classes.length; ended += 1) {
    const sums = [...base];
    classes.forEach(({ bad, good, size }, i) => {
      const weights = ((ended >> i) & 1) === 1 ? bad : good;
      weights.forEach((weight, at) => (sums[at] = (sums[at] ?? 0) + weight * size));
    });
    const [part = 0, whole = 0, own = 0, all = 0] = sums;
    if (whole > 0 && all > 0) found.push(own / all - part / whole);
  }
  return found;
}

const weightOf = (linear: Linear, result: ScreeningResult, state: OutcomeState): number =>
  linear.reduce(
    (sum, term) => (term.results.includes(result) && term.states.includes(state) ? sum + term.weight : sum),
    0,
  );
