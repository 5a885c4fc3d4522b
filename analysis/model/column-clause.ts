import { z } from 'zod';

const values = z
  .array(z.union([z.string(), z.number(), z.boolean(), z.null()]))
  .min(1)
  .max(10_000);

/**
 * Conditions on the values of one column. `column` is a SQL column name of the project (`amount`, `custom.category`).
 * Ranges are half-open [min, max); money in minor units; times ISO instants.
 */
export const columnClauses = [
  z.strictObject({
    kind: z.literal('range'),
    column: z.string(),
    min: z.number().nullable(),
    max: z.number().nullable(),
  }),
  z.strictObject({
    kind: z.literal('time'),
    column: z.string(),
    from: z.string().nullable(),
    to: z.string().nullable(),
  }),
  z.strictObject({ kind: z.literal('in'), column: z.string(), values }),
  /** All values except those; NULL passes. Used for the "others" bar. */
  z.strictObject({ kind: z.literal('notIn'), column: z.string(), values }),
  z.strictObject({ kind: z.literal('contains'), column: z.string(), text: z.string().min(1).max(500) }),
] as const;

export const columnClauseSchema = z.discriminatedUnion('kind', columnClauses);
export type ColumnClause = z.infer<typeof columnClauseSchema>;
