import { z } from 'zod';
import { listMatchSchema } from '../model/lists.ts';
import { eventKindSchema, eventMappingSchema } from '../model/events.ts';
import { mappingSchema, outcomesMappingSchema } from '../model/mapping.ts';
import { linesMappingSchema } from '../model/order-lines.ts';
import { recordedMappingSchema } from '../model/recorded-results.ts';
import { mappingFileSchema } from '../model/mapping-source.ts';
import { customColumnSchema } from './import-answers.ts';

const granted = z.strictObject({ path: z.string(), inode: z.number(), size: z.number(), mtimeMs: z.number() });
/** Files that are one history, in this order. */
const history = z.tuple([granted], granted);
const existing = {
  /** Orders the project has: Parquet in `folder` with event_id, at_us, amount, currency; null for an empty project. */
  existing: z.string().nullable(),
  /** Its outcomes: Parquet in `folder` with the columns of `storedOutcome`; null for none. */
  existingOutcomes: z.string().nullable(),
};
const common = {
  /** Folder of this import alone; everything written goes there. */
  folder: z.string(),
  /** Hex key of the hash that replaces card numbers. */
  cardKey: z.string().regex(/^[0-9a-f]{32,}$/),
};

/** What an import process is asked to do; it does one job and ends. Paths come from grants, never from the page. */
export const importJobSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('preview'),
    files: history,
    encoding: z.string().optional(),
    delimiter: z.string().optional(),
    sheet: z.string().optional(),
    /** Which kind of table it is read as. */
    as: z.enum(['history', 'outcomes', 'lines', 'events', 'recorded', 'list']),
    /** Of events: their kind, null where that is to be told by their headers. */
    of: eventKindSchema.nullable().optional(),
    /** Of a list: how its values are found. */
    match: listMatchSchema.optional(),
    /** Of outcomes: the general layout by which their columns are found. */
    layout: z.string().optional(),
    /** Zone a proposal starts with. */
    timezone: z.string(),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('orders'),
    importId: z.string(),
    history,
    outcomes: history.nullable(),
    mapping: mappingSchema,
    /** Names the rejected rows of the outcomes file. */
    outcomesId: z.string(),
    ...existing,
    customColumns: z.array(customColumnSchema),
    /** Ids of those that hold values already. */
    filled: z.array(z.string()),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('outcomes'),
    importId: z.string(),
    files: history,
    mapping: outcomesMappingSchema.optional(),
    timezone: z.string(),
    currency: z.string(),
    ...existing,
    ...common,
  }),
  z.strictObject({
    kind: z.literal('lines'),
    importId: z.string(),
    files: history,
    mapping: linesMappingSchema.optional(),
    /** Of lines whose order is not known. */
    currency: z.string(),
    existing: existing.existing,
    ...common,
  }),
  z.strictObject({
    kind: z.literal('recorded'),
    importId: z.string(),
    file: granted,
    mapping: recordedMappingSchema.optional(),
    /** Parquet in `folder` with the event_id of every order. */
    existing: z.string(),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('events'),
    importId: z.string(),
    files: history,
    of: eventKindSchema,
    mapping: eventMappingSchema.optional(),
    timezone: z.string(),
    currency: z.string(),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('keys'),
    /** Parquet in `folder` with kind, raw, postal. */
    values: z.string(),
    /** Which of `parts` shares of the values is this job's. */
    part: z.int().nonnegative(),
    parts: z.int().positive(),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('list'),
    /** The file of values; null for those of the package `bundled`. */
    file: granted.nullable(),
    bundled: z.string().nullable(),
    match: listMatchSchema,
    reading: mappingFileSchema.optional(),
    timezone: z.string(),
    ...common,
  }),
  /** A small table is read whole. */
  z.strictObject({ kind: z.literal('cells'), file: granted, ...common }),
]);
export type ImportJob = z.infer<typeof importJobSchema>;
export type JobOf<K extends ImportJob['kind']> = Extract<ImportJob, { kind: K }>;
