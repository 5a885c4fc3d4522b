import { z } from 'zod';
import { ShinsaError } from '../model/failure.ts';
import { targetSchema, targetPresets, type Target } from '../model/target.ts';
import type { Connection } from './connection.ts';
import { sql } from './sql.ts';

const settingsSchema = z.object({
  timezone: z.string(),
  target: targetSchema,
  /** ISO date in the project's zone, or null for the latest date in the data. */
  asOf: z.iso.date().nullable(),
  /** Raised by everything that changes orders or outcomes. */
  revision: z.int(),
});

/** What a project remembers beside its data. */
export type Settings = z.infer<typeof settingsSchema>;

/** The settings, with defaults for what was never set; 'project-damaged' when a value cannot be read. */
export async function readSettings(db: Connection): Promise<Settings> {
  const rows = await db.rows(sql`SELECT key, value FROM settings`);
  const [cardFraud] = targetPresets;
  const defaults = { timezone: 'Asia/Tokyo', target: cardFraud, asOf: null, revision: 0 };
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
}

/** Marks orders or outcomes as changed: every result made before is stale after. Inside a write job only. */
export async function touchData(db: Connection): Promise<void> {
  await put(db, 'revision', (await readSettings(db)).revision + 1);
}

async function put(db: Connection, key: string, value: unknown): Promise<void> {
  await db.run(sql`DELETE FROM settings WHERE key = ${key}`);
  await db.run(sql`INSERT INTO settings VALUES (${key}, ${JSON.stringify(value)})`);
}
