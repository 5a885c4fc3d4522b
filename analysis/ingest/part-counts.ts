import type { ImportReport, ReadPart } from '../model/import-report.ts';
import type { Connection } from '../store/connection.ts';
import { join, sql, type Sql } from '../store/sql.ts';
import type { FilePart } from './joined-tables.ts';

type PartReport = NonNullable<ImportReport['files']>[number];

/** The files of an import that were read as one, as a report keeps them; nothing where it was one. */
export const readParts = (parts: readonly FilePart[]): { files?: ReadPart[] } =>
  parts.length === 0 ? {} : { files: parts.map(({ name, before, rows }) => ({ name, before, read: rows })) };

/** How many rows of each file were taken in (table `keys`) and refused (Parquet at `rejects`). */
export async function partCounts(
  db: Connection,
  parts: readonly FilePart[],
  rejects: string | null,
): Promise<readonly PartReport[]> {
  const accepted = await countsOf(db, parts, sql`keys`);
  const refused = rejects === null ? [] : await countsOf(db, parts, sql`read_parquet(${rejects})`);
  return parts.map((part, i) => ({
    name: part.name,
    before: part.before,
    read: part.rows,
    accepted: accepted[i] ?? 0,
    rejected: refused[i] ?? 0,
  }));
}

async function countsOf(db: Connection, parts: readonly FilePart[], rows: Sql): Promise<number[]> {
  if (parts.length === 0) return [];
  const ends = parts.map(
    (part, i) => sql`(${i}::BIGINT, ${part.before}::BIGINT, ${parts[i + 1]?.before ?? null}::BIGINT)`,
  );
  const counted = await db.rows(sql`
    SELECT p.i, count(*) AS n FROM ${rows} AS r
    JOIN (VALUES ${join(ends, sql`, `)}) AS p(i, before, until) ON r.line > p.before AND r.line <= coalesce(p.until, 9223372036854775807)
    GROUP BY p.i`);
  const counts = parts.map(() => 0);
  for (const row of counted) counts[Number(row['i'])] = Number(row['n']);
  return counts;
}

/** A line of a history as the line of its file; the same line, and no name, where the history is one file. */
export function placeOf(
  parts: readonly { readonly name: string; readonly before: number }[],
  line: number,
): { readonly line: number; readonly file?: string } {
  const part = parts.findLast(({ before }) => before < line);
  return part === undefined ? { line } : { line: line - part.before, file: part.name };
}
