import { randomNumbers } from '../random-numbers.ts';
import { mondayOf } from './calendar-day.ts';
import type { Observation } from './report-counts.ts';
import { delayCounts, sharesOf, type DelayCounts } from './reverse-time.ts';

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
  // In order of time, so that the band does not depend on the order in which the reports are told.
  const cohorts = [...weeks].sort(([a], [b]) => a - b).map(([, reports]) => sparse(delayCounts(reports, end)));
  const next = randomNumbers(seed);
  // By age and then by draw, so that the draws of one age lie together.
  const drawn = new Float64Array(redraws * (end + 1));
  for (let draw = 0; draw < redraws; draw++) {
    const counts: DelayCounts = { reported: new Float64Array(end + 1), steps: new Float64Array(end + 2) };
    for (let turn = 0; turn < cohorts.length; turn++) addTo(counts, cohorts[Math.floor(next() * cohorts.length)]);
    const shares = sharesOf(counts);
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

/** Counts of one week without its many zeros. */
interface SparseCounts {
  readonly reported: SparseArray;
  readonly steps: SparseArray;
}

interface SparseArray {
  readonly at: Int32Array;
  readonly values: Float64Array;
}

function sparse({ reported, steps }: DelayCounts): SparseCounts {
  const some = (all: Float64Array): SparseArray => {
    const at = Int32Array.from(all.keys()).filter((index) => all[index] !== 0);
    return { at, values: Float64Array.from(at, (index) => all[index] ?? 0) };
  };
  return { reported: some(reported), steps: some(steps) };
}

function addTo({ reported, steps }: DelayCounts, week: SparseCounts | undefined): void {
  if (week === undefined) return;
  addSparse(reported, week.reported);
  addSparse(steps, week.steps);
}

function addSparse(into: Float64Array, { at, values }: SparseArray): void {
  for (let i = 0; i < at.length; i++) {
    const index = at[i] ?? 0;
    into[index] = (into[index] ?? 0) + (values[i] ?? 0);
  }
}
