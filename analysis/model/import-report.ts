import type { Mapping } from './mapping.ts';

/** Why a row was not taken in. Texts are in the catalogues; `column` is the source header. */
export const rejectReasons = [
  'too-few-cells',
  'too-many-cells',
  'bad-quoting',
  'bad-encoding',
  'id-missing',
  'id-duplicate',
  'id-in-project',
  'time-missing',
  'time-unreadable',
  'time-out-of-range',
  'amount-missing',
  'amount-unreadable',
  'amount-ambiguous',
  'amount-decimals',
  'amount-currency',
  'outcome-duplicate',
  'amount-out-of-range',
  'value-too-long',
  'bad-json',
] as const;
export type RejectReason = (typeof rejectReasons)[number];

/** What a file of a client is, unpacked. */
export const fileFormats = ['csv', 'jsonl', 'json', 'xlsx', 'parquet'] as const;
export type FileFormat = (typeof fileFormats)[number];

/** What was odd in a file that was taken in. Texts are in the catalogues. */
export const importWarningCodes = [
  'card-numbers-replaced',
  'times-ambiguous',
  'times-nonexistent',
  'label-blank',
  'no-report-dates',
  'negative-amounts',
  'value-unreadable',
  'decimal-marks-mixed',
  'formula-cells',
  'several-currencies',
  'outcomes-unmatched',
  'outcomes-duplicate',
  'outcomes-unknown-kind',
  'outcomes-reversed',
  'settle-status-unknown',
  'dates-in-future',
  'known-at-screening-unsure',
  'encoding-replaced',
  'joined-ids-collide',
  'exponent-numbers',
  'serial-dates',
  'phone-zeros-restored',
  'phone-zeros-lost',
  'zip-zeros-restored',
  'zip-zeros-lost',
] as const;

export interface ImportWarning {
  readonly code: (typeof importWarningCodes)[number];
  readonly params: Readonly<Record<string, string | number>>;
}

/** Rejected rows by reason and source column, the most frequent first. */
export type RejectGroups = readonly {
  readonly reason: RejectReason;
  readonly column: string | null;
  readonly rows: number;
  readonly firstLine: number;
  /** The file of that line, where several were read as one history. */
  readonly file?: string;
}[];

/** One outcomes file, amounts of the project's currency: read = matched + unmatched + rejected; unmatched are kept and listed, never dropped. */
export interface OutcomesReport {
  readonly read: number;
  readonly matched: number;
  readonly unmatched: number;
  readonly rejected: number;
  readonly amountMatched: number;
  readonly amountUnmatched: number;
  /** Names the rejected rows for `import.rejects`; these four are missing in reports of earlier versions. */
  readonly importId?: string;
  readonly fileName?: string;
  readonly rejects?: RejectGroups;
  /** What was odd in the file; of a file taken in with its orders this stands in their report too. */
  readonly warnings?: readonly ImportWarning[];
}

/** accepted + rejected (+ lines) = read, always. Times epoch ms, money minor units. */
export interface ImportReport {
  readonly importId: string;
  readonly fileName: string;
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Rows that are further lines of accepted or refused orders; only where the mapping says that rows are lines. */
  readonly lines?: number;
  readonly rejects: RejectGroups;
  /** The first rejected rows, cells masked of card numbers. */
  readonly rejectSample: readonly {
    readonly line: number;
    readonly reason: RejectReason;
    readonly column: string | null;
    readonly cells: string;
    readonly file?: string;
  }[];
  /** Missing in reports of earlier versions. */
  readonly format?: FileFormat;
  /** Of a workbook, the sheet that was read. */
  readonly sheet?: string;
  /**
   * What each of several files brought, in the order they were read; lines of rejected rows and of orders count through
   * all of them, `before` being the lines before a file's first.
   */
  readonly files?: readonly {
    readonly name: string;
    readonly before: number;
    readonly read: number;
    readonly accepted: number;
    readonly rejected: number;
  }[];
  readonly encoding: string;
  readonly delimiter: string | null;
  /** The currency most orders have. */
  readonly currency: string;
  /** Sum of the orders in `currency`; those of other currencies are not added. */
  readonly amount: number;
  readonly period: { readonly from: number; readonly to: number } | null;
  /** Cells that were empty or blank and became NULL, per canonical or custom column. */
  readonly blanks: readonly { readonly column: string; readonly rows: number }[];
  readonly warnings: readonly ImportWarning[];
  readonly outcomes: OutcomesReport | null;
  readonly durationMs: number;
  /** How the file was read, for the next one like it; missing in reports of earlier versions. */
  readonly source?: { readonly mapping: Mapping; readonly headers: readonly string[] };
}
