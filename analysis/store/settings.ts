import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ShinsaError } from '../model/failure.ts';
import { targetSchema, targetPresets, type Target } from '../model/target.ts';
import type { Connection } from './connection.ts';
import { sql } from './sql.ts';
import { keepTarget } from './targets.ts';

const settingsSchema = z.object({
  timezone: z.string(),
  /** Null until a person or a mapping chose one. */
  target: targetSchema.nullable(),
  /** ISO date in the project's zone, or null for the latest date in the data that is not in the future. */
  asOf: z.iso.date().nullable(),
  /** Raised by everything that changes orders or outcomes. */
  revision: z.int(),
  /** Another one after each of these changes, also in copies of the file that went on by themselves. */
  stamp: z.string(),
  /** The rules of 名寄せ that the project's values were folded by, see `identityVersion`. */
  identityVersion: z.int(),
});

/** What a project remembers beside its data. */
export interface Settings extends z.infer<typeof settingsSchema> {
  readonly target: Target;
}

/** The settings, with defaults for what was never set; 'project-damaged' when a value cannot be read. */
export async function readSettings(db: Connection): Promise<Settings> {
  const stored = await readStored(db);
  return { ...stored, target: stored.target ?? (await usualTarget(db)) };
}

/**
 * Where nobody chose: the file's own label when that alone says how orders ended, pay-later bills when nothing but they
 * is told of, else card fraud.
 */
async function usualTarget(db: Connection): Promise<Target> {
  const row = await db.first(sql`SELECT label AND NOT dispute AND NOT bill AS label, bill AND NOT dispute AS bill FROM (
    SELECT EXISTS (SELECT 1 FROM orders WHERE label IS NOT NULL) AS label,
      EXISTS (SELECT 1 FROM outcomes WHERE kind IN ('chargeback', 'chargeback-reversed'))
        OR EXISTS (SELECT 1 FROM orders WHERE settle_status = '60') AS dispute,
      EXISTS (SELECT 1 FROM outcomes WHERE kind IN ('bad-debt', 'overdue'))
        OR EXISTS (SELECT 1 FROM orders WHERE settle_status IN ('30', '40', '50')) AS bill)`);
  const wanted = row?.['label'] === true ? 'label' : row?.['bill'] === true ? 'unpaid' : 'card-fraud';
  const found = targetPresets.find((preset) => preset.id === wanted);
  if (found === undefined) throw new ShinsaError('target-missing');
  return found;
}

async function readStored(db: Connection): Promise<z.infer<typeof settingsSchema>> {
  const rows = await db.rows(sql`SELECT key, value FROM settings`);
  const defaults = { timezone: 'Asia/Tokyo', target: null, asOf: null, revision: 0, stamp: '', identityVersion: 0 };
  try {
    const stored = Object.fromEntries(rows.map((row) => [String(row['key']), JSON.parse(String(row['value']))]));
    return settingsSchema.parse({ ...defaults, ...stored });
  } catch (error) {
    throw new ShinsaError('project-damaged', {}, { cause: error });
  }
}

/** Stores the settings given; inside a write job only. */
export async function writeSettings(
  db: Connection,
  changes: { readonly timezone?: string; readonly target?: Target; readonly asOf?: string | null },
): Promise<void> {
  for (const [key, value] of Object.entries(changes)) {
    if (value !== undefined) await put(db, key, value);
  }
  if (changes.target !== undefined) await keepTarget(db, changes.target);
}

/** Marks orders or outcomes as changed: every result made before is stale after. Inside a write job only. */
export async function touchData(db: Connection): Promise<void> {
  await put(db, 'revision', (await readRevision(db)) + 1);
  await put(db, 'stamp', randomUUID());
}

/** A number that is another one after every change of orders or outcomes. */
export async function readRevision(db: Connection): Promise<number> {
  return (await readStored(db)).revision;
}

/** Version of the rules the project's values were folded by; 0 before there were any. */
export async function readIdentityVersion(db: Connection): Promise<number> {
  return (await readStored(db)).identityVersion;
}

/** Notes by which rules they are folded now. Inside a write job only. */
export async function writeIdentityVersion(db: Connection, version: number): Promise<void> {
  await put(db, 'identityVersion', version);
}

async function put(db: Connection, key: string, value: unknown): Promise<void> {
  await db.run(sql`DELETE FROM settings WHERE key = ${key}`);
  await db.run(sql`INSERT INTO settings VALUES (${key}, ${JSON.stringify(value)})`);
}
