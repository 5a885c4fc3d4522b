import { z } from 'zod';
import type { BacktestResult } from '../backtest.ts';
import type { Feature } from '../features.ts';
import { filterSchema } from '../filter.ts';
import type { Maturity } from '../project.ts';
import { ruleSetSchema, type Rule, type ScreeningResult } from '../ruleset.ts';
import type { ClusterKind } from './headline.ts';
import type { ReviewDays } from './queue.ts';
import type { Hidden } from './unknown-band.ts';
import { judgedSchema } from './judged.ts';

/** What each rule of a set contributes on some orders. */
export const contributionsSchema = z.strictObject({
  ruleSet: ruleSetSchema,
  filter: filterSchema,
  judged: judgedSchema.exactOptional(),
});
export type ContributionsAsk = z.infer<typeof contributionsSchema>;

/** Shares of an order that more rules than this decide on together are estimated on drawn orders of asking. */
export const mostExact = 12;
/** Such estimates are made in so many batches, which tell how far they may be off. */
export const shareBatches = 16;
/** Combinations that are told of at most, by each of orders, bad orders and their amount. */
export const mostIntersections = 60;

/**
 * What a rule changes in a set, as sums by decision, outcome state and measure (a tally): what is added where, and taken
 * from where. Every figure that is a weighted sum of a tally says of it what it changes by.
 */
export interface RuleContribution {
  readonly code: string;
  /** By group of entities (`partGroups`): the set without the rule less the set as it is; null where nothing changes. */
  readonly dropped: Float64Array | null;
  /** Orders that are decided otherwise without it, most first. */
  readonly moves: readonly Move[];
  /** Orders and purchases blocked in history among them, by what is decided with the rule and without it. */
  readonly hidden: readonly Hidden[];
  /** What it changes when the rules are put in one by one, in the order in which the policy asks them. */
  readonly inOrder: Float64Array;
  /** Its Shapley value: what it changes on average over all orders in which the rules could be put in. */
  readonly shapley: Float64Array;
  /** By batch (`shareBatches`): estimates of it, of which it is the mean; null where it is exact. */
  readonly batches: Float64Array | null;
}

/** Orders that go from one decision to another one. */
export interface Move {
  readonly from: ScreeningResult;
  readonly to: ScreeningResult;
  readonly orders: number;
  /** Of those: known and matured, and blocked in history. */
  readonly known: number;
  readonly blocked: number;
}

/** Orders on which exactly these rules fire. */
export interface Intersection {
  readonly codes: readonly string[];
  readonly orders: number;
  readonly bad: number;
  readonly good: number;
  readonly blocked: number;
  /** Minor units, of all and of the bad. */
  readonly amount: number;
  readonly badAmount: number;
}

export interface Contributions {
  /** In the order in which the policy asks them. */
  readonly rules: readonly RuleContribution[];
  /** The most orders first. */
  readonly intersections: readonly Intersection[];
  /** Different combinations of rules that fire together, orders they fire on, and those of them not told of. */
  readonly combinations: { readonly all: number; readonly orders: number; readonly rest: number };
  /** Orders that every two rules share, all and bad ones, where there are any; null where this machine cannot count them. */
  readonly overlap: NonNullable<BacktestResult['overlap']> | null;
  /** Orders, and purchases of several attempts that differ, on which shares are estimated. */
  readonly sampledOrders: number;
  readonly by: ClusterKind;
  readonly currency: string;
  readonly maturity: Maturity;
  readonly dataVersion: string;
}

/** Where a rule that might be added comes from. */
export type CandidateSource =
  | { readonly kind: 'set' }
  | { readonly kind: 'library' }
  | { readonly kind: 'ruleSet'; readonly name: string };

/** A rule that is not at work in a set, put in at its place. */
export interface Addition {
  readonly source: CandidateSource;
  readonly rule: Rule;
  /** Features it reads that the set has not. */
  readonly features: readonly Feature[];
  /** Orders that it hits, and those of them known and matured, and blocked in history. */
  readonly hits: number;
  readonly known: number;
  readonly blocked: number;
  /** Orders that are decided otherwise with it. */
  readonly moves: readonly Move[];
  /** By group of entities (`partGroups`): the set with the rule less the set as it is. */
  readonly added: Float64Array;
  /** Orders and purchases blocked in history that it decides otherwise, by what is decided without it and with it. */
  readonly hidden: readonly Hidden[];
}

export interface Additions {
  /** Those that decide any order otherwise. */
  readonly additions: readonly Addition[];
  /** Rules that were tried, also those that change nothing. */
  readonly tried: number;
  /** Rules that could not be: they do not check here or need outcomes without a date, say what a rule of the set says, or need what the set has otherwise. */
  readonly left: { readonly unchecked: number; readonly same: number; readonly clash: number };
  /** Orders they were tried on, the first and last day of them, the labels' cut-off, and matured purchases of known outcome. */
  readonly orders: number;
  readonly period: { readonly from: string; readonly to: string } | null;
  readonly asOf: string | null;
  readonly cohort: number;
  /** Those of them that a person has to look at, as the set is. */
  readonly reviewDays: ReviewDays;
  readonly by: ClusterKind;
  readonly currency: string;
}
