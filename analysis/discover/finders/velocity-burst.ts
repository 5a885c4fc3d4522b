import { finderLimits } from '../../model/finder-limits.ts';
import { binomialTails } from '../../model/results/distributions.ts';
import { adjusted } from '../../model/results/segments.ts';
import { join, literal, sql } from '../../store/sql.ts';
import { defineFinder, distinct, hourMs } from '../finder.ts';
import { countOf } from '../ground.ts';
import { runs } from '../runs.ts';

/**
 * Scan statistic of one IP address: so many persons within an hour as its orders would not come to by chance, were they spread over the
 * time. Of n orders at least one begins a window with k with at most n × P(binomial(n − 1, share of the window) ≥ k − 1); busy hours
 * are allowed for by taking the window for so many times as long.
 */
export const velocityBurst = defineFinder({
  id: 'velocity-burst',
  needs: ['ip_address', 'buyer_name_key'],
  reads: [],
  shared: ['ip_address'],
  counts: ['names', 'cards', 'devices', 'mails', 'addresses'],
  own: ['within', 'q'],
  limits: finderLimits['velocity-burst'],
  find: async (ground, params) => {
    const { db, rows, period } = ground;
    const asked = { from: rows, by: ['ip_address'], of: 'buyer_name_key', within: `${params.hours} hours` };
    const found = runs({ ...asked, least: params.names });
    // An address of fewer names in every window has p = 1, and is only counted.
    const groups = await db.rows(sql`
      WITH most AS (SELECT s0, max("within") AS k FROM ${found} GROUP BY 1)
      SELECT ip_address, count(*) AS n, any_value(k) AS k FROM ${rows} JOIN most ON s0 = ip_address GROUP BY 1 ORDER BY 1`);
    const tests = await countOf(ground, sql`DISTINCT ip_address`);
    const length = period === null ? 0 : period.to - period.from;
    const share = length === 0 ? 1 : Math.min(1, (params.peak * params.hours * hourMs) / length);
    const told = groups.map((row) => {
      const [n, k] = [Number(row['n']), Number(row['k'])];
      return { ip: String(row['ip_address']), p: Math.min(1, n * binomialTails(k - 1, n - 1, share).above) };
    });
    const qs = adjusted(
      told.map(({ p }) => p),
      tests,
    );
    const strange = told.flatMap(({ ip }, at) => ((qs[at] ?? 1) <= params.q ? [{ ip, q: qs[at] ?? 1 }] : []));
    if (strange.length === 0) return null;
    const listed = join(
      strange.map(({ ip, q }) => sql`(${literal(ip)}, ${q}::DOUBLE)`),
      sql`, `,
    );
    return {
      query: sql`SELECT f.*, t.q FROM ${found} AS f JOIN (VALUES ${listed}) AS t (s0, q) USING (s0)`,
      draft: () => ({
        code: 'PTN_VELOCITY_BURST',
        when: `velocity.ptn_names_per_ip >= ${params.names - 1}`,
        features: [distinct('ptn_names_per_ip', 'buyer.name_key', ['ip.address'], `${params.hours}h`)],
      }),
    };
  },
});
