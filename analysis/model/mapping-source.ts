import { z } from 'zod';

/** A header of a file. */
export const headerSchema = z.string().min(1).max(500);

/**
 * Where a column comes from: a header; headers joined (time: with a space, ids: with `-`) with an optional format
 * (strptime `%Y/%m/%d`, or `yyyy/MM/dd` letters; `epoch-s` / `epoch-ms` force epoch reading); or a constant.
 */
export const columnSourceSchema = z.union([
  headerSchema,
  z.strictObject({
    from: z.union([headerSchema, z.array(headerSchema).min(1).max(8)]),
    format: z.string().min(1).max(100).optional(),
  }),
  z.strictObject({ value: z.union([z.string(), z.number(), z.boolean()]) }),
]);
export type ColumnSource = z.infer<typeof columnSourceSchema>;

/** How a file is read where detection is wrong. */
export const mappingFileSchema = z.strictObject({
  encoding: z.enum(['utf-8', 'shift_jis', 'utf-16le', 'euc-jp']).optional(),
  delimiter: z.enum([',', '\t', ';', '|']).optional(),
  /** Of a workbook; the first where absent. */
  sheet: z.string().min(1).max(100).optional(),
});
