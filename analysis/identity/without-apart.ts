import type { KeyApart, WithoutReport } from '../model/identity-without.ts';
import type { Connection } from '../store/connection.ts';
import { join, sql } from '../store/sql.ts';

/** Keys told as examples, and values of each. */
const mostKeys = 20;
const mostValues = 8;

/** Keys of `without_orders` that fall apart, with the values of those with most orders. */
export async function keysApart(db: Connection): Promise<WithoutReport['apart']> {
  const apart = sql`SELECT key_now, count(*) AS orders, count(DISTINCT key_then) AS keys FROM without_orders
    GROUP BY key_now HAVING count(DISTINCT key_then) > 1`;
  const total = await db.first(sql`SELECT count(*) AS keys, sum(orders)::BIGINT AS orders FROM (${apart})`);
  const largest = await db.rows(sql`${apart} ORDER BY orders DESC, key_now LIMIT ${mostKeys}`);
  const values =
    largest.length === 0
      ? []
      : await valuesOf(
          db,
          largest.map((row) => String(row['key_now'])),
        );
  return {
    keys: Number(total?.['keys']),
    orders: Number(total?.['orders'] ?? 0),
    examples: largest.map((row): KeyApart => {
      const key = String(row['key_now']);
      const own = values.filter((value) => value.key === key);
      return {
        key,
        orders: Number(row['orders']),
        keys: Number(row['keys']),
        values: own.slice(0, mostValues).map(({ written, then, orders }) => ({ written, then, orders })),
        more: Math.max(0, own.length - mostValues),
      };
    }),
  };
}

interface ValueOfKey {
  readonly key: string;
  readonly written: string;
  readonly then: string;
  readonly orders: number;
}

async function valuesOf(db: Connection, keys: readonly string[]): Promise<readonly ValueOfKey[]> {
  const named = join(
    keys.map((key) => sql`${key}`),
    sql`, `,
  );
  const rows = await db.rows(sql`SELECT key_now, raw, key_then, count(*) AS orders
    FROM without_orders JOIN without_values USING (n) WHERE key_now IN (${named})
    GROUP BY key_now, raw, key_then ORDER BY orders DESC, raw, key_then`);
  return rows.map((row) => ({
    key: String(row['key_now']),
    written: String(row['raw']),
    then: String(row['key_then']),
    orders: Number(row['orders']),
  }));
}
