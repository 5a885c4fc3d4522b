import type { Mapping } from './mapping.ts';
import type { MatchedBy } from './outcome-match.ts';

/** Why a row was not taken in. Texts are in the catalogues; `column` is the source header. */
export const rejectReasons = [
  'too-few-cells',
  'too-many-cells',
  'bad-quoting',
  'bad-encoding',
  'id-missing',
  'id-duplicate',
  'id-in-project',
  'order-time-differs',
  'order-currency-differs',
  'order-amount-differs',
  'time-missing',
  'time-unreadable',
  'time-out-of-range',
  'amount-missing',
  'amount-unreadable',
  'amount-ambiguous',
  'amount-decimals',
  'amount-currency',
  'outcome-duplicate',
  'event-repeated',
  'event-keyless',
  'amount-out-of-range',
  'value-too-long',
  'bad-json',
  'list-value-missing',
  'list-value-unreadable',
  'list-value-weak',
  'list-value-repeated',
  'list-removed-first',
  'quantity-unreadable',
  'line-empty',
  'recorded-no-order',
  'recorded-differs',
] as const;
export type RejectReason = (typeof rejectReasons)[number];

/**
 * A row says of an order in the project what cannot change after it: the row is another order's, or a later state of it; or
 * the rows of one order contradict each other.
 */
export const conflictReasons: ReadonlySet<RejectReason> = new Set([
  'order-time-differs',
  'order-currency-differs',
  'order-amount-differs',
  'recorded-differs',
]);

/** What a file of a client is, unpacked. */
export const fileFormats = ['csv', 'jsonl', 'json', 'xml', 'xlsx', 'parquet'] as const;
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
  'recorded-earlier',
  'outcomes-unmatched',
  'outcomes-several',
  'outcomes-duplicate',
  'outcomes-unknown-kind',
  'outcomes-reversed',
  'settle-status-unknown',
  'dates-in-future',
  'known-at-screening-unsure',
  'encoding-replaced',
  'joined-ids-collide',
  'screening-changed',
  'lines-changed',
  'events-changed',
  'exponent-numbers',
  'serial-dates',
  'phone-zeros-restored',
  'phone-zeros-lost',
  'zip-zeros-restored',
  'zip-zeros-lost',
] as const;

/** Of these, what was dealt with by itself, or is no more than a fact: nobody has to look after it. */
export const importNotes: ReadonlySet<string> = new Set<(typeof importWarningCodes)[number]>([
  ...(['card-numbers-replaced', 'times-ambiguous', 'times-nonexistent', 'label-blank', 'formula-cells'] as const),
  ...(['several-currencies', 'outcomes-duplicate', 'outcomes-reversed', 'serial-dates'] as const),
  'recorded-earlier',
  ...(['phone-zeros-restored', 'zip-zeros-restored'] as const),
]);

/** Warnings of an orders file that say something of single orders, by which these are found again. */
export const orderWarnings = [
  'times-ambiguous',
  'times-nonexistent',
  'dates-in-future',
  'negative-amounts',
  'value-unreadable',
  'screening-changed',
  'lines-changed',
  'exponent-numbers',
  'serial-dates',
  'phone-zeros-restored',
  'phone-zeros-lost',
  'zip-zeros-restored',
  'zip-zeros-lost',
] as const satisfies readonly (typeof importWarningCodes)[number][];

export type OrderWarning = (typeof orderWarnings)[number];

/**
 * What a file did with orders or says of them: `accepted` are those it brought or that were there already, `repeated`
 * those whose id it has on another row, of another time, currency or amount.
 */
export const fileSays = [
  'accepted',
  'inserted',
  'updated',
  'unchanged',
  'filled',
  'changed',
  'conflicting',
  'repeated',
  'reused',
  ...orderWarnings,
] as const;
export type FileSays = (typeof fileSays)[number];

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

/** One of several files read as one: how many rows it has, and how many lines stand before its first. */
export interface ReadPart {
  readonly name: string;
  readonly before: number;
  readonly read: number;
}

/** An outcomes file as it was read, before its rows look for their orders. Amounts of the project's currency. */
export interface OutcomesRead {
  /** The files that were read as one, in their order; missing where it was one. */
  readonly files?: readonly ReadPart[];
  readonly read: number;
  readonly rejected: number;
  /** Sum of the amounts told by all rows that could be read, rejected ones too; missing in reports of earlier versions. */
  readonly amountRead?: number;
  /** Names the rejected rows for `import.rejects`; these four are missing in reports of earlier versions. */
  readonly importId?: string;
  readonly fileName?: string;
  readonly rejects?: RejectGroups;
  /** What was odd in the file; of a file taken in with its orders this stands in their report too. */
  readonly warnings?: readonly ImportWarning[];
}

/**
 * One outcomes file: read = matched + several + unmatched + rejected, in rows and in amount; those not matched are kept
 * and listed, never dropped. A matched row that tells no amount counts with that of its order.
 */
export interface OutcomesReport extends OutcomesRead {
  readonly matched: number;
  /** Rows that more than one order fits. */
  readonly several: number;
  readonly unmatched: number;
  readonly amountMatched: number;
  readonly amountSeveral: number;
  readonly amountUnmatched: number;
  /** Null where an earlier version did not keep it. */
  readonly amountRejected: number | null;
  /** The matched rows by what joined them, in the order the keys are asked. */
  readonly matchedBy: readonly { readonly by: MatchedBy; readonly rows: number; readonly amount: number }[];
}

/**
 * A file beside the orders the project had: inserted + updated + unchanged = accepted; the conflicting rows are among the
 * rejected ones. An order belongs to the import that inserted it; taking an import back takes no updates back.
 */
export interface Upsert {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly conflicting: number;
  /** Orders in which a column had no value and got one, or got another one; only columns with such orders. */
  readonly columns: readonly { readonly column: string; readonly filled: number; readonly changed: number }[];
}

/** What cannot change of an order. */
export interface ContradictedOrder {
  readonly orderId: string;
  readonly orderedAt: number;
  readonly amount: number | null;
  readonly currency: string | null;
}

/** accepted + rejected (+ lines) = read, always. Times epoch ms, money minor units. */
export interface ImportReport {
  /**
   * The file only told what production decided of orders that were there: several of its rows may be of one order, `upsert`
   * counts orders, and it has neither amounts nor a period.
   */
  readonly of?: 'recorded';
  readonly importId: string;
  readonly fileName: string;
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Rows that are further lines of accepted or refused orders; only where the mapping says that rows are lines. */
  readonly lines?: number;
  /** Lines of the accepted orders that were kept, where the mapping says that rows are lines. */
  readonly orderLines?: number;
  /** Only where the project had orders; missing in reports of earlier versions. */
  readonly upsert?: Upsert;
  readonly rejects: RejectGroups;
  /** The first rejected rows, cells masked of card numbers. */
  readonly rejectSample: readonly {
    readonly line: number;
    readonly reason: RejectReason;
    readonly column: string | null;
    readonly cells: string;
    readonly file?: string;
    /** The order that a conflicting row contradicts, as the project has it. */
    readonly order?: ContradictedOrder;
  }[];
  /** Missing in reports of earlier versions. */
  readonly format?: FileFormat;
  /** Of a workbook, the sheet that was read. */
  readonly sheet?: string;
  /**
   * What each of several files brought, in the order they were read; lines of rejected rows and of orders count through
   * all of them, `before` being the lines before a file's first.
   */
  readonly files?: readonly (ReadPart & { readonly accepted: number; readonly rejected: number })[];
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
  /** What the file says of its orders was kept, so that they are found again; missing in reports of earlier versions. */
  readonly ordersKept?: true;
  /** How the file was read, for the next one like it; missing in reports of earlier versions. */
  readonly source?: { readonly mapping: Mapping; readonly headers: readonly string[] };
}

/** A rejected row as it is shown. */
export interface RejectedRow {
  readonly importId: string;
  /** The file; of several read as one the one the row stands in, and the line in it. */
  readonly file: string;
  readonly line: number;
  readonly reason: RejectReason;
  readonly column: string | null;
  /** What stands in that column; null for none. */
  readonly value: string | null;
  readonly cells: readonly string[];
}

/** A page of rejected rows, by file (the latest first) and line. */
export interface RejectedRows {
  readonly total: number;
  readonly rows: readonly RejectedRow[];
}

/** A file of recorded results as it was read. */
export type RecordedRead = Pick<
  ImportReport,
  | 'importId'
  | 'fileName'
  | 'read'
  | 'accepted'
  | 'rejected'
  | 'rejects'
  | 'rejectSample'
  | 'encoding'
  | 'delimiter'
  | 'warnings'
> &
  Required<Pick<ImportReport, 'format'>>;

/** Share of rejected rows from which a person is asked before the others are taken in. */
const askedFrom = 0.01;

/** Whether so many rows of a file are rejected that its others should not go in unasked. */
export const asksFirst = ({
  read,
  accepted,
  rejected,
}: Pick<ImportReport, 'read' | 'accepted' | 'rejected'>): boolean => accepted > 0 && rejected / read >= askedFrom;

/** What came of an import that asks: `asks` where many rows are rejected, nothing is taken in and the files stay chosen. */
export interface TriedImport {
  readonly kind: 'taken' | 'asks';
  readonly report: ImportReport;
}
