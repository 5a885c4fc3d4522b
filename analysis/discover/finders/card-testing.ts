import { finderLimits } from '../../model/finder-limits.ts';
import { sql } from '../../store/sql.ts';
import { defineFinder, distinct, hourMs } from '../finder.ts';
import { amountAt } from '../ground.ts';
import { runsBesides } from '../runs.ts';

/** クレジットマスター: many cards of one BIN on small amounts within an hour, far more than the BIN usually has, most of them declined. */
export const cardTesting = defineFinder({
  id: 'card-testing',
  needs: ['card_bin_key', 'card_token'],
  reads: ['auth_result'],
  shared: ['card_bin_key'],
  counts: ['cards', 'names', 'mails', 'devices', 'ips'],
  own: ['within', 'expected', 'declined'],
  limits: finderLimits['card-testing'],
  find: async (ground, params) => {
    const most = await amountAt(ground, params.smallShare, sql`card_token IS NOT NULL`);
    if (most === null) return null;
    const small = sql`(SELECT * FROM ${ground.rows} WHERE paid <= ${most})`;
    const asked = { by: ['card_bin_key'], of: 'card_token', least: params.cards, within: `${params.hours} hours` };
    const found = runsBesides({ from: small, ...asked }, small);
    const besides = ground.besides(params.hours * hourMs);
    const isSmall = `order.amount <= ${ground.written(most)}`;
    const result = ground.has('auth_result') ? sql`o.auth_result` : sql`NULL::VARCHAR`;
    return {
      query: sql`
        WITH told AS (SELECT f.*, ${result} AS result FROM ${found} AS f JOIN ${ground.rows} AS o USING (seq)),
        judged AS (SELECT seq, s0, part, "within", most, usual * ${besides}::DOUBLE AS expected,
          count_if(result = 'NG') OVER run / nullif(count(result) OVER run, 0) AS declined
          FROM told WINDOW run AS (PARTITION BY s0, part))
        SELECT * FROM judged WHERE most >= ${params.times} * expected AND coalesce(declined >= ${params.declined}, TRUE)`,
      draft: () => ({
        code: 'PTN_CARD_TESTING',
        when: `${isSmall} && velocity.ptn_cards_per_bin >= ${params.cards - 1}`,
        features: [distinct('ptn_cards_per_bin', 'card.token', ['card.bin_key'], `${params.hours}h`, isSmall)],
      }),
    };
  },
});
