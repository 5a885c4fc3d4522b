import { z } from 'zod';
import { linkColumns } from '../model/columns.ts';
import { ShinsaError } from '../model/failure.ts';
import { linkKinds, valueKinds, type LinkReport } from '../model/identity.ts';
import type { Connection } from './connection.ts';
import { forgetNear } from './near.ts';
import { columnsOf, writeOrdersView } from './orders-view.ts';
import { duckdbType } from './schema.ts';
import { id, join, sql, type Sql } from './sql.ts';

const kind = z.enum(linkKinds);
const count = z.int().nonnegative();
const reportSchema: z.ZodType<LinkReport> = z.strictObject({
  orders: count,
  linked: count,
  entities: count,
  largest: count,
  hubPersons: count,
  kinds: z.array(z.strictObject({ kind, orders: count, values: count })),
  hubs: z.array(
    z.strictObject({ kind: z.enum(valueKinds), first: z.string(), seq: count, orders: count, persons: count }),
  ),
  hubCount: count,
  near: z.literal(true).exactOptional(),
});

/** How the orders were linked last; null when they have changed since, or never were. */
export async function readLinks(db: Connection): Promise<LinkReport | null> {
  const row = await db.first(sql`SELECT value FROM settings WHERE key = 'links'`);
  const read = row === undefined ? undefined : reportSchema.safeParse(JSON.parse(String(row['value'])));
  return read?.success === true ? read.data : null;
}

/** Drops what linking said, before orders change. Inside a write job; `writeOrdersView` comes after it. */
export async function forgetLinks(db: Connection): Promise<void> {
  await forgetNear(db);
  await db.run(sql`DELETE FROM settings WHERE key = 'links'`);
  await db.run(sql`DELETE FROM entity_links`);
  const stored = await columnsOf(db, sql`order_rows`);
  if (!linkColumns.some(({ name }) => stored.has(name))) return;
  // The view over them must go first.
  await db.run(sql`DROP VIEW IF EXISTS orders`);
  for (const { name } of linkColumns) await db.run(sql`ALTER TABLE order_rows DROP COLUMN IF EXISTS ${id(name)}`);
}

/**
 * Writes what linking found: `entities` is a table of seq, entity_id, entity_orders and entity_orders_before, one row per
 * order in their order; `links` a relation of entity, kind and orders. Inside a write job.
 */
export async function saveLinks(db: Connection, entities: Sql, links: Sql, report: LinkReport): Promise<void> {
  await db.run(sql`DELETE FROM settings WHERE key = 'links'`);
  await db.run(sql`DELETE FROM entity_links`);
  await addLinkColumns(db, entities);
  await db.run(sql`INSERT INTO entity_links SELECT entity, kind, orders FROM ${links} AS links`);
  await db.run(sql`INSERT INTO settings VALUES ('links', ${JSON.stringify(report)})`);
  await writeOrdersView(db);
}

/** Two row groups: a statement that writes more hears a cancel seconds later. */
const rowsAtOnce = 245_760;

/**
 * Orders are written anew with the columns beside them: changing them in place would keep every old value in memory
 * until the end, and make the commit, which no cancel stops, as long as the writing.
 */
async function addLinkColumns(db: Connection, entities: Sql): Promise<void> {
  const found = new Set<string>(linkColumns.map(({ name }) => name));
  const kept = [...(await columnsOf(db, sql`order_rows`))].filter((name) => !found.has(name));
  // Both lie in the order of `seq`, so that no join has to be made.
  const beside = sql`order_rows AS o POSITIONAL JOIN ${entities} AS found`;
  const wrong = await db.first(sql`SELECT 1 FROM (SELECT o.seq AS one, found.seq AS other FROM ${beside})
    WHERE one IS DISTINCT FROM other LIMIT 1`);
  if (wrong !== undefined) throw new ShinsaError('internal', { detail: 'orders-out-of-order' });
  const columns = [
    ...kept.map((name) => sql`o.${id(name)}`),
    ...linkColumns.map(({ name, type }) => sql`found.${id(name)}::${duckdbType(type)} AS ${id(name)}`),
  ];
  const selected = sql`SELECT ${join(columns, sql`, `)} FROM`;
  await db.run(sql`CREATE TABLE order_rows_next AS ${selected} ${beside} LIMIT 0`);
  const orders = Number((await db.first(sql`SELECT count(*) AS n FROM order_rows`))?.['n']);
  for (let from = 0; from < orders; from += rowsAtOnce) {
    const there = sql`seq >= ${from} AND seq < ${from + rowsAtOnce}`;
    await db.run(sql`INSERT INTO order_rows_next ${selected} (FROM order_rows WHERE ${there}) AS o
      POSITIONAL JOIN (FROM ${entities} WHERE ${there}) AS found`);
  }
  const written = Number((await db.first(sql`SELECT count(*) AS n FROM order_rows_next`))?.['n']);
  if (written !== orders) throw new ShinsaError('internal', { detail: 'orders-lost' });
  await db.run(sql`DROP TABLE order_rows`);
  await db.run(sql`ALTER TABLE order_rows_next RENAME TO order_rows`);
}
