import type { CheckedRule, Scope } from '../expression/index.ts';
import type { Patterns } from '../kernels/matrix/shapes.ts';
import type { ByState, Slower } from '../model/backtest.ts';
import type { Feature } from '../model/features.ts';
import type { Filter } from '../model/filter.ts';
import type { ProjectInfo } from '../model/project.ts';
import type { ByRule } from '../model/results/by-rule.ts';
import type { Judged } from '../model/results/judged.ts';
import type { RuleSet, ScreeningResult } from '../model/ruleset.ts';
import type { Entities } from '../store/entities.ts';
import type { Ground } from './ground.ts';
import type { RuleCounts } from './rule-counts.ts';
import type { SetTally, Tallies } from './tally.ts';

/** Orders told by the rules that fire on them and the exceptions that hold. `not` are all others: those on which the rest is not true. */
export type Told =
  | { readonly kind: 'rule'; readonly code: string }
  | { readonly kind: 'exception'; readonly index: number }
  | { readonly kind: 'any' | 'all'; readonly of: readonly Told[] }
  | { readonly kind: 'not'; readonly of: Told };

/** What may be counted of the filtered orders by the rules and exceptions of the question. */
export interface Counting {
  readonly told: (asked: readonly Told[]) => Promise<readonly number[]>;
  /** For each rule those that the set decides otherwise where the rule never fires. */
  readonly changed: (ruleSet: RuleSet, codes: readonly string[]) => Promise<readonly number[]>;
  /** Those on which each rule is not evaluable, by code. */
  readonly unevaluable: () => Promise<ReadonlyMap<string, ByState>>;
  /** All by what decides them in the set. */
  readonly decidedBy: (ruleSet: RuleSet) => Promise<readonly DecidedOrders[]>;
  /**
   * Those that some rules hit, told by which: by those that are true (`fires`), or, where no exception allows the order, by
   * those that none snoozes (`counts`). By group of entities of a part; the question must ask for the tally.
   */
  readonly patterns: (ruleSet: RuleSet, by: 'fires' | 'counts') => Promise<HitPatterns>;
  /** Orders that some rules hit, and where asked those that each thing decides; the question must ask for the tally. */
  readonly chosen: (ruleSet: RuleSet, codes: readonly string[], deciders: boolean) => Promise<ChosenOrders>;
  /** The tallies of what another set decides by the same rules, by group of entities and by part; the question must ask for the tally. */
  readonly tallied: (ruleSet: RuleSet) => Promise<Tallies>;
}

/** As `ByRule` has them; nothing that decides no order. */
export type ChosenOrders = Pick<ByRule, 'all' | 'rules' | 'deciders' | 'entities'>;

/** Orders by the rules that hit them: `members` of the patterns are places in `rules`, which stand in the order of the policy. */
export interface HitPatterns extends Omit<Patterns, 'gathered'> {
  readonly rules: readonly string[];
  readonly purchases: HitPurchases;
}

/**
 * What the patterns leave out: purchases whose orders are not added up one by one, by the different patterns of their attempts
 * (null for one that no rule hits); those are left out that an exception allows, or that no rule hits at all. Cells as of
 * `Patterns`, with places in `attempts`.
 */
export interface HitPurchases extends Pick<Patterns, 'patterns' | 'codes' | 'sums'> {
  readonly attempts: readonly (readonly (number | null)[])[];
}

/** Rules on filtered orders. */
export interface Question {
  readonly filter: Filter;
  /** How the orders are judged, those the filter asks for as well; as in the project where it is missing. */
  readonly judged?: Judged | undefined;
  readonly currency: string;
  readonly timezone: string;
  /** That rules may read as `velocity.<id>`. */
  readonly features: readonly Feature[] | undefined;
  /** The rules by code and the exceptions, checked against the project as it is; throws what checking throws. */
  readonly rules: (scope: Scope) => {
    readonly rules: ReadonlyMap<string, CheckedRule>;
    readonly exceptions: readonly CheckedRule[];
  };
  /** The set that decides by them, null for none. */
  readonly ruleSet: RuleSet | null;
  /** Whether to count the orders that every two rules share. */
  readonly overlap: boolean;
  /** Adds up the weights of orders (`orderWeight`) in place of their amounts: whether others count the same orders. */
  readonly weighed?: true;
  /** Whether to add up what figures in money and intervals need. */
  readonly tally?: boolean;
  /** Parts of the filtered orders that are tallied one by one as well; an order is in the first whose conditions hold. */
  readonly parts?: readonly Filter[];
  /** Parts as a whole, not by groups of their entities: many of them, for what has no interval. */
  readonly ungrouped?: true;
  /**
   * What else is to be counted, of the same state of the project as all else; asked anew where that has changed meanwhile,
   * so that only its last answer is of use.
   */
  readonly counting?: (count: Counting, measured: Pick<Measurement, 'rules' | 'totals'>) => Promise<void>;
}

/** One rule and its orders. */
export interface RuleMeasure {
  readonly rule: CheckedRule;
  readonly counts: RuleCounts;
}

/** Orders by what decided them; see `decidedByText`. */
export interface DecidedOrders {
  readonly by: string;
  readonly result: ScreeningResult;
  readonly orders: number;
  readonly byState: ByState;
}

/** What the rules of a set do together. */
export interface SetMeasure {
  /**
   * What each rule adds to the others, by code in the order of the policy: on orders that no exception allows, by the hits
   * that none snoozes.
   */
  readonly beside: {
    /** Orders no other rule of the set hits. */
    readonly unique: ReadonlyMap<string, ByState>;
    /** Orders that it decides by itself; where sums decide, those that no rule asked before hits. */
    readonly first: ReadonlyMap<string, ByState>;
  };
  readonly decided: { readonly [R in ScreeningResult]: ByState };
  /** The most orders first. */
  readonly decidedBy: readonly DecidedOrders[];
  /** Orders each exception holds for and, of those that snooze, those on which a rule it names fires. */
  readonly exceptions: readonly { readonly orders: number; readonly snoozed: number | null }[];
  /** By place of the week. */
  readonly weekly: readonly { readonly [R in ScreeningResult]: number }[];
  /** Null where it was not asked for. */
  readonly tally: (SetTally & { readonly entities: Entities }) | null;
}

/** Orders two rules share. */
export interface SharedOrders {
  readonly a: string;
  readonly b: string;
  readonly orders: number;
  readonly bad: number;
}

/** Rules measured on the orders of one state of the project. */
export interface Measurement {
  /** Bitmaps over coded columns, or one query for each rule. */
  readonly by: 'matrix' | 'duckdb';
  /** What of it was slower than it is elsewhere; missing where nothing was. */
  readonly slower?: readonly Slower[];
  readonly info: ProjectInfo;
  /** Of the orders and outcomes, see `ProjectHandle.contentHash`. */
  readonly revision: number;
  readonly ground: Ground;
  readonly totals: ByState;
  /** First instants of the weeks, epoch ms, and the orders of each. */
  readonly weeks: readonly { readonly week: number; readonly orders: number }[];
  readonly rules: ReadonlyMap<string, RuleMeasure>;
  readonly set: SetMeasure | null;
  readonly overlap: readonly SharedOrders[] | null;
}
