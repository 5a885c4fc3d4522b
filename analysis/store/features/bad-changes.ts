import { usualBadKinds, type FeatureOutcome } from '../../model/features.ts';
import { chargeKinds, speaksOf, tellsOwn } from '../reversals.ts';
import { join, literal, nothing, sql, type Sql } from '../sql.ts';
import { asksLabel, countedBy, factsFor, settledBy } from './bad-told.ts';

/** Since when an order is known to be bad, and until when: outcomes as they became known, never as they are now. */

const isCharge = sql`k.kind IN (${join(chargeKinds.map(literal), sql`, `)})`;

/**
 * A relation `(order_id, known_at, change)`: the order was bad from just after `known_at` (+1), or no longer (−1); `known_at` in
 * microseconds. At any time its state is what was reported before: a chargeback counts unless a later reversal took all of it
 * back; one reported again after that counts again. A reversal without a date is never known; a settlement status
 * has none either, and is known after the assumed delay. `bills`: see `FeatureGround`.
 */
export function badChanges(outcome: FeatureOutcome, bills: string | null): Sql {
  return sql`(SELECT order_id, known_at, CASE WHEN bad THEN 1 ELSE -1 END AS change FROM (
    SELECT *, lag(bad, 1, FALSE) OVER (PARTITION BY order_id ORDER BY known_at) AS was FROM (
      SELECT order_id, known_at, others > 0 OR coalesce(charge_at > reversed_at, charge_at IS NOT NULL)
        OR (charge_at IS NOT NULL AND coalesce(told < charged, FALSE)) AS bad
      FROM (${reversedSoFar(outcome, bills)})))
    WHERE bad IS DISTINCT FROM was)`;
}

/** Orders that anything ever reported made bad. */
export const everBad = (outcome: FeatureOutcome, bills: string | null): Sql =>
  sql`(SELECT DISTINCT order_id FROM (${datedFacts({ ...outcome, assumedDelayDays: outcome.assumedDelayDays ?? 0 }, bills)}) WHERE role IN ('charge', 'other'))`;

/** Adds what had been charged when the last reversal so far came. */
function reversedSoFar(outcome: FeatureOutcome, bills: string | null): Sql {
  return sql`SELECT order_id, known_at, others, charge_at, reversed_at, told,
      max(CASE WHEN known_at = reversed_at THEN charged END) OVER (PARTITION BY order_id, reversed_at) AS charged
    FROM (${soFar(outcome, bills)})`;
}

/** One row per order and instant with what all facts up to it say; amounts that several lists tell count once. */
function soFar(outcome: FeatureOutcome, bills: string | null): Sql {
  const role = (name: string): Sql => sql`role = ${literal(name)}`;
  const back = sql`role IN ('reversal', 'own reversal') AND NOT repeats`;
  const charged = (roles: Sql): Sql =>
    sql`sum(coalesce(amount, order_amount)) FILTER (role IN (${roles}) AND NOT repeats) OVER so_far`;
  return sql`SELECT DISTINCT order_id, known_at,
      count(*) FILTER (${role('other')}) OVER so_far AS others,
      max(known_at) FILTER (${role('charge')}) OVER so_far AS charge_at,
      max(known_at) FILTER (${back}) OVER so_far AS reversed_at,
      CASE WHEN count(*) FILTER (${back}) OVER so_far = count(amount) FILTER (${back}) OVER so_far
        THEN sum(amount) FILTER (${back}) OVER so_far END AS told,
      CASE WHEN count(*) FILTER (${role('reversal')} AND NOT repeats) OVER so_far = 0 THEN coalesce(${charged(sql`'charge'`)}, 0)
        ELSE ${charged(sql`'charge', 'uncounted charge'`)} END AS charged
    FROM (${datedFacts(outcome, bills)})
    WINDOW so_far AS (PARTITION BY order_id ORDER BY known_at RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`;
}

/**
 * Facts with the time they were known. Charges of other families do not make an order bad, but a reversal that does not tell
 * its family is measured against all that was charged back, as for the order's state.
 */
function datedFacts(outcome: FeatureOutcome, bills: string | null): Sql {
  const { assumedDelayDays: days, kinds = usualBadKinds, reasonFamilies = [] } = outcome;
  // A bill that nobody paid is overdue on the days that follow from its due date.
  const facts = factsFor(outcome, bills);
  const charges = kinds.includes('chargeback') ? isCharge : sql`FALSE`;
  const assumed = days === undefined ? sql`NULL` : sql`epoch_us(o.ordered_at) + ${days * 86_400_000_000}::BIGINT`;
  const labels = asksLabel(outcome)
    ? sql` UNION ALL SELECT o.event_id, 'other', ${assumed}, NULL, o.amount, FALSE FROM orders AS o WHERE o.label`
    : nothing;
  const settled =
    days === undefined
      ? nothing
      : sql` UNION ALL SELECT o.order_id, 'other', ${assumed}, NULL, o.amount, FALSE
        FROM (${settledBy(outcome, facts)}) AS o`;
  return sql`SELECT * FROM (
    SELECT k.order_id,
      CASE WHEN NOT ${isCharge} THEN 'other' WHEN ${countedBy(outcome)} THEN 'charge' ELSE 'uncounted charge' END AS role,
      coalesce(epoch_us(k.reported_at), ${assumed}) AS known_at, k.amount, o.amount AS order_amount,
      coalesce(k.repeats, FALSE) AS repeats
    FROM ${facts} AS k JOIN orders AS o ON o.event_id = k.order_id
    WHERE ${countedBy(outcome)} OR ${charges}
    UNION ALL SELECT k.order_id, CASE WHEN ${tellsOwn(sql`k.family`, reasonFamilies)} THEN 'own reversal' ELSE 'reversal' END, epoch_us(k.reported_at), k.amount, o.amount, coalesce(k.repeats, FALSE)
    FROM outcomes AS k JOIN orders AS o ON o.event_id = k.order_id
    WHERE k.kind = 'chargeback-reversed' AND ${speaksOf(sql`k.family`, reasonFamilies)}${labels}${settled}) WHERE known_at IS NOT NULL`;
}
