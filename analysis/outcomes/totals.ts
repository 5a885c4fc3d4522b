import type { ChargebackTotals, OutcomeOverview } from '../model/outcome-report.ts';
import type { Connection } from '../store/connection.ts';
import { liabilitySql } from '../store/liability-shift.ts';
import { exactSum } from '../store/money.ts';
import { lossesSql } from '../store/reversals.ts';
import { sql, type Sql } from '../store/sql.ts';

/** `outcomes` with `known`: whether a fact was reported by then (epoch ms), or has no date. */
export const knownFacts = (asOf: number | null): Sql =>
  sql`(SELECT *, ${asOf === null ? sql`TRUE` : sql`(reported_at IS NULL OR epoch_ms(reported_at) <= ${asOf})`} AS known FROM outcomes)`;

/** Every kind of fact, the most frequent first; amounts of one currency. */
export async function kindTotals(db: Connection, facts: Sql, currency: string): Promise<OutcomeOverview['kinds']> {
  const rows = await db.rows(sql`
    SELECT kind, count(*) AS n, count(DISTINCT order_id) AS orders, count(*) FILTER (order_id IS NULL) AS open,
      sum(amount) FILTER (currency = ${currency}) AS amount, count(*) FILTER (repeats) AS repeats
    FROM ${facts} WHERE known GROUP BY kind ORDER BY n DESC, kind`);
  return rows.map((row) => ({
    kind: String(row['kind']),
    rows: Number(row['n']),
    orders: Number(row['orders']),
    open: Number(row['open']),
    amount: row['amount'] === null ? null : exactSum(row['amount']),
    repeats: Number(row['repeats']),
  }));
}

/** What was charged back, given back, and who bears the rest; orders in one currency. */
export async function chargebackTotals(db: Connection, facts: Sql, currency: string): Promise<ChargebackTotals> {
  const row = await db.first(sql`
    SELECT count(*) AS orders, sum(charged) AS charged, sum(remaining) AS remaining,
      count(*) FILTER (remaining > 0) AS remaining_orders,
      count(*) FILTER (shifted AND remaining > 0) AS shifted_orders, sum(remaining) FILTER (shifted) AS shifted
    FROM (${lossesSql(facts)}) AS l JOIN orders AS o ON o.event_id = l.order_id AND o.currency = ${currency}
    LEFT JOIN (SELECT k.order_id, bool_or(${liabilitySql()} = 'issuer') AS shifted
      FROM ${facts} AS k JOIN orders AS o ON o.event_id = k.order_id WHERE k.known GROUP BY k.order_id) AS s
      ON s.order_id = l.order_id`);
  const [charged, remaining, shifted] = ['charged', 'remaining', 'shifted'].map((name) =>
    exactSum(row?.[name] ?? null),
  );
  return {
    orders: Number(row?.['orders'] ?? 0),
    charged: charged ?? 0,
    reversed: (charged ?? 0) - (remaining ?? 0),
    remainingOrders: Number(row?.['remaining_orders'] ?? 0),
    remaining: remaining ?? 0,
    shiftedOrders: Number(row?.['shifted_orders'] ?? 0),
    shifted: shifted ?? 0,
    realised: (remaining ?? 0) - (shifted ?? 0),
  };
}
