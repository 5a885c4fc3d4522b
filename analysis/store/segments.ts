import { randomUUID } from 'node:crypto';
import { ShinsaError } from '../model/failure.ts';
import { filterSchema } from '../model/filter.ts';
import type { Segment, SegmentGiven } from '../model/segment.ts';
import type { Connection } from './connection.ts';
import { sql } from './sql.ts';

/** The project's segments by name; no two have one name. 'project-damaged' when they cannot be read. */
export async function segmentsOf(db: Connection): Promise<readonly Segment[]> {
  const rows = await db.rows(sql`SELECT segment_id, name, note, filter, epoch_ms(saved_at) AS at FROM segments
    WHERE deleted_at IS NULL ORDER BY name`);
  try {
    return rows.map(({ segment_id, name, note, filter, at }) => ({
      ...{ segmentId: String(segment_id), name: String(name), note: String(note), savedAt: Number(at) },
      filter: filterSchema.parse(JSON.parse(String(filter))),
    }));
  } catch (error) {
    throw new ShinsaError('project-damaged', {}, { cause: error });
  }
}

/** Keeps a new segment, or changes one; 'segment-unknown', and 'segment-name-taken' where another has the name. Inside a write job. */
export async function saveSegment(db: Connection, given: SegmentGiven): Promise<void> {
  const { name } = given;
  const segmentId = 'segmentId' in given ? given.segmentId : randomUUID();
  if ('segmentId' in given) await refuseUnknown(db, segmentId);
  await refuseTaken(db, name, segmentId);
  const at = sql`make_timestamptz(${Date.now() * 1000}::BIGINT)`;
  if (!('segmentId' in given))
    await db.run(
      sql`INSERT INTO segments VALUES (${segmentId}, ${name}, ${given.note}, ${JSON.stringify(given.filter)}, ${at}, NULL)`,
    );
  else {
    await db.run(sql`UPDATE segments SET name = ${name}, saved_at = ${at} WHERE segment_id = ${segmentId}`);
    if (given.note !== undefined)
      await db.run(sql`UPDATE segments SET note = ${given.note} WHERE segment_id = ${segmentId}`);
    if (given.filter !== undefined)
      await db.run(sql`UPDATE segments SET filter = ${JSON.stringify(given.filter)} WHERE segment_id = ${segmentId}`);
  }
}

/** 'segment-unknown'. Inside a write job. */
export async function deleteSegment(db: Connection, segmentId: string): Promise<void> {
  await refuseUnknown(db, segmentId);
  await db.run(sql`UPDATE segments SET deleted_at = now() WHERE segment_id = ${segmentId}`);
}

/** Takes a deletion back; 'segment-unknown', and 'segment-name-taken' where another has its name by now. Inside a write job. */
export async function restoreSegment(db: Connection, segmentId: string): Promise<void> {
  const row = await db.first(sql`SELECT name FROM segments WHERE segment_id = ${segmentId}`);
  if (row === undefined) throw new ShinsaError('segment-unknown');
  await refuseTaken(db, String(row['name']), segmentId);
  await db.run(sql`UPDATE segments SET deleted_at = NULL WHERE segment_id = ${segmentId}`);
}

async function refuseUnknown(db: Connection, segmentId: string): Promise<void> {
  const found = await db.first(
    sql`SELECT 1 AS found FROM segments WHERE segment_id = ${segmentId} AND deleted_at IS NULL`,
  );
  if (found === undefined) throw new ShinsaError('segment-unknown');
}

async function refuseTaken(db: Connection, name: string, segmentId: string): Promise<void> {
  const other = await db.first(sql`SELECT 1 AS found FROM segments
    WHERE name = ${name} AND segment_id <> ${segmentId} AND deleted_at IS NULL`);
  if (other !== undefined) throw new ShinsaError('segment-name-taken', { name });
}
