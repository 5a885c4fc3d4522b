import { finderLimits } from '../../model/finder-limits.ts';
import { sql } from '../../store/sql.ts';
import { defineFinder, distinct } from '../finder.ts';

/** A device of many persons who do not live together: a household or a family's tablet has one address for all its names. */
export const deviceFarm = defineFinder({
  id: 'device-farm',
  needs: ['device_key', 'buyer_name_key', 'buyer_address_key'],
  reads: [],
  shared: ['device_key'],
  counts: ['names', 'homes', 'addresses', 'cards', 'mails', 'ips'],
  own: [],
  limits: finderLimits['device-farm'],
  find: ({ rows }, params) =>
    Promise.resolve({
      query: sql`SELECT seq, device_key AS s0, 1 AS part FROM ${rows} WHERE device_key IS NOT NULL
        QUALIFY count(DISTINCT buyer_name_key) OVER (PARTITION BY device_key) >= ${params.names}
          AND count(DISTINCT buyer_address_key) OVER (PARTITION BY device_key) >= ${params.homes}`,
      draft: () => ({
        code: 'PTN_DEVICE_FARM',
        when: `velocity.ptn_names_per_device >= ${params.names - 1} && velocity.ptn_homes_per_device >= ${params.homes - 1}`,
        features: [
          distinct('ptn_names_per_device', 'buyer.name_key', ['device.key'], 'all'),
          distinct('ptn_homes_per_device', 'buyer.address_key', ['device.key'], 'all'),
        ],
      }),
    }),
});
