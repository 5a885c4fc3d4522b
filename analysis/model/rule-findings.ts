import type { Combination } from './policy.ts';

/** What may be wrong with a rule or a group of a set, the gravest first. */
export const ruleFindingCodes = [
  /** It reads a column that knows the outcome, or happens after screening: it is refused. */
  'leak',
  /** No order can ever meet it. */
  'contradiction',
  /** Every order that meets it was decided by an earlier step. */
  'shadowed',
  /** Without it every order has the same result. */
  'idle',
  /** It says what another rule says. */
  'duplicate',
  /** Every order meets it. */
  'always',
  /** No order meets it. */
  'dead',
  /** Combinations of sums that no order reaches. */
  'unreached',
  /** No group names it, so that it decides nothing. */
  'ungrouped',
  /** It reads a column of which nobody said whether it was known at screening. */
  'unsure',
] as const;
export type RuleFindingCode = (typeof ruleFindingCodes)[number];

/**
 * How it is known. `text`: the rules say the same but for the order of their parts. `logic`: it is so on every order
 * there can be. `data`: it is so on the orders looked at. `set`: the set itself tells.
 */
export type RuleFindingBasis = 'text' | 'logic' | 'data' | 'set';

export interface RuleFinding {
  readonly code: RuleFindingCode;
  readonly basis: RuleFindingBasis;
  /** Code of the rule it is about; null where it is about a group or the set. */
  readonly rule: string | null;
  /** Index of the group in the set; null where it is about a rule or the set. */
  readonly group: number | null;
  /** Codes of the rules it repeats, that decide before it, those that decide most first, or that stand in for it. */
  readonly others: readonly string[];
  /** Paths of columns, where it is about what a rule reads. */
  readonly fields: readonly string[];
  /** Sums that reach their threshold together, where it is about these. */
  readonly combinations: readonly Combination[];
  /** It repeats a rule, and both add their scores. */
  readonly adds: boolean;
  /** Orders that meet it, and those on which it is not evaluable, of all orders looked at; 0 where nothing was counted. */
  readonly hits: number;
  readonly unevaluable: number;
}

export interface RuleFindings {
  /** The orders looked at. */
  readonly orders: number;
  /** By code in the order of `ruleFindingCodes`, then in the order of the set. */
  readonly findings: readonly RuleFinding[];
  /** Codes of rules that cannot run; nothing else is said of them. */
  readonly unchecked: readonly string[];
}
