import { ShinsaError } from '../model/failure.ts';
import { namedMappingSchema, type NamedMapping, type SavedMapping } from '../model/saved-mapping.ts';
import type { Connection } from './connection.ts';
import { sql } from './sql.ts';

/** The project's mappings, the latest first; no two have one name. */
export async function savedMappings(db: Connection): Promise<readonly SavedMapping[]> {
  const rows = await db.rows(
    sql`SELECT name, mapping, headers, epoch_ms(saved_at) AS at FROM saved_mappings ORDER BY saved_at DESC, name`,
  );
  try {
    return rows.map(({ name, mapping, headers, at }) => ({
      ...namedMappingSchema.parse({ name, mapping: JSON.parse(String(mapping)), headers: JSON.parse(String(headers)) }),
      savedAt: Number(at),
    }));
  } catch (error) {
    throw new ShinsaError('project-damaged', {}, { cause: error });
  }
}

/** Keeps a mapping, in the place of the one of its name. Inside a write job. */
export async function saveMapping(db: Connection, { name, mapping, headers }: NamedMapping): Promise<void> {
  await db.run(sql`DELETE FROM saved_mappings WHERE name = ${name}`);
  await db.run(sql`INSERT INTO saved_mappings VALUES (${name}, make_timestamptz(${Date.now() * 1000}::BIGINT),
    ${JSON.stringify(mapping)}, ${JSON.stringify(headers)})`);
}

/** 'mapping-unknown' for a name nobody gave, 'mapping-name-taken' for one that another has. Inside a write job. */
export async function renameMapping(db: Connection, name: string, to: string): Promise<void> {
  await refuseUnknown(db, name);
  if (name === to) return;
  if (await isThere(db, to)) throw new ShinsaError('mapping-name-taken', { name: to });
  await db.run(sql`UPDATE saved_mappings SET name = ${to} WHERE name = ${name}`);
}

/** 'mapping-unknown' for a name nobody gave. Inside a write job. */
export async function deleteMapping(db: Connection, name: string): Promise<void> {
  await refuseUnknown(db, name);
  await db.run(sql`DELETE FROM saved_mappings WHERE name = ${name}`);
}

async function refuseUnknown(db: Connection, name: string): Promise<void> {
  if (!(await isThere(db, name))) throw new ShinsaError('mapping-unknown', { name });
}

const isThere = async (db: Connection, name: string): Promise<boolean> =>
  (await db.first(sql`SELECT 1 AS found FROM saved_mappings WHERE name = ${name}`)) !== undefined;
