import { usualBadKinds, type FeatureOutcome } from '../../model/features.ts';
import { literal, nothing, sql, type Sql } from '../sql.ts';
import { reportsFor, roleOf, type Reports } from './bad-reports.ts';

/** Since when an order is known to be bad, and until when: outcomes as they became known, never as they are now. */

/**
 * A relation `(order_id, known_at, change)`: the order was bad from just after `known_at` (+1), or no longer (−1); `known_at` in
 * microseconds. At any time its state is what was reported before: a chargeback counts unless a later reversal took all of it
 * back; one reported again after that counts again. A reversal without a date is never known; a settlement status
 * has none either, and is known after the assumed delay.
 */
export function badChanges(outcome: FeatureOutcome, reports: Reports): Sql {
  return sql`(SELECT order_id, known_at, CASE WHEN bad THEN 1 ELSE -1 END AS change FROM (
    SELECT *, lag(bad, 1, FALSE) OVER (PARTITION BY order_id ORDER BY known_at) AS was FROM (
      SELECT order_id, known_at, others > 0 OR coalesce(charge_at > reversed_at, charge_at IS NOT NULL)
        OR (charge_at IS NOT NULL AND coalesce(told < charged, FALSE)) AS bad
      FROM (${reversedSoFar(outcome, reports)})))
    WHERE bad IS DISTINCT FROM was)`;
}

/** Orders that anything ever reported made bad. */
export const everBad = (outcome: FeatureOutcome, reports: Reports): Sql =>
  sql`(SELECT DISTINCT order_id FROM (${datedFacts({ ...outcome, assumedDelayDays: outcome.assumedDelayDays ?? 0 }, reports)}) WHERE role IN ('charge', 'other'))`;

/** Adds what had been charged when the last reversal so far came. */
function reversedSoFar(outcome: FeatureOutcome, reports: Reports): Sql {
  return sql`SELECT order_id, known_at, others, charge_at, reversed_at, told,
      max(CASE WHEN known_at = reversed_at THEN charged END) OVER (PARTITION BY order_id, reversed_at) AS charged
    FROM (${soFar(outcome, reports)})`;
}

/** One row per order and instant with what all facts up to it say; amounts that several lists tell count once. */
function soFar(outcome: FeatureOutcome, reports: Reports): Sql {
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
    FROM (${datedFacts(outcome, reports)})
    WINDOW so_far AS (PARTITION BY order_id ORDER BY known_at RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`;
}

/** What an undated report of a table is where no delay is assumed: a project refuses it before (`badKnown`). */
const refusal = sql`error('outcomes: the ' || k.kind || ' of order ' || k.order_id
        || ' has no reported_at, and the feature assumes no delay (assumedDelayDays).')::BIGINT`;

/** Reports with what they are to the feature and the time they were known, in microseconds. */
function datedFacts(outcome: FeatureOutcome, reports: Reports): Sql {
  const { assumedDelayDays: days, kinds = usualBadKinds } = outcome;
  const whole = kinds.includes('chargeback') ? sql`o.amount` : sql`NULL::BIGINT`;
  const delayed = sql`epoch_us(coalesce(k.placed, o.ordered_at)) + ${(days ?? 0) * 86_400_000_000}::BIGINT`;
  const refused = reports.kind === 'table' ? sql` WHEN k.role IN ('charge', 'other') THEN ${refusal}` : nothing;
  const undated =
    days === undefined ? refused : sql` WHEN k.role IN ('charge', 'uncounted charge', 'other') THEN ${delayed}`;
  return sql`SELECT * FROM (
    SELECT k.order_id, k.role, CASE WHEN k.reported_at IS NOT NULL THEN epoch_us(k.reported_at)${undated} END AS known_at,
      k.amount, ${whole} AS order_amount, coalesce(k.repeats, FALSE) AS repeats
    FROM (SELECT k.*, ${roleOf(outcome)} AS role FROM ${reportsFor(outcome, reports)} AS k) AS k
    JOIN orders AS o ON o.event_id = k.order_id
    WHERE k.role IS NOT NULL) WHERE known_at IS NOT NULL`;
}
