import { z } from 'zod';
import { failureSchema } from '../model/failure.ts';
import { sqlAnswerSchema, sqlLookSchema, sqlSourceSchema, sqlTextSchema } from '../model/sql-console.ts';

const id = z.int();
const views = z.array(sqlSourceSchema);

/** To the process of the console: first `open`, then one question at a time; `cancel` ends the one under way. */
export const askedSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('open'),
    id,
    file: z.string(),
    temp: z.string(),
    timezone: z.string(),
    memory: z.number(),
    threads: z.int(),
    /** Tables of the snapshot, which no view may be called. */
    tables: z.array(z.string()),
    /** Tables that hold values of persons as they are, the names of such columns, and of those that are of nobody in any table. */
    personal: z.array(z.string()),
    closed: z.array(z.string()),
    open: z.array(z.string()),
    /** Those of persons that are no text. */
    numbers: z.array(z.string()),
  }),
  z.strictObject({ kind: z.literal('run'), id, text: sqlTextSchema, views, limit: z.int() }),
  /** What each of these saved queries reads and whether it runs. */
  z.strictObject({ kind: z.literal('look'), id, views }),
  z.strictObject({ kind: z.literal('cancel'), id }),
]);
export type Asked = z.infer<typeof askedSchema>;

/** What it says; `failed` for what is no problem of the query. */
export const saidSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('progress'), id, fraction: z.number().nullable() }),
  z.strictObject({ kind: z.literal('opened'), id }),
  z.strictObject({ kind: z.literal('answer'), id, answer: sqlAnswerSchema }),
  z.strictObject({ kind: z.literal('looks'), id, looks: z.array(sqlLookSchema) }),
  z.strictObject({ kind: z.literal('failed'), id, failure: failureSchema }),
]);
export type Said = z.infer<typeof saidSchema>;
