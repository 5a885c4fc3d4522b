import { ShinsaError } from '../model/failure.ts';
import { markersSchema, type Marker } from '../model/markers.ts';
import type { Connection } from './connection.ts';
import { sql } from './sql.ts';

const key = 'markers';

/** Dates that a person marked, by day; 'project-damaged' when they cannot be read. */
export async function readMarkers(db: Connection): Promise<readonly Marker[]> {
  const row = await db.first(sql`SELECT value FROM settings WHERE key = ${key}`);
  if (row === undefined) return [];
  try {
    return markersSchema.parse(JSON.parse(String(row['value'])));
  } catch (error) {
    throw new ShinsaError('project-damaged', {}, { cause: error });
  }
}

/** Puts these in the place of those there are; answers them by day, each once. Inside a write job only. */
export async function writeMarkers(db: Connection, markers: readonly Marker[]): Promise<readonly Marker[]> {
  const each = new Map(markers.map((marker) => [`${marker.day} ${marker.name}`, marker] as const));
  const kept = [...each].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, marker]) => marker);
  await db.run(sql`DELETE FROM settings WHERE key = ${key}`);
  await db.run(sql`INSERT INTO settings VALUES (${key}, ${JSON.stringify(kept)})`);
  return kept;
}
