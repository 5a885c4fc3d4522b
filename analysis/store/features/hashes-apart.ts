import type { Connection } from '../connection.ts';
import { join, literal, sql, type Sql } from '../sql.ts';

/** Hashes that stand for something else where keys and values are streamed as their hashes: no key, NULL, too large. */
const reserved = ['0', '9223372036854775808', '9223372036854775809'] as const;

/** Whether no two of the keys, rows of a query with these columns, have one hash, and none has a reserved one. */
export async function hashesApart(db: Connection, keys: Sql, names: readonly Sql[]): Promise<boolean> {
  const all = join(names, sql`, `);
  const clash = await db.first(sql`SELECT 1 FROM (SELECT hash(${all}) AS h FROM (SELECT DISTINCT ${all} FROM (${keys})))
    GROUP BY h HAVING count(*) > 1 OR h IN (${join(reserved.map(literal), sql`, `)}) LIMIT 1`);
  return clash === undefined;
}
