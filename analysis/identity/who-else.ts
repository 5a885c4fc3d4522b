import { keyColumns } from '../model/columns.ts';
import type { IdentityKind, KeyHolders } from '../model/identity.ts';
import type { Connection } from '../store/connection.ts';
import { columnsOf } from '../store/orders-view.ts';
import { id, join, sql } from '../store/sql.ts';

/** How many orders have the key, by each column of its kind that the project holds. */
export async function whoElse(db: Connection, kind: IdentityKind, key: string | null): Promise<readonly KeyHolders[]> {
  const stored = await columnsOf(db, sql`order_rows`);
  const columns = keyColumns.filter((column) => column.kind === kind && stored.has(column.name));
  if (key === null || columns.length === 0) return [];
  const counts = columns.map(({ name }) => sql`count(*) FILTER (${id(name)} = ${key}) AS ${id(name)}`);
  const row = await db.first(sql`SELECT ${join(counts, sql`, `)} FROM order_rows`);
  return columns.map(({ name }) => ({ column: name, orders: Number(row?.[name]) }));
}
