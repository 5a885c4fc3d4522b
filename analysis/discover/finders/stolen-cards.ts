import { finderLimits } from '../../model/finder-limits.ts';
import { sql } from '../../store/sql.ts';
import { defineFinder, distinct } from '../finder.ts';
import { amountAt } from '../ground.ts';
import { runs } from '../runs.ts';

/** One device pays with many cards under many names within a day, and for more than half of the shop's card orders cost. */
export const stolenCards = defineFinder({
  id: 'stolen-cards',
  needs: ['device_key', 'card_token', 'buyer_name_key'],
  reads: [],
  shared: ['device_key'],
  counts: ['names', 'cards', 'addresses', 'mails', 'ips'],
  own: ['within'],
  limits: finderLimits['stolen-cards'],
  find: async (ground, params) => {
    const least = await amountAt(ground, params.largeShare, sql`card_token IS NOT NULL`);
    if (least === null) return null;
    const found = runs({
      from: sql`(SELECT * FROM ${ground.rows} WHERE paid >= ${least})`,
      ...{ by: ['device_key'], of: 'card_token', least: params.cards, within: `${params.hours} hours` },
    });
    return {
      query: sql`SELECT f.* FROM ${found} AS f JOIN ${ground.rows} AS o USING (seq)
        QUALIFY count(DISTINCT o.buyer_name_key) OVER (PARTITION BY s0, part) >= ${params.names}`,
      draft: () => ({
        code: 'PTN_STOLEN_CARDS',
        when: `order.amount >= ${ground.written(least)} && velocity.ptn_cards_per_device >= ${params.cards - 1}`,
        features: [distinct('ptn_cards_per_device', 'card.token', ['device.key'], `${params.hours}h`)],
      }),
    };
  },
});
