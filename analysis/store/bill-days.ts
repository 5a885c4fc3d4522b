import type { Connection } from './connection.ts';
import { literal, sql, type Sql } from './sql.ts';

/** Whether some outcome tells when its bill was due. */
export const billsTold = async (db: Connection): Promise<boolean> =>
  (await db.first(sql`SELECT 1 AS yes FROM outcomes WHERE due_at IS NOT NULL LIMIT 1`)) !== undefined;

/**
 * A relation `(order_id, kind, reported_at, days_past_due)` of facts that follow from bills whose due date is told, each on
 * the day it became so: 'overdue' with 1, 30, 60 and 90 days once a bill was open that long after its due date, 'paid' where
 * payment events tell it, and 'billing' with 0 days for a bill that came due. A bill is open until it was paid, cancelled
 * or returned, as its list or the payment events of its order tell; else as far as they reach: the day its row is of, the
 * last payment of its list, the last payment event. Where a bill was paid on a day nobody tells, nothing follows.
 */
export function billFacts(timezone: string): Sql {
  const zone = literal(timezone);
  const day = (time: Sql): Sql => sql`(${time} AT TIME ZONE ${zone})::DATE`;
  return sql`(
    WITH bills AS (${billsSql})
    SELECT order_id, CASE n WHEN 0 THEN 'billing' ELSE 'overdue' END AS kind,
      (${day(sql`due_at`)} + n)::TIMESTAMP AT TIME ZONE ${zone} AS reported_at, n AS days_past_due
    FROM bills, (VALUES (0), (1), (30), (60), (90)) AS stages(n) WHERE ${day(sql`until`)} >= ${day(sql`due_at`)} + n
    UNION ALL SELECT order_id, 'paid', until, NULL FROM bills WHERE by_event)`;
}

/** A relation `(order_id, due_at, until, by_event)` of bills, and until when each is known to have been open. */
const billsSql: Sql = sql`
  WITH dues AS (
    SELECT k.order_id, k.due_at, max(k.reported_at) FILTER (k.kind <> 'paid') AS seen, max(l.last) AS list_reaches,
      max(k.amount) FILTER (k.kind <> 'paid') AS billed, count(*) OVER (PARTITION BY k.order_id) AS bills
    FROM outcomes AS k
    LEFT JOIN (SELECT source, max(reported_at) AS last FROM outcomes WHERE kind = 'paid' GROUP BY source) AS l
      ON l.source = k.source
    WHERE k.due_at IS NOT NULL AND k.order_id IS NOT NULL AND k.kind IN ('billing', 'overdue', 'paid', 'bad-debt')
    GROUP BY k.order_id, k.due_at),
  ends AS (
    SELECT d.order_id, d.due_at, min(k.reported_at) AS at
    FROM dues AS d JOIN outcomes AS k ON k.order_id = d.order_id AND (k.due_at IS NULL OR k.due_at = d.due_at)
    WHERE k.kind IN ('paid', 'cancelled', 'returned') GROUP BY d.order_id, d.due_at),
  receipts AS (
    SELECT coalesce(e.order_id, o.event_id) AS order_id, e.happened_at, e.ident, e.amount
    FROM events AS e LEFT JOIN orders AS o ON e.order_id IS NULL AND o.transaction_id = e.transaction_id
    WHERE e.kind = 'payment' AND e.passed IS DISTINCT FROM FALSE AND EXISTS (SELECT 1 FROM dues)),
  received AS (
    SELECT order_id, min(happened_at) FILTER (amount IS NULL OR so_far >= owed) AS at
    FROM (SELECT r.*, sum(r.amount) OVER (PARTITION BY r.order_id ORDER BY r.happened_at, r.ident) AS so_far,
        coalesce(d.billed, o.amount) AS owed
      FROM receipts AS r JOIN dues AS d ON d.order_id = r.order_id AND d.bills = 1
      JOIN orders AS o ON o.event_id = r.order_id)
    GROUP BY order_id)
  SELECT d.order_id, d.due_at, e.order_id IS NULL AND r.at IS NOT NULL AS by_event,
    CASE WHEN e.order_id IS NOT NULL THEN e.at WHEN r.at IS NOT NULL THEN r.at
      ELSE greatest(d.seen, d.list_reaches, (SELECT max(happened_at) FROM receipts)) END AS until
  FROM dues AS d LEFT JOIN ends AS e ON e.order_id = d.order_id AND e.due_at = d.due_at
  LEFT JOIN received AS r ON r.order_id = d.order_id`;
