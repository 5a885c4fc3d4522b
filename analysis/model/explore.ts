import type { ColumnType } from './columns.ts';
import type { ByState } from './backtest.ts';
import type { Clause } from './filter.ts';

/**
 * Orders of one week (ISO, Monday in the project zone, epoch ms), by state. `mature` is the share of orders old
 * enough for their outcome to be known, null where maturity is not measured. `openBills` of the excluded ones are left
 * out only because their bill is still open.
 */
export interface WeekPoint {
  readonly week: number;
  readonly orders: number;
  readonly amount: number;
  readonly states: ByState;
  readonly mature: number | null;
  readonly openBills: number;
}

export interface Overview {
  readonly orders: number;
  readonly ordersAll: number;
  /** Times of the first and the last of the orders, epoch ms; null without orders. */
  readonly period: { readonly from: number; readonly to: number } | null;
  readonly amount: number;
  readonly states: ByState;
  readonly immatureBad: number;
  readonly openBills: number;
  /** Orders old enough for their outcome to be known, whatever became of them; null where maturity is not measured. */
  readonly mature: number | null;
  /** bad / (bad + good), by count and by amount; null when nothing is known. */
  readonly badRate: number | null;
  readonly badRateAmount: number | null;
  readonly weekly: readonly WeekPoint[];
}

/** One bar of a column's chart, with the clause that filters to it. */
export interface Bin {
  readonly label: string | null;
  /** Bounds of a numeric bin [min, max), else null. */
  readonly min: number | null;
  readonly max: number | null;
  readonly orders: number;
  readonly amount: number;
  readonly bad: number;
  readonly good: number;
  readonly badRate: number | null;
  readonly clause: Clause;
  /** missing: NULL values; others: values beyond the most frequent. */
  readonly kind: 'value' | 'range' | 'hour' | 'missing' | 'others';
}

export interface ColumnProfile {
  readonly column: string;
  readonly type: ColumnType;
  readonly orders: number;
  readonly distinct: number | null;
  readonly bins: readonly Bin[];
}

/**
 * How personal values leave: masked by their class; masked, but names and mail accounts as the SHA-256 that O-PLUX events
 * carry; or as they are.
 */
export const personalValues = ['masked', 'hashed', 'plain'] as const;
export type PersonalValues = (typeof personalValues)[number];
