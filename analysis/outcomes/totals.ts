import type { ChargebackTotals, OutcomeOverview } from '../model/outcome-report.ts';
import type { Connection } from '../store/connection.ts';
import { exactSum } from '../store/money.ts';
import { sql, type Sql } from '../store/sql.ts';
import { chargedOrders } from '../store/told-orders.ts';

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
      count(*) FILTER (shifted AND remaining > 0) AS shifted_orders, sum(remaining) FILTER (shifted) AS shifted,
      count(*) FILTER (unexplained AND remaining > 0) AS unexplained
    FROM ${chargedOrders(facts, currency)}`);
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
    unexplainedOrders: Number(row?.['unexplained'] ?? 0),
  };
}
