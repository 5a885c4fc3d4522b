import { orderColumnsOf, type CustomColumn } from '../model/columns.ts';
import type { Connection } from './connection.ts';
import { duckdbType, orderExtras } from './schema.ts';
import { id, join, sql, type Sql } from './sql.ts';

/** A column of `orders` with its type. */
export interface OrderColumn {
  readonly name: string;
  readonly type: Sql;
}

/** Every column of `orders` but `seq`: canonical, the importer's own, and the project's kept ones, in this order. */
export async function orderColumns(db: Connection): Promise<readonly OrderColumn[]> {
  const custom = await db.rows(sql`SELECT id, type FROM custom_columns ORDER BY position`);
  return [
    ...orderColumnsOf.map((column) => ({ name: column.name as string, type: duckdbType(column.type) })),
    ...orderExtras.map(([name, type]) => ({ name, type })),
    ...custom.map((row) => ({
      name: `custom.${String(row['id'])}`,
      type: duckdbType(String(row['type']) as CustomColumn['type']),
    })),
  ];
}

/**
 * Makes the view `orders` anew over `order_rows`, inside the write job that changed the columns of either. Columns no
 * file has filled are NULL in the view alone: in the table each would cost a write per order.
 */
export async function writeOrdersView(db: Connection): Promise<void> {
  const stored = await columnsOf(db, sql`order_rows`);
  const columns = (await orderColumns(db)).map(({ name, type }) =>
    stored.has(name) ? id(name) : sql`CAST(NULL AS ${type}) AS ${id(name)}`,
  );
  await db.run(sql`CREATE OR REPLACE VIEW orders AS SELECT seq, ${join(columns, sql`, `)} FROM order_rows`);
}

/** Names of the columns a relation has. */
export async function columnsOf(db: Connection, relation: Sql): Promise<ReadonlySet<string>> {
  const rows = await db.rows(sql`DESCRIBE SELECT * FROM ${relation}`);
  return new Set(rows.map((row) => String(row['column_name'])));
}
