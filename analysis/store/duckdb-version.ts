import type { Connection } from './connection.ts';
import { sql } from './sql.ts';

let known: string | undefined;

/** The version of DuckDB that computes, as results and packages name it. */
export async function duckdbVersion(db: Connection): Promise<string> {
  known ??= String((await db.first(sql`SELECT version() AS version`))?.['version'] ?? '');
  return known;
}
