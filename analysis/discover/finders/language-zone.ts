import { finderLimits } from '../../model/finder-limits.ts';
import { id, join, literal, sql } from '../../store/sql.ts';
import { anyOf, defineFinder } from '../finder.ts';
import { valuesOf, type Ground } from '../ground.ts';
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
  find: async (ground, params) => {
    const { rows, language, zone } = ground;
    if (language === null || zone === null) return null;
    const home = sql`regexp_matches(lower(trim(${id(language.name)})), ${literal(`^(${anyOf(params.languages)})`)})`;
    const here = sql`regexp_matches(lower(trim(${id(zone.name)})), ${literal(`^(${anyOf(params.zones)})$`)})`;
    const found = runs({
      from: sql`(SELECT * FROM ${rows} WHERE buyer_address_prefecture IS NOT NULL AND NOT ${home} AND NOT ${here})`,
      ...{ by: [language.name, zone.name], of: 'buyer_name_key', least: params.names, within: `${params.days} days` },
    });
    // Rules compare as written.
    const begins = new Set([...params.languages, ...(await beginningsOf(ground, language.name, params.languages))]);
    const tongues = [...begins].map((word) => `${language.path}.startsWith(${JSON.stringify(word)})`).join(' || ');
    const spelled = new Set([...params.zones, ...(await valuesOf(ground, zone.name, here))]);
    const zones = [...spelled].map((word) => JSON.stringify(word)).join(', ');
    return {
      query: sql`SELECT * EXCLUDE (behind, held) FROM ${found}`,
      shared: [language.name, zone.name],
      draft: () => ({
        code: 'PTN_LANGUAGE_ZONE',
        when: `!(${tongues}) && !(${zone.path} in [${zones}]) && has(buyer.address_prefecture)`,
        features: [],
      }),
    };
  },
});

/** How the data write those of these words that values begin with, whatever the case and the spaces before them. */
function beginningsOf(ground: Ground, column: string, words: readonly string[]): Promise<readonly string[]> {
  const value = id(column);
  const sought = words.map((word) => sql`(${word.toLowerCase()}, ${[...word].length})`);
  const rows = sql`(SELECT left(${value}, length(${value}) - length(ltrim(${value})) + w.n) AS begins
    FROM ${ground.rows} JOIN (VALUES ${join(sought, sql`, `)}) AS w (word, n) ON starts_with(lower(trim(${value})), w.word))`;
  return valuesOf({ db: ground.db, rows }, 'begins', sql`TRUE`);
}
