import { liabilitySql, threedsJoin } from './liability-shift.ts';
import { sameWithinDays } from './outcome-repeats.ts';
import { lossesSql, reversalsSql } from './reversals.ts';
import { join, literal, sql, type Sql } from './sql.ts';

/**
 * A relation `(code, order_id)`. Good is told against bad only when it is said at the same time or later, or without a
 * date: what was good first may turn bad; a bill paid before it was written off is another matter. A row whose status says
 * that its chargeback was reversed is both at once, and stands alone.
 */
export function conflicting(facts: Sql): Sql {
  const losses = sql`(${lossesSql(facts)})`;
  const known = (kinds: readonly string[]): Sql =>
    sql`(SELECT * FROM ${facts} WHERE known AND order_id IS NOT NULL AND kind IN (${join(kinds.map(literal), sql`, `)}))`;
  const charges = known(['chargeback', 'chargeback-upheld']);
  const near = sql`(a.reported_at IS NULL OR b.reported_at IS NULL
    OR abs(epoch_ms(a.reported_at) - epoch_ms(b.reported_at)) <= ${sameWithinDays * 86_400_000})`;
  const bad = sql`(SELECT order_id, reported_at, kind FROM ${known(['bad-debt', 'resale'])}
    UNION ALL SELECT k.order_id, k.reported_at, k.kind FROM ${charges} AS k JOIN ${losses} AS l
      ON l.order_id = k.order_id AND l.remaining > 0)`;
  return sql`
    SELECT DISTINCT 'bad-and-good' AS code, b.order_id FROM ${bad} AS b JOIN ${known(['confirmed-good', 'paid'])} AS g
      ON g.order_id = b.order_id AND CASE g.kind
        WHEN 'paid' THEN b.kind = 'bad-debt' AND g.reported_at <= b.reported_at
        ELSE g.reported_at IS NULL OR b.reported_at IS NULL OR g.reported_at >= b.reported_at END
    UNION ALL SELECT DISTINCT 'reversal-alone', v.order_id FROM ${known(['chargeback-reversed'])} AS v
      ANTI JOIN ${charges} AS k ON k.order_id = v.order_id
      JOIN orders AS o ON o.event_id = v.order_id AND o.settle_status IS DISTINCT FROM '60' WHERE v.detail IS NULL
    UNION ALL SELECT 'reversed-more', order_id FROM (${reversalsSql(facts)}) WHERE told > charged
    UNION ALL SELECT 'charged-more', l.order_id FROM ${losses} AS l JOIN orders AS o
      ON o.event_id = l.order_id AND l.remaining > o.amount
    UNION ALL SELECT DISTINCT 'families-differ', a.order_id FROM ${charges} AS a JOIN ${charges} AS b
      ON b.order_id = a.order_id AND b.source > a.source AND ${near} AND coalesce(b.amount = a.amount, TRUE)
        AND nullif(a.family, 'unknown') <> nullif(b.family, 'unknown')
    UNION ALL SELECT DISTINCT 'reviews-differ', a.order_id FROM ${known(['review-ok'])} AS a JOIN ${known(['review-ng'])} AS b
      ON b.order_id = a.order_id AND (a.reported_at = b.reported_at OR a.reported_at IS NULL OR b.reported_at IS NULL)
    UNION ALL SELECT DISTINCT 'liability-differs', k.order_id FROM ${charges} AS k
      JOIN orders AS o ON o.event_id = k.order_id${threedsJoin}
      WHERE ${liabilitySql('order')} <> ${liabilitySql('events')}`;
}
