import { ShinsaError } from '../model/failure.ts';
import { assumptionsSchema, type Assumptions } from '../model/results/assumptions.ts';
import { packedSums, unpackedSums, type TallySums } from '../model/results/tally.ts';
import type { Connection } from './connection.ts';
import { sql } from './sql.ts';

const key = 'assumptions';

/** What somebody assumed last in this project; nothing in a new one. */
export async function readAssumptions(db: Connection): Promise<Assumptions> {
  const row = await db.first(sql`SELECT value FROM settings WHERE key = ${key}`);
  if (row === undefined) return {};
  try {
    return assumptionsSchema.parse(JSON.parse(String(row['value'])));
  } catch (error) {
    throw new ShinsaError('project-damaged', {}, { cause: error });
  }
}

/** Inside a write job. */
export async function keepAssumptions(db: Connection, assumptions: Assumptions): Promise<void> {
  await db.run(sql`DELETE FROM settings WHERE key = ${key}`);
  await db.run(sql`INSERT INTO settings VALUES (${key}, ${JSON.stringify(assumptions)})`);
}

/** Keeps the tally by groups that a run's intervals are made of, in the place of one before. Inside a write job. */
export async function saveRunTally(db: Connection, runId: string, groups: TallySums): Promise<void> {
  await db.run(sql`DELETE FROM run_tallies WHERE run_id = ${runId}`);
  await db.run(sql`INSERT INTO run_tallies VALUES (${runId}, ${packedSums(groups)})`);
}

/** Null for runs made before there was one. */
export async function runTally(db: Connection, runId: string): Promise<Float64Array<ArrayBuffer> | null> {
  const row = await db.first(sql`SELECT groups FROM run_tallies WHERE run_id = ${runId}`);
  if (row === undefined) return null;
  const sums = unpackedSums(String(row['groups']));
  if (sums === null) throw new ShinsaError('project-damaged');
  return sums;
}
