import { finderLimits } from '../../model/finder-limits.ts';
import { id, literal, sql } from '../../store/sql.ts';
import { defineFinder } from '../finder.ts';

/**
 * A member with orders of their own suddenly orders from a new device to a new address that is not the member's, for far more
 * than before. What is newer than a day is not the member's history yet: a thief's first order would be the second's.
 */
export const accountTakeover = defineFinder({
  id: 'account-takeover',
  needs: ['member_id', 'device_key', 'delivery_address_key', 'buyer_address_key'],
  reads: [],
  shared: ['member_id'],
  counts: ['devices', 'addresses', 'cards', 'ips'],
  own: ['earlier', 'usualAmount', 'times'],
  limits: finderLimits['account-takeover'],
  find: ({ rows }, params) => {
    const day = sql`INTERVAL ${literal(`${params.days} days`)}`;
    const before = sql`ORDER BY ordered_at RANGE BETWEEN UNBOUNDED PRECEDING AND ${day} PRECEDING`;
    const isNew = (column: 'device_key' | 'delivery_address_key') =>
      sql`ordered_at - min(ordered_at) OVER (PARTITION BY member_id, ${id(column)})
        < ${day}`;
    return Promise.resolve({
      query: sql`
        WITH known AS (SELECT seq, ordered_at, member_id, paid, device_key, delivery_address_key, buyer_address_key FROM ${rows}
          WHERE member_id IS NOT NULL QUALIFY count(*) OVER (PARTITION BY member_id) > ${params.earlier}),
        told AS (SELECT *, count(*) OVER history AS earlier, median(paid) OVER history AS "usualAmount",
          ${isNew('device_key')} AND ${isNew('delivery_address_key')} AS changed
          FROM known WINDOW history AS (PARTITION BY member_id ${before})),
        moved AS (SELECT *, paid / nullif("usualAmount", 0) AS times,
          lag(ordered_at) OVER (PARTITION BY member_id ORDER BY ordered_at, seq) AS previous FROM told
          WHERE changed AND earlier >= ${params.earlier} AND device_key IS NOT NULL AND delivery_address_key <> buyer_address_key),
        apart AS (SELECT seq, member_id AS s0, earlier, "usualAmount", times,
          count_if(previous IS NULL OR ordered_at - previous > ${day})
            OVER (PARTITION BY member_id ORDER BY ordered_at, seq) AS part
          FROM moved)
        SELECT * FROM apart QUALIFY max(times) OVER (PARTITION BY s0, part) >= ${params.times}`,
      draft: () => ({
        code: 'PTN_ACCOUNT_TAKEOVER',
        when: `velocity.ptn_member_orders >= ${params.earlier} && velocity.ptn_member_device == 0 && velocity.ptn_member_address == 0 && delivery.address_key != buyer.address_key && order.amount >= velocity.ptn_member_average * ${params.times}`,
        features: [
          { id: 'ptn_member_orders', agg: 'count', by: ['buyer.id'], window: 'all' },
          { id: 'ptn_member_device', agg: 'count', by: ['buyer.id', 'device.key'], window: 'all' },
          { id: 'ptn_member_address', agg: 'count', by: ['buyer.id', 'delivery.address_key'], window: 'all' },
          { id: 'ptn_member_average', agg: 'avg', of: 'order.amount', by: ['buyer.id'], window: 'all' },
        ],
      }),
    });
  },
});
