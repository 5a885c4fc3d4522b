import type { ClusterKind } from '../model/results/headline.ts';
import type { Connection } from './connection.ts';
import { entitySql, personSql } from './purchase-attempts.ts';
import { sql } from './sql.ts';

/** What intervals take as one in a project, and how many of them it has. */
export interface Entities {
  readonly by: ClusterKind;
  readonly count: number;
}

/** Half of the orders must tell who the customer is for customers to be what is resampled. */
const enoughPersons = 0.5;

/** Of all orders. */
export async function entitiesOf(db: Connection): Promise<Entities> {
  const row =
    await db.first(sql`SELECT count(*) AS orders, count(o.entity_id) AS linked, count(${personSql}) AS persons,
    count(DISTINCT ${entitySql}) AS entities FROM orders o`);
  const told = (name: string): number => Number(row?.[name] ?? 0);
  const customers = told('orders') > 0 && told('persons') / told('orders') >= enoughPersons;
  return { by: told('linked') > 0 ? 'entity' : customers ? 'customer' : 'order', count: told('entities') };
}
