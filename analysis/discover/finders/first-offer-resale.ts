import { finderLimits } from '../../model/finder-limits.ts';
import { literal, sql } from '../../store/sql.ts';
import { anyOf, defineFinder, distinct } from '../finder.ts';
import { valuesOf } from '../ground.ts';
import { runs } from '../runs.ts';

/** First-time offers under many names to one address, from far fewer devices than names: neighbours and colleagues have their own. */
export const firstOfferResale = defineFinder({
  id: 'first-offer-resale',
  needs: ['order_kind', 'delivery_address_key', 'buyer_name_key'],
  reads: ['device_key', 'item_quantity'],
  shared: ['delivery_address_key'],
  counts: ['names', 'devices', 'cards', 'mails', 'phones'],
  own: ['within', 'units'],
  limits: finderLimits['first-offer-resale'],
  find: async (ground, params) => {
    const first = sql`regexp_matches(lower(order_kind), ${literal(anyOf(params.words))})`;
    const kinds = await valuesOf(ground, 'order_kind', first);
    if (kinds.length === 0) return null;
    const asked = `order.kind in [${kinds.map((kind) => JSON.stringify(kind)).join(', ')}]`;
    const found = runs({
      from: sql`(SELECT * FROM ${ground.rows} WHERE ${first})`,
      ...{ by: ['delivery_address_key'], of: 'buyer_name_key', least: params.names, within: `${params.days} days` },
    });
    const group = sql`OVER (PARTITION BY s0, part)`;
    const few = ground.has('device_key')
      ? sql`count(DISTINCT o.buyer_name_key) ${group} >= ${params.perDevice} * count(DISTINCT o.device_key) ${group}`
      : sql`TRUE`;
    const units = ground.has('item_quantity') ? sql`sum(o.item_quantity) ${group}` : sql`NULL`;
    return {
      query: sql`SELECT f.*, ${units} AS units FROM ${found} AS f JOIN ${ground.rows} AS o USING (seq) QUALIFY ${few}`,
      draft: () => ({
        code: 'PTN_FIRST_OFFER',
        when: `${asked} && velocity.ptn_first_names >= ${params.names - 1}`,
        features: [distinct('ptn_first_names', 'buyer.name_key', ['delivery.address_key'], `${params.days}d`, asked)],
      }),
    };
  },
});
