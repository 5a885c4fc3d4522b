import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { EventsPreview, FilePreview, OutcomesPreview } from '../engine-api.ts';
import { eventKindSchema, type EventsRead } from '../model/events.ts';
import { failureSchema, type Failure } from '../model/failure.ts';
import {
  fileFormats,
  importWarningCodes,
  rejectReasons,
  type ImportReport,
  type ImportWarning,
  type OutcomesRead,
  type RecordedRead,
} from '../model/import-report.ts';
import type { FileCells } from '../model/file-cells.ts';
import type { LinesRead } from '../model/order-lines.ts';
import { mappingSchema } from '../model/mapping.ts';
import { progressSchema, type Progress } from '../model/progress.ts';

/** What the import process sees of a file; it knows no earlier ones. */
export type SeenFile = Omit<FilePreview, 'earlier'>;

/** A kept column as both processes tell it. */
export const customColumnSchema = z.strictObject({
  id: z.string(),
  label: z.string(),
  type: z.enum(['text', 'timestamp', 'int', 'double', 'bool']),
  knownAtScreening: z.enum(['yes', 'no', 'unsure']),
});

const count = z.int().nonnegative();
const money = z.int();
const reason = z.enum(rejectReasons);
const file = z.string().exactOptional();
const groups = z.array(z.strictObject({ reason, column: z.string().nullable(), rows: count, firstLine: count, file }));
const warning: z.ZodType<ImportWarning> = z.strictObject({
  code: z.enum(importWarningCodes),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});

/** What every file told row by row reports. */
const rowsRead = {
  ...{ importId: z.string(), fileName: z.string(), read: count, accepted: count, rejected: count },
  ...{ rejects: groups, warnings: z.array(warning) },
};
/** Beside it, in the folder of its job: headers in file order, and the rows that were not taken in, for their CSV. */
const stagedRows = { headers: z.array(z.string()), rejects: z.string().nullable() };

const readParts = z.array(z.strictObject({ name: z.string(), before: count, read: count })).exactOptional();

const outcomesRead: z.ZodType<OutcomesRead> = z.strictObject({
  files: readParts,
  read: count,
  rejected: count,
  amountRead: money.exactOptional(),
  importId: z.string().exactOptional(),
  fileName: z.string().exactOptional(),
  rejects: groups.exactOptional(),
  warnings: z.array(warning).exactOptional(),
});

const rejectSample = z.array(
  z.strictObject({
    ...{ line: count, reason, column: z.string().nullable(), cells: z.string(), file },
    order: z
      .strictObject({
        orderId: z.string(),
        orderedAt: z.number(),
        amount: money.nullable(),
        currency: z.string().nullable(),
      })
      .exactOptional(),
  }),
);
const parts = z.array(
  z.strictObject({ name: z.string(), before: count, read: count, accepted: count, rejected: count }),
);
const period = z.strictObject({ from: z.number(), to: z.number() }).nullable();

const importReport: z.ZodType<ImportReport & { readonly outcomes: null }> = z.strictObject({
  ...{ ...rowsRead, rejectSample },
  lines: count.exactOptional(),
  orderLines: count.exactOptional(),
  format: z.enum(fileFormats).exactOptional(),
  sheet: z.string().exactOptional(),
  files: parts.exactOptional(),
  encoding: z.string(),
  delimiter: z.string().nullable(),
  currency: z.string(),
  amount: money,
  period,
  blanks: z.array(z.strictObject({ column: z.string(), rows: count })),
  // Told once the outcomes stand beside all orders of the project.
  outcomes: z.null(),
  durationMs: z.number(),
});

const confidence = z.record(z.string(), z.number());
const seen = {
  fileName: z.string(),
  format: z.enum(fileFormats),
  packing: z.enum(['gzip', 'zip']).nullable(),
  tables: z.array(z.string()),
  sheets: z.array(z.string()),
  sheet: z.string().nullable(),
  garbled: z.strictObject({ encoding: z.string().nullable() }).nullable(),
  bytes: count,
  encoding: z.string(),
  delimiter: z.string().nullable(),
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(z.string())),
  confidence,
};
const filePreview: z.ZodType<SeenFile> = z.strictObject({
  ...seen,
  proposal: mappingSchema,
  layout: z.string().nullable(),
});
const outcomesPreview: z.ZodType<OutcomesPreview> = z.strictObject({
  ...seen,
  columnsFound: z.record(z.string(), z.string()),
  looksRecorded: z.literal(true).exactOptional(),
});

const eventsPreview: z.ZodType<EventsPreview> = z.strictObject({
  ...seen,
  kind: eventKindSchema,
  columnsFound: z.record(z.string(), z.string()),
});

const stagedOutcomes = z.strictObject({
  ...{ ...stagedRows, report: outcomesRead, outcomes: z.string() },
});
/** Files staged of an outcomes file in the job's folder, beside the report. */
export type StagedOutcomes = z.infer<typeof stagedOutcomes>;

const linesRead: z.ZodType<LinesRead> = z.strictObject({
  ...rowsRead,
  ...{ files: readParts, orders: count },
});

const stagedLines = z.strictObject({
  ...{ ...stagedRows, report: linesRead },
  /** Parquet with the columns of `order_lines`. */
  lines: z.string(),
});
/** A staged file of order lines. */
export type StagedLines = z.infer<typeof stagedLines>;

const recordedRead: z.ZodType<RecordedRead> = z.strictObject({
  ...{ ...rowsRead, rejectSample },
  ...{ format: z.enum(fileFormats), encoding: z.string(), delimiter: z.string().nullable() },
});
const stagedRecorded = z.strictObject({
  ...{ ...stagedRows, report: recordedRead },
  /** Parquet with `event_id` and the recorded columns. */
  recorded: z.string(),
});
/** A staged file of recorded screening results. */
export type StagedRecorded = z.infer<typeof stagedRecorded>;

const stagedImport = z.strictObject({
  ...{ ...stagedRows, report: importReport },
  customColumns: z.array(customColumnSchema),
  orders: z.string(),
  /** Parquet with the columns of `order_lines`; null where rows are no lines. */
  lines: z.string().nullable(),
  /** Parquet with what is said of single orders; null for nothing. */
  noted: z.string().nullable(),
  outcomes: stagedOutcomes.nullable(),
});
/** Files staged by an 'orders' job in its folder, beside the report. */
export type StagedImport = z.infer<typeof stagedImport>;

const eventsRead: z.ZodType<EventsRead> = z.strictObject({
  ...{ ...rowsRead, rejectSample },
  ...{ kind: eventKindSchema, files: parts, period },
});
const stagedEvents = z.strictObject({
  ...{ ...stagedRows, report: eventsRead, events: z.string() },
});
/** Files staged by an 'events' job in its folder, beside the report. */
export type StagedEvents = z.infer<typeof stagedEvents>;

/** Parquet with the columns of `identity_values`. */
const foundKeys = z.strictObject({ keys: z.string() });
export type FoundKeys = z.infer<typeof foundKeys>;

const stagedList = z.strictObject({
  fileName: z.string(),
  read: count,
  accepted: count,
  rejected: count,
  rejects: groups,
  rejectSample: z.array(z.strictObject({ line: count, reason, cells: z.string() })),
  /** Parquet with value, key, added_at, removed_at, note. */
  entries: z.string(),
});
/** What a 'list' job staged in its folder, beside its figures. */
export type StagedList = z.infer<typeof stagedList>;

const fileCells = z.strictObject({
  fileName: z.string(),
  sheet: z.string().nullable(),
  headers: z.array(z.string()),
  rows: z.array(z.strictObject({ line: count, cells: z.array(z.string()) })),
  unreadable: z.array(count),
});

/** The answer of each kind of job. */
export interface JobAnswer {
  readonly preview: SeenFile | OutcomesPreview | EventsPreview;
  readonly events: StagedEvents;
  readonly orders: StagedImport;
  readonly outcomes: StagedOutcomes;
  readonly lines: StagedLines;
  readonly recorded: StagedRecorded;
  readonly keys: FoundKeys;
  readonly list: StagedList;
  readonly cells: FileCells;
}

const answers: { readonly [K in keyof JobAnswer]: z.ZodType<JobAnswer[K]> } = {
  preview: z.union([filePreview, eventsPreview, outcomesPreview]),
  events: stagedEvents,
  orders: stagedImport,
  outcomes: stagedOutcomes,
  lines: stagedLines,
  recorded: stagedRecorded,
  keys: foundKeys,
  list: stagedList,
  cells: fileCells,
};

/** What an import process says to its parent; an answer is judged by the job it belongs to. */
export type ImportMessage =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly failure: Failure };

const message: z.ZodType<ImportMessage> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('progress'), progress: progressSchema }),
  z.strictObject({ kind: z.literal('done'), answer: z.unknown() }),
  z.strictObject({ kind: z.literal('failed'), failure: failureSchema }),
]);

/** The message in what arrived, or undefined when it is none. */
export function importMessage(value: unknown): ImportMessage | undefined {
  const parsed = message.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** The answer to a job; undefined when it is none, or names a file outside the job's folder. */
export function jobAnswer<K extends keyof JobAnswer>(
  kind: K,
  folder: string,
  value: unknown,
): JobAnswer[K] | undefined {
  const parsed = answers[kind].safeParse(value);
  if (!parsed.success) return undefined;
  return pathsOf(parsed.data).every((path) => dirname(resolve(path)) === resolve(folder)) ? parsed.data : undefined;
}

function pathsOf(answer: JobAnswer[keyof JobAnswer]): string[] {
  if ('keys' in answer) return [answer.keys];
  if ('entries' in answer) return [answer.entries];
  if (!('report' in answer)) return [];
  const own = answer.rejects === null ? [] : [answer.rejects];
  if ('events' in answer) return [...own, answer.events];
  if ('recorded' in answer) return [...own, answer.recorded];
  if ('orders' in answer) {
    const { orders, lines, noted, outcomes } = answer;
    const beside = [lines, noted].filter((path) => path !== null);
    return [...own, orders, ...beside, ...(outcomes === null ? [] : pathsOf(outcomes))];
  }
  return [...own, 'lines' in answer ? answer.lines : answer.outcomes];
}
