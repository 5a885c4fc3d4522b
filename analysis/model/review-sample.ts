import { z } from 'zod';
import { filterSchema, type Filter } from './filter.ts';
import { ruleSetSchema, type RuleSet, type ScreeningResult } from './ruleset.ts';
import type { Verdict, VerdictState } from './verdict.ts';

/**
 * 審査サンプル: orders drawn with known probabilities, looked at by persons, from whose verdicts precision and what was
 * missed are estimated where no outcomes tell them.
 */

/** Sampled orders by what was said of them. */
export type ByVerdict = { readonly [V in VerdictState]: number };

/** How the sample is shared out over strata: by their orders, evenly, or by orders × spread of the assumed rate (Neyman). */
export const allocations = ['proportional', 'equal', 'neyman'] as const;
export type Allocation = (typeof allocations)[number];

/** Most orders a person is asked to look at. */
export const mostSampled = 5000;
/** Fewest orders drawn of a stratum: one says nothing of how orders in it differ. A smaller stratum is taken whole. */
export const leastPerStratum = 2;
/** Fewest verdicts an estimate is told of, unless every order was looked at. */
export const leastVerdicts = 10;
/** Level of every interval. */
export const confidence = 0.95;

const assumedRate = z.number().min(0.0001).max(0.9999);

/** What a person chooses of a sample. */
export const reviewDesignSchema = z.strictObject({
  size: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('orders'), orders: z.int().min(1).max(mostSampled) }),
    /** The half-width that the interval of the alerts' precision shall have, as a share. */
    z.strictObject({ kind: z.literal('halfWidth'), halfWidth: z.number().min(0.005).max(0.5) }),
  ]),
  allocation: z.enum(allocations),
  /** Shares of bad orders assumed while planning, of alerted and of passed orders; no estimate reads them. */
  assumed: z.strictObject({ alerted: assumedRate, passed: assumedRate }),
  /** The same seed draws the same orders of the same data. */
  seed: z.string().min(1).max(64),
});
export type ReviewDesign = z.infer<typeof reviewDesignSchema>;

/** A rule set on filtered orders, as a backtest has it, and how to draw of them. */
export const reviewRequestSchema = z.strictObject({
  ruleSet: ruleSetSchema,
  filter: filterSchema,
  design: reviewDesignSchema,
});
export type ReviewRequest = z.infer<typeof reviewRequestSchema>;

/** Bands of the NG score by its threshold `t`: 0, below t/2, below t, below 2t, from 2t. */
export const scoreBands = ['none', 'low', 'near', 'over', 'far'] as const;
export type ScoreBand = (typeof scoreBands)[number];

/** Orders that were decided alike; every order of the run is in exactly one. */
export interface ReviewStratum {
  readonly result: ScreeningResult;
  /** What decided, as `BacktestResult.decidedBy` has it. */
  readonly by: string;
  /** Whether any rule of the set is true on its orders. */
  readonly hit: boolean;
  /** Null where the set does not go by scores. */
  readonly band: ScoreBand | null;
  /** Orders, and those drawn of them: each order's probability of being drawn is `drawn` ÷ `orders`. */
  readonly orders: number;
  readonly drawn: number;
  /** Orders that each rule hits, for rules that hit any. */
  readonly hits: Readonly<Record<string, number>>;
}

/** What a draw would be. */
export interface ReviewPlan {
  readonly rows: number;
  readonly drawn: number;
  readonly strata: readonly ReviewStratum[];
  /** Half-width expected of the alerts' precision under the assumed rate; null without alerts. */
  readonly halfWidth: number | null;
}

/** What a sample is stored with. SHA-256; `data` of all orders and outcomes, `filter` and `ruleSet` as they were asked. */
export interface ReviewDrawn {
  /** Four letters that its row keys begin with. */
  readonly code: string;
  readonly design: ReviewDesign;
  readonly ruleSet: RuleSet;
  readonly filter: Filter;
  readonly rows: number;
  readonly strata: readonly ReviewStratum[];
  readonly hashes: { readonly ruleSet: string; readonly data: string; readonly filter: string };
  readonly engine: { readonly version: string; readonly duckdb: string };
}

/** A file of verdicts that was taken in. Times epoch ms. */
export interface VerdictFile {
  readonly importId: string;
  readonly fileName: string;
  readonly importedAt: number;
  /** Rows with a key of the sample; those without a verdict are `blank`. */
  readonly read: number;
  readonly blank: number;
  /** Verdicts taken in: new ones and those that say otherwise than before; `unchanged` repeat what was there. */
  readonly taken: { readonly [V in Verdict]: number };
  readonly changed: number;
  readonly unchanged: number;
  /** Verdicts without a day, dated on the day of the import. */
  readonly undated: number;
}

/** A sample with what has come back of it. */
export interface ReviewSample extends ReviewDrawn {
  readonly sampleId: string;
  readonly drawnAt: number;
  readonly drawn: number;
  readonly verdicts: ByVerdict;
  /** The latest first. */
  readonly files: readonly VerdictFile[];
}

/** What is wrong with a row of a worksheet; nothing of the file is taken in while there is any. */
export const verdictIssueCodes = [
  'row-unreadable',
  'row-key-missing',
  'row-key-unknown',
  'row-key-other',
  'row-key-twice',
  'order-differs',
  'verdict-unknown',
  'date-unreadable',
  'date-future',
] as const;
export type VerdictIssueCode = (typeof verdictIssueCodes)[number];

export interface VerdictIssue {
  readonly code: VerdictIssueCode;
  readonly line: number;
  /** Header of the column, as the file has it. */
  readonly column: string | null;
  /** What stands there, cut short; null where that does not help. */
  readonly value: string | null;
}

/** What became of a file of verdicts. `issues` are the first of `count`. */
export type VerdictReading =
  | { readonly kind: 'taken'; readonly file: VerdictFile; readonly sample: ReviewSample }
  | {
      readonly kind: 'refused';
      readonly fileName: string;
      readonly count: number;
      readonly issues: readonly VerdictIssue[];
    };

/** A figure with its 95 % interval. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Share of bad orders in a set of orders, estimated from verdicts. */
export interface ReviewEstimate {
  /** The orders it is said of, and those of them that were drawn. */
  readonly orders: number;
  readonly drawn: number;
  readonly verdicts: ByVerdict;
  /** Share of `orders` that lies where at least one verdict was given. */
  readonly covered: number;
  /** Null for "not measured", with why. */
  readonly rate: Interval | null;
  readonly unmeasured: 'no-orders' | 'few-verdicts' | 'uncovered' | null;
  /** Bad orders among `orders`. */
  readonly bad: Interval | null;
  /** The rate if every sampled order without a clear verdict were good, and if every one were bad; null where none is sampled. */
  readonly band: { readonly low: number; readonly high: number } | null;
  /** What outcomes tell of the same orders, never mixed in; null where the rule set can no longer run. */
  readonly outcomes: { readonly bad: number; readonly good: number } | null;
}

/** What a sample says. */
export interface ReviewEstimates {
  readonly sample: ReviewSample;
  /** REVIEW, HOLD and NG together: precision. */
  readonly alerts: ReviewEstimate;
  readonly results: { readonly [R in ScreeningResult]: ReviewEstimate };
  readonly all: ReviewEstimate;
  /** Orders no rule hits. */
  readonly unhit: ReviewEstimate;
  /** Of the orders each rule hits, whatever decided, in the set's order. */
  readonly rules: readonly { readonly code: string; readonly estimate: ReviewEstimate }[];
  /** As the sample's strata. */
  readonly strata: readonly ReviewEstimate[];
  /** Share of the bad orders that is alerted; null while either side is not measured. */
  readonly recall: Interval | null;
  /** Recall if every sampled order without a clear verdict spoke against the set, or for it. */
  readonly recallBand: { readonly low: number; readonly high: number } | null;
  /** Sampled orders by verdict and by what outcomes say of them now. */
  readonly agreement: readonly {
    readonly verdict: VerdictState;
    readonly outcome: 'bad' | 'good' | 'unknown';
    readonly orders: number;
  }[];
  /** Target of the outcomes shown beside. */
  readonly target: { readonly ja: string; readonly en: string };
}
