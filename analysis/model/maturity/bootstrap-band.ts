import { mondayOf } from './calendar-day.ts';
import type { Observation } from './report-counts.ts';
import { reverseTimeShares } from './reverse-time.ts';

/** Bounds of the shares by age. */
export interface Band {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** Redraws, and the weeks with reports below which redrawing them says nothing. */
export const redraws = 400;
const fewestWeeks = 8;
const seed = 20_260_630;
const [lowest, highest] = [0.025, 0.975];

/**
 * 95 % band of `reverseTimeShares`: whole weeks of orders are drawn again with replacement, because fraud comes in waves
 * and one wave is reported together. The same data give the same band. Null with reports of fewer than eight weeks.
 */
export function bootstrapBand(observed: readonly Observation[], end: number, asOfDay: number): Band | null {
  const weeks = new Map<number, Observation[]>();
  for (const one of observed) {
    const week = mondayOf(asOfDay - one.age);
    const known = weeks.get(week);
    if (known === undefined) weeks.set(week, [one]);
    else known.push(one);
  }
  if (weeks.size < fewestWeeks) return null;
  const cohorts = [...weeks.values()];
  const next = randomNumbers(seed);
  // By age and then by draw, so that the draws of one age lie together.
  const drawn = new Float64Array(redraws * (end + 1));
  for (let draw = 0; draw < redraws; draw++) {
    const again = cohorts.flatMap(() => cohorts[Math.floor(next() * cohorts.length)] ?? []);
    const shares = reverseTimeShares(again, end);
    for (let age = 0; age <= end; age++) drawn[age * redraws + draw] = shares[age] ?? 1;
  }
  const [low, high]: [number[], number[]] = [[], []];
  for (let age = 0; age <= end; age++) {
    const shares = drawn.subarray(age * redraws, (age + 1) * redraws).sort();
    low.push(shares[Math.floor(lowest * redraws)] ?? 0);
    high.push(shares[Math.ceil(highest * redraws) - 1] ?? 1);
  }
  return { low, high };
}

/** Even numbers in [0, 1), the same for the same seed (mulberry32). */
function randomNumbers(from: number): () => number {
  let state = from | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), 1 | state);
    z = (z + Math.imul(z ^ (z >>> 7), 61 | z)) ^ z;
    return ((z ^ (z >>> 14)) >>> 0) / 4_294_967_296;
  };
}
