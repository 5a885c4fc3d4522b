import { finderLimits } from '../../model/finder-limits.ts';
import { sql } from '../../store/sql.ts';
import { defineFinder } from '../finder.ts';

/** Orders for a buyer's address in Japan from one network abroad, under several names. */
export const ipAbroad = defineFinder({
  id: 'ip-abroad',
  needs: ['ip_country', 'ip_network', 'buyer_address_prefecture', 'buyer_name_key'],
  reads: [],
  shared: ['ip_country', 'ip_network'],
  counts: ['names', 'cards', 'devices', 'homes', 'addresses'],
  own: [],
  limits: finderLimits['ip-abroad'],
  find: ({ rows }, params) =>
    Promise.resolve({
      query: sql`SELECT seq, ip_country AS s0, ip_network AS s1, 1 AS part FROM ${rows}
        WHERE ip_country <> 'JP' AND ip_network IS NOT NULL AND buyer_address_prefecture IS NOT NULL
        QUALIFY count(DISTINCT buyer_name_key) OVER (PARTITION BY ip_country, ip_network) >= ${params.names}`,
      draft: () => ({
        code: 'PTN_IP_ABROAD',
        when: 'ip.country != "JP" && has(buyer.address_prefecture)',
        features: [],
      }),
    }),
});
