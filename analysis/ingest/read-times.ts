import type { Connection } from '../store/connection.ts';
import { id, join, sql } from '../store/sql.ts';
import type { SourceTable } from './source-table.ts';
import { timeRange, timeReading } from './time-reading.ts';
import { readZone, toInstant } from './zone.ts';

/** Cells of the columns a time stands in, a row each, and how it is read. */
export interface TimesAsked {
  readonly rows: readonly (readonly string[])[];
  readonly format?: string | undefined;
  readonly timezone: string;
}

/**
 * What an import reads in such cells: epoch ms, null where it reads none that can be taken. Throws 'mapping-format' and
 * 'mapping-timezone'.
 */
export async function readTimes(
  db: Connection,
  { rows, format, timezone }: TimesAsked,
): Promise<readonly (number | null)[]> {
  const width = Math.max(0, ...rows.map((row) => row.length));
  if (width === 0) return rows.map(() => null);
  const names = Array.from({ length: width }, (_, at) => `c${at}`);
  const cells = rows.map(
    (row, line) =>
      sql`(${line}::BIGINT, ${join(
        names.map((_, at) => sql`${row[at] ?? null}::VARCHAR`),
        sql`, `,
      )})`,
  );
  const base = sql`(VALUES ${join(cells, sql`, `)}) AS cells(line, ${join(
    names.map((name) => id(name)),
    sql`, `,
  )})`;
  const source: SourceTable = {
    base,
    line: sql`line`,
    columns: names.map((header) => ({
      ...{ header, type: 'VARCHAR', rawType: 'VARCHAR', cell: id(header), raw: id(header), tidy: false, join: null },
    })),
    rows: rows.length,
    cards: new Map(),
    joined: new Map(),
  };
  const { input, read } = await timeReading(db, source, {
    from: names,
    ...(format === undefined ? {} : { format }),
  });
  const { local, instant } = read(sql`text`);
  const told = sql`coalesce(${instant}, ${toInstant(await readZone(db, timezone), local)})`;
  const found = await db.rows(sql`SELECT line, CASE WHEN told >= ${timeRange.from} AND told < ${timeRange.to}
      THEN told // 1000 END AS ms
    FROM (SELECT line, ${told} AS told FROM (SELECT line, ${input} AS text FROM ${base})) ORDER BY line`);
  return found.map((row) => (row['ms'] === null || row['ms'] === undefined ? null : Number(row['ms'])));
}
