import type { AllAssumptions } from './assumptions.ts';

/**
 * Orders that a person has to look at, attempt by attempt, by local day; days without any are left out. `hours` are those of
 * each hour of the day; missing in runs of earlier versions: they count as there when the day begins.
 */
export type ReviewDays = readonly {
  readonly day: string;
  readonly orders: number;
  readonly hours?: readonly number[];
}[];

/** What a team does with its reviews, hour by hour, and what is left at each cut-off (締め時刻). */
export interface Queue {
  /** Reviews a day that the team can do; null where a review takes no time. */
  readonly capacity: number | null;
  readonly orders: number;
  /** Calendar days from the first to the last with a review. */
  readonly days: number;
  readonly perDay: number | null;
  readonly busiest: { readonly day: string; readonly orders: number } | null;
  /** Orders by hour of the day in which they came; null where that is not known. */
  readonly byHour: readonly number[] | null;
  /** Cut-offs at which something was left, and orders that were not looked at by their own. */
  readonly daysOver: number;
  readonly unreviewed: number;
  /** Share of the orders that are looked at before they leave or are dropped; where they slip, before the last cut-off. */
  readonly reviewed: number;
  /** The most that was left at a cut-off. */
  readonly longest: number;
  /** Where orders slip: those looked at after their cut-off, by how many days on average and at most, and those left at the end. */
  readonly late: { readonly orders: number; readonly mean: number; readonly most: number; readonly waiting: number };
  /** Persons for the usual day and for nine cut-offs of ten; null where that cannot be told. */
  readonly reviewersNeeded: { readonly mean: number; readonly busy: number } | null;
}

const dayMs = 86_400_000;
const dayHours = 24;

/**
 * Orders that come before the cut-off leave on their day, others on the next one. The team works the hours before the cut-off
 * on every day, and takes the oldest first. What is left at its cut-off is shipped or dropped, or slips to the next day.
 */
export function queueOf(reviews: ReviewDays, all: AllAssumptions): Queue {
  const { reviewers, hoursPerDay, reviewMinutes } = all;
  const perReviewer = reviewMinutes === 0 ? null : (hoursPerDay * 60) / reviewMinutes;
  const capacity = perReviewer === null ? null : perReviewer * reviewers;
  const arrivals = everyDay(reviews);
  const orders = reviews.reduce((sum, one) => sum + one.orders, 0);
  const perDay = arrivals.length === 0 ? null : orders / arrivals.length;
  const due = dueBy(arrivals, all.cutoffHour).toSorted((a, b) => a - b);
  const busy = due[Math.ceil(due.length * 0.9) - 1] ?? 0;
  const busiest = reviews.reduce<ReviewDays[number] | null>(
    (most, day) => (most === null || day.orders > most.orders ? day : most),
    null,
  );
  const simulated = simulate(arrivals, all);
  const done = all.unreviewed === 'slip' ? simulated.late.waiting : simulated.unreviewed;
  return {
    ...{ capacity, orders, days: arrivals.length, perDay },
    busiest: busiest === null ? null : { day: busiest.day, orders: busiest.orders },
    byHour: reviews.every(({ hours }) => hours !== undefined) ? byHour(reviews) : null,
    ...simulated,
    reviewed: orders === 0 ? 1 : 1 - done / orders,
    reviewersNeeded:
      perReviewer === null || perReviewer === 0 || perDay === null
        ? null
        : { mean: perDay / perReviewer, busy: busy / perReviewer },
  };
}

/** Orders that wait, and the day on which they should leave. */
interface Batch {
  readonly due: number;
  left: number;
}

function simulate(
  arrivals: readonly (readonly number[])[],
  { reviewers, hoursPerDay, reviewMinutes, cutoffHour, unreviewed: choice }: AllAssumptions,
): Pick<Queue, 'daysOver' | 'unreviewed' | 'longest' | 'late'> {
  const inHour = (hour: number): number =>
    reviewMinutes === 0 ? Infinity : (worked(hour, cutoffHour, hoursPerDay) * reviewers * 60) / reviewMinutes;
  const capacities = Array.from({ length: dayHours }, (_, hour) => inHour(hour));
  const batches: Batch[] = [];
  let first = 0;
  let [daysOver, unreviewed, longest, lateOrders, lateDays, most] = [0, 0, 0, 0, 0, 0];
  const cutOff = (day: number): void => {
    const waiting = batches.slice(first);
    const left = waiting.reduce((sum, batch) => sum + (batch.due <= day ? batch.left : 0), 0);
    if (left === 0) return;
    daysOver += 1;
    longest = Math.max(longest, left);
    unreviewed += waiting.reduce((sum, batch) => sum + (batch.due === day ? batch.left : 0), 0);
    if (choice !== 'slip') first = batches.length;
  };
  const work = (day: number, hour: number): void => {
    let can = capacities[hour] ?? 0;
    for (let batch = batches[first]; batch !== undefined && can > 0; batch = batches[first]) {
      const done = Math.min(can, batch.left);
      can -= done;
      batch.left -= done;
      const delay = (hour < cutoffHour ? day : day + 1) - batch.due;
      if (delay > 0) {
        lateOrders += done;
        lateDays += done * delay;
        most = Math.max(most, delay);
      }
      if (batch.left > 0) return;
      first += 1;
    }
  };
  // What comes after the last cut-off leaves a day later.
  for (let day = 0; day <= arrivals.length; day += 1) {
    for (let hour = 0; hour < dayHours; hour += 1) {
      if (hour === cutoffHour) {
        cutOff(day);
        if (day === arrivals.length) break;
      }
      const coming = arrivals[day]?.[hour] ?? 0;
      if (coming > 0) batches.push({ due: hour < cutoffHour ? day : day + 1, left: coming });
      work(day, hour);
    }
    if (cutoffHour === dayHours && day < arrivals.length) cutOff(day);
    if (day === arrivals.length - 1 && batches.every(({ due }) => due <= day)) break;
  }
  const waiting = batches.slice(first).reduce((sum, { left }) => sum + left, 0);
  const mean = lateOrders === 0 ? 0 : lateDays / lateOrders;
  return { daysOver, unreviewed, longest, late: { orders: lateOrders, mean, most, waiting } };
}

/** Which part of an hour of the day lies in the `length` hours before the cut-off. */
function worked(hour: number, cutoff: number, length: number): number {
  const within = (from: number, to: number): number => Math.max(0, Math.min(hour + 1, to) - Math.max(hour, from));
  return within(cutoff - length, cutoff) + within(cutoff - length + dayHours, cutoff + dayHours);
}

/** Orders by the day on which they should leave. */
function dueBy(arrivals: readonly (readonly number[])[], cutoff: number): readonly number[] {
  const due = Array.from({ length: arrivals.length + 1 }, () => 0);
  arrivals.forEach((hours, day) =>
    hours.forEach((orders, hour) => {
      const at = hour < cutoff ? day : day + 1;
      due[at] = (due[at] ?? 0) + orders;
    }),
  );
  return due.at(-1) === 0 ? due.slice(0, -1) : due;
}

/** Orders of each calendar day by hour, also of days without any. */
function everyDay(reviews: ReviewDays): readonly (readonly number[])[] {
  const days = reviews.map((one) => ({ at: Date.parse(one.day) / dayMs, hours: one.hours ?? [one.orders] }));
  if (days.length === 0) return [];
  const first = days.reduce((least, { at }) => Math.min(least, at), Infinity);
  const last = days.reduce((most, { at }) => Math.max(most, at), -Infinity);
  const all: (readonly number[])[] = Array.from({ length: last - first + 1 }, () => []);
  for (const { at, hours } of days) all[at - first] = hours;
  return all;
}

/** Orders of all days by hour of the day. */
export const byHour = (reviews: ReviewDays): readonly number[] =>
  Array.from({ length: dayHours }, (_, hour) => reviews.reduce((sum, { hours }) => sum + (hours?.[hour] ?? 0), 0));
