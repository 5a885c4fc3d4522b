import type { Interval } from './intervals.ts';

/** A figure of one side. */
export interface Told {
  readonly value: number | null;
  readonly interval: Interval | null;
}

/**
 * The interval of a difference, recovered from those of both sides (Newcombe 1998, method 10). It takes the sides as
 * independent, so it is too wide rather than too narrow where the same orders are on both. Null where a side has none.
 */
export function fromBoth(before: Told, after: Told): Interval | null {
  const [a, b] = [before.value, after.value];
  if (a === null || b === null || before.interval === null || after.interval === null) return null;
  const { low: l1, high: u1 } = before.interval;
  const { low: l2, high: u2 } = after.interval;
  return { low: b - a - Math.hypot(b - l2, u1 - a), high: b - a + Math.hypot(u2 - b, a - l1), by: 'wilson' };
}
