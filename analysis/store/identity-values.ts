import { factsOf, keyColumns, type FactColumn, type KeyColumn } from '../model/columns.ts';
import { identityVersion } from '../model/identity.ts';
import type { Connection } from './connection.ts';
import { columnsOf } from './orders-view.ts';
import { readIdentityVersion, writeIdentityVersion } from './settings.ts';
import { id, join, literal, sql, type Sql } from './sql.ts';

/**
 * Keys of 名寄せ in the project: `identity_values` holds every distinct value once, with its key and what else it says; an
 * order's key and fact columns are looked up in it when orders are stored.
 */

/** The key columns that orders with these columns can have. */
export function keysFor(stored: ReadonlySet<string>): readonly KeyColumn[] {
  return keyColumns.filter(({ from }) => from.some((column) => stored.has(column)));
}

/** Distinct (kind, raw, beside) of `orders`, a relation with the columns `stored`, whose key is not known yet. */
export function unknownValues(orders: Sql, stored: ReadonlySet<string>): Sql {
  const said = allValues(orders, stored) ?? sql`SELECT kind, raw, beside FROM identity_values WHERE FALSE`;
  return sql`SELECT DISTINCT v.kind, v.raw, v.beside FROM (${said}) AS v
    ANTI JOIN identity_values AS known USING (kind, raw, beside) WHERE v.raw IS NOT NULL`;
}

/** Every (kind, raw, beside) that orders say, as often as they say it; null when nothing they hold has a key. */
function allValues(orders: Sql, stored: ReadonlySet<string>): Sql | null {
  const values = keysFor(stored).map((key) => {
    const { raw, beside } = valueOf(key, stored, sql`o`);
    return sql`SELECT ${literal(key.kind)} AS kind, ${raw} AS raw, ${beside} AS beside FROM ${orders} AS o`;
  });
  return values.length === 0 ? null : join(values, sql` UNION ALL `);
}

/** Forgets values folded by other rules than today's: their keys are then found anew. Inside a write job. */
export async function forgetOldKeys(db: Connection): Promise<void> {
  if ((await readIdentityVersion(db)) === identityVersion) return;
  await db.run(sql`DELETE FROM identity_values`);
  await writeIdentityVersion(db, identityVersion);
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
          SELECT known.rowid FROM identity_values AS known SEMI JOIN (${said}) AS said USING (kind, raw, beside))`,
  );
}

/** Key and fact columns to select beside those of `orders` (named `o`), and the joins that find them. */
export function keysOf(stored: ReadonlySet<string>): { readonly columns: readonly Sql[]; readonly joins: Sql } {
  return lookedUp(keysFor(stored), stored);
}

/** The same for these key columns alone, without facts. */
export function onlyKeysOf(
  stored: ReadonlySet<string>,
  names: readonly string[],
): { readonly columns: readonly Sql[]; readonly joins: Sql } {
  const keys = keysFor(stored).filter(({ name }) => names.includes(name));
  const { joins } = lookedUp(keys, stored);
  return { joins, columns: keys.map(({ name }) => sql`${id(`known_${name}`, name)} AS ${id(name)}`) };
}

function lookedUp(
  keys: readonly KeyColumn[],
  stored: ReadonlySet<string>,
): { readonly columns: readonly Sql[]; readonly joins: Sql } {
  const found = keys.map((key) => {
    const { raw, beside } = valueOf(key, stored, sql`o`);
    const known = id(`known_${key.name}`);
    // A value is in the list once, so that no order comes twice.
    const trusted = sql`CASE WHEN confidence IN ('certain', 'likely') THEN key END AS ${id(key.name)}`;
    const said = factsOf(key.name).map(factIn);
    return sql` LEFT JOIN (SELECT raw, beside, ${join([trusted, ...said], sql`, `)} FROM identity_values
      WHERE kind = ${literal(key.kind)}) AS ${known} ON ${known}.raw = ${raw} AND ${known}.beside = ${beside}`;
  });
  return {
    columns: keys.flatMap((key) =>
      [key, ...factsOf(key.name)].map(({ name }) => sql`${id(`known_${key.name}`, name)} AS ${id(name)}`),
    ),
    joins: join(found, sql``),
  };
}

const factIn = ({ name, fact }: FactColumn): Sql =>
  sql`json_extract_string(facts, ${literal(`$.${fact}`)}) AS ${id(name)}`;

/** What an order says of a key, as written; NULL when it says nothing. */
export function valueOf(
  key: KeyColumn,
  stored: ReadonlySet<string>,
  orders: Sql,
): { readonly raw: Sql; readonly beside: Sql } {
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
    beside: key.beside === undefined ? sql`''` : of(key.beside),
  };
}
