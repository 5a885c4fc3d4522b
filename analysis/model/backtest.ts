import type { Filter } from './filter.ts';
import type { PolicyKind } from './policy.ts';
import type { ScreeningResult } from './ruleset.ts';
import type { OutcomeState, Target } from './target.ts';
import type { Maturity } from './project.ts';
import type { Assumptions } from './results/assumptions.ts';
import type { ClusterKind } from './results/headline.ts';
import type { ReviewDays } from './results/queue.ts';
import type { Cells } from './results/tally.ts';

/** Orders and their amount (integer minor units) per outcome state; the five counts add up to the rows. */
export type ByState = { readonly [S in OutcomeState]: { readonly orders: number; readonly amount: number } };

/**
 * Figures of one rule. tp + fp + hitsImmature + hitsBlocked + hitsExcluded = hits. Its rates with their
 * intervals are figures of `backtest.byRule`.
 */
export interface RuleFigures {
  readonly code: string;
  readonly hits: number;
  readonly tp: number;
  readonly fp: number;
  readonly hitsImmature: number;
  readonly hitsBlocked: number;
  readonly hitsExcluded: number;
  /** Orders on which the rule is neither true nor false, and why (path of the absent field, or 'currency'). */
  readonly unevaluable: number;
  readonly causes: readonly { readonly cause: string; readonly orders: number }[];
  /** It asks a list that does not say since when its values stand there; missing where it asks none. */
  readonly hindsight?: true;
  /** Minor units: of all hits, and of bad matured hits. */
  readonly amount: { readonly hit: number; readonly caught: number };
}

/** Some orders by their number and the sum of their weights, see `orderWeight`: other orders weigh otherwise. */
export interface WeighedOrders {
  readonly orders: number;
  readonly weight: number;
}

/** What a rule set does with all orders of a project: by code of a rule, and by the result and what decided (`RESULT by`). */
export interface ScreenedOrders {
  readonly fired: Readonly<Record<string, WeighedOrders>>;
  readonly unevaluable: Readonly<Record<string, WeighedOrders>>;
  readonly decided: Readonly<Record<string, WeighedOrders>>;
}

/** Whose orders are asked for: those of some instants (ISO, the second excluded), and by one query for each rule whatever the machine. */
export interface ScreenedAsked {
  readonly signal?: AbortSignal | undefined;
  readonly within?: { readonly from: string; readonly to: string };
  readonly plainly?: true;
}

/** Orders a rule adds to others: their counts, and minor units of the bad and of the good, known and matured. */
export interface Contribution {
  readonly hits: number;
  readonly tp: number;
  readonly fp: number;
  /** Null where the rule alerts on none of them by itself: it lets orders pass, decides only with others, or sums decide. */
  readonly caught: number | null;
  readonly goodHit: number;
}

export interface BacktestWarning {
  readonly code:
    | 'maturity-not-measured'
    | 'outcomes-not-matched'
    | 'undated-outcomes'
    | 'known-at-screening-unsure'
    | 'field-snapshot'
    | 'list-undated'
    | 'lines-changed'
    | 'fields-changed'
    | 'events-changed'
    | 'known-bad-undated'
    | 'other-currency'
    | 'immature-bad'
    | 'filter-active';
  readonly params: Readonly<Record<string, string | number>>;
}

/** Work that was done by the slow way, which gives the same figures: this machine has no SIMD in WebAssembly, or not the memory. */
export interface Slower {
  readonly what: 'rules' | 'features';
  readonly why: SlowerWhy;
}
export type SlowerWhy = 'simd' | 'memory';

/** What a rule set would have decided. bad + good + immature + blocked + excluded = rows = sum of decisions. */
export interface BacktestResult {
  readonly target: Target;
  /** The orders it ran on; empty for all. */
  readonly filter: Filter;
  /** ISO date of the labels' cut-off, null when outcomes carry no dates. */
  readonly asOf: string | null;
  readonly maturity: Maturity;
  readonly currency: string;
  readonly rows: number;
  readonly amount: number;
  readonly bad: number;
  readonly good: number;
  readonly immature: number;
  readonly blocked: number;
  readonly excluded: number;
  /** Bad already reported among the immature: shown, never in precision or recall. */
  readonly immatureBad: number;
  readonly period: { readonly from: string; readonly to: string } | null;
  readonly decisions: { readonly [R in ScreeningResult]: number };
  readonly decisionsByState: { readonly [R in ScreeningResult]: ByState };
  /** How the rule set decides. These three are missing in runs made before it could say so. */
  readonly policy?: PolicyKind;
  /**
   * Orders by what decided them, the most first: `rule:CODE`, `優先度1_NG_ルール単発` (a group as production names it; those
   * of one name together), `scores:ok+ng` (the sums that reached their threshold), `allow:1` (an exception) or `default`.
   */
  readonly decidedBy?: readonly {
    readonly by: string;
    readonly result: ScreeningResult;
    readonly orders: number;
    readonly byState: ByState;
  }[];
  /** The rule set's exceptions in its order: orders each holds for, and of a snooze those on which a rule it names fires. */
  readonly exceptions?: readonly { readonly orders: number; readonly snoozed: number | null }[];
  /** Alerts = REVIEW + HOLD + NG. Rates over matured, outcome-known orders; alertRate over all rows. */
  readonly total: {
    readonly alerts: number;
    readonly alertRate: number | null;
    readonly tp: number;
    readonly fp: number;
    readonly fn: number;
    readonly tn: number;
    readonly precision: number | null;
    readonly recall: number | null;
    /** Minor units of matured bad orders alerted / not alerted. */
    readonly caught: number;
    readonly missed: number;
    /** Minor units of matured good orders alerted. */
    readonly goodAlerted: number;
  };
  readonly rules: readonly RuleFigures[];
  /**
   * What each rule adds, in the order in which the policy asks them, on orders that no exception allows and by hits that
   * none snoozes: orders that it decides by itself (`first`; where sums decide, those that no rule asked before hits), and
   * orders that no other rule of the set hits (`unique`). What combinations decide stands in `decidedBy`. Missing in runs
   * made where only one query per rule was possible.
   */
  readonly contributions?: readonly {
    readonly code: string;
    readonly first: Contribution;
    readonly unique: Contribution;
  }[];
  /** Orders that two rules share, all and bad ones, where there are any; only where they were asked for. */
  readonly overlap?: readonly {
    readonly a: string;
    readonly b: string;
    readonly orders: number;
    readonly bad: number;
  }[];
  /** Decisions per ISO week (Monday, project zone, epoch ms). */
  readonly weekly: readonly {
    readonly week: number;
    readonly OK: number;
    readonly REVIEW: number;
    readonly HOLD: number;
    readonly NG: number;
    readonly immature: boolean;
  }[];
  /** What figures in money stand on, as it was given; the rest are presets. Missing in runs made before it could be. */
  readonly assumptions?: Assumptions;
  /** Everything additive; figures in money and of the trade are made of it (results/of-run.ts). */
  readonly cells?: Cells;
  /** Those of the two that too few entities tell of to be called measured; missing in runs of earlier versions. */
  readonly unmeasured?: readonly ('precision' | 'recall')[];
  /** What intervals take as one, and how many of them the project has. */
  readonly entities?: { readonly by: ClusterKind; readonly count: number };
  /** Orders a person has to look at, by local day, and by local hour (0 to 23). */
  readonly reviews?: { readonly byDay: ReviewDays; readonly byHour: readonly number[] };
  readonly warnings: readonly BacktestWarning[];
  /** Lists the rules asked, as they were; missing where they asked none. */
  readonly lists?: readonly { readonly id: string; readonly entries: number; readonly hash: string }[];
  /** SHA-256; `data` of all orders and outcomes of the project, whatever the target and the filter. */
  readonly hashes: {
    readonly ruleSet: string;
    readonly data: string;
    readonly target: string;
    /** Missing in runs without assumptions. */
    readonly assumptions?: string;
  };
  readonly engine: {
    readonly version: string;
    readonly duckdb: string;
    /** What evaluated the rules: coded columns, or one query per rule. Missing in runs of earlier versions. */
    readonly rules?: 'matrix' | 'duckdb';
    /** Missing where nothing was slower, and in runs of earlier versions. */
    readonly slower?: readonly Slower[];
  };
}

/** What a run stands on and what may change after it, whatever the project is judged by. */
export type RunChange = 'data' | 'lists';

/**
 * A stored run. `stale` when what it was made of has `changed` since: its views, which ask as it was judged, then show other
 * figures than it has.
 */
export interface RunSummary {
  readonly runId: string;
  readonly ranAt: number;
  readonly ruleSetName: string;
  readonly modelId: string;
  /** SHA-256 of the rule set as it ran, and every saved version that is the same; none for a draft. */
  readonly ruleSetHash: string;
  readonly savedAs: readonly { readonly ruleSetId: string; readonly version: number }[];
  readonly rules: number;
  readonly target: Target;
  /** As BacktestResult has it. */
  readonly asOf: string | null;
  readonly rows: number;
  /** Of these, orders whose outcome is known, and orders that history blocked. */
  readonly known: number;
  readonly blocked: number;
  readonly alerts: number;
  readonly precision: number | null;
  readonly recall: number | null;
  /** Those of the two that too few entities tell of; they are no figures then. */
  readonly unmeasured: readonly ('precision' | 'recall')[];
  /** Too few outcomes had their order for the recall to be trusted; the result says how many. */
  readonly recallDoubtful: boolean;
  readonly stale: boolean;
  readonly changed: readonly RunChange[];
}

/** A rule's figures while it is written, on the filtered orders. Amounts are minor units of `currency`. */
export interface RuleImpact extends RuleFigures {
  readonly rows: number;
  readonly bad: number;
  readonly good: number;
  readonly byState: ByState;
  readonly currency: string;
  readonly maturity: Maturity;
  /** What speaks against its recall, whatever the rule. */
  readonly warnings: readonly BacktestWarning[];
}
