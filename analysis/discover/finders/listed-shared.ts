import { finderLimits } from '../../model/finder-limits.ts';
import { canonicalColumn } from '../../model/columns.ts';
import { id, join, sql } from '../../store/sql.ts';
import { defineFinder } from '../finder.ts';
import { listedColumns } from '../ground.ts';

/** A value that was on a negative list when it was ordered with, under several names: who is listed shares it, or goes on under others. */
export const listedShared = defineFinder({
  id: 'listed-shared',
  needs: ['buyer_name_key'],
  reads: [],
  wants: 'negative-list',
  shared: listedColumns,
  counts: ['names', 'cards', 'devices', 'homes', 'addresses', 'mails', 'phones'],
  own: [],
  limits: finderLimits['listed-shared'],
  find: ({ rows, listed }, params) => {
    const columns = listedColumns.filter((column) => listed.some((one) => one.column === column));
    const hits = columns.map((own) => {
      const on = listed.filter(({ column }) => column === own).map(({ as }) => sql`coalesce(${id(as)}, FALSE)`);
      const shared = listedColumns.map((column, at) => sql`${column === own ? id(own) : sql`''`} AS ${id(`s${at}`)}`);
      return sql`SELECT seq, ${join(shared, sql`, `)}, 1 AS part FROM ${rows}
        WHERE ${id(own)} IS NOT NULL AND (${join(on, sql` OR `)})
        QUALIFY count(DISTINCT buyer_name_key) OVER (PARTITION BY ${id(own)}) >= ${params.names}`;
    });
    return Promise.resolve({
      query: join(hits, sql` UNION ALL `),
      draft: (values) => {
        const own = listedColumns.find((_, at) => (values[at] ?? '') !== '') ?? '';
        const path = canonicalColumn(own)?.path ?? own;
        const asks = listed.filter(({ column }) => column === own).map(({ list }) => `${path} in lists.${list}`);
        return { code: 'PTN_LISTED_SHARED', when: asks.join(' || '), features: [] };
      },
    });
  },
});
