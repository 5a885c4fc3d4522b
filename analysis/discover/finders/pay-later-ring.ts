import { finderLimits } from '../../model/finder-limits.ts';
import { payLaterWords } from '../../model/target.ts';
import { literal, sql } from '../../store/sql.ts';
import { defineFinder, distinct, dayMs } from '../finder.ts';
import { amountAt, valuesOf } from '../ground.ts';
import { runsBesides } from '../runs.ts';

/** Large pay-later orders of many names to one building within two months, several times what the building has otherwise. */
export const payLaterRing = defineFinder({
  id: 'pay-later-ring',
  needs: ['payment_method', 'delivery_address_key', 'buyer_name_key'],
  reads: ['delivery_address_room'],
  shared: ['delivery_address_key'],
  counts: ['names', 'rooms', 'devices', 'phones', 'mails', 'ips'],
  own: ['within', 'expected'],
  limits: finderLimits['pay-later-ring'],
  find: async (ground, params) => {
    const method = sql`trim(payment_method)`;
    const later = sql`(${method} = '01' OR regexp_matches(lower(${method}), ${literal(payLaterWords)}))`;
    const least = await amountAt(ground, params.largeShare, later);
    if (least === null) return null;
    const methods = await valuesOf(ground, 'payment_method', later);
    const asked = `order.payment_method in [${methods.map((one) => JSON.stringify(one)).join(', ')}] && order.amount >= ${ground.written(least)}`;
    const large = {
      from: sql`(SELECT * FROM ${ground.rows} WHERE ${later} AND paid >= ${least})`,
      ...{ by: ['delivery_address_key'], of: 'buyer_name_key', least: params.names, within: `${params.days} days` },
    };
    const besides = ground.besides(params.days * dayMs);
    return {
      query: sql`
        SELECT seq, s0, part, "within", usual * ${besides}::DOUBLE AS expected FROM ${runsBesides(large, ground.rows)}
        WHERE most >= ${params.times} * usual * ${besides}`,
      draft: () => ({
        code: 'PTN_PAY_LATER_RING',
        when: `${asked} && velocity.ptn_later_names >= ${params.names - 1}`,
        features: [distinct('ptn_later_names', 'buyer.name_key', ['delivery.address_key'], `${params.days}d`, asked)],
      }),
    };
  },
});
