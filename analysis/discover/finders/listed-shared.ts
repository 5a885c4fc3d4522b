import { finderLimits } from '../../model/finder-limits.ts';
import { canonicalColumn } from '../../model/columns.ts';
import { listedOrders } from '../../store/list-membership.ts';
import { atRevision } from '../../store/one-version.ts';
import { id, join, sql } from '../../store/sql.ts';
import { defineFinder } from '../finder.ts';
import { listedColumns, type Ground } from '../ground.ts';

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
  find: async (ground, params) => {
    const { rows, listed } = ground;
    await lookUp(ground);
    const columns = listedColumns.filter((column) => listed.some((one) => one.column === column));
    const hits = columns.map((own) => {
      const place = listedColumns.indexOf(own);
      const shared = listedColumns.map((_, at) => sql`${at === place ? id(own) : sql`''`} AS ${id(`s${at}`)}`);
      return sql`SELECT seq, ${join(shared, sql`, `)}, 1 AS part FROM ${rows}
        WHERE ${id(own)} IS NOT NULL AND seq IN (SELECT seq FROM listed_orders WHERE place = ${place})
        QUALIFY count(DISTINCT buyer_name_key) OVER (PARTITION BY ${id(own)}) >= ${params.names}`;
    });
    return {
      query: join(hits, sql` UNION ALL `),
      draft: (values) => {
        const own = listedColumns.find((_, at) => (values[at] ?? '') !== '') ?? '';
        const path = canonicalColumn(own)?.path ?? own;
        const asks = listed.filter(({ column }) => column === own).map(({ list }) => `${path} in lists.${list}`);
        return { code: 'PTN_LISTED_SHARED', when: asks.join(' || '), features: [] };
      },
    };
  },
});

/** Makes the temporary table of orders with a listed value, by the column it is of; one list after the other, since there may be many. */
const lookUp = ({ db, rows, listed, revision }: Ground): Promise<void> =>
  atRevision(db, revision, async () => {
    await db.run(sql`CREATE OR REPLACE TEMP TABLE listed_orders (seq BIGINT, place TINYINT)`);
    for (const { list: listId, match, column } of listed)
      await db.run(sql`INSERT INTO listed_orders SELECT seq, ${listedColumns.indexOf(column)}
        FROM (${listedOrders({ listId, match, column, when: 'order' }, rows)})`);
  });
