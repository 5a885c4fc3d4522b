import {
  limitDays,
  velocityWindows,
  windowHours,
  type OrdersBehind,
  type VelocityChange,
  type WithoutReport,
} from '../model/identity-without.ts';
import type { Connection } from '../store/connection.ts';
import { id, join, sql, type Sql } from '../store/sql.ts';

/** Orders that a condition names at most. */
const mostNamed = 1000;

const sides = ['now', 'then'] as const;
type Side = (typeof sides)[number];

const microsPerHour = 3_600_000_000;

/**
 * Velocity hits of `without_orders` with all steps and without: orders with at least `hits` earlier ones of the same key
 * in [t − window, t). Orders of the same instant do not count each other.
 */
export async function velocityChanges(db: Connection, hits: number): Promise<readonly VelocityChange[]> {
  const counted = velocityWindows.flatMap((window) =>
    sides.map(
      (side) => sql`count(*) OVER (${earlier(side, windowHours[window])}) >= ${hits} AS ${id(`${window} ${side}`)}`,
    ),
  );
  await db.run(sql`CREATE OR REPLACE TEMP TABLE without_hits AS
    SELECT seq, event_id, ${join(counted, sql`, `)} FROM without_orders`);
  const changes: VelocityChange[] = [];
  for (const window of velocityWindows) changes.push({ window, ...(await changed(db, window)) });
  return changes;
}

/**
 * Keys and orders of `without_orders` over a limit: an order that, with the earlier ones of its key in the 30 days before
 * it, comes to more than `amount`.
 */
export async function limitChange(db: Connection, amount: number, currency: string): Promise<WithoutReport['limit']> {
  const summed = sides.map((side) => {
    const before = sql`coalesce(sum(amount) OVER (${earlier(side, limitDays * 24)}), 0)`;
    return sql`coalesce(${before} + amount > ${amount}, FALSE) AS ${id(`limit ${side}`)}`;
  });
  await db.run(sql`CREATE OR REPLACE TEMP TABLE without_hits AS
    SELECT seq, event_id, key_now, key_then, ${join(summed, sql`, `)} FROM without_orders`);
  const keys = await db.first(sql`SELECT count(DISTINCT key_now) FILTER ("limit now") AS keys_now,
    count(DISTINCT key_then) FILTER ("limit then") AS keys_then FROM without_hits`);
  const orders = await changed(db, 'limit');
  return { amount, currency, keysNow: Number(keys?.['keys_now']), keysThen: Number(keys?.['keys_then']), ...orders };
}

/** Earlier orders of the same key; times are whole microseconds, so that one less is the last instant before. */
function earlier(side: Side, hours: number | null): Sql {
  const from = hours === null ? sql`UNBOUNDED` : sql`${hours * microsPerHour}`;
  return sql`PARTITION BY ${id(`key_${side}`)} ORDER BY placed RANGE BETWEEN ${from} PRECEDING AND 1 PRECEDING`;
}

type Change = Pick<VelocityChange, 'now' | 'then' | 'lost' | 'gained'>;

/** How many orders of `without_hits` are hit on each side, and which on one side alone. */
async function changed(db: Connection, what: string): Promise<Change> {
  const [now, then] = [id(`${what} now`), id(`${what} then`)];
  const row = await db.first(sql`SELECT count(*) FILTER (${now}) AS hit_now, count(*) FILTER (${then}) AS hit_then,
    count(*) FILTER (${now} AND NOT ${then}) AS lost, count(*) FILTER (${then} AND NOT ${now}) AS gained
    FROM without_hits`);
  return {
    now: Number(row?.['hit_now']),
    then: Number(row?.['hit_then']),
    lost: await behind(db, Number(row?.['lost']), sql`${now} AND NOT ${then}`),
    gained: await behind(db, Number(row?.['gained']), sql`${then} AND NOT ${now}`),
  };
}

async function behind(db: Connection, orders: number, which: Sql): Promise<OrdersBehind> {
  if (orders === 0 || orders > mostNamed) return { orders, clause: null };
  const rows = await db.rows(sql`SELECT event_id FROM without_hits WHERE ${which} ORDER BY seq`);
  return { orders, clause: { kind: 'in', column: 'event_id', values: rows.map((row) => String(row['event_id'])) } };
}
