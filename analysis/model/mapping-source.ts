import { z } from 'zod';

/** A header of a file. */
export const headerSchema = z.string().min(1).max(500);

const joined = z.union([headerSchema, z.array(headerSchema).min(1).max(8)]);
const format = z.string().min(1).max(100).optional();

/**
 * Where a column comes from: a header; headers joined (time: with a space, ids: with `-`) with an optional format
 * (strptime `%Y/%m/%d`, or `yyyy/MM/dd` letters; `epoch-s` / `epoch-ms` force epoch reading); alternatives (`first`), of
 * which each row has the first that says something; or a constant.
 */
export const columnSourceSchema = z.union([
  headerSchema,
  z.strictObject({ from: joined, format }),
  z.strictObject({ first: z.array(joined).min(2).max(8), format }),
  z.strictObject({ value: z.union([z.string(), z.number(), z.boolean()]) }),
]);
export type ColumnSource = z.infer<typeof columnSourceSchema>;

/** The headers a source joins, for each of its alternatives in the order they are asked; none for a constant. */
export function alternativesOf(source: ColumnSource | undefined): readonly (readonly string[])[] {
  if (source === undefined) return [];
  if (typeof source === 'string') return [[source]];
  if ('value' in source) return [];
  const parts = 'first' in source ? source.first : [source.from];
  return parts.map((part) => (typeof part === 'string' ? [part] : part));
}

/** Headers a source reads, each once; none for a constant. */
export const headersOf = (source: ColumnSource | undefined): readonly string[] => [
  ...new Set(alternativesOf(source).flat()),
];

/** The source of these alternatives; undefined for none. The inverse of `alternativesOf`. */
export function sourceOf(alternatives: readonly (readonly string[])[], written?: string): ColumnSource | undefined {
  const parts = alternatives
    .filter((headers) => headers.length > 0)
    .map((headers) => (headers.length === 1 ? headers.join() : [...headers]));
  const [only] = parts;
  if (only === undefined) return undefined;
  const shaped = written === undefined ? {} : { format: written };
  if (parts.length > 1) return { first: parts, ...shaped };
  return typeof only === 'string' && written === undefined ? only : { from: only, ...shaped };
}

/** Whether a file has the headers of a source, or of one of its alternatives. */
export const isRead = (source: ColumnSource | undefined, has: (header: string) => boolean): boolean =>
  headersOf(source).length === 0 || alternativesOf(source).some((headers) => headers.every(has));

/** A source without the alternatives that a file lacks; the same where it has none of them. */
export function narrowed(source: ColumnSource, has: (header: string) => boolean): ColumnSource {
  const alternatives = alternativesOf(source);
  const left = alternatives.filter((headers) => headers.every(has));
  const format = typeof source === 'object' && 'format' in source ? source.format : undefined;
  return left.length === alternatives.length ? source : (sourceOf(left, format) ?? source);
}

/** Sources by column, each narrowed so. */
export function narrowedAll<S extends Readonly<Record<string, ColumnSource | undefined>>>(
  sources: S,
  headers: readonly string[],
): S {
  const has = (header: string): boolean => headers.includes(header);
  const all = Object.entries(sources).map(([name, source]) => [
    name,
    source === undefined ? source : narrowed(source, has),
  ]);
  return Object.fromEntries(all) as S;
}

/** A source in words of headers: `A + B` joined, `A | B` the first that says something; null for a constant. */
export function sourceLabel(source: ColumnSource | undefined): string | null {
  const alternatives = alternativesOf(source);
  return alternatives.length === 0 ? null : alternatives.map((headers) => headers.join(' + ')).join(' | ');
}

export const fileEncodings = ['utf-8', 'shift_jis', 'utf-16le', 'euc-jp'] as const;
export const fileDelimiters = [',', '\t', ';', '|'] as const;

/** How a file is read where detection is wrong. */
export const mappingFileSchema = z.strictObject({
  encoding: z.enum(fileEncodings).optional(),
  delimiter: z.enum(fileDelimiters).optional(),
  /** Of a workbook; the first where absent. */
  sheet: z.string().min(1).max(100).optional(),
});

/** The same as it is asked for. */
export type FileReading = z.infer<typeof mappingFileSchema>;
