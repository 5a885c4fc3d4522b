import { z } from 'zod';
import { filterSchema } from '../filter.ts';
import { scoreParts } from '../policy.ts';
import type { Maturity } from '../project.ts';
import { ruleSetSchema } from '../ruleset.ts';
import type { Target } from '../target.ts';
import type { ClusterKind } from './headline.ts';
import { judgedSchema } from './judged.ts';
import type { ReviewDays } from './queue.ts';
import type { Hidden } from './unknown-band.ts';

/**
 * A threshold of a rule set: a number that a rule's text compares a field or feature with (by the place of the number in
 * the text), or what a sum of scores has to reach.
 */
export const cutSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('clause'),
    code: z.string().max(64),
    from: z.int().min(0),
    to: z.int().min(1),
  }),
  z.strictObject({ kind: z.literal('score'), part: z.enum(scoreParts) }),
]);
export type Cut = z.infer<typeof cutSchema>;

/** Values tried by one question at most. */
export const mostTried = 60;

export const thresholdsSchema = z.strictObject({
  ruleSet: ruleSetSchema,
  filter: filterSchema,
  judged: judgedSchema.exactOptional(),
  cut: cutSchema,
  /** `spread`: where orders lie, between two values where they are told; else these values. The present one always as well. */
  tried: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('spread'),
      most: z.int().min(2).max(mostTried),
      between: z.strictObject({ low: z.number(), high: z.number() }).exactOptional(),
    }),
    z.strictObject({ kind: z.literal('values'), values: z.array(z.number()).max(mostTried) }),
  ]),
});
export type ThresholdsAsk = z.infer<typeof thresholdsSchema>;

/**
 * The whole set with one value of the threshold: its tally by groups of entities, the reviews by day, and the orders that were
 * blocked in history by what is decided with the present value and with this one; none of them for the present value itself.
 */
export interface ThresholdTally {
  readonly value: number;
  readonly groups: Float64Array;
  readonly reviewDays: ReviewDays;
  readonly hidden: readonly Hidden[];
}

/** What a rule set comes to at several values of one threshold, on the same orders. Values are as rules write them. */
export interface Thresholds {
  readonly present: number;
  /** The smallest step between two values; 0 for none. */
  readonly step: number;
  /** From the smallest value on. */
  readonly points: readonly ThresholdTally[];
  /** Orders, and those of them that have a value to be compared; null for sums of scores. */
  readonly orders: number;
  readonly valued: number | null;
  readonly entities: { readonly by: ClusterKind; readonly count: number };
  readonly currency: string;
  readonly target: Target;
  readonly maturity: Maturity;
  /** As in a run: the labels' cut-off, and the first and last day of the orders. */
  readonly asOf: string | null;
  readonly period: { readonly from: string; readonly to: string } | null;
  readonly dataVersion: string;
}
