import type { Screened } from './package.ts';
import { unitMs, type WallClock } from './time.ts';

/** How a production engine may differ from the package it runs; nothing told: it does not. */
export interface Emulation {
  /**
   * Events are counted by the hour or the day of the rule set's clock: a window is the one the order is in and those before
   * it, as many together as the window is long, rounded up.
   */
  readonly bucket?: 'hour' | 'day';
  /** Counts of events, of distinct values and of bad orders go no further than this. */
  readonly cap?: number;
  /**
   * Features are read so many microseconds after the order, by all that happened until then, later orders too; the order
   * itself counts only where the feature includes it. Lists and parts of the clock stay those of the order.
   */
  readonly delay?: number;
  /**
   * `false`: a comparison with what is absent is false, and its opposite true. Otherwise the result of an order, and what
   * decided is `error`, where any rule cannot be evaluated and no exception allows it.
   */
  readonly absent?: 'false' | { readonly gives: Screened };
}

/** From which instant on events count in a window (null for all time). */
export function sinceOf(window: number | null, { bucket }: Emulation, clock: WallClock): (now: number) => number {
  if (window === null) return () => -Infinity;
  if (bucket === undefined) return (now) => now - window;
  const size = unitMs[bucket] * 1000;
  const before = (Math.ceil(window / size) - 1) * size;
  return (now) => clock.startOf(bucket, now) - before;
}
