import { sql } from '../../store/sql.ts';
import type { Finder } from '../finder.ts';

const params = { names: 3 } as const;

/** Orders for a buyer's address in Japan from one network abroad, under several names. */
export const ipAbroad: Finder = {
  id: 'ip-abroad',
  needs: ['ip_country', 'ip_network', 'buyer_address_prefecture', 'buyer_name_key'],
  reads: [],
  shared: ['ip_country', 'ip_network'],
  counts: ['names', 'cards', 'devices', 'homes', 'addresses'],
  own: [],
  params,
  find: ({ rows }) =>
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
};
