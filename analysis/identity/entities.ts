import type { LinkedEntity, LinkKind } from '../model/identity.ts';
import { stateCode } from '../model/target.ts';
import type { Connection } from '../store/connection.ts';
import { columnsOf } from '../store/orders-view.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { id, join, sql, type Sql } from '../store/sql.ts';

export interface EntitiesAsked {
  readonly by: 'orders' | 'bad';
  readonly limit: number;
}

/** The largest entities, or those with most bad orders; none before orders were linked. Judged as the project's target is. */
export async function linkedEntities(
  db: Connection,
  project: ProjectHandle,
  { by, limit }: EntitiesAsked,
): Promise<readonly LinkedEntity[]> {
  const stored = await columnsOf(db, sql`order_rows`);
  if (!stored.has('entity_id')) return [];
  const { currency } = await project.info();
  const optional = ['buyer_name_key', 'buyer_address_key'].filter((column) => stored.has(column));
  const rows = await project.rows(db, ['entity_id', ...optional]);
  const distinct = (column: string): Sql => (stored.has(column) ? sql`count(DISTINCT ${id(column)})` : sql`0`);
  const found =
    await db.rows(sql`SELECT entity_id, min(seq) AS seq, count(*) AS orders, coalesce(sum(amount) FILTER (currency = ${currency}), 0)::DOUBLE AS amount,
      ${distinct('buyer_name_key')} AS names, ${distinct('buyer_address_key')} AS addresses,
      count(*) FILTER (state = ${stateCode('bad')}) AS bad, count(*) FILTER (state = ${stateCode('good')}) AS good,
      epoch_ms(min(ordered_at)) AS first, epoch_ms(max(ordered_at)) AS last
    FROM ${rows} WHERE entity_id IS NOT NULL GROUP BY entity_id
    ORDER BY ${by === 'bad' ? sql`bad DESC, orders DESC` : sql`orders DESC, bad DESC`}, entity_id LIMIT ${limit}`);
  if (found.length === 0) return [];
  const names = join(
    found.map((row) => sql`${String(row['entity_id'])}`),
    sql`, `,
  );
  const links = await db.rows(sql`SELECT entity, kind, orders FROM entity_links WHERE entity IN (${names})
    ORDER BY orders DESC, kind`);
  return found.map((row) => ({
    entity: String(row['entity_id']),
    seq: Number(row['seq']),
    orders: Number(row['orders']),
    amount: Number(row['amount']),
    names: Number(row['names']),
    addresses: Number(row['addresses']),
    bad: Number(row['bad']),
    good: Number(row['good']),
    from: Number(row['first']),
    to: Number(row['last']),
    links: links
      .filter((link) => link['entity'] === row['entity_id'])
      .map((link) => ({ kind: link['kind'] as LinkKind, orders: Number(link['orders']) })),
  }));
}
