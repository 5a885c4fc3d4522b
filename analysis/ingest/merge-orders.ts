import { canonicalColumn } from '../model/columns.ts';
import { conflictReasons, type ImportReport, type Upsert } from '../model/import-report.ts';
import { recordedNames } from '../model/recorded-results.ts';
import type { Connection } from '../store/connection.ts';
import type { OrderColumn } from '../store/orders-view.ts';
import { id, join, literal, nothing, sql, type Sql } from '../store/sql.ts';
import { isPrefecture, readToday } from './prefecture-reading.ts';

/** A staged file of orders and the columns they are stored in beside those of the project. */
export interface OrderMerge {
  /** The staged orders with their `file_row_number`. */
  readonly read: Sql;
  readonly columns: readonly OrderColumn[];
  /** Columns `order_rows` has, and columns the file has. */
  readonly old: ReadonlySet<string>;
  readonly fresh: ReadonlySet<string>;
  readonly report: Pick<ImportReport, 'importId' | 'accepted' | 'rejects'>;
}

/** What a file says of the orders there are; `rows` is all orders as they are after it. */
export interface MergedOrders {
  readonly rows: Sql;
  readonly upsert: Upsert;
  /** Orders in which a value known at screening became another one, and the columns. */
  readonly rewritten: { readonly rows: number; readonly columns: readonly string[] };
}

/** An order keeps the import that first brought it; these cannot differ in an accepted row. */
const settled = new Set(['event_id', 'ordered_at', 'amount', 'currency', 'import_id', 'source_line']);

const met = sql`met_orders`;

/**
 * Puts staged orders beside those of the project by order id, inside a write job: what a file fills is taken over, what it
 * leaves blank or does not map stays. Makes a table `met_orders(seq, file_row, d0 …, touched)` of the orders in both,
 * which `rows` reads and `forgetMet` drops; `d` is 1 where the file fills a column and 2 where it changes it.
 */
export async function mergeOrders(db: Connection, merge: OrderMerge): Promise<MergedOrders> {
  const { read, columns, fresh, report } = merge;
  const compared = columns.filter(({ name }) => fresh.has(name) && !settled.has(name));
  const mark = (index: number): Sql => id(`d${index}`);
  const marks = compared.map((column, i) => sql`, ${differenceOf(merge, column)} AS ${mark(i)}`);
  const any = join(
    compared.map((_, i) => sql`${mark(i)} > 0`),
    sql` OR `,
  );
  await db.run(sql`CREATE TEMP TABLE ${met} AS SELECT *, ${compared.length === 0 ? sql`FALSE` : any} AS touched FROM (
    SELECT o.seq, f.file_row_number AS file_row${join(marks, nothing)}
    FROM order_rows AS o JOIN ${read} AS f ON f.event_id = o.event_id)`);
  const screened = await knownAtScreening(db, compared);
  const again = compared.flatMap((_, i) => (screened[i] === true ? [sql`${mark(i)} = 2`] : []));
  const counts = compared.map(
    (_, i) =>
      sql`, count(*) FILTER (${mark(i)} = 1) AS ${id(`f${i}`)}, count(*) FILTER (${mark(i)} = 2) AS ${id(`c${i}`)}`,
  );
  const row = await db.first(sql`SELECT count(*) AS met, count(*) FILTER (touched) AS updated,
    count(*) FILTER (${again.length === 0 ? sql`FALSE` : join(again, sql` OR `)}) AS rewritten${join(counts, nothing)} FROM ${met}`);
  const count = (name: string): number => Number(row?.[name] ?? 0);
  const updated = count('updated');
  await keepSaid(db, merge, compared, count, again);
  const conflicts = report.rejects.filter(({ reason }) => conflictReasons.has(reason));
  return {
    rows: mergedRows(merge),
    upsert: {
      inserted: report.accepted - count('met'),
      updated,
      unchanged: count('met') - updated,
      conflicting: conflicts.reduce((sum, { rows }) => sum + rows, 0),
      columns: compared
        .map(({ name }, i) => ({ column: name, filled: count(`f${i}`), changed: count(`c${i}`) }))
        .filter(({ filled, changed }) => filled + changed > 0),
    },
    rewritten: {
      rows: count('rewritten'),
      columns: compared.filter((_, i) => screened[i] === true && count(`c${i}`) > 0).map(({ name }) => name),
    },
  };
}

/** Keeps which orders the file said what of, so that they are found again. */
async function keepSaid(
  db: Connection,
  { read, report }: OrderMerge,
  compared: readonly OrderColumn[],
  count: (name: string) => number,
  again: readonly Sql[],
): Promise<void> {
  const says = (what: Sql, column: string | null, when: Sql): Promise<void> =>
    db.run(sql`INSERT INTO import_orders SELECT ${report.importId}, o.event_id, ${what}, ${column}::VARCHAR
      FROM ${met} AS m JOIN order_rows AS o ON o.seq = m.seq WHERE ${when}`);
  await says(sql`CASE WHEN touched THEN 'updated' ELSE 'unchanged' END`, null, sql`TRUE`);
  for (const [i, { name }] of compared.entries()) {
    const mark = id(`d${i}`);
    if (count(`f${i}`) > 0) await says(sql`'filled'`, name, sql`${mark} = 1`);
    if (count(`c${i}`) > 0) await says(sql`'changed'`, name, sql`${mark} = 2`);
    // It says so still when the file that wrote it first is taken back.
    if (recordedNames.some((one) => one === name))
      await says(
        sql`'same'`,
        name,
        sql`${mark} = 0 AND m.file_row IN (SELECT file_row_number FROM ${read} WHERE ${id(name)} IS NOT NULL)`,
      );
  }
  if (count('rewritten') > 0) await says(sql`'screening-changed'`, null, join(again, sql` OR `));
}

/** Drops what `mergeOrders` made. */
export async function forgetMet(db: Connection): Promise<void> {
  await db.run(sql`DROP TABLE IF EXISTS ${met}`);
}

/** 0 where the file says nothing else of a column, 1 where it fills it or says it as it is read today, 2 where it changes it. */
function differenceOf({ old }: OrderMerge, { name, type }: OrderColumn): Sql {
  const said = sql`CAST(f.${id(name)} AS ${type})`;
  if (!old.has(name)) return sql`CAST(${said} IS NOT NULL AS UTINYINT)`;
  const kept = sql`CAST(o.${id(name)} AS ${type})`;
  const same = isPrefecture(name) ? sql` OR ${said} = ${readToday(name, kept)}` : nothing;
  return sql`CAST(CASE WHEN ${said} IS NULL OR ${said} IS NOT DISTINCT FROM ${kept} THEN 0
    WHEN ${kept} IS NULL${same} THEN 1 ELSE 2 END AS UTINYINT)`;
}

function mergedRows({ read, columns, old, fresh, report }: OrderMerge): Sql {
  const cells = (value: (column: OrderColumn) => Sql): Sql =>
    join(
      columns.map((column) => sql`CAST(${value(column)} AS ${column.type}) AS ${id(column.name)}`),
      sql`, `,
    );
  const kept = ({ name }: OrderColumn): Sql => (old.has(name) ? readToday(name, sql`o.${id(name)}`) : sql`NULL`);
  const said = ({ name }: OrderColumn): Sql => (fresh.has(name) ? sql`f.${id(name)}` : sql`NULL`);
  const filled = (column: OrderColumn): Sql =>
    settled.has(column.name) || !fresh.has(column.name)
      ? kept(column)
      : sql`coalesce(CAST(${said(column)} AS ${column.type}), CAST(${kept(column)} AS ${column.type}))`;
  const added = (column: OrderColumn): Sql => (column.name === 'import_id' ? literal(report.importId) : said(column));
  return sql`
    SELECT ${cells(kept)} FROM order_rows AS o ANTI JOIN (SELECT seq FROM ${met} WHERE touched) AS m ON m.seq = o.seq
    UNION ALL
    SELECT ${cells(filled)} FROM ${met} AS m JOIN order_rows AS o ON o.seq = m.seq
      JOIN ${read} AS f ON f.file_row_number = m.file_row WHERE m.touched
    UNION ALL
    SELECT ${cells(added)} FROM ${read} AS f ANTI JOIN ${met} AS m ON m.file_row = f.file_row_number`;
}

/** Of each column, whether rules read it as known at the order. */
async function knownAtScreening(db: Connection, columns: readonly OrderColumn[]): Promise<readonly boolean[]> {
  const kept = await db.rows(sql`SELECT id FROM custom_columns WHERE known_at_screening <> 'no'`);
  const custom = new Set(kept.map((row) => `custom.${String(row['id'])}`));
  return columns.map(({ name }) => custom.has(name) || canonicalColumn(name)?.knownAt === 'screening');
}
