import type { Connection } from '../../store/connection.ts';
import { sql, type Sql } from '../../store/sql.ts';
import { profileKey } from './profile-key.ts';

interface NearAsked {
  /** Code of the kind in `links`. */
  readonly code: number;
  /** With all pairs over the link threshold that nobody rejected. */
  readonly over: boolean;
  readonly stored: ReadonlySet<string>;
}

/**
 * Adds a link from the first order of one side of a near match to the first of the other. Known in the end only: that a
 * person accepted it, and what its weight was learned from, came after the orders.
 */
export async function addNearLinks(db: Connection, { code, over, stored }: NearAsked): Promise<void> {
  const accepted = sql`(SELECT pair FROM near_decisions WHERE decision = 'accepted')`;
  const some = await db.first(sql`SELECT 1 FROM ${accepted} LIMIT 1`);
  if (some !== undefined) await add(db, code, await byKey(db, accepted, stored));
  if (over)
    await add(
      db,
      code,
      sql`(SELECT one_seq, other_seq FROM near_pairs AS n WHERE over
      AND NOT EXISTS (SELECT 1 FROM near_decisions AS d WHERE d.pair = n.pair AND decision IN ('accepted', 'rejected')))`,
    );
}

/** First orders of the accepted pairs whose profiles orders still have. */
async function byKey(db: Connection, accepted: Sql, stored: ReadonlySet<string>): Promise<Sql> {
  await db.run(sql`CREATE OR REPLACE TEMP TABLE near_sides AS
    SELECT pair, split_part(pair, '-', 1) AS one, split_part(pair, '-', 2) AS other FROM ${accepted}`);
  await db.run(sql`CREATE OR REPLACE TEMP TABLE near_firsts AS
    SELECT key, min(seq) AS seq FROM (SELECT ${profileKey(stored)} AS key, seq FROM order_rows)
    WHERE key IN (SELECT one FROM near_sides UNION SELECT other FROM near_sides) GROUP BY key`);
  return sql`(SELECT a.seq AS one_seq, b.seq AS other_seq FROM near_sides
    JOIN near_firsts AS a ON a.key = one JOIN near_firsts AS b ON b.key = other)`;
}

async function add(db: Connection, code: number, pairs: Sql): Promise<void> {
  await db.run(sql`INSERT INTO links SELECT greatest(one_seq, other_seq)::INTEGER, least(one_seq, other_seq)::INTEGER,
    ${code}, 0, 1 FROM ${pairs} AS pairs WHERE one_seq <> other_seq`);
}
