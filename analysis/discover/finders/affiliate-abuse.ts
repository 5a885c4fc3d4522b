import { finderLimits } from '../../model/finder-limits.ts';
import { binomialTails } from '../../model/results/distributions.ts';
import { adjusted } from '../../model/results/segments.ts';
import { join, literal, sql } from '../../store/sql.ts';
import { defineFinder } from '../finder.ts';
import { countOf } from '../ground.ts';
import { runs } from '../runs.ts';

/** Mail addresses numbered through (sato001@, sato002@ …) that come by one medium, far more than that name has of the medium's orders elsewhere. */
export const affiliateAbuse = defineFinder({
  id: 'affiliate-abuse',
  needs: ['media_code', 'email_key'],
  reads: [],
  shared: ['media_code', 'email_key'],
  counts: ['mails', 'names', 'homes', 'phones', 'devices', 'ips'],
  own: ['within', 'expected', 'q'],
  limits: finderLimits['affiliate-abuse'],
  find: async (ground, params) => {
    // The account without its digits: sato#@example.jp.
    const stem = sql`regexp_replace(split_part(email_key, '@', 1), '[0-9]+', '#') || '@' || split_part(email_key, '@', 2)`;
    const numbered = sql`(SELECT *, ${stem} AS stem FROM ${ground.rows}
      WHERE media_code IS NOT NULL AND regexp_matches(split_part(email_key, '@', 1), '[0-9]'))`;
    const groups = await ground.db.rows(sql`
      WITH mails AS (SELECT media_code, stem, email_key FROM ${numbered} GROUP BY ALL),
      media AS (SELECT media_code, count(DISTINCT email_key) AS n FROM mails GROUP BY 1),
      stems AS (SELECT stem, count(DISTINCT email_key) AS n FROM mails GROUP BY 1)
      SELECT media_code, m.stem, count(*) AS n, any_value(s.n) AS everywhere, any_value(d.n) / (SELECT sum(n) FROM media)::DOUBLE AS rate
      FROM mails AS m JOIN stems AS s USING (stem) JOIN media AS d USING (media_code) GROUP BY 1, 2
      HAVING count(*) >= ${params.mails} ORDER BY 1, 2`);
    // Those of fewer mails are not found whatever they are: as if their p were 1.
    const tests = await countOf({ ...ground, rows: numbered }, sql`DISTINCT (media_code, stem)`);
    const told = groups.map((row) => {
      const [n, everywhere, rate] = [Number(row['n']), Number(row['everywhere']), Number(row['rate'])];
      const expected = everywhere * rate;
      return {
        ...{ medium: String(row['media_code']), stem: String(row['stem']), expected },
        ...{ many: n >= params.times * expected, p: binomialTails(n, everywhere, rate).above },
      };
    });
    const qs = adjusted(
      told.map(({ p }) => p),
      tests,
    );
    const strange = told.flatMap((one, at) =>
      one.many && (qs[at] ?? 1) <= params.q ? [{ ...one, q: qs[at] ?? 1 }] : [],
    );
    if (strange.length === 0) return null;
    const listed = join(
      strange.map(
        ({ medium, stem: name, expected, q }) =>
          sql`(${literal(medium)}, ${literal(name)}, ${expected}::DOUBLE, ${q}::DOUBLE)`,
      ),
      sql`, `,
    );
    const found = runs({
      from: numbered,
      ...{ by: ['media_code', 'stem'], of: 'email_key', least: params.mails, within: `${params.days} days` },
    });
    return {
      query: sql`SELECT f.*, t.expected, t.q FROM ${found} AS f JOIN (VALUES ${listed}) AS t (s0, s1, expected, q) USING (s0, s1)`,
      // What numbers them cannot be asked in a rule, and a mail's domain is personal.
      draft: ([medium = ''], { most }) => ({
        code: 'PTN_AFFILIATE',
        when: `order.media_code == ${JSON.stringify(medium)} && order.amount <= ${ground.written(most)}`,
        features: [],
      }),
    };
  },
});
