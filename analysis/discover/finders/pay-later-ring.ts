import { payLaterWords } from '../../model/target.ts';
import { literal, sql } from '../../store/sql.ts';
import { distinct, dayMs, type Finder } from '../finder.ts';
import { amountAt, valuesOf } from '../ground.ts';
import { runs } from '../runs.ts';

const params = { days: 60, names: 5, largeShare: 0.75, times: 4 } as const;

/** Large pay-later orders of many names to one building within two months, several times what the building has otherwise. */
export const payLaterRing: Finder = {
  id: 'pay-later-ring',
  needs: ['payment_method', 'delivery_address_key', 'buyer_name_key'],
  reads: ['delivery_address_room'],
  shared: ['delivery_address_key'],
  counts: ['names', 'rooms', 'devices', 'phones', 'mails', 'ips'],
  own: ['within', 'expected'],
  params,
  find: async (ground) => {
    const method = sql`trim(payment_method)`;
    const later = sql`(${method} = '01' OR regexp_matches(lower(${method}), ${literal(payLaterWords)}))`;
    const least = await amountAt(ground, params.largeShare, later);
    if (least === null) return null;
    const methods = await valuesOf(ground, 'payment_method', later);
    const asked = `order.payment_method in [${methods.map((one) => JSON.stringify(one)).join(', ')}] && order.amount >= ${ground.written(least)}`;
    const found = runs({
      from: sql`(SELECT * FROM ${ground.rows} WHERE ${later} AND paid >= ${least})`,
      ...{ by: ['delivery_address_key'], of: 'buyer_name_key', least: params.names, within: `${params.days} days` },
    });
    const besides = ground.besides(params.days * dayMs);
    return {
      query: sql`
        WITH usual AS (SELECT delivery_address_key AS s0, count(*) AS n FROM ${ground.rows} GROUP BY 1),
        told AS (SELECT f.*, max("within") OVER (PARTITION BY s0, part) AS most, u.n FROM ${found} AS f JOIN usual AS u USING (s0))
        SELECT seq, s0, part, "within", (n - most) * ${besides}::DOUBLE AS expected FROM told
        WHERE most >= ${params.times} * (n - most) * ${besides}`,
      draft: () => ({
        code: 'PTN_PAY_LATER_RING',
        when: `${asked} && velocity.ptn_later_names >= ${params.names - 1}`,
        features: [distinct('ptn_later_names', 'buyer.name_key', ['delivery.address_key'], `${params.days}d`, asked)],
      }),
    };
  },
};
