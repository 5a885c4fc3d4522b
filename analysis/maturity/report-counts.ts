import type { ReportCount } from '../model/maturity/report-counts.ts';
import { stateCode } from '../model/target.ts';
import type { Connection } from '../store/connection.ts';
import { amountIn, exactSum } from '../store/money.ts';
import { stateSql, type Judgement } from '../store/outcome-state.ts';
import { literal, sql } from '../store/sql.ts';
import { localDay, quarterOf, quarterStart } from './local-day.ts';

/** What the counts are of: how orders are judged, the currency of amounts (and the only one, or null). */
export interface CountedOrders {
  readonly judgement: Judgement;
  readonly currency: string;
  readonly singleCurrency: string | null;
  /** Only the bad orders with a dated report, all that delays are made of; else also those that are or may become good. */
  readonly datedOnly: boolean;
}

/**
 * Orders by day, delay of the report, way to pay and family: the one aggregated query behind every estimate. The
 * judgement's maturity must be measured.
 */
export async function reportCounts(db: Connection, of: CountedOrders): Promise<readonly ReportCount[]> {
  const { judgement } = of;
  const pieces = stateSql(judgement);
  const zone = literal(judgement.timezone);
  const [bad, good, immature] = [stateCode('bad'), stateCode('good'), stateCode('immature')];
  const counted = of.datedOnly
    ? sql`(is_bad AND first_report IS NOT NULL)`
    : sql`(is_bad OR state = ${good} OR (state = ${immature} AND NOT refused AND epoch_ms(ordered_at) < ${judgement.cutoff}))`;
  const rows = await db.rows(sql`${pieces.with}
    SELECT datediff('day', DATE '1970-01-01', ${localDay(quarterStart, zone)}) AS day, is_bad, delay, payment, family,
      sum(orders) AS orders, sum(amount) AS amount
    FROM (SELECT ${quarterOf} AS quarter, is_bad,
        CASE WHEN is_bad THEN
          datediff('day', ${localDay(sql`ordered_at`, zone)}, ${localDay(sql`first_report.at`, zone)}) END AS delay,
        CASE WHEN is_bad THEN payment_method END AS payment,
        CASE WHEN is_bad THEN first_report.family END AS family,
        count(*) AS orders, sum(${amountIn(of.currency, of.singleCurrency)}) AS amount
      FROM (SELECT *, (state = ${bad} OR early_bad) AS is_bad FROM (
        SELECT o.ordered_at, o.amount, o.currency, o.payment_method,
          ${pieces.state} AS state, ${pieces.earlyBad} AS early_bad, ${pieces.refused} AS refused,
          ${pieces.firstReport} AS first_report
        FROM orders o${pieces.join}))
      WHERE ${counted}
      GROUP BY ALL)
    GROUP BY ALL`);
  return rows.map((row) => ({
    day: Number(row['day']),
    bad: row['is_bad'] === true,
    delay: typeof row['delay'] === 'number' ? row['delay'] : null,
    payment: textOf(row['payment']),
    family: textOf(row['family']),
    orders: Number(row['orders']),
    amount: exactSum(row['amount']),
  }));
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
