import type { ByState } from './backtest.ts';
import type { CurveState } from './maturity/report.ts';
import type { Maturity } from './project.ts';
import type { Target } from './target.ts';

/** A target the project may be judged by. */
export interface ProjectTarget {
  readonly target: Target;
  /** A preset as it is, one that was changed here, or one made here. */
  readonly origin: 'preset' | 'changed' | 'own';
  /** The one the project's orders are judged by now. */
  readonly inUse: boolean;
  /** Kept runs whose target has this id; each keeps a copy of what it was. */
  readonly runs: number;
}

/** How the project's orders would be judged by a target at the project's as-of day. Amounts in `currency`. */
export interface TargetPreview {
  readonly orders: number;
  readonly states: ByState;
  readonly currency: string;
  readonly timezone: string;
  /** Of the immature orders: those that are bad already, and those known to have ended well. */
  readonly immatureBad: number;
  readonly immatureGood: number;
  readonly period: { readonly from: number; readonly to: number } | null;
  /** ISO day; null in an empty project. */
  readonly asOf: string | null;
  readonly maturity: Maturity;
  readonly outcomesKnown: boolean;
  /** Whether report delays support `horizonDays`: the share of reports come by then, and the days the curve suggests. */
  readonly horizon: {
    readonly state: CurveState;
    readonly reports: number;
    readonly share: number | null;
    readonly suggested: number | null;
  };
}
