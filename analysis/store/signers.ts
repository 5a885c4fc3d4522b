import { ShinsaError } from '../model/failure.ts';
import { signersSchema, type Signer } from '../model/package-signature.ts';
import type { Connection } from './connection.ts';
import { sql } from './sql.ts';

const key = 'signers';

/** Whose signatures of packages the project knows, by name; 'project-damaged' when they cannot be read. */
export async function readSigners(db: Connection): Promise<readonly Signer[]> {
  const row = await db.first(sql`SELECT value FROM settings WHERE key = ${key}`);
  if (row === undefined) return [];
  try {
    return signersSchema.parse(JSON.parse(String(row['value'])));
  } catch (error) {
    throw new ShinsaError('project-damaged', {}, { cause: error });
  }
}

/** Keeps a name for a fingerprint, or forgets it where the name is null; answers all. Inside a write job only. */
export async function writeSigners(
  db: Connection,
  { fingerprint, name }: { readonly fingerprint: string; readonly name: string | null },
): Promise<readonly Signer[]> {
  const others = (await readSigners(db)).filter((one) => one.fingerprint !== fingerprint);
  const kept = (name === null ? others : [...others, { fingerprint, name }]).sort((a, b) => (a.name < b.name ? -1 : 1));
  await db.run(sql`DELETE FROM settings WHERE key = ${key}`);
  await db.run(sql`INSERT INTO settings VALUES (${key}, ${JSON.stringify(kept)})`);
  return kept;
}
