import { keyColumns, type KeyColumn } from '../model/columns.ts';
import type { Connection } from './connection.ts';
import { columnsOf } from './orders-view.ts';
import { id, join, literal, sql, type Sql } from './sql.ts';

/**
 * Keys of 名寄せ in the project: `identity_values` holds every distinct value once, with its key; an order's key columns
 * are looked up in it when orders are stored.
 */

/** The key columns that orders with these columns can have. */
export function keysFor(stored: ReadonlySet<string>): readonly KeyColumn[] {
  return keyColumns.filter(({ from }) => from.some((column) => stored.has(column)));
}

/** Distinct (kind, raw, postal) of `orders`, a relation with the columns `stored`, whose key is not known yet. */
export function unknownValues(orders: Sql, stored: ReadonlySet<string>): Sql {
  const said = allValues(orders, stored) ?? sql`SELECT kind, raw, postal FROM identity_values WHERE FALSE`;
  return sql`SELECT DISTINCT v.kind, v.raw, v.postal FROM (${said}) AS v
    ANTI JOIN identity_values AS known USING (kind, raw, postal) WHERE v.raw IS NOT NULL`;
}

/** Every (kind, raw, postal) that orders say, as often as they say it; null when nothing they hold has a key. */
function allValues(orders: Sql, stored: ReadonlySet<string>): Sql | null {
  const values = keysFor(stored).map((key) => {
    const { raw, postal } = valueOf(key, stored, sql`o`);
    return sql`SELECT ${literal(key.kind)} AS kind, ${raw} AS raw, ${postal} AS postal FROM ${orders} AS o`;
  });
  return values.length === 0 ? null : join(values, sql` UNION ALL `);
}

/** Drops what no order and no event says any more, after some went. */
export async function forgetValues(db: Connection): Promise<void> {
  const relations = [sql`order_rows`, sql`events`];
  const values = await Promise.all(
    relations.map(async (relation) => allValues(relation, await columnsOf(db, relation))),
  );
  const told = values.filter((one) => one !== null);
  const said = told.length === 0 ? null : join(told, sql` UNION ALL `);
  await db.run(
    said === null
      ? sql`DELETE FROM identity_values`
      : sql`DELETE FROM identity_values WHERE rowid NOT IN (
          SELECT known.rowid FROM identity_values AS known SEMI JOIN (${said}) AS said USING (kind, raw, postal))`,
  );
}

/** Key columns to select beside those of `orders` (named `o`), and the joins that find them. */
export function keysOf(stored: ReadonlySet<string>): { readonly columns: readonly Sql[]; readonly joins: Sql } {
  const keys = keysFor(stored);
  const found = keys.map((key) => {
    const { raw, postal } = valueOf(key, stored, sql`o`);
    const known = id(`known_${key.name}`);
    // A value is in the list once, so that no order comes twice.
    return sql` LEFT JOIN (SELECT raw, postal, key FROM identity_values
      WHERE kind = ${literal(key.kind)} AND confidence IN ('certain', 'likely')) AS ${known}
      ON ${known}.raw = ${raw} AND ${known}.postal = ${postal}`;
  });
  return {
    columns: keys.map(({ name }) => sql`${id(`known_${name}`)}.key AS ${id(name)}`),
    joins: join(found, sql``),
  };
}

/** What an order says of a key, as written; NULL when it says nothing. */
function valueOf(
  key: KeyColumn,
  stored: ReadonlySet<string>,
  orders: Sql,
): { readonly raw: Sql; readonly postal: Sql } {
  const of = (column: string): Sql => (stored.has(column) ? sql`coalesce(${orders}.${id(column)}, '')` : sql`''`);
  const written = key.from
    .filter((column) => stored.has(column))
    .reduce<Sql | null>((before, column) => {
      const next = of(column);
      return before === null
        ? next
        : sql`CASE WHEN starts_with(${next}, ${before}) THEN ${next} ELSE concat(${before}, ${next}) END`;
    }, null);
  return {
    raw: sql`nullif(trim(${written ?? sql`''`}), '')`,
    postal: key.postal === undefined ? sql`''` : of(key.postal),
  };
}
