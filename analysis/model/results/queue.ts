import type { AllAssumptions } from './assumptions.ts';

/** Orders that a person has to look at, by local day; days without any are left out. */
export type ReviewDays = readonly { readonly day: string; readonly orders: number }[];

/** What a team does with its reviews, day by day until the goods leave. */
export interface Queue {
  /** Reviews a day that the team can do; null where a review takes no time. */
  readonly capacity: number | null;
  readonly orders: number;
  /** Calendar days from the first to the last with a review. */
  readonly days: number;
  readonly perDay: number | null;
  readonly busiest: { readonly day: string; readonly orders: number } | null;
  /** Days with more reviews than the team can do, and orders not looked at on their day. */
  readonly daysOver: number;
  readonly unreviewed: number;
  /** Share of the orders that are looked at before they leave or are dropped. */
  readonly reviewed: number;
  /** The longest queue at the end of a day, where orders slip. */
  readonly longest: number;
  /** Persons for the usual day and for nine days of ten; null where that cannot be told. */
  readonly reviewersNeeded: { readonly mean: number; readonly busy: number } | null;
}

const dayMs = 86_400_000;

/**
 * The queue at the end of each day (締め時刻). What is not looked at is shipped or held for good on its day, or slips to
 * the next one, where it goes before what comes then. Orders of one day wait in no particular order.
 */
export function queueOf(reviews: ReviewDays, all: AllAssumptions): Queue {
  const { reviewers, hoursPerDay, reviewMinutes, unreviewed: choice } = all;
  const capacity = reviewMinutes === 0 ? null : (reviewers * hoursPerDay * 60) / reviewMinutes;
  const arrivals = everyDay(reviews);
  const orders = arrivals.reduce((sum, day) => sum + day, 0);
  let [queue, longest, unreviewed, daysOver] = [0, 0, 0, 0];
  for (const coming of arrivals) {
    const over = capacity === null ? 0 : Math.max(0, coming - capacity);
    unreviewed += over;
    if (over > 0) daysOver += 1;
    queue = choice === 'slip' && capacity !== null ? Math.max(0, queue + coming - capacity) : over;
    longest = Math.max(longest, queue);
  }
  // What still waits on the last day is looked at later all the same.
  const reviewed = choice === 'slip' || orders === 0 ? 1 : 1 - unreviewed / orders;
  const perReviewer = reviewMinutes === 0 ? null : (hoursPerDay * 60) / reviewMinutes;
  const sorted = arrivals.toSorted((a, b) => a - b);
  const busy = sorted[Math.ceil(sorted.length * 0.9) - 1] ?? 0;
  const busiest = reviews.reduce<ReviewDays[number] | null>(
    (most, day) => (most === null || day.orders > most.orders ? day : most),
    null,
  );
  const perDay = arrivals.length === 0 ? null : orders / arrivals.length;
  const reviewersNeeded =
    perReviewer === null || perReviewer === 0 || perDay === null
      ? null
      : { mean: perDay / perReviewer, busy: busy / perReviewer };
  return {
    ...{ capacity, orders, days: arrivals.length, perDay, busiest, daysOver, unreviewed, reviewed, longest },
    reviewersNeeded,
  };
}

/** Orders of each calendar day, also of those without any. */
function everyDay(reviews: ReviewDays): readonly number[] {
  const days = reviews.map(({ day, orders }) => ({ at: Date.parse(day) / dayMs, orders }));
  const [first, last] = [Math.min(...days.map(({ at }) => at)), Math.max(...days.map(({ at }) => at))];
  if (days.length === 0) return [];
  const all = Array.from({ length: last - first + 1 }, () => 0);
  for (const { at, orders } of days) all[at - first] = (all[at - first] ?? 0) + orders;
  return all;
}
