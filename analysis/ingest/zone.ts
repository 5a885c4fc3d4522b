import { ShinsaError } from '../model/failure.ts';
import type { Connection } from '../store/connection.ts';
import { sql, type Sql } from '../store/sql.ts';

/** A change of a zone's offset at an instant; all in microseconds, offsets are local minus UTC. */
export interface OffsetChange {
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** A time zone's offsets over the years an order may lie in. */
export interface Zone {
  readonly first: number;
  readonly changes: readonly OffsetChange[];
}

const known = new Map<string, Zone>();

/**
 * Offsets of a zone from 1990 to 2100 by DuckDB's own tables, so that importing and later reading agree; looked up once.
 * Throws 'mapping-timezone' for an unknown zone.
 */
export async function readZone(db: Connection, timezone: string): Promise<Zone> {
  const zone = known.get(timezone) ?? (await lookUpZone(db, timezone));
  known.set(timezone, zone);
  return zone;
}

async function lookUpZone(db: Connection, timezone: string): Promise<Zone> {
  const offset = (at: Sql): Sql => sql`epoch_us(timezone(${timezone}, timezone('UTC', ${at}))) - epoch_us(${at})`;
  try {
    const first = await db.first(sql`SELECT ${offset(sql`TIMESTAMP '1989-12-30'`)} AS o`);
    const rows = await db.rows(sql`
      WITH days AS (
        SELECT d, ${offset(sql`d`)} AS o
        FROM (SELECT unnest(generate_series(TIMESTAMP '1989-12-30', TIMESTAMP '2101-01-02', INTERVAL 1 DAY)) AS d)
      ), changed AS (
        SELECT d FROM (SELECT d, o, lag(o) OVER (ORDER BY d) AS p FROM days) WHERE o <> p
      ), quarters AS (
        SELECT t, ${offset(sql`t`)} AS o FROM (
          SELECT unnest(generate_series(d - INTERVAL 1 DAY, d, INTERVAL 15 MINUTE)) AS t FROM changed
        )
      )
      SELECT epoch_us(t) AS changed_at, p AS before, o AS after
      FROM (SELECT t, o, lag(o) OVER (ORDER BY t) AS p FROM (SELECT DISTINCT t, o FROM quarters))
      WHERE o <> p AND t > TIMESTAMP '1989-12-30' ORDER BY t`);
    return {
      first: Number(first?.['o'] ?? 0),
      changes: rows.map((row) => ({
        at: Number(row['changed_at']),
        before: Number(row['before']),
        after: Number(row['after']),
      })),
    };
  } catch (error) {
    if (error instanceof ShinsaError) throw error;
    throw new ShinsaError('mapping-timezone', { timezone }, { cause: error });
  }
}

/**
 * The instant (µs) of a local time (µs as if UTC): of two readings the one with the earlier offset; a time the clock
 * jumped over is shifted forward by the jump.
 */
export function toInstant(zone: Zone, local: Sql): Sql {
  const pick = (from: number, to: number): Sql => {
    if (from === to) return sql`(${local} - ${number(from === 0 ? zone.first : (zone.changes[from - 1]?.after ?? 0))})`;
    const middle = (from + to) >> 1;
    const change = zone.changes[middle];
    if (change === undefined) return local;
    const edge = change.at + Math.max(change.before, change.after);
    return sql`CASE WHEN ${local} < ${number(edge)} THEN ${pick(from, middle)} ELSE ${pick(middle + 1, to)} END`;
  };
  return pick(0, zone.changes.length);
}

/** Whether a local time happened twice. */
export function isAmbiguous(zone: Zone, local: Sql): Sql {
  return within(
    zone.changes.filter((c) => c.after < c.before).map((c) => [c.at + c.after, c.at + c.before] as const),
    local,
  );
}

/** Whether the clock jumped over a local time. */
export function isNonexistent(zone: Zone, local: Sql): Sql {
  return within(
    zone.changes.filter((c) => c.after > c.before).map((c) => [c.at + c.before, c.at + c.after] as const),
    local,
  );
}

function within(ranges: readonly (readonly [number, number])[], local: Sql): Sql {
  const pick = (from: number, to: number): Sql => {
    if (to <= from) return sql`false`;
    const middle = (from + to) >> 1;
    const range = ranges[middle];
    if (range === undefined) return sql`false`;
    return sql`CASE WHEN ${local} < ${number(range[0])} THEN ${pick(from, middle)} WHEN ${local} < ${number(range[1])} THEN true ELSE ${pick(middle + 1, to)} END`;
  };
  return pick(0, ranges.length);
}

/** Printed, not bound: hundreds of parameters would be planned one by one. */
const number = (value: number): Sql => ({ kind: 'sql', text: `CAST(${value} AS BIGINT)`, values: [] });
