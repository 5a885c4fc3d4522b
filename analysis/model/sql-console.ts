import { z } from 'zod';
import { personalClasses } from './personal-roles.ts';

/** Rows of a result that the window asks for; how many there are is counted beyond them. */
export const shownRows = 10_000;
/** Rows of a result that anybody may ask for at once. */
export const mostRows = 1_000_000;

/** One SELECT, as a person writes it. */
export const sqlTextSchema = z.string().max(100_000);

/**
 * How a column's values cross the port: numbers as numbers (integers beyond 2^53, and decimals that a double does not hold, as
 * text), instants as epoch ms, dates and wall clocks as ISO text, everything else as DuckDB writes it.
 */
export const sqlKinds = ['number', 'text', 'bool', 'instant', 'date'] as const;
export type SqlKind = (typeof sqlKinds)[number];

const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type SqlCell = z.infer<typeof cellSchema>;

const columnSchema = z.strictObject({
  name: z.string(),
  /** DuckDB's name of it. */
  type: z.string(),
  kind: z.enum(sqlKinds),
  /** Whether its values may be of persons: what leaves does not hold them unless somebody says so. */
  personal: z.boolean(),
  values: z.array(cellSchema),
});
export type SqlColumn = Readonly<z.infer<typeof columnSchema>>;

/** Why a query was not answered; see `model/messages/sql-*.ts`. */
export const sqlProblemCodes = [
  // Refused before it runs.
  'empty',
  'several',
  'not-select',
  'function-refused',
  'table-refused',
  'parameter',
  'view-broken',
  'view-hidden',
  'view-cycle',
  // What DuckDB says.
  'syntax',
  'table-unknown',
  'column-unknown',
  'column-ambiguous',
  'function-unknown',
  'types',
  'grouping',
  'conversion',
  'range',
  'file-refused',
  'memory',
  'disk',
  'other',
  // What became of it.
  'too-large',
  'stopped',
] as const;
export type SqlProblemCode = (typeof sqlProblemCodes)[number];

const problemSchema = z.strictObject({
  code: z.enum(sqlProblemCodes),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Line and column from 1, `from` and `to` in characters (UTF-16) of the text; null where nobody knows. */
  place: z.strictObject({ line: z.int(), column: z.int(), from: z.int(), to: z.int() }).nullable(),
  /** DuckDB's own words, in English; empty for what we refuse ourselves. They may quote values that the person may see. */
  detail: z.string(),
});
export type SqlProblem = Readonly<z.infer<typeof problemSchema>>;

export const sqlAnswerSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('rows'),
    columns: z.array(columnSchema),
    /** In `columns`; fewer than there are where `cut`. */
    rows: z.int(),
    /** Whether there are more than those. */
    cut: z.boolean(),
    /** All there are; null where counting them took too long. */
    total: z.int().nullable(),
    /** Milliseconds, without making the snapshot. */
    ms: z.number(),
  }),
  z.strictObject({ kind: z.literal('refused'), problem: problemSchema, ms: z.number() }),
]);
export type SqlAnswer = z.infer<typeof sqlAnswerSchema>;
export type SqlRows = Extract<SqlAnswer, { kind: 'rows' }>;

/** A saved query as the console makes a view of it. */
export const sqlSourceSchema = z.strictObject({
  name: z.string(),
  text: z.string(),
  /** Written by somebody who saw more: what it is made of must not be seen, and so it is not run. */
  hidden: z.boolean(),
});
export type SqlSource = Readonly<z.infer<typeof sqlSourceSchema>>;

/** What a query says of itself before it runs: tables and views it reads by name (lower case), and why it does not run. */
export const sqlLookSchema = z.strictObject({
  name: z.string(),
  reads: z.array(z.string()),
  problem: problemSchema.nullable(),
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
});
export type SqlLook = Readonly<z.infer<typeof sqlLookSchema>>;

/** A query saved by name, to be read as a view by that name. Times epoch ms. */
export interface SqlView {
  readonly viewId: string;
  readonly name: string;
  /** Empty where `hidden`. */
  readonly text: string;
  readonly savedAt: number;
  /** It was written by somebody who saw more personal data than whoever asks, and may name a person. */
  readonly hidden: boolean;
}

/** Whether a saved query runs now. */
export interface SqlViewState extends Pick<SqlLook, 'reads' | 'problem' | 'columns'> {
  readonly viewId: string;
}

const name = z.string().trim().min(1).max(80);
/** Without an id a new one; without a text the one it has. */
export const sqlViewSchema = z.union([
  z.strictObject({ name, text: sqlTextSchema }),
  z.strictObject({ viewId: z.string().max(64), name, text: sqlTextSchema.exactOptional() }),
]);
export type SqlViewGiven = z.infer<typeof sqlViewSchema>;
export const sqlViewIdSchema = z.strictObject({ viewId: z.string().max(64) });

/** Queries kept at most. */
export const historyKept = 200;

/** How a query ended: with rows, with a problem, or because somebody cancelled it. */
export const sqlEnds = [...sqlProblemCodes, 'rows', 'cancelled'] as const;
export type SqlEnd = (typeof sqlEnds)[number];
export const sqlEndSchema = z.enum(sqlEnds);

/** A query that was run; never what it answered. */
export interface SqlRun {
  readonly queryId: string;
  readonly at: number;
  /** Empty where `hidden`. */
  readonly text: string;
  readonly hidden: boolean;
  readonly ms: number;
  /** Rows there were; null where it had none, or nobody counted them. */
  readonly rows: number | null;
  readonly end: SqlEnd;
}

export const maskedThenSchema = z.array(z.enum(personalClasses));
