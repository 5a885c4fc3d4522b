import { literal, sql } from '../../store/sql.ts';
import { distinct, type Finder } from '../finder.ts';

const params = {
  names: 3,
  words: [
    '転送',
    '倉庫',
    '営業所',
    '私書箱',
    'ホテル',
    '旅館',
    'ウィークリー',
    'マンスリー',
    'forward',
    'hotel',
    'warehouse',
  ],
} as const;

/** One locker or room of a forwarding warehouse, a counter or a hotel that receives for many names. */
export const forwarding: Finder = {
  id: 'forwarding',
  needs: ['delivery_address', 'delivery_address_key', 'buyer_name_key'],
  reads: ['delivery_address_room'],
  shared: ['delivery_address_key', 'delivery_address_room'],
  counts: ['names', 'cards', 'devices', 'homes', 'mails'],
  own: [],
  params,
  find: (ground) => {
    const room = ground.has('delivery_address_room') ? sql`coalesce(delivery_address_room, '')` : sql`''`;
    const places = ['delivery.address_key', ...(ground.has('delivery_address_room') ? ['delivery.address_room'] : [])];
    const conditions = params.words.map((word) => `delivery.address.contains(${JSON.stringify(word)})`).join(' || ');
    return Promise.resolve({
      query: sql`SELECT seq, delivery_address_key AS s0, ${room} AS s1, 1 AS part FROM ${ground.rows}
        WHERE delivery_address_key IS NOT NULL
          AND regexp_matches(lower(delivery_address), ${literal(params.words.join('|'))})
        QUALIFY count(DISTINCT buyer_name_key) OVER (PARTITION BY s0, s1) >= ${params.names}`,
      draft: () => ({
        code: 'PTN_FORWARDING',
        when: `(${conditions}) && velocity.ptn_names_per_room >= ${params.names - 1}`,
        features: [distinct('ptn_names_per_room', 'buyer.name_key', places, 'all')],
      }),
    });
  },
};
