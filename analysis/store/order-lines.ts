import type { ImportWarning } from '../model/import-report.ts';
import { itemsColumn, lineColumns, type LinesRead, type LinesReport, type OrderLine } from '../model/order-lines.ts';
import type { Connection } from './connection.ts';
import { stored } from './imports.ts';
import { id, join, literal, sql, type Sql } from './sql.ts';
import { z } from 'zod';

const readable = z.custom<LinesRead & { readonly replaced: number }>(
  (value) => z.looseObject({ importId: z.string(), fileName: z.string(), read: z.number() }).safeParse(value).success,
);

const columns = join(
  lineColumns.map(({ name }) => id(name)),
  sql`, `,
);

/** Of the orders that had lines: how many, and of how many others took their place. */
export interface ReplacedLines {
  readonly replaced: number;
  readonly warnings: readonly ImportWarning[];
}

/** Takes staged lines into the project, inside a write job: an order's lines take the place of all it had. */
export async function replaceLines(db: Connection, importId: string, path: string): Promise<ReplacedLines> {
  const staged = sql`read_parquet(${path})`;
  const orders = sql`(SELECT DISTINCT order_id FROM ${staged})`;
  const before = await db.first(
    sql`SELECT count(DISTINCT order_id) AS n FROM order_lines SEMI JOIN ${orders} AS s USING (order_id)`,
  );
  const replaced = Number(before?.['n'] ?? 0);
  const changed = replaced === 0 ? 0 : await keepChanged(db, importId, staged);
  if (replaced > 0) await db.run(sql`DELETE FROM order_lines WHERE order_id IN ${orders}`);
  await db.run(sql`INSERT INTO order_lines BY NAME
    SELECT order_id, line, ${columns}, currency, ${literal(importId)} AS import_id, source_line FROM ${staged}`);
  return { replaced, warnings: changed === 0 ? [] : [{ code: 'lines-changed', params: { rows: changed } }] };
}

/** Keeps which orders get other lines than they had: at the order, nobody can have known both. */
async function keepChanged(db: Connection, importId: string, staged: Sql): Promise<number> {
  const listed = (lines: Sql): Sql =>
    sql`(SELECT order_id, list((${columns}, currency) ORDER BY line) AS said FROM ${lines} GROUP BY order_id)`;
  await db.run(sql`INSERT INTO import_orders SELECT ${importId}, a.order_id, 'lines-changed', NULL
    FROM ${listed(sql`order_lines`)} AS a JOIN ${listed(staged)} AS b ON b.order_id = a.order_id WHERE a.said IS DISTINCT FROM b.said`);
  const row = await db.first(sql`SELECT count(*) AS n FROM import_orders
    WHERE import_id = ${importId} AND says = 'lines-changed'`);
  return Number(row?.['n'] ?? 0);
}

/** The same of a file of orders: lines go when their order goes, so they belong to the import that first brought it. */
export async function replaceLinesOfOrders(db: Connection, importId: string, path: string): Promise<ReplacedLines> {
  const replaced = await replaceLines(db, importId, path);
  await db.run(sql`UPDATE order_lines AS l SET import_id = o.import_id FROM order_rows AS o
    WHERE l.import_id = ${importId} AND o.event_id = l.order_id AND o.import_id IS DISTINCT FROM ${importId}`);
  return replaced;
}

/** Keeps the report of a file of lines. Inside the write job that takes them in. */
export async function saveLineFile(db: Connection, report: LinesRead & { readonly replaced: number }): Promise<void> {
  await db.run(sql`INSERT INTO line_files
    VALUES (${report.importId}, make_timestamptz(${Date.now() * 1000}::BIGINT), ${JSON.stringify(report)})`);
}

/** Drops the lines a file brought, and its report where it was a file of lines. Inside a write job. */
export async function deleteLines(db: Connection, importId: string): Promise<void> {
  await db.run(sql`DELETE FROM order_lines WHERE import_id = ${importId}`);
  await db.run(sql`DELETE FROM line_files WHERE import_id = ${importId}`);
}

/** Whether an import was a file of lines. */
export async function isLineFile(db: Connection, importId: string): Promise<boolean> {
  return (await db.first(sql`SELECT 1 FROM line_files WHERE import_id = ${importId}`)) !== undefined;
}

/** Lines of no order of the project. */
export const orphanLines = sql`(SELECT l.* FROM order_lines AS l ANTI JOIN orders AS o ON o.event_id = l.order_id)`;

/** Order ids a report names at most. */
const sampled = 20;

/** Reports of all files of lines, the latest first; what is kept and has no order is told of the project as it is. */
export async function listLineFiles(db: Connection): Promise<LinesReport[]> {
  const rows = await db.rows(sql`SELECT report FROM line_files ORDER BY imported_at DESC, import_id`);
  const reports = rows.map((row) => stored(readable, row['report']));
  if (reports.length === 0) return [];
  const kept = await countsBy(db, sql`order_lines`);
  const orphans = await countsBy(db, orphanLines);
  const all: LinesReport[] = [];
  for (const report of reports) {
    const lost = orphans.get(report.importId);
    all.push({
      ...report,
      kept: kept.get(report.importId)?.lines ?? 0,
      orphans: lost?.lines ?? 0,
      orphanOrders: lost?.orders ?? 0,
      orphanSample: lost === undefined ? [] : await sampleOf(db, report.importId),
    });
  }
  return all;
}

async function countsBy(db: Connection, lines: Sql): Promise<ReadonlyMap<string, { lines: number; orders: number }>> {
  const rows = await db.rows(
    sql`SELECT import_id, count(*) AS n, count(DISTINCT order_id) AS orders FROM ${lines} AS l GROUP BY import_id`,
  );
  return new Map(
    rows.map((row) => [String(row['import_id']), { lines: Number(row['n']), orders: Number(row['orders']) }]),
  );
}

async function sampleOf(db: Connection, importId: string): Promise<string[]> {
  const rows = await db.rows(sql`SELECT DISTINCT order_id FROM ${orphanLines} AS l WHERE import_id = ${importId}
    ORDER BY order_id LIMIT ${sampled}`);
  return rows.map((row) => String(row['order_id']));
}

/** The lines of one order as its detail shows them, in their order. */
export async function linesOf(db: Connection, orderId: string): Promise<readonly OrderLine[]> {
  const rows =
    await db.rows(sql`SELECT ${valuesOf(sql`o`)} FROM order_lines AS l JOIN orders AS o ON o.event_id = l.order_id
    WHERE l.order_id = ${orderId} ORDER BY l.line`);
  return rows as unknown as readonly OrderLine[];
}

/** Values of lines `l` of orders `o`; money of another currency than the order's is none of its money. */
function valuesOf(order: Sql): Sql {
  return join(
    lineColumns.map(({ name, type }) =>
      type === 'money'
        ? sql`CASE WHEN l.currency IS NOT DISTINCT FROM ${order}.currency THEN l.${id(name)} END AS ${id(name)}`
        : sql`l.${id(name)} AS ${id(name)}`,
    ),
    sql`, `,
  );
}

/** Relation `order_id, order_items`: the lines of every order as a list of structs, in their order. */
export const itemLists = sql`(
  SELECT order_id, list(struct_pack(${join(
    lineColumns.map(({ name }) => sql`${id(name)} := ${id(name)}`),
    sql`, `,
  )}) ORDER BY line) AS ${id(itemsColumn)}
  FROM (SELECT l.order_id, l.line, ${valuesOf(sql`o`)} FROM order_lines AS l JOIN order_rows AS o ON o.event_id = l.order_id)
  GROUP BY order_id)`;
