import type { Finding } from '../model/quality.ts';
import type { Connection } from '../store/connection.ts';
import { judgedPairs, postalPlace } from '../store/postal-disagreement.ts';
import { sql, type Sql } from '../store/sql.ts';
import { byFinding, conditionOf, finding, found, skipped, type Checked, type Ground } from './ground.ts';

const countWhere = async (db: Connection, { rows }: Ground, condition: Sql): Promise<number> =>
  Number((await db.first(sql`SELECT count(*) AS n FROM ${rows} WHERE ${condition}`))?.['n'] ?? 0);

/** Orders that look like one order sent twice. */
export async function sameOrderTwice(db: Connection, ground: Ground): Promise<Checked> {
  const condition = conditionOf(ground, 'near-duplicates');
  if (condition === null) return skipped('no-column', 'near-duplicates');
  const count = await countWhere(db, ground, condition);
  if (count === 0) return found();
  return found(
    finding({ code: 'near-duplicates', count, of: ground.info.orders, filter: byFinding('near-duplicates') }),
  );
}

/** Orders whose id some file has for another order, too. */
export async function sharedIds(db: Connection, ground: Ground): Promise<Checked> {
  const condition = conditionOf(ground, 'ids-shared');
  const count = condition === null ? 0 : await countWhere(db, ground, condition);
  if (count === 0) return found();
  return found(finding({ code: 'ids-shared', count, of: ground.info.orders, filter: byFinding('ids-shared') }));
}

/** Orders with an outcome of an earlier day, of those that have one with a date. */
export async function reportedBeforeOrder(db: Connection, ground: Ground): Promise<Checked> {
  const dated = await db.first(sql`SELECT count(DISTINCT o.event_id) AS n FROM orders AS o
    JOIN outcomes AS k ON k.order_id = o.event_id WHERE k.reported_at IS NOT NULL`);
  const of = Number(dated?.['n'] ?? 0);
  if (of === 0) return skipped('few-outcomes', 'outcome-before-order');
  const condition = conditionOf(ground, 'outcome-before-order');
  const count = condition === null ? 0 : await countWhere(db, ground, condition);
  if (count === 0) return found();
  return found(finding({ code: 'outcome-before-order', count, of, filter: byFinding('outcome-before-order') }));
}

/** Addresses whose postal code is of another prefecture, of those where both can be read; each pair is judged once. */
export async function postalFindings(db: Connection, { rows, types }: Ground): Promise<Checked> {
  const places = ['buyer_zip', 'delivery_zip'].flatMap((zip) => {
    const place = types.has(zip) ? postalPlace(zip, (name) => types.has(name)) : null;
    return place === null ? [] : [place];
  });
  if (places.length === 0) return skipped('no-column', 'zip-prefecture');
  const findings: Finding[] = [];
  let judged = 0;
  for (const place of places) {
    const row = await db.first(sql`SELECT sum(orders) AS judged, coalesce(sum(orders) FILTER (NOT agrees), 0) AS wrong,
      arg_max(zip, orders) FILTER (NOT agrees) AS zip, arg_max(name, orders) FILTER (NOT agrees) AS name,
      count_if(NOT agrees) AS pairs FROM ${judgedPairs(place, rows)}`);
    const of = Number(row?.['judged'] ?? 0);
    judged += of;
    const count = Number(row?.['wrong'] ?? 0);
    if (count === 0) continue;
    findings.push(
      finding({
        code: 'zip-prefecture',
        column: place.zip,
        count,
        of,
        params: {
          pairs: Number(row?.['pairs'] ?? 0),
          zip: String(row?.['zip'] ?? ''),
          prefecture: String(row?.['name'] ?? ''),
        },
        filter: byFinding('zip-prefecture', place.zip),
      }),
    );
  }
  return judged === 0 ? skipped('none-readable', 'zip-prefecture') : found(...findings);
}
