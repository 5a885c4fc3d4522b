import type { Combination, ScorePart } from './policy.ts';
import type { ScreeningResult } from './screening.ts';

/** What decided: an exception, a group with those of its rules that fired, one rule, the sums, or the default. */
export type DecidedBy =
  | { readonly kind: 'allow'; readonly exception: number }
  | { readonly kind: 'group'; readonly group: number; readonly rules: readonly string[] }
  | { readonly kind: 'rule'; readonly code: string }
  | {
      readonly kind: 'scores';
      readonly reached: Combination;
      readonly sums: Readonly<Record<ScorePart, number>>;
      /** Rules that added to a sum. */
      readonly rules: readonly string[];
    }
  | { readonly kind: 'default' };

export interface Decision {
  readonly result: ScreeningResult;
  readonly by: DecidedBy;
}

/** What a rule set says of one order, and why. Codes in the order of the rule set. */
export interface OrderDecision extends Decision {
  /** `by` as figures and packages write it. */
  readonly byText: string;
  readonly fired: readonly string[];
  /** Those of them that do not count, because an exception snoozes them. */
  readonly snoozed: readonly string[];
  readonly unevaluable: readonly string[];
  /** Places of the exceptions that hold, from 0. */
  readonly exceptions: readonly number[];
}
