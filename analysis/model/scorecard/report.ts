import type { BacktestWarning } from '../backtest.ts';
import type { Maturity } from '../project.ts';
import type { ClusterKind } from '../results/headline.ts';
import type { Target } from '../target.ts';
import type { BinDocument } from './bins.ts';
import type { Drift } from './psi.ts';
import type { ReasonBaseline } from './reasons.ts';
import type { ScaleTerms, Scaling } from './scaling.ts';
import type { BinningRules, ScorecardSpec, Trend } from './spec.ts';
import type { WoeConvention } from './woe.ts';

/** 95 %. `bootstrap`: by groups of entities or customers. `delong`, `wilson`: every order is taken to stand for itself. */
export interface ScoreInterval {
  readonly low: number;
  readonly high: number;
  readonly by: 'bootstrap' | 'delong' | 'wilson';
}

export interface Measured {
  readonly value: number;
  /** Null where too few tell how much it varies. */
  readonly interval: ScoreInterval | null;
}

/** One bin: what it holds, and its orders of training whose outcome was known then. */
export interface ScoredBin {
  readonly kind: 'range' | 'categories' | 'special' | 'missing';
  /** Of a range: from (included) up to (excluded); null for no such end. Of other kinds missing. */
  readonly from?: number | null;
  readonly to?: number | null;
  /** Of categories. */
  readonly values?: readonly string[];
  /** It takes every category that no bin names. */
  readonly other?: true;
  /** Of special values. */
  readonly name?: string;
  readonly good: number;
  readonly bad: number;
  readonly badRate: number | null;
  readonly woe: number;
  readonly iv: number;
  /** Null for a variable that was left out. */
  readonly points: number | null;
}

export type LeftOut = 'iv' | 'sign' | 'one-bin';

export interface ScoredVariable {
  readonly field: string;
  /** Column of the orders, by which values of persons are masked. */
  readonly column: string;
  readonly type: 'number' | 'money' | 'category';
  /** What was found and changed; may be put into the specification as it is. Null for numbers whose cuts are masked. */
  readonly bins: BinDocument | null;
  readonly rules: BinningRules;
  /** How bad rates of the regular bins run; null where they go both ways more than once. */
  readonly trend: Exclude<Trend, 'auto'> | null;
  readonly table: readonly ScoredBin[];
  /** The regular bin that orders without a value are in. */
  readonly missingIn: number | null;
  readonly iv: number;
  readonly strength: 'none' | 'weak' | 'medium' | 'strong' | 'suspicious';
  /** Null for a variable in the scorecard. */
  readonly left: LeftOut | null;
  readonly coefficient: number | null;
  readonly error: number | null;
  /** Shares of its bins among all orders of training and held out; null without held out orders. */
  readonly drift: Drift | null;
}

/** Orders of one band of scores; bands are tenths of the training orders. */
export interface CalibrationBand {
  /** Scores in it, from (included) up to (excluded); null for no such end. */
  readonly from: number | null;
  readonly to: number | null;
  readonly orders: number;
  readonly bad: number;
  /** Mean of the probabilities their scores stand for. */
  readonly expected: number | null;
  readonly observed: Measured | null;
}

export interface Calibration {
  readonly bands: readonly CalibrationBand[];
  /**
   * Hosmer–Lemeshow: Σ (bad − expected)² ÷ (n·p·(1 − p)), neighbouring bands taken together until 5 bad and 5 good orders are
   * expected in each; takes orders as independent. Null where too few are left.
   */
  readonly chiSquare: number | null;
  readonly degrees: number;
  readonly p: number | null;
}

/** What a score says of some orders whose outcome is known. */
export interface Performance {
  readonly orders: number;
  readonly good: number;
  readonly bad: number;
  readonly gini: Measured | null;
  readonly ks: Measured | null;
  readonly calibration: Calibration;
}

export interface SegmentPerformance {
  readonly value: string | null;
  /** Of any state. */
  readonly orders: number;
  readonly good: number;
  readonly bad: number;
  readonly badRate: Measured | null;
  /** Mean of the probabilities, of those whose outcome is known. */
  readonly expected: number | null;
  readonly gini: Measured | null;
  /** Its scores beside those of the same segment in training. */
  readonly drift: Drift | null;
}

export interface SegmentReport {
  readonly field: string;
  readonly column: string;
  readonly of: 'training' | 'outOfTime';
  /** Largest first. */
  readonly values: readonly SegmentPerformance[];
  /** Orders of values that are not told: there are too many. */
  readonly others: number;
}

export const rejectMethods = ['fuzzy', 'parcelling', 'cutoff'] as const;

/** The regression once more with rejects of training counted under one assumption. */
export interface RejectScenario {
  readonly method: (typeof rejectMethods)[number];
  /** Times as bad as accepted orders; null for the cut-off. */
  readonly uplift: number | null;
  /** Bad ones that it puts among the rejects. */
  readonly badRejects: number;
  readonly rejectRate: number;
  /** Of accepted and rejected orders together. */
  readonly throughTheDoor: number;
  readonly intercept: number;
  readonly coefficients: readonly number[];
  /** Gini of the scores it makes, on accepted orders (held out, else of training): what rejects would have done nobody saw. */
  readonly gini: number | null;
}

export interface Band {
  readonly low: number;
  readonly high: number;
}

/** What refused orders may have been: never one number. */
export interface RejectInference {
  readonly accepted: number;
  readonly rejects: number;
  readonly scenarios: readonly RejectScenario[];
  readonly band: { readonly rejectRate: Band; readonly throughTheDoor: Band; readonly gini: Band | null };
}

/** The score of one order that was asked for. */
export interface ScoredOrder {
  /** Its place among those that were asked for. */
  readonly asked: number;
  readonly score: number;
  /** Probability of bad that the score stands for. */
  readonly probability: number;
  /** Of each variable of the scorecard, in their order. */
  readonly parts: readonly { readonly field: string; readonly bin: number; readonly points: number }[];
  readonly reasons: readonly { readonly field: string; readonly code: string | null; readonly lost: number }[];
}

export type ScorecardWarning =
  | BacktestWarning
  | {
      readonly code:
        | 'score-in-sample'
        | 'score-undated'
        | 'score-few-bad'
        | 'score-not-converged'
        | 'score-suspicious'
        | 'score-smoothed'
        | 'score-left-out';
      readonly params: Readonly<Record<string, string | number>>;
    };

export interface ScorecardReport {
  readonly spec: ScorecardSpec;
  readonly target: Target;
  readonly currency: string;
  readonly timezone: string;
  /** Last day (ISO) of reports that training knows, and that held out orders are judged by. */
  readonly trainedAsOf: string | null;
  readonly asOf: string | null;
  readonly maturity: Maturity;
  /** What orders are taken together as for intervals; `order`: nothing tells customers apart, and they take orders as independent. */
  readonly cluster: ClusterKind;
  readonly woe: WoeConvention;
  readonly scaling: Scaling & ScaleTerms;
  readonly reasonsAgainst: ReasonBaseline;
  readonly variables: readonly ScoredVariable[];
  readonly regression: {
    readonly intercept: number;
    readonly error: number | null;
    readonly ridge: number;
    readonly logLikelihood: number;
    readonly iterations: number;
    readonly converged: boolean;
  };
  /** Orders of a period by their state; those that are neither bad nor good teach and prove nothing. */
  readonly training: Performance & { readonly period: PeriodOrders };
  /** Null where nothing was held out. */
  readonly outOfTime: (Performance & { readonly period: PeriodOrders }) | null;
  /** Of scores, training beside held out, over orders of any state. */
  readonly drift: Drift | null;
  readonly segments: readonly SegmentReport[];
  /** Null where no order of training was refused. */
  readonly rejects: RejectInference | null;
  /** How often a variable is the first reason, of the orders held out (else of training); in the order of variables. */
  readonly firstReasons: readonly { readonly field: string; readonly orders: number }[];
  readonly scored: readonly ScoredOrder[];
  readonly warnings: readonly ScorecardWarning[];
}

export interface PeriodOrders {
  readonly orders: number;
  readonly bad: number;
  readonly good: number;
  readonly immature: number;
  readonly blocked: number;
  readonly excluded: number;
}
