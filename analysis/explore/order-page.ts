import type { ColumnBatch } from '../model/column-batch.ts';
import { ShinsaError } from '../model/failure.ts';
import { outcomeStates } from '../model/target.ts';
import type { Connection } from '../store/connection.ts';
import { atRevision } from '../store/one-version.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { id, join, literal, sql, type Sql } from '../store/sql.ts';
import { derivedColumns, type View } from './order-views.ts';

/** Most rows of one batch. */
export const batchRows = 1000;

/** What a page is read from: a view and, where derived columns are shown, the working rows it was made of. */
export interface PageSource {
  readonly view: View;
  readonly rows: Sql | null;
}

/**
 * Makes the pages of a view readable for `work`: the orders stay those the view was made of, whatever is imported
 * meanwhile. Throws 'view-gone' when they have changed already.
 */
export async function onView<T>(
  project: ProjectHandle,
  db: Connection,
  view: View,
  columns: readonly string[],
  work: (source: PageSource) => Promise<T>,
): Promise<T> {
  const derived = columns.some((name) => derivedColumns.includes(name) && name !== 'seq');
  const rows = derived ? await project.rows(db, []) : null;
  if (rows !== null && rows.dataVersion !== view.dataVersion) throw new ShinsaError('view-gone');
  return atRevision(db, view.revision, () => work({ view, rows }));
}

/**
 * Rows [offset, offset + limit) of a view in its order, as batches whose first column is `seq`. The order's own columns
 * come from the project file, derived ones from the working rows; only the page's rows are read of them.
 */
export async function* pages(
  db: Connection,
  source: PageSource,
  range: { readonly offset: number; readonly limit: number },
  columns: readonly string[],
): AsyncGenerator<ColumnBatch> {
  const end = range.offset + range.limit;
  for (let start = range.offset; start < end; start += batchRows) {
    const batch = await page(db, source, start, Math.min(start + batchRows, end), columns);
    if (batch.rowCount > 0) yield batch;
    if (batch.rowCount < Math.min(batchRows, end - start)) return;
  }
}

async function page(
  db: Connection,
  { view, rows }: PageSource,
  start: number,
  end: number,
  columns: readonly string[],
): Promise<ColumnBatch> {
  const wanted = sql`SELECT position, seq FROM ${view.table} WHERE position >= ${start} AND position < ${end}`;
  const bounds = await db.first(sql`SELECT min(seq) AS lo, max(seq) AS hi FROM (${wanted})`);
  const [lo, hi] = [Number(bounds?.['lo'] ?? 0), Number(bounds?.['hi'] ?? -1)];
  // Constant bounds let DuckDB skip whole row groups: a page in the order of time reads little more than itself.
  const near = (source: Sql): Sql => sql`(SELECT * FROM ${source} WHERE seq >= ${lo} AND seq <= ${hi})`;
  return db.batch(sql`
    SELECT p.seq AS seq${join(columns.filter((name) => name !== 'seq').map(shown), nothingBetween)}
    FROM (${wanted}) AS p JOIN ${near(id('orders'))} AS o ON o.seq = p.seq
    ${rows === null ? sql`` : sql`JOIN ${near(rows)} AS r ON r.seq = p.seq`}
    ORDER BY p.position`);
}

const nothingBetween = sql``;

function shown(name: string): Sql {
  if (name === 'state') return sql`, ${stateName} AS state`;
  if (derivedColumns.includes(name)) return sql`, ${id('r', name)} AS ${id(name)}`;
  return sql`, ${id('o', name)} AS ${id(name)}`;
}

/** The state's name instead of its position. */
const stateName = sql`[${join(outcomeStates.map(literal), sql`, `)}][CAST(r.state AS INTEGER) + 1]`;
