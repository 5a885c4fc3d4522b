import { keyColumns } from '../model/columns.ts';
import { ShinsaError } from '../model/failure.ts';
import type { FrequentValue, IdentityKind } from '../model/identity.ts';
import type { Connection } from '../store/connection.ts';
import { keysFor, valueOf } from '../store/identity-values.ts';
import { columnsOf } from '../store/orders-view.ts';
import { join, literal, sql } from '../store/sql.ts';

/** The values of a kind that most orders write, the most frequent first, each with the first order that does. */
export async function frequentValues(db: Connection, kind: IdentityKind, limit: number): Promise<FrequentValue[]> {
  const stored = await columnsOf(db, sql`order_rows`);
  const said = keysFor(stored)
    .filter((key) => key.kind === kind)
    .map((key) => {
      const { raw, beside } = valueOf(key, stored, sql`o`);
      return sql`SELECT ${literal(key.name)} AS key_column, ${raw} AS raw, ${beside} AS beside, seq FROM order_rows AS o`;
    });
  if (said.length === 0) return [];
  const rows = await db.rows(sql`SELECT raw, beside, count(DISTINCT seq) AS orders, min(seq) AS first,
      arg_min(key_column, (seq, key_column)) AS key_column
    FROM (${join(said, sql` UNION ALL `)}) WHERE raw IS NOT NULL GROUP BY raw, beside
    ORDER BY orders DESC, raw, beside LIMIT ${limit}`);
  return rows.map((row) => ({
    column: String(row['key_column']),
    seq: Number(row['first']),
    value: String(row['raw']),
    beside: row['beside'] === null || row['beside'] === '' ? null : String(row['beside']),
    orders: Number(row['orders']),
  }));
}

/** What an order writes where the key of a column comes from; 'input-invalid' where it writes nothing, or there is no such column. */
export async function valueAt(
  db: Connection,
  column: string,
  seq: number,
): Promise<{ readonly kind: IdentityKind; readonly value: string; readonly beside: string | undefined }> {
  const stored = await columnsOf(db, sql`order_rows`);
  const key = keysFor(stored).find(({ name }) => name === column && keyColumns.some((one) => one.name === name));
  if (key === undefined) throw new ShinsaError('input-invalid', { field: 'column' });
  const { raw, beside } = valueOf(key, stored, sql`o`);
  const row = await db.first(
    sql`SELECT ${raw} AS raw, ${beside} AS beside FROM order_rows AS o WHERE seq = ${seq} AND ${raw} IS NOT NULL`,
  );
  if (row === undefined) throw new ShinsaError('input-invalid', { field: 'seq' });
  const told = row['beside'];
  return {
    ...{ kind: key.kind, value: String(row['raw']) },
    beside: told === null || told === undefined || told === '' ? undefined : String(told),
  };
}
