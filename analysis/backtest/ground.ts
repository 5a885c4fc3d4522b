import type { Connection } from '../store/connection.ts';
import { linesReplaced } from '../store/import-orders.ts';
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
  /** Weeks (their first instant) with an order too young for its outcome to be known. */
  readonly immatureWeeks: readonly number[];
}

/** One scan of the rows that a condition lets through; `other` says which are in another currency. */
export async function groundOf(
  db: Connection,
  { from, where, other, timezone }: { from: Sql; where: Sql; other: Sql; timezone: string },
): Promise<Ground> {
  const weeks = await db.rows(sql`
    SELECT CAST(week AS TIMESTAMP) AT TIME ZONE ${timezone} AS week, bool_or(NOT mature) AS immature,
      count(CASE WHEN early_bad THEN 1 END) AS early, count(CASE WHEN ${other} THEN 1 END) AS others,
      count(CASE WHEN ${linesReplaced} THEN 1 END) AS lines,
      min(ordered_at) AS first, max(ordered_at) AS last
    FROM ${from} WHERE ${where} GROUP BY ALL ORDER BY 1`);
  const sum = (name: string): number => weeks.reduce((total, row) => total + Number(row[name]), 0);
  const least = weeks.reduce((first, row) => Math.min(first, Number(row['first'])), Infinity);
  const most = weeks.reduce((last, row) => Math.max(last, Number(row['last'])), -Infinity);
  return {
    period: weeks.length === 0 ? null : { from: least, to: most },
    early: sum('early'),
    otherCurrency: sum('others'),
    linesChanged: sum('lines'),
    immatureWeeks: weeks.flatMap(({ week, immature }) => (immature === true ? [Number(week)] : [])),
  };
}
