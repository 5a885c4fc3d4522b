import { finderLimits } from '../../model/finder-limits.ts';
import { sql } from '../../store/sql.ts';
import { defineFinder } from '../finder.ts';

/** One delivery address that receives for several names whose kana are no reading of their kanji. */
export const nameReading = defineFinder({
  id: 'name-reading',
  needs: ['buyer_reading', 'buyer_name_key', 'delivery_address_key'],
  reads: [],
  shared: ['delivery_address_key'],
  counts: ['names', 'cards', 'devices', 'mails', 'phones'],
  own: [],
  limits: finderLimits['name-reading'],
  find: ({ rows }, params) =>
    Promise.resolve({
      query: sql`SELECT seq, delivery_address_key AS s0, 1 AS part FROM ${rows}
        WHERE buyer_reading = 'differs' AND delivery_address_key IS NOT NULL
        QUALIFY count(DISTINCT buyer_name_key) OVER (PARTITION BY delivery_address_key) >= ${params.names}`,
      draft: () => ({ code: 'PTN_NAME_READING', when: 'buyer.name_reading == "differs"', features: [] }),
    }),
});
