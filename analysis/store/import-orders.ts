import type { Clause } from '../model/filter.ts';
import type { Condition } from './condition.ts';
import { nothing, sql, type Sql } from './sql.ts';

/** Orders by what a file of orders did with them or says of them, over working rows; see `import_orders`. */
export function saidCondition({ importId, says, column }: Extract<Clause, { kind: 'file' }>): Condition {
  if (says === 'inserted') return { where: sql`coalesce(import_id = ${importId}, FALSE)`, columns: ['import_id'] };
  const brought = says === 'accepted' ? sql`import_id = ${importId} OR ` : nothing;
  const said = says === 'accepted' ? sql`says IN ('updated', 'unchanged')` : sql`says = ${says}`;
  const named = column === null ? nothing : sql` AND column_name = ${column}`;
  return {
    where: sql`(seq IN (SELECT seq FROM orders WHERE ${brought}event_id IN (
      SELECT order_id FROM import_orders WHERE import_id = ${importId} AND ${said}${named})))`,
    columns: [],
  };
}

/** Orders whose lines any later file replaced with others, over working rows. */
export const linesReplaced = sql`(seq IN (SELECT seq FROM orders WHERE event_id IN (
  SELECT order_id FROM import_orders WHERE says = 'lines-changed')))`;

/** What tells the buyer of an order, beside the member. */
const buyerColumns = sql`('buyer_name', 'email', 'phone')`;

/**
 * Orders whose id a file has for another order as well, over working rows: of another time, currency or amount (such a row
 * is not taken in), of another member, or of a buyer who differs in two of name, mail address and phone.
 */
export const sharedIds = sql`(seq IN (SELECT seq FROM orders WHERE event_id IN (
  SELECT order_id FROM import_orders WHERE says IN ('conflicting', 'repeated') OR (says = 'changed' AND column_name = 'member_id')
  UNION ALL SELECT order_id FROM import_orders WHERE says = 'changed' AND column_name IN ${buyerColumns}
    GROUP BY import_id, order_id HAVING count(DISTINCT column_name) > 1)))`;

/** Orders whose id stands on further rows of a file, which were rejected, over working rows. */
export const reusedIds = sql`(seq IN (SELECT seq FROM orders WHERE event_id IN (
  SELECT order_id FROM import_orders WHERE says = 'reused')))`;

/** A query `column, orders` of the filtered working rows of which a later file changed a value. */
export const ordersChanged = (from: Sql, where: Sql): Sql => sql`
  SELECT column_name AS column, count(DISTINCT seq) AS orders
  FROM import_orders JOIN orders ON event_id = order_id
  WHERE says = 'changed' AND seq IN (SELECT seq FROM ${from} WHERE ${where}) GROUP BY ALL ORDER BY 1`;
