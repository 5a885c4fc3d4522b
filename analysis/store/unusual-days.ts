import { qualityLimits } from '../model/quality.ts';
import { literal, sql, type Sql } from './sql.ts';

const { daySpreads } = qualityLimits;

/** Every offset of a time zone is whole quarters of an hour: few of them need the calendar, whatever the number of orders. */
const quarterUs = sql`900000000`;
const quarterHour = sql`(epoch_us(ordered_at) // ${quarterUs})`;

/**
 * The days from the first order to the last in the project's zone, dates in the future and before 1990 set aside: `day`,
 * `orders`, `usual` (median of its weekday over the four weeks before and after), `expected` (the same without the day's
 * own weeks of silence, for empty days), `verdict` 'empty', 'high', 'low' or NULL. Under four weeks all days are one kind
 * of day. The spread is the scaled MAD of the same days, and no less than what chance alone would give.
 */
export function judgedDays(rows: Sql, timezone: string): Sql {
  return sql`(
    WITH counted AS (
      SELECT (make_timestamptz(quarter * ${quarterUs}) AT TIME ZONE ${literal(timezone)})::DATE AS day, sum(n) AS orders
      FROM (SELECT ${quarterHour} AS quarter, count(*) AS n FROM ${rows}
        WHERE ordered_at <= now() AND ordered_at >= TIMESTAMPTZ '1990-01-01 00:00:00+00' GROUP BY 1) GROUP BY 1),
    every AS (SELECT unnest(generate_series(min(day), max(day), INTERVAL 1 DAY))::DATE AS day FROM counted),
    filled AS (
      SELECT day, coalesce(orders, 0) AS orders, CASE WHEN count(*) OVER () >= 28 THEN isodow(day) END AS kind,
        day IN (SELECT min(day) FROM every UNION ALL SELECT max(day) FROM every) AS edge
      FROM every LEFT JOIN counted USING (day)),
    measured AS (
      SELECT *, median(orders) OVER near AS usual, mad(orders) OVER near AS spread,
        greatest(coalesce(median(orders) OVER before, 0), coalesce(median(orders) OVER after, 0)) AS expected
      FROM filled
      WINDOW near AS (PARTITION BY kind ORDER BY day ROWS BETWEEN 4 PRECEDING AND 4 FOLLOWING),
        before AS (PARTITION BY kind ORDER BY day ROWS BETWEEN 4 PRECEDING AND 1 PRECEDING),
        after AS (PARTITION BY kind ORDER BY day ROWS BETWEEN 1 FOLLOWING AND 4 FOLLOWING)),
    bounded AS (SELECT *, ${daySpreads} * greatest(1.4826 * spread, sqrt(usual), 1) AS reach FROM measured)
    SELECT day, orders, usual, expected, CASE WHEN orders = 0 THEN 'empty' WHEN orders > usual + reach THEN 'high'
      WHEN orders < usual - reach AND NOT edge THEN 'low' END AS verdict
    FROM bounded)`;
}

/** Orders on days with that verdict. */
export function onDays(verdict: 'high' | 'low', rows: Sql, timezone: string): Sql {
  const start = (day: Sql): Sql => sql`epoch_us(${day}::TIMESTAMP AT TIME ZONE ${literal(timezone)}) // ${quarterUs}`;
  return sql`coalesce(${quarterHour} IN (
    SELECT unnest(range(${start(sql`day`)}, ${start(sql`(day + 1)`)})) FROM ${judgedDays(rows, timezone)}
    WHERE verdict = ${literal(verdict)}), FALSE)`;
}
