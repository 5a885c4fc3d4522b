import { ShinsaError } from '../model/failure.ts';
import { namedMappingSchema, type MappingKind, type NamedMapping, type SavedMapping } from '../model/saved-mapping.ts';
import type { Connection } from './connection.ts';
import { sql } from './sql.ts';

/** The project's mappings, the latest first; no two of a kind have one name. */
export async function savedMappings(db: Connection): Promise<readonly SavedMapping[]> {
  const rows = await db.rows(
    sql`SELECT kind, name, mapping, headers, epoch_ms(saved_at) AS at FROM saved_mappings
      ORDER BY saved_at DESC, kind, name`,
  );
  try {
    return rows.map(({ kind, name, mapping, headers, at }) => ({
      ...namedMappingSchema.parse({
        ...{ of: kind, name, mapping: JSON.parse(String(mapping)), headers: JSON.parse(String(headers)) },
      }),
      savedAt: Number(at),
    }));
  } catch (error) {
    throw new ShinsaError('project-damaged', {}, { cause: error });
  }
}

/** Keeps a mapping, in the place of the one of its kind and name. Inside a write job. */
export async function saveMapping(db: Connection, { of, name, mapping, headers }: NamedMapping): Promise<void> {
  await db.run(sql`DELETE FROM saved_mappings WHERE kind = ${of} AND name = ${name}`);
  await db.run(sql`INSERT INTO saved_mappings VALUES (${of}, ${name}, make_timestamptz(${Date.now() * 1000}::BIGINT),
    ${JSON.stringify(mapping)}, ${JSON.stringify(headers)})`);
}

/** A kept mapping as it is asked for. */
export interface MappingName {
  readonly of: MappingKind;
  readonly name: string;
}

/** 'mapping-unknown' for a name nobody gave, 'mapping-name-taken' for one that another of the kind has. Inside a write job. */
export async function renameMapping(db: Connection, { of, name }: MappingName, to: string): Promise<void> {
  await refuseUnknown(db, { of, name });
  if (name === to) return;
  if (await isThere(db, { of, name: to })) throw new ShinsaError('mapping-name-taken', { name: to });
  await db.run(sql`UPDATE saved_mappings SET name = ${to} WHERE kind = ${of} AND name = ${name}`);
}

/** 'mapping-unknown' for a name nobody gave. Inside a write job. */
export async function deleteMapping(db: Connection, { of, name }: MappingName): Promise<void> {
  await refuseUnknown(db, { of, name });
  await db.run(sql`DELETE FROM saved_mappings WHERE kind = ${of} AND name = ${name}`);
}

async function refuseUnknown(db: Connection, asked: MappingName): Promise<void> {
  if (!(await isThere(db, asked))) throw new ShinsaError('mapping-unknown', { name: asked.name });
}

const isThere = async (db: Connection, { of, name }: MappingName): Promise<boolean> =>
  (await db.first(sql`SELECT 1 AS found FROM saved_mappings WHERE kind = ${of} AND name = ${name}`)) !== undefined;
