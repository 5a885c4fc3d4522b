import { z } from 'zod';
import { resultSchema, type ScreeningResult } from './screening.ts';

export interface RuntimeScores {
  readonly ok: number;
  readonly ng: number;
  readonly hold: number;
}

/** How production may run a rule set otherwise than the backtest; see analysis/runtime/emulation.ts for each in full. */
export const emulationProfileSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exact') }),
  z.strictObject({ kind: z.literal('bucketed'), bucket: z.enum(['hour', 'day']) }),
  z.strictObject({ kind: z.literal('capped'), cap: z.int().min(1).max(1_000_000) }),
  /** Seconds from an order to its evaluation. */
  z.strictObject({ kind: z.literal('wall-clock'), seconds: z.int().min(1).max(604_800) }),
  z.strictObject({ kind: z.literal('nulls-false') }),
  /** `gives`: the result of an order that cannot be evaluated; null: the rule set's default. */
  z.strictObject({ kind: z.literal('nulls-error'), gives: resultSchema.nullable() }),
]);
export type EmulationProfile = z.infer<typeof emulationProfileSchema>;

/** An order that is decided otherwise; personal values replaced. */
export interface EmulatedDifference {
  /** The order's place in time, from 1. */
  readonly place: number;
  readonly orderId: string;
  readonly at: string;
  readonly from: { readonly result: ScreeningResult; readonly by: string };
  readonly to: { readonly result: ScreeningResult; readonly by: string };
  /** Rules and features that say otherwise. `from`, `to`: fired, not fired, not evaluable; values, null for none. */
  readonly rules: readonly { readonly code: string; readonly from: RuleAnswer; readonly to: RuleAnswer }[];
  readonly features: readonly { readonly id: string; readonly from: number | null; readonly to: number | null }[];
  readonly fields: Readonly<Record<string, string | number | boolean>>;
}

export const ruleAnswers = ['silent', 'fired', 'unevaluable'] as const;
export type RuleAnswer = (typeof ruleAnswers)[number];

/** Orders by what they were given and would be given; amounts in minor units of the rule set's currency. */
export interface Transition {
  readonly from: ScreeningResult;
  readonly to: ScreeningResult;
  readonly orders: number;
  readonly amount: number;
  /** The first ones, by id, where the result changes. */
  readonly orderIds: readonly string[];
}

export interface EmulationReport {
  readonly profile: EmulationProfile;
  readonly currency: string;
  readonly orders: number;
  readonly amount: number;
  /** Orders in another currency or without an amount: counted, but in no amount. */
  readonly withoutAmount: number;
  readonly period: { readonly from: string; readonly to: string } | null;
  /** Orders whose result changes, and those whose result stays but is decided by something else. */
  readonly changed: number;
  readonly changedAmount: number;
  readonly otherwiseDecided: number;
  readonly transitions: readonly Transition[];
  /** Rules that say otherwise anywhere: orders on which they fire then and did not, and the other way round. */
  readonly rules: readonly { readonly code: string; readonly gained: number; readonly lost: number }[];
  readonly features: readonly { readonly id: string; readonly orders: number }[];
  readonly first: readonly EmulatedDifference[];
}

/** Orders that are shown field by field. */
export const mostShown = 10;
