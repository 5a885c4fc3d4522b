import { z } from 'zod';
import { linkColumns } from '../model/columns.ts';
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
  await dropLinks(db);
  await forgetNear(db);
}

async function dropLinks(db: Connection): Promise<void> {
  await db.run(sql`DELETE FROM settings WHERE key = 'links'`);
  await db.run(sql`DELETE FROM entity_links`);
  const stored = await columnsOf(db, sql`order_rows`);
  if (!linkColumns.some(({ name }) => stored.has(name))) return;
  // The view over them must go first.
  await db.run(sql`DROP VIEW IF EXISTS orders`);
  for (const { name } of linkColumns) await db.run(sql`ALTER TABLE order_rows DROP COLUMN IF EXISTS ${id(name)}`);
}

/**
 * Writes what linking found: `entities` is a relation of seq, entity_id, entity_orders and entity_orders_before, one row
 * per order; `links` one of entity, kind and orders. Inside a write job.
 */
export async function saveLinks(db: Connection, entities: Sql, links: Sql, report: LinkReport): Promise<void> {
  await dropLinks(db);
  for (const { name, type } of linkColumns)
    await db.run(sql`ALTER TABLE order_rows ADD COLUMN ${id(name)} ${duckdbType(type)}`);
  const sets = linkColumns.map(({ name }) => sql`${id(name)} = found.${id(name)}`);
  await db.run(sql`UPDATE order_rows SET ${join(sets, sql`, `)} FROM ${entities} AS found
    WHERE found.seq = order_rows.seq`);
  await db.run(sql`INSERT INTO entity_links SELECT entity, kind, orders FROM ${links} AS links`);
  await db.run(sql`INSERT INTO settings VALUES ('links', ${JSON.stringify(report)})`);
  await writeOrdersView(db);
}
