import { linkColumn, linkedBy, valueKinds, type RelatedOrders } from '../model/identity.ts';
import { ShinsaError } from '../model/failure.ts';
import { everything } from '../model/filter.ts';
import { stateCode } from '../model/target.ts';
import type { Connection } from '../store/connection.ts';
import { filteredRows } from '../store/filtered-rows.ts';
import { readLinks } from '../store/links.ts';
import { atRevision } from '../store/one-version.ts';
import { columnsOf } from '../store/orders-view.ts';
import { tellsWho } from '../store/placeholder.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { id, join, sql } from '../store/sql.ts';
import { personOf } from './link.ts';

/** What an order may have in common with others, the closest tie first. */
const tiedBy = [
  'entity_id',
  'member_id',
  'card_token',
  'email_key',
  'phone_key',
  'device_key',
  'device_id',
  'cookie_key',
  'cookie_id',
  'buyer_address_key',
  'delivery_address_key',
  'delivery_phone_key',
  'ip_address',
] as const;

/** Columns whose value alone links; an address does together with a name. */
const linking: ReadonlySet<string> = new Set(
  valueKinds.filter((kind) => kind !== 'name').flatMap((kind) => linkedBy[kind]),
);

/**
 * Other orders with a value of this one, by column; columns that none shares are left out. `before` were placed earlier
 * (a smaller `seq`). 'input-invalid' where there is no such order, 'view-gone' when orders were just written.
 */
export async function relatedOrders(
  project: ProjectHandle,
  db: Connection,
  seq: number,
): Promise<readonly RelatedOrders[]> {
  const { from } = await filteredRows(project, db, everything, []);
  return atRevision(db, from.revision, async () => {
    const stored = await columnsOf(db, sql`order_rows`);
    // An id has its key beside it, which says the same of more orders.
    const kept = new Set(valueKinds.map((kind) => linkColumn(kind, stored)));
    const columns = tiedBy.filter((column) => stored.has(column) && (!linking.has(column) || kept.has(column)));
    const own = await db.first(
      sql`SELECT seq, ${join(
        // What stands for nobody is shared by strangers.
        columns.map(
          (column) => sql`CASE WHEN ${tellsWho(column) ?? sql`TRUE`} THEN ${id(column)} END AS ${id(column)}`,
        ),
        sql`, `,
      )} FROM order_rows WHERE seq = ${seq}`,
    );
    if (own === undefined) throw new ShinsaError('input-invalid', {}, { place: { field: 'seq' } });
    const filled = columns.filter((column) => own[column] !== null);
    if (filled.length === 0) return [];
    const ties = filled.map((column) => ({ column, same: sql`o.${id(column)} = ${own[column] ?? null}` }));
    const links = await readLinks(db);
    const counts = ties.flatMap(({ column, same }) => {
      const other = sql`${same} AND o.seq <> ${seq}`;
      return [
        sql`count(*) FILTER (${other}) AS ${id(`${column} orders`)}`,
        sql`count(*) FILTER (${same} AND o.seq < ${seq}) AS ${id(`${column} before`)}`,
        sql`count(*) FILTER (${other} AND r.state = ${stateCode('bad')}) AS ${id(`${column} bad`)}`,
        sql`count(*) FILTER (${other} AND r.state = ${stateCode('good')}) AS ${id(`${column} good`)}`,
        sql`count(DISTINCT person) FILTER (${same}) AS ${id(`${column} persons`)}`,
      ];
    });
    const any = join(
      ties.map(({ same }) => same),
      sql` OR `,
    );
    const row =
      await db.first(sql`SELECT ${join(counts, sql`, `)} FROM (SELECT *, ${personOf(stored)} AS person FROM order_rows) AS o
      JOIN ${from} AS r ON r.seq = o.seq WHERE ${any}`);
    const isHub = (column: string): boolean =>
      links !== null && linking.has(column) && Number(row?.[`${column} persons`]) > links.hubPersons;
    return filled
      .map((column) => ({
        column,
        value: String(own[column]),
        orders: Number(row?.[`${column} orders`]),
        before: Number(row?.[`${column} before`]),
        bad: Number(row?.[`${column} bad`]),
        good: Number(row?.[`${column} good`]),
        ...(isHub(column) ? { hub: true as const } : {}),
      }))
      .filter(({ orders }) => orders > 0);
  });
}
