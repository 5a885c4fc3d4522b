import type { Target } from '../target.ts';
import type { AdjustedCohort, AdjustedTotal } from './adjusted-rate.ts';
import type { DelayCurve, QuantileAge } from './delay-curve.ts';
import type { CohortTriangle } from './triangle.ts';

/** Whether reports tell how fast they come in: no dates, too few of them, or measured. */
export type CurveState = 'measured' | 'too-few' | 'not-measured';

/** Shares whose ages are told. */
export const toldShares = [0.5, 0.8, 0.9, 0.95] as const;
/** The share at which orders count as mature enough to trust. */
export const trustedShare = 0.95;

/** How fast the reports of one target, payment method or reason family come. */
export interface DelaySummary {
  readonly state: CurveState;
  /** Dated reports. */
  readonly reports: number;
  /** Ages at `toldShares`; none unless measured. */
  readonly ages: readonly QuantileAge[];
  /** Last day (ISO) whose orders are at least 95 % mature; null unless measured. */
  readonly trustedUntil: string | null;
}

export interface NamedSummary extends DelaySummary {
  readonly name: string | null;
}

export interface TargetSummary extends DelaySummary {
  readonly target: Target;
}

export const maturityWarningCodes = [
  'horizon-short',
  'history-short',
  'still-rising',
  'estimates-differ',
  'undated-reports',
  'before-order',
  'reported-beyond',
  'few-weeks',
] as const;

export interface MaturityWarning {
  readonly code: (typeof maturityWarningCodes)[number];
  readonly params: Readonly<Record<string, string | number>>;
}

/** Label maturity of the project's target, or of the one asked for, at the as-of day. */
export interface MaturityReport {
  readonly target: Target;
  readonly timezone: string;
  readonly currency: string;
  /** ISO day; null in a project without data. */
  readonly asOf: string | null;
  readonly summary: DelaySummary;
  readonly curve: DelayCurve | null;
  /** Share by age of the chain ladder on `triangle`, at its ages; the check beside the curve. */
  readonly ladder: readonly { readonly age: number; readonly share: number }[];
  readonly triangle: CohortTriangle | null;
  /** Bounds (epoch ms) of the cohorts of `triangle` in the project's zone. */
  readonly bounds: readonly { readonly from: number; readonly to: number }[];
  /** Days the curve suggests for the target's `horizonDays`, and the share known at the present ones. */
  readonly horizon: { readonly suggested: number; readonly shareNow: number } | null;
  /** Every target of the project, those that were made or changed in it too. */
  readonly byTarget: readonly TargetSummary[];
  readonly byPayment: readonly NamedSummary[];
  readonly byFamily: readonly NamedSummary[];
  readonly warnings: readonly MaturityWarning[];
}

/** Why nothing is adjusted: no curve, or a filter that chooses orders by how they ended. */
export type AdjustedState = CurveState | 'outcome-filter';

/** Adjusted rates of the filtered orders, by the age of the orders only. */
export interface AdjustedRates {
  readonly state: AdjustedState;
  /** Dated reports the curve is made of. */
  readonly reports: number;
  /** Week: Monday in the project's zone, epoch ms, as in the overview. */
  readonly weeks: readonly (AdjustedCohort & { readonly week: number })[];
  readonly total: AdjustedTotal | null;
}
