import type { OutcomeKind, ReasonFamily } from '../model/target.ts';
import { join, literal, sql, type Sql } from './sql.ts';

/** Facts that charge an order back; the second after the first was contested, and lost. */
export const chargeKinds: readonly OutcomeKind[] = ['chargeback', 'chargeback-upheld'];

const isCharge = sql`k.kind IN (${join(chargeKinds.map(literal), sql`, `)})`;
const isReversal = sql`k.known AND k.kind = 'chargeback-reversed' AND k.order_id IS NOT NULL AND NOT coalesce(k.repeats, FALSE)`;

/**
 * A relation `(order_id, kind, family, reason, reported_at, place, amount, reversed_at, remaining)` of every known chargeback:
 * its place among those of its order, its minor units, when the last reversal that speaks of it came ('infinity' for one
 * without a date, NULL for none), and what stays of it. A reversal speaks of the chargebacks of its own family reported up to
 * it, of every one where the order has none of that family or it tells none; what it gives back is taken off the oldest
 * first, all of them where it tells no amount. `facts` is `outcomes` with a column `known`; what several lists tell counts
 * once, and a chargeback without an amount is one of the whole order.
 */
export function chargebacksSql(facts: Sql): Sql {
  return sql`
    WITH charges AS (SELECT k.order_id, k.kind, coalesce(k.family, 'unknown') AS family, k.reason, k.reported_at,
        coalesce(k.amount, o.amount) AS amount,
        row_number() OVER (PARTITION BY k.order_id ORDER BY k.reported_at NULLS FIRST, k.kind, k.amount, k.reason) AS place
      FROM ${facts} AS k JOIN orders AS o ON o.event_id = k.order_id
      WHERE k.known AND ${isCharge} AND NOT coalesce(k.repeats, FALSE)),
    families AS (SELECT DISTINCT order_id, family FROM charges WHERE family <> 'unknown'),
    pools AS (SELECT k.order_id, f.family, max(coalesce(k.reported_at, 'infinity'::TIMESTAMPTZ)) AS came,
        CASE WHEN count(*) = count(k.amount) THEN sum(k.amount) END AS told
      FROM ${facts} AS k LEFT JOIN families AS f ON f.order_id = k.order_id AND f.family = k.family
      WHERE ${isReversal} GROUP BY k.order_id, f.family),
    own AS (SELECT c.*, v.came, v.told FROM charges AS c LEFT JOIN pools AS v
      ON v.order_id = c.order_id AND v.family = c.family AND coalesce(c.reported_at <= v.came, TRUE)),
    settled AS (SELECT * EXCLUDE (came, told), came AS own_came, ${leftOf(sql`amount`, sql`order_id, family, came IS NULL`)} AS rest FROM own),
    both_pools AS (SELECT c.*, v.came, v.told FROM settled AS c LEFT JOIN pools AS v
      ON v.order_id = c.order_id AND v.family IS NULL AND coalesce(c.reported_at <= v.came, TRUE))
    SELECT order_id, kind, family, reason, reported_at, place, amount, greatest(own_came, came) AS reversed_at,
      ${leftOf(sql`rest`, sql`order_id, came IS NULL`)} AS remaining FROM both_pools`;
}

/** What a pool `told` (which came at `came`, NULL for none) leaves of amounts, the oldest first. */
const leftOf = (amount: Sql, among: Sql): Sql => sql`CASE WHEN came IS NULL THEN ${amount} WHEN told IS NULL THEN 0
  ELSE greatest(0, least(${amount}, sum(${amount}) OVER (PARTITION BY ${among} ORDER BY place) - told)) END`;

/** Whether a reversal speaks of chargebacks of some families (none: of any), as it does where it tells none of its own. */
export const speaksOf = (family: Sql, families: readonly ReasonFamily[]): Sql =>
  families.length === 0
    ? sql`TRUE`
    : sql`(coalesce(${family}, 'unknown') IN (${join(['unknown', ...families].map(literal), sql`, `)}))`;

/** Whether a reversal tells that it is of one of some families, and of no others. */
export const tellsOwn = (family: Sql, families: readonly ReasonFamily[]): Sql =>
  families.length === 0 ? sql`FALSE` : sql`(coalesce(${family}, 'unknown') <> 'unknown')`;

/**
 * A relation `(order_id, reversed_at, told, charged, partly)` of the orders that a known reversal speaks of chargebacks of some
 * families: when the last one came ('infinity' for one without a date), what all of them give back (NULL where one does not
 * say: all of it), what had been charged back by then (of those families where every reversal tells its own), and whether that
 * is more. `facts` is `outcomes` with a column `known`; what several
 * lists tell counts once, and a chargeback without an amount is one of the whole order.
 */
export function reversalsSql(facts: Sql, families: readonly ReasonFamily[] = []): Sql {
  const counted =
    families.length === 0 ? sql`TRUE` : sql`coalesce(k.family, 'unknown') IN (${join(families.map(literal), sql`, `)})`;
  return sql`
    SELECT v.order_id, v.reversed_at, v.told, CASE WHEN v.own THEN c.counted ELSE c.charged END AS charged,
      coalesce(v.told < CASE WHEN v.own THEN c.counted ELSE c.charged END, FALSE) AS partly
    FROM (SELECT order_id, max(coalesce(reported_at, 'infinity'::TIMESTAMPTZ)) AS reversed_at,
        CASE WHEN count(*) = count(amount) THEN sum(amount) END AS told, bool_and(${tellsOwn(sql`family`, families)}) AS own
      FROM ${facts} WHERE known AND kind = 'chargeback-reversed' AND order_id IS NOT NULL AND NOT coalesce(repeats, FALSE)
        AND ${speaksOf(sql`family`, families)}
      GROUP BY order_id) AS v
    LEFT JOIN (SELECT r.order_id, sum(coalesce(k.amount, o.amount)) AS charged,
        coalesce(sum(coalesce(k.amount, o.amount)) FILTER (${counted}), 0) AS counted
      FROM (SELECT order_id, max(coalesce(reported_at, 'infinity'::TIMESTAMPTZ)) AS reversed_at
        FROM ${facts} WHERE known AND kind = 'chargeback-reversed' AND NOT coalesce(repeats, FALSE)
          AND ${speaksOf(sql`family`, families)} GROUP BY order_id) AS r
      JOIN ${facts} AS k ON k.order_id = r.order_id AND k.known AND ${isCharge} AND NOT coalesce(k.repeats, FALSE)
        AND (k.reported_at IS NULL OR k.reported_at <= r.reversed_at)
      JOIN orders AS o ON o.event_id = k.order_id
      GROUP BY r.order_id) AS c ON c.order_id = v.order_id`;
}

/**
 * A relation `(order_id, charged, reversed, remaining, first_at)` of every order some known chargeback speaks of, amounts
 * in minor units: what was charged back, what of it was given back, and what stays. Where no list has the chargeback itself,
 * a row whose status says that it was reversed tells both. Reads `facts` as `chargebacksSql` does.
 */
export function lossesSql(facts: Sql): Sql {
  return sql`
    SELECT *, charged - remaining AS reversed FROM (
      SELECT order_id, min(reported_at) AS first_at, sum(amount) AS charged, sum(remaining) AS remaining
      FROM (${chargebacksSql(facts)}) GROUP BY order_id
      UNION ALL SELECT k.order_id, min(k.reported_at), sum(coalesce(k.amount, o.amount)), 0
      FROM ${facts} AS k JOIN orders AS o ON o.event_id = k.order_id
      ANTI JOIN (SELECT order_id FROM ${facts} AS k WHERE k.known AND ${isCharge}) AS c ON c.order_id = k.order_id
      WHERE k.known AND k.kind = 'chargeback-reversed' AND k.detail IS NOT NULL AND NOT coalesce(k.repeats, FALSE)
      GROUP BY k.order_id)`;
}
