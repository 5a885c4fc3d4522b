import type { OutcomeKind } from '../model/target.ts';
import { join, literal, sql, type Sql } from './sql.ts';

/** Facts that charge an order back; the second after the first was contested, and lost. */
export const chargeKinds: readonly OutcomeKind[] = ['chargeback', 'chargeback-upheld'];

const isCharge = sql`k.kind IN (${join(chargeKinds.map(literal), sql`, `)})`;

/**
 * A relation `(order_id, reversed_at, told, charged, partly)` of the orders that a known reversal speaks of: when the last
 * one came ('infinity' for one without a date), what all of them give back (NULL where one does not say: all of it), what
 * had been charged back by then, and whether that is more. `facts` is `outcomes` with a column `known`; what several
 * lists tell counts once, and a chargeback without an amount is one of the whole order.
 */
export function reversalsSql(facts: Sql): Sql {
  return sql`
    SELECT v.order_id, v.reversed_at, v.told, c.charged, coalesce(v.told < c.charged, FALSE) AS partly
    FROM (SELECT order_id, max(coalesce(reported_at, 'infinity'::TIMESTAMPTZ)) AS reversed_at,
        CASE WHEN count(*) = count(amount) THEN sum(amount) END AS told
      FROM ${facts} WHERE known AND kind = 'chargeback-reversed' AND order_id IS NOT NULL AND NOT coalesce(repeats, FALSE)
      GROUP BY order_id) AS v
    LEFT JOIN (SELECT r.order_id, sum(coalesce(k.amount, o.amount)) AS charged
      FROM (SELECT order_id, max(coalesce(reported_at, 'infinity'::TIMESTAMPTZ)) AS reversed_at
        FROM ${facts} WHERE known AND kind = 'chargeback-reversed' AND NOT coalesce(repeats, FALSE) GROUP BY order_id) AS r
      JOIN ${facts} AS k ON k.order_id = r.order_id AND k.known AND ${isCharge} AND NOT coalesce(k.repeats, FALSE)
        AND (k.reported_at IS NULL OR k.reported_at <= r.reversed_at)
      JOIN orders AS o ON o.event_id = k.order_id
      GROUP BY r.order_id) AS c ON c.order_id = v.order_id`;
}

/**
 * A relation `(order_id, charged, reversed, remaining, first_at)` of every order some known chargeback speaks of, amounts
 * in minor units: what was charged back, what of it was given back, and what stays. Where no list has the chargeback itself,
 * a row whose status says that it was reversed tells both. Reads `facts` as `reversalsSql` does.
 */
export function lossesSql(facts: Sql): Sql {
  return sql`
    SELECT *, charged - remaining AS reversed FROM (
      SELECT k.order_id, min(k.reported_at) AS first_at, sum(coalesce(k.amount, o.amount)) AS charged,
        CASE WHEN any_value(r.reversed_at) IS NULL THEN sum(coalesce(k.amount, o.amount))
          ELSE greatest(0, coalesce(any_value(r.charged) - any_value(r.told), 0))
            + coalesce(sum(coalesce(k.amount, o.amount)) FILTER (k.reported_at > r.reversed_at), 0) END AS remaining
      FROM ${facts} AS k JOIN orders AS o ON o.event_id = k.order_id
      LEFT JOIN (${reversalsSql(facts)}) AS r ON r.order_id = k.order_id
      WHERE k.known AND ${isCharge} AND NOT coalesce(k.repeats, FALSE)
      GROUP BY k.order_id
      UNION ALL SELECT k.order_id, min(k.reported_at), sum(coalesce(k.amount, o.amount)), 0
      FROM ${facts} AS k JOIN orders AS o ON o.event_id = k.order_id
      ANTI JOIN (SELECT order_id FROM ${facts} AS k WHERE k.known AND ${isCharge}) AS c ON c.order_id = k.order_id
      WHERE k.known AND k.kind = 'chargeback-reversed' AND k.detail IS NOT NULL AND NOT coalesce(k.repeats, FALSE)
      GROUP BY k.order_id)`;
}
