import { mondayOf, monthOf } from './calendar-day.ts';
import { chainLadder, type ChainLadder } from './chain-ladder.ts';
import type { ReportCount } from './report-counts.ts';

export const cohortUnits = ['week', 'month'] as const;
export type CohortUnit = (typeof cohortUnits)[number];

/** Days between the ages of a triangle; an age counts from each order's own day, so months are 30 days here. */
export const ageSteps: Readonly<Record<CohortUnit, number>> = { week: 7, month: 30 };

/** More ages than this are not laid out. */
export const mostAges = 60;

/** Bad orders of a cohort reported within an age, cumulative. */
export interface TriangleCell {
  readonly bad: number;
  readonly amount: number;
  /** False where some order of the cohort is younger than the age: more may still come. */
  readonly complete: boolean;
}

/** The orders of one week or month. */
export interface Cohort {
  /** First day, and the day after the last, as days since 1970-01-01. */
  readonly from: number;
  readonly to: number;
  readonly orders: number;
  readonly amount: number;
  /** One per age that at least one of its orders can have come into. */
  readonly cells: readonly TriangleCell[];
}

export interface CohortTriangle {
  readonly unit: CohortUnit;
  /** Days within which a report counts, column by column. */
  readonly ages: readonly number[];
  /** The earliest first. */
  readonly cohorts: readonly Cohort[];
}

/** Cohorts by age up to the longest delay seen; reports later than `end` are left out, as in the curve. */
export function cohortTriangle(
  counts: readonly ReportCount[],
  { asOfDay, unit, end }: { readonly asOfDay: number; readonly unit: CohortUnit; readonly end: number },
): CohortTriangle {
  const step = ageSteps[unit];
  const longest = counts.reduce((most, { delay }) => Math.max(most, Math.min(delay ?? 0, end)), 0);
  const columns = Math.min(mostAges, Math.max(1, Math.ceil(longest / step)));
  const ages = Array.from({ length: columns }, (_, index) => (index + 1) * step);
  const groups = new Map<number, ReportCount[]>();
  for (const count of counts) {
    const from = unit === 'week' ? mondayOf(count.day) : monthOf(count.day);
    const known = groups.get(from);
    if (known === undefined) groups.set(from, [count]);
    else known.push(count);
  }
  const cohorts = [...groups]
    .sort(([a], [b]) => a - b)
    .map(([from, group]) => cohort(from, group, { asOfDay, unit, ages }));
  return { unit, ages, cohorts };
}

function cohort(
  from: number,
  counts: readonly ReportCount[],
  place: { readonly asOfDay: number; readonly unit: CohortUnit; readonly ages: readonly number[] },
): Cohort {
  const { asOfDay, unit, ages } = place;
  const to = unit === 'week' ? from + 7 : monthOf(from, 1);
  const [oldest, youngest] = [asOfDay - from, asOfDay - (to - 1)];
  const reached = ages.filter((_, index) => oldest > (ages[index - 1] ?? -1));
  const sum = (of: readonly ReportCount[], what: 'orders' | 'amount'): number =>
    of.reduce((total, count) => total + count[what], 0);
  return {
    from,
    to,
    orders: sum(counts, 'orders'),
    amount: sum(counts, 'amount'),
    cells: reached.map((age) => {
      const reported = counts.filter(({ delay }) => delay !== null && delay <= age);
      return { bad: sum(reported, 'orders'), amount: sum(reported, 'amount'), complete: youngest >= age };
    }),
  };
}

/** The chain ladder over the complete cells, by orders or by their amount. */
export function ladderOf(triangle: CohortTriangle, measure: 'bad' | 'amount'): ChainLadder {
  return chainLadder(
    triangle.cohorts.map(({ cells }) => cells.filter(({ complete }) => complete).map((cell) => cell[measure])),
  );
}
