import { finderLimits } from '../../model/finder-limits.ts';
import { literal, sql } from '../../store/sql.ts';
import { anyOf, defineFinder, distinct } from '../finder.ts';

/** One locker or room of a forwarding warehouse, a counter or a hotel that receives for many names. */
export const forwarding = defineFinder({
  id: 'forwarding',
  needs: ['delivery_address', 'delivery_address_key', 'buyer_name_key'],
  reads: ['delivery_address_room'],
  shared: ['delivery_address_key', 'delivery_address_room'],
  counts: ['names', 'cards', 'devices', 'homes', 'mails'],
  own: [],
  limits: finderLimits['forwarding'],
  find: (ground, params) => {
    const room = ground.has('delivery_address_room') ? sql`coalesce(delivery_address_room, '')` : sql`''`;
    const places = ['delivery.address_key', ...(ground.has('delivery_address_room') ? ['delivery.address_room'] : [])];
    const conditions = params.words.map((word) => `delivery.address.contains(${JSON.stringify(word)})`).join(' || ');
    return Promise.resolve({
      query: sql`SELECT seq, delivery_address_key AS s0, ${room} AS s1, 1 AS part FROM ${ground.rows}
        WHERE delivery_address_key IS NOT NULL
          AND regexp_matches(lower(delivery_address), ${literal(anyOf(params.words))})
        QUALIFY count(DISTINCT buyer_name_key) OVER (PARTITION BY s0, s1) >= ${params.names}`,
      draft: () => ({
        code: 'PTN_FORWARDING',
        when: `(${conditions}) && velocity.ptn_names_per_room >= ${params.names - 1}`,
        features: [distinct('ptn_names_per_room', 'buyer.name_key', places, 'all')],
      }),
    });
  },
});
