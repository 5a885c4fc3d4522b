import { randomBytes, randomUUID } from 'node:crypto';
import { ShinsaError } from '../model/failure.ts';
import { appVersion } from '../model/version.ts';
import type { Connection } from './connection.ts';
import { formatVersion } from './schema.ts';
import { sql } from './sql.ts';

/** Who a project file is. `cardKey` (hex) keys the hash that replaces card numbers and never leaves this machine. */
export interface Meta {
  readonly formatVersion: number;
  readonly projectId: string;
  readonly cardKey: string;
}

/** Writes a new identity into an empty file. */
export async function createMeta(db: Connection): Promise<void> {
  await db.run(sql`CREATE TABLE shinsa_meta (
    format_version INTEGER, project_id VARCHAR, created_at TIMESTAMPTZ, card_key VARCHAR, app_version VARCHAR)`);
  await db.run(sql`INSERT INTO shinsa_meta
    VALUES (${formatVersion}, ${randomUUID()}, now(), ${randomBytes(32).toString('hex')}, ${appVersion})`);
}

/**
 * Reads the identity before anything else: 'project-foreign' for a DuckDB file without one, 'project-newer' for a
 * version this app does not know. Of a newer file nothing but the version is read.
 */
export async function readMeta(db: Connection): Promise<Meta> {
  const table = await db.first(sql`SELECT table_name FROM duckdb_tables()
    WHERE table_name = 'shinsa_meta' AND schema_name = 'main' AND database_name = current_database()`);
  if (table === undefined) throw new ShinsaError('project-foreign');
  const version = (await oneRow(db, 'format_version'))['format_version'];
  if (typeof version !== 'number' || version < 0) throw new ShinsaError('project-foreign');
  if (version > formatVersion) throw new ShinsaError('project-newer', { version, known: formatVersion });
  const row = await oneRow(db, 'all');
  const projectId = String(row['project_id']);
  const cardKey = String(row['card_key']);
  // The id names a folder in the cache: only a well-formed one is taken from a file somebody else may have made.
  if (!/^[0-9a-f-]{36}$/.test(projectId) || !/^[0-9a-f]{64}$/.test(cardKey)) throw new ShinsaError('project-foreign');
  return { formatVersion: version, projectId, cardKey };
}

async function oneRow(
  db: Connection,
  what: 'format_version' | 'all',
): Promise<Record<string, string | number | boolean | null>> {
  const query =
    what === 'all' ? sql`SELECT project_id, card_key FROM shinsa_meta` : sql`SELECT format_version FROM shinsa_meta`;
  try {
    const rows = await db.rows(query);
    const [row] = rows;
    if (row === undefined || rows.length !== 1) throw new ShinsaError('project-foreign');
    return row;
  } catch (error) {
    if (error instanceof Error && /Binder Error/.test(error.message))
      throw new ShinsaError('project-foreign', {}, { cause: error });
    throw error;
  }
}
