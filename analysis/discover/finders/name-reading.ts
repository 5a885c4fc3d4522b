import { sql } from '../../store/sql.ts';
import type { Finder } from '../finder.ts';

const params = { names: 2 } as const;

/** One delivery address that receives for several names whose kana are no reading of their kanji. */
export const nameReading: Finder = {
  id: 'name-reading',
  needs: ['buyer_reading', 'buyer_name_key', 'delivery_address_key'],
  reads: [],
  shared: ['delivery_address_key'],
  counts: ['names', 'cards', 'devices', 'mails', 'phones'],
  own: [],
  params,
  find: ({ rows }) =>
    Promise.resolve({
      query: sql`SELECT seq, delivery_address_key AS s0, 1 AS part FROM ${rows}
        WHERE buyer_reading = 'differs' AND delivery_address_key IS NOT NULL
        QUALIFY count(DISTINCT buyer_name_key) OVER (PARTITION BY delivery_address_key) >= ${params.names}`,
      draft: () => ({ code: 'PTN_NAME_READING', when: 'buyer.name_reading == "differs"', features: [] }),
    }),
};
