import type { Upsert } from '../model/import-report.ts';
import { recordedNames, type RecordedName } from '../model/recorded-results.ts';
import type { Connection } from '../store/connection.ts';
import { columnsOf, orderColumns, writeOrdersView } from '../store/orders-view.ts';
import { id, join, literal, nothing, sql, type Sql } from '../store/sql.ts';
import type { StagedRecorded } from './import-answers.ts';
import { forgetMet, mergeOrders } from './merge-orders.ts';

/** Recorded results are written to the orders and taken from them again; nothing else of an order changes, its links neither. */

/** Writes what a staged file says of orders there are, inside a write job. Answers what of them it filled and changed. */
export async function writeRecorded(
  db: Connection,
  { report, recorded }: Pick<StagedRecorded, 'report' | 'recorded'>,
): Promise<Upsert> {
  const told = sql`read_parquet(${recorded}, file_row_number = true)`;
  const read = sql`(SELECT * FROM ${told} SEMI JOIN (SELECT event_id FROM order_rows) AS o USING (event_id))`;
  const old = await columnsOf(db, sql`order_rows`);
  const fresh = await columnsOf(db, told);
  const filled = recordedNames.filter((name) => fresh.has(name));
  const columns = (await orderColumns(db)).filter(({ name }) => filled.some((one) => one === name));
  const { upsert } = await mergeOrders(db, { read, columns, old, fresh, report });
  await forgetMet(db);
  if (upsert.updated > 0)
    await replaceColumns(db, {
      names: filled,
      value: (name) => (old.has(name) ? sql`coalesce(f.${id(name)}, o.${id(name)})` : sql`f.${id(name)}`),
      beside: sql` LEFT JOIN ${read} AS f ON f.event_id = o.event_id`,
    });
  return { ...upsert, inserted: 0 };
}

/**
 * Blanks what a file of recorded results wrote, unless a later file wrote it again, inside a write job: what an order had before
 * was not kept. Where the next file said the same, it is what that one wrote from now on.
 */
export async function eraseRecorded(db: Connection, importId: string): Promise<void> {
  const old = await columnsOf(db, sql`order_rows`);
  const names = recordedNames.filter((name) => old.has(name));
  await db.run(sql`CREATE TEMP TABLE erased AS
    SELECT order_id, column_name, next_import, next_says FROM (
      SELECT s.import_id, s.order_id, s.column_name, s.says,
        lead(s.import_id) OVER of_order AS next_import, lead(s.says) OVER of_order AS next_says
      FROM import_orders AS s JOIN imports AS i USING (import_id)
      WHERE s.says IN ('filled', 'changed', 'same') AND s.column_name IN (${join(recordedNames.map(literal), sql`, `)})
      WINDOW of_order AS (PARTITION BY s.order_id, s.column_name ORDER BY i.imported_at, s.import_id))
    WHERE import_id = ${importId} AND says <> 'same'`);
  await db.run(sql`UPDATE import_orders SET says = 'filled' FROM erased AS e
    WHERE e.next_says = 'same' AND import_orders.says = 'same' AND import_orders.import_id = e.next_import
      AND import_orders.order_id = e.order_id AND import_orders.column_name = e.column_name`);
  const besides = names.map(
    (name) => sql` LEFT JOIN (SELECT order_id FROM erased WHERE next_import IS NULL AND column_name = ${literal(name)})
      AS ${id(`by_${name}`)} ON ${id(`by_${name}`)}.order_id = o.event_id`,
  );
  if (names.length > 0)
    await replaceColumns(db, {
      names,
      value: (name) => sql`CASE WHEN ${id(`by_${name}`)}.order_id IS NULL THEN o.${id(name)} END`,
      beside: join(besides, nothing),
    });
  await db.run(sql`DROP TABLE erased`);
}

interface NewValues {
  readonly names: readonly RecordedName[];
  /** Of an order `o`, by what stands beside it. */
  readonly value: (name: RecordedName) => Sql;
  readonly beside: Sql;
}

/** Orders are written anew: changing them in place would keep every old value in memory until the end. */
async function replaceColumns(db: Connection, { names, value, beside }: NewValues): Promise<void> {
  const replaced: ReadonlySet<string> = new Set(names);
  const kept = [...(await columnsOf(db, sql`order_rows`))].filter((name) => !replaced.has(name));
  const columns = [
    ...kept.map((name) => sql`o.${id(name)}`),
    ...names.map((name) => sql`CAST(${value(name)} AS VARCHAR) AS ${id(name)}`),
  ];
  await db.run(sql`CREATE TABLE order_rows_next AS
    SELECT ${join(columns, sql`, `)} FROM order_rows AS o${beside} ORDER BY o.seq`);
  await db.run(sql`DROP TABLE order_rows`);
  await db.run(sql`ALTER TABLE order_rows_next RENAME TO order_rows`);
  await writeOrdersView(db);
}
