import { dayOfIso } from '../../analysis/model/maturity/calendar-day.ts';
import { insertShop } from '../samples/shop-orders.ts';
import { japanDate } from '../../samples/shop/calendar.ts';
import type { Shop } from '../../samples/shop/shop.ts';
import { sql, type Sql } from '../../analysis/store/sql.ts';

/**
 * Share of the chargebacks the sample shop plants with a delay of at most `days`: the delay is 20 + floor(100 x) with
 * x = u (0.2 + 0.8 u) for an even u (samples/shop/outcomes.ts), solved for u.
 */
export function plantedShare(days: number): number {
  const x = Math.min(1, Math.max(0, (days - 19) / 100));
  return (Math.sqrt(0.04 + 3.2 * x) - 0.2) / 1.6;
}

/** Inserts the shop's chargebacks as the importer stores them; those withdrawn or won were taken back on that day. */
export function insertFacts({ chargebacks }: Pick<Shop, 'chargebacks'>): Sql {
  const json = JSON.stringify(
    chargebacks.map(({ orderId, family, reportedAt, status }) => ({
      order_id: orderId,
      kind: status === '取下げ' || status === '勝訴' ? 'chargeback-reversed' : 'chargeback',
      family,
      reported_at: new Date(reportedAt).toISOString(),
    })),
  );
  return sql`INSERT INTO outcomes BY NAME SELECT unnest(from_json(${json}, '[{"order_id":"VARCHAR","kind":"VARCHAR",
    "family":"VARCHAR","reported_at":"TIMESTAMPTZ"}]'), recursive := true)`;
}

/** Days since 1970-01-01 of an instant, in Japan. */
export const japanDayNumber = (at: number): number => dayOfIso(japanDate(at).replaceAll('/', '-'));

export { insertShop };
