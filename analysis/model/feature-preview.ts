import type { BacktestWarning } from './backtest.ts';
import type { Feature } from './features.ts';

/** What a feature's values are, on the orders in view. Times epoch ms, money minor units, spans of time seconds. */
export interface FeaturePreview {
  readonly feature: Feature;
  readonly type: 'int' | 'money' | 'double' | 'timestamp' | 'bool' | 'string';
  readonly currency: string;
  /** Orders in view: `filled` of them have a value; the others lack a key, or nothing came before them. */
  readonly orders: number;
  readonly filled: number;
  readonly distinct: number;
  readonly min: number | null;
  readonly max: number | null;
  /** Null for instants. */
  readonly mean: number | null;
  /** Orders by value, from low to high; `to` included. Together they are the filled ones. */
  readonly distribution: readonly FeatureBin[];
  /** The orders with the highest values, highest first. */
  readonly highest: readonly { readonly seq: number; readonly orderId: string; readonly value: number | null }[];
  readonly cost: FeatureCost;
  /** What other ways to read the past would have said, for those that can make a difference. */
  readonly hindsight: readonly HindsightDifference[];
  /** What of it may not have been known at the orders: as runs of rules that read it are told. */
  readonly warnings: readonly BacktestWarning[];
}

export interface FeatureBin {
  readonly from: number;
  readonly to: number;
  readonly orders: number;
  readonly bad: number;
  readonly good: number;
}

/** What it takes to keep the feature: in production a state per key, here one sorting of the events. */
export interface FeatureCost {
  /** Events with all keys, their keys, and the events of the most frequent one. */
  readonly events: number;
  readonly keys: number;
  readonly most: number;
  /** Time it took to compute; null when it was there already. */
  readonly milliseconds: number | null;
}

/** The same before it is computed, with the milliseconds that it is expected to take; null where nothing was timed yet. */
export interface FeatureEstimate extends Omit<FeatureCost, 'milliseconds'> {
  readonly expectedMs: number | null;
}

/**
 * `ties`: events of the same instant counted. `outcomes`: outcomes known as soon as the order. `lists`: lists as they are
 * today. `window`: the whole history, what came after included.
 */
export const hindsightReadings = ['ties', 'outcomes', 'lists', 'window'] as const;
export type HindsightReading = (typeof hindsightReadings)[number];

/** Not measured: of lists that do not say since when all their values stand there, nobody knows what stood on them then. */
export type HindsightDifference = MeasuredDifference | { readonly reading: HindsightReading; readonly measured: false };

export interface MeasuredDifference {
  readonly reading: HindsightReading;
  readonly measured: true;
  /** Orders whose value would be another one, and of those with both values, higher or lower. */
  readonly differ: number;
  readonly higher: number;
  readonly lower: number;
  /** Orders at 1 or more, and the bad ones among them: point in time, and read so. Null where 1 says nothing. */
  readonly atLeastOne: { readonly pointInTime: OrdersBad; readonly hindsight: OrdersBad } | null;
}

export interface OrdersBad {
  readonly orders: number;
  readonly bad: number;
}
