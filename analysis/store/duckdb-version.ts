import type { Connection } from './connection.ts';
import { sql } from './sql.ts';

/** The version of DuckDB that computes, as results and packages name it. */
export async function duckdbVersion(db: Connection): Promise<string> {
  return String((await db.first(sql`SELECT version() AS version`))?.['version'] ?? '');
}
