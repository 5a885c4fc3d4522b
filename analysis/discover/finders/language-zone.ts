import { finderLimits } from '../../model/finder-limits.ts';
import { id, literal, sql } from '../../store/sql.ts';
import { anyOf, defineFinder } from '../finder.ts';
import { runs } from '../runs.ts';

/**
 * Browsers set neither to Japanese nor to Japan's time zone that order for addresses in Japan under several names within a week. A
 * foreigner in Japan has its time zone, a traveller abroad the own language.
 */
export const languageZone = defineFinder({
  id: 'language-zone',
  needs: ['buyer_address_prefecture', 'buyer_name_key'],
  reads: [],
  wants: 'browser-language',
  shared: [],
  counts: ['names', 'cards', 'devices', 'homes', 'ips'],
  own: ['within'],
  limits: finderLimits['language-zone'],
  find: ({ rows, language, zone }, params) => {
    if (language === null || zone === null) return Promise.resolve(null);
    const home = sql`regexp_matches(lower(trim(${id(language.name)})), ${literal(`^(${anyOf(params.languages)})`)})`;
    const here = sql`regexp_matches(lower(trim(${id(zone.name)})), ${literal(`^(${anyOf(params.zones)})$`)})`;
    const found = runs({
      from: sql`(SELECT * FROM ${rows} WHERE buyer_address_prefecture IS NOT NULL AND NOT ${home} AND NOT ${here})`,
      ...{ by: [language.name, zone.name], of: 'buyer_name_key', least: params.names, within: `${params.days} days` },
    });
    const tongues = params.languages.map((word) => `${language.path}.startsWith(${JSON.stringify(word)})`).join(' || ');
    const zones = params.zones.map((word) => JSON.stringify(word)).join(', ');
    return Promise.resolve({
      query: sql`SELECT * EXCLUDE (behind, held) FROM ${found}`,
      shared: [language.name, zone.name],
      draft: () => ({
        code: 'PTN_LANGUAGE_ZONE',
        when: `!(${tongues}) && !(${zone.path} in [${zones}]) && has(buyer.address_prefecture)`,
        features: [],
      }),
    });
  },
});
