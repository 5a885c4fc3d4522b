import { z } from 'zod';

export const tableEncodings = ['utf-8', 'shift_jis'] as const;
export type TableEncoding = (typeof tableEncodings)[number];

const name = z.string().min(1).max(200);
const plainCellSchema = z.union([z.string().max(20_000), z.number(), z.null()]);
export type PlainCell = z.infer<typeof plainCellSchema>;
/** A share of 1: people read it in per cent, in basis points or, as a difference, in points; programs as the number. */
const shareSchema = z.strictObject({ share: z.number(), as: z.enum(['bp', 'points']).exactOptional() });
export const resultCellSchema = z.union([plainCellSchema, shareSchema]);

export type Share = Readonly<z.infer<typeof shareSchema>>;
/** A cell of a result's table: numbers as they are, in major units where they are money. */
export type ResultCell = Share | PlainCell;
export const share = (value: number | null | undefined, as?: 'bp' | 'points'): ResultCell =>
  value === null || value === undefined ? null : { share: value, ...(as === undefined ? {} : { as }) };
/** A value of a figure by its unit; other units are numbers as they are. */
export function cellOf(unit: string, value: number | null | undefined): ResultCell {
  if (unit === 'share') return share(value);
  return unit === 'bp' ? share(value, 'bp') : (value ?? null);
}
/** How far two values of a figure are apart. */
export const apartCell = (unit: string, value: number | null | undefined): ResultCell =>
  unit === 'share' ? share(value, 'points') : cellOf(unit, value);
/** The heads, then the rows. */
export type ResultTable = readonly (readonly ResultCell[])[];
/** The table as a program reads it. */
export const plainTable = (table: ResultTable): PlainCell[][] =>
  table.map((row) => row.map((cell) => (typeof cell === 'object' && cell !== null ? cell.share : cell)));
/** What a result stands on, as names and texts: target, as-of day, period, maturity, hashes. */
export type ResultFacts = readonly (readonly [string, string])[];

/** A result as a file of its own. A table comes first and `about` below it, so that programs find the heads in line 1. */
export const resultFileSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('csv'),
    name,
    encoding: z.enum(tableEncodings),
    rows: z.array(z.array(plainCellSchema).max(500)).max(200_000),
    about: z.array(z.tuple([z.string().max(500), z.string().max(20_000)])).max(50),
  }),
  z.strictObject({ kind: z.literal('svg'), name, text: z.string().max(50_000_000) }),
  z.strictObject({ kind: z.literal('png'), name, bytes: z.instanceof(Uint8Array) }),
]);
export type ResultFile = z.infer<typeof resultFileSchema>;
