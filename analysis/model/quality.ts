import type { ColumnType, KnownAt, Pii } from './columns.ts';
import type { Filter } from './filter.ts';
import { rejectReasons, type RejectReason } from './import-report.ts';

/** What the data quality report looks for. Texts are in the catalogues, see `messages/quality.ts`. */
export const findingCodes = [
  'leak-value',
  'leak-filled',
  'leak-blank',
  'leak-separates',
  'leak-header',
  'orders-future',
  'outcome-before-order',
  'clock-shift',
  'times-midnight',
  'times-utc-midnight',
  'days-empty',
  'days-high',
  'days-low',
  'near-duplicates',
  'ids-reused',
  'ids-shared',
  'hub-values',
  'placeholder-values',
  'values-malformed',
  'constant-column',
  'amount-tiny',
  'amount-unit',
  'several-currencies',
  'zip-prefecture',
  'outcomes-unmatched',
  'outcomes-several',
  'outcome-rows-rejected',
  'values-unreadable',
  'rows-rejected',
  'recorded-rejected',
] as const;
export type FindingCode = (typeof findingCodes)[number];

/** Findings whose orders are found by what was looked for itself; those of the others by clauses on columns. */
export const findingFilterCodes = [
  'leak-value',
  'outcome-before-order',
  'times-midnight',
  'times-utc-midnight',
  'days-high',
  'days-low',
  'near-duplicates',
  'ids-reused',
  'ids-shared',
  'hub-values',
  'placeholder-values',
  'values-malformed',
  'amount-unit',
  'zip-prefecture',
] as const satisfies readonly FindingCode[];
export type FindingFilterCode = (typeof findingFilterCodes)[number];

const reused: ReadonlySet<RejectReason> = new Set(['id-duplicate', 'id-in-project']);

/** Findings about rejected rows, which can be looked at. */
export const rejectedFindings = [
  'ids-reused',
  'rows-rejected',
  'outcome-rows-rejected',
  'recorded-rejected',
] as const satisfies readonly FindingCode[];
export type RejectedFinding = (typeof rejectedFindings)[number];

/** Of files of what they are, and for which reasons. */
export const rejectedBehind: Readonly<
  Record<
    RejectedFinding,
    { readonly of: 'orders' | 'outcomes' | 'recorded'; readonly reasons: readonly RejectReason[] }
  >
> = {
  'ids-reused': { of: 'orders', reasons: rejectReasons.filter((reason) => reused.has(reason)) },
  'rows-rejected': { of: 'orders', reasons: rejectReasons.filter((reason) => !reused.has(reason)) },
  // What another row tells again is no loss.
  'outcome-rows-rejected': {
    of: 'outcomes',
    reasons: rejectReasons.filter((reason) => reason !== 'outcome-duplicate'),
  },
  'recorded-rejected': { of: 'recorded', reasons: rejectReasons },
};

/** `blocking`: figures made on these data would mislead. The worst first. */
export const severities = ['blocking', 'warning', 'note'] as const;
export type Severity = (typeof severities)[number];

/** One thing found. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** The column it is about; null where it is about whole orders, days or files. */
  readonly column: string | null;
  /** What is counted; only orders can be opened. */
  readonly unit: 'orders' | 'days' | 'rows' | 'outcomes';
  readonly count: number;
  /** Of how many that the check looked at. */
  readonly of: number;
  /** For the texts: `value` is one of the column, `zip` too. Rates are 0..1, times epoch ms, days ISO dates. */
  readonly params: Readonly<Record<string, string | number>>;
  /** Its orders are exactly the counted ones; null where no orders are behind it. */
  readonly filter: Filter | null;
}

/** Whether a placeholder in a column names nobody; a name or an address that only looks like one might. */
export const namesNobody = (column: string): boolean => column !== 'email' && !/_(?:name|kana|address)$/.test(column);

/** Why a check was not made. */
export type SkipReason = 'no-column' | 'few-orders' | 'few-outcomes' | 'none-readable';

/** Values so far from the middle that they stand out: below `low`, or `high` and above. */
export interface Outliers {
  /** Distance from the median in units of the scaled MAD: of the values, or of their logarithms (money above 0). */
  readonly rule: 'mad' | 'log-mad';
  readonly low: number;
  readonly high: number;
  readonly below: number;
  readonly above: number;
}

/** Of numbers (money in minor units) and times (epoch ms). */
export interface Spread {
  readonly min: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly max: number;
  /** Null where more than half of the values are the same, so that there is no distance to measure by. */
  readonly outliers: Outliers | null;
}

/** One column that some file filled. Blank orders are `of` − `filled`. */
export interface ColumnQuality {
  readonly column: string;
  readonly label: { readonly ja: string; readonly en: string };
  readonly type: ColumnType;
  readonly pii: Pii;
  readonly knownAt: KnownAt;
  /** Whether the values below are masked where a session is. */
  readonly masked: boolean;
  readonly filled: number;
  /** Of the filled ones those that are what the column holds; null where it may hold anything. */
  readonly valid: number | null;
  readonly of: number;
  readonly distinct: number;
  /** The most frequent values, at most five. */
  readonly top: readonly { readonly value: string | number | boolean; readonly orders: number }[];
  readonly spread: Spread | null;
}

/** The data quality of a project as it is now. */
export interface QualityReport {
  readonly orders: number;
  readonly timezone: string;
  readonly currency: string;
  readonly dataVersion: string;
  /** Orders whose outcome is known and matured for the target: what leaks were looked for on. */
  readonly known: { readonly bad: number; readonly good: number };
  /** The worst first, then by share. */
  readonly findings: readonly Finding[];
  /** Checks that were made and found nothing. */
  readonly clean: readonly FindingCode[];
  readonly skipped: readonly { readonly code: FindingCode; readonly reason: SkipReason }[];
  readonly columns: readonly ColumnQuality[];
}

/** The numbers of the rules, told in the texts. */
export const qualityLimits = {
  /** A telling value of a leak: bad of its known orders, and of all bad ones; and at least so many bad orders. */
  leakPrecision: 0.95,
  leakRecall: 0.5,
  leakBad: 10,
  /** Area under the ROC curve of a whole column, this or 1 − this, over at least so many bad and good orders. */
  leakArea: 0.95,
  leakKnown: 20,
  /** With a smaller part of the outcomes matched to orders, too many bad orders count as good. */
  matchedShare: 0.95,
  /** A value many orders share: at least so many, this share of the filled ones, and so many times the usual value. */
  hubOrders: 10,
  hubShare: 0.01,
  hubTimes: 10,
  /** Or a value of so large a part of them, whatever the others share, and of so many orders. */
  hubPart: 0.2,
  hubPartOrders: 20,
  /** Distance of a day from the usual of its weekday, in spreads. */
  daySpreads: 5,
  /** Orders that a run of empty days would usually have had. */
  gapOrders: 7,
  /** Share of orders at midnight. */
  midnightShare: 0.05,
  midnightOrders: 10,
  /** Share of amounts that end in 00. */
  unitShare: 0.99,
  unitOrders: 100,
  /** A column of one value only: at least so many orders. */
  constantOrders: 20,
  /** The quietest four hours of a shop hold less than this share of its orders where a rhythm shows at all. */
  quietShare: 0.08,
  quietOrders: 300,
  /** Outliers: distance from the median in scaled MADs. */
  outlierSpreads: 5,
} as const;
