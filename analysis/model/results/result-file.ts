import { z } from 'zod';

export const tableEncodings = ['utf-8', 'shift_jis'] as const;
export type TableEncoding = (typeof tableEncodings)[number];

const name = z.string().min(1).max(200);
export const resultCellSchema = z.union([z.string().max(20_000), z.number(), z.null()]);

/** A cell of a result's table: numbers as they are, in major units where they are money. */
export type ResultCell = z.infer<typeof resultCellSchema>;
/** The heads, then the rows. */
export type ResultTable = readonly (readonly ResultCell[])[];
/** What a result stands on, as names and texts: target, as-of day, period, maturity, hashes. */
export type ResultFacts = readonly (readonly [string, string])[];

/** A result as a file of its own. A table comes first and `about` below it, so that programs find the heads in line 1. */
export const resultFileSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('csv'),
    name,
    encoding: z.enum(tableEncodings),
    rows: z.array(z.array(resultCellSchema).max(500)).max(200_000),
    about: z.array(z.tuple([z.string().max(500), z.string().max(20_000)])).max(50),
  }),
  z.strictObject({ kind: z.literal('svg'), name, text: z.string().max(50_000_000) }),
  z.strictObject({ kind: z.literal('png'), name, bytes: z.instanceof(Uint8Array) }),
]);
export type ResultFile = z.infer<typeof resultFileSchema>;
