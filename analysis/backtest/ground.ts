import type { Connection } from '../store/connection.ts';
import { linesReplaced, ordersChanged } from '../store/import-orders.ts';
import type { Sql } from '../store/sql.ts';
import { sql } from '../store/sql.ts';

/** What is told of the filtered orders beside their rules. Times are epoch ms. */
export interface Ground {
  /** First and last order; null where there is none. */
  readonly period: { readonly from: number; readonly to: number } | null;
  /** Bad already reported among the immature. */
  readonly early: number;
  /** Orders in another currency than the one measured in. */
  readonly otherCurrency: number;
  /** Orders whose lines a later file replaced with others. */
  readonly linesChanged: number;
  /** By column, orders of which a later file changed a value that was known at screening. */
  readonly changed: readonly { readonly column: string; readonly orders: number }[];
  /** Weeks (their first instant) with an order too young for its outcome to be known. */
  readonly immatureWeeks: readonly number[];
}

/** Of the rows that a condition lets through; `other` says which are in another currency. */
export async function groundOf(
  db: Connection,
  { from, where, other, timezone }: { from: Sql; where: Sql; other: Sql; timezone: string },
): Promise<Ground> {
  const all = await db.first(sql`SELECT count(CASE WHEN early_bad THEN 1 END) AS early,
    count(CASE WHEN ${other} THEN 1 END) AS others, min(ordered_at) AS first, max(ordered_at) AS last
    FROM ${from} WHERE ${where}`);
  const lines = await db.first(sql`SELECT count(*) AS orders FROM ${from} WHERE (${where}) AND ${linesReplaced}`);
  const changed = await db.rows(ordersChanged(from, where));
  // The week of an order takes many times as long to tell as all else: only of those that are asked for.
  const weeks = await db.rows(sql`SELECT DISTINCT CAST(week AS TIMESTAMP) AT TIME ZONE ${timezone} AS week
    FROM ${from} WHERE (${where}) AND NOT mature ORDER BY 1`);
  const first = all?.['first'];
  const last = all?.['last'];
  return {
    period: typeof first === 'number' && typeof last === 'number' ? { from: first, to: last } : null,
    early: Number(all?.['early'] ?? 0),
    otherCurrency: Number(all?.['others'] ?? 0),
    linesChanged: Number(lines?.['orders'] ?? 0),
    changed: changed.map(({ column, orders }) => ({ column: String(column), orders: Number(orders) })),
    immatureWeeks: weeks.map(({ week }) => Number(week)),
  };
}
