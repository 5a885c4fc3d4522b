import type { FileSays } from '../model/import-report.ts';
import type { Connection } from '../store/connection.ts';
import { literal, sql, type Sql } from '../store/sql.ts';

const noted = sql`noted_orders`;

/** Keeps what the file says of the orders that `orders` selects by `event_id`. */
export async function note(db: Connection, says: FileSays, column: string | null, orders: Sql): Promise<void> {
  await db.run(sql`CREATE TEMP TABLE IF NOT EXISTS ${noted} (order_id VARCHAR, says VARCHAR, column_name VARCHAR)`);
  await db.run(sql`INSERT INTO ${noted} SELECT DISTINCT event_id, ${says}, ${column}::VARCHAR FROM (${orders})`);
}

/** Writes what was noted as Parquet `(order_id, says, column_name)`; null where nothing was. */
export async function writeNoted(db: Connection, path: string): Promise<string | null> {
  await db.run(sql`CREATE TEMP TABLE IF NOT EXISTS ${noted} (order_id VARCHAR, says VARCHAR, column_name VARCHAR)`);
  if ((await db.first(sql`SELECT 1 FROM ${noted} LIMIT 1`)) === undefined) return null;
  await db.run(sql`COPY ${noted} TO ${literal(path)} (FORMAT parquet)`);
  return path;
}
