import { join } from 'node:path';
import { keptFacts } from '../model/columns.ts';
import { identityKinds, type IdentityKey, type IdentityKind } from '../model/identity.ts';
import type { Connection } from '../store/connection.ts';
import { openScratch } from '../store/scratch-database.ts';
import { literal, sql } from '../store/sql.ts';
import { openTextAppender } from '../store/text-appender.ts';
import type { ReportProgress } from './import-job.ts';
import type { JobOf } from './import-messages.ts';

/** Finds the key of a value; `beside` is what it is read with. */
export type FindKey = (kind: IdentityKind, value: string, beside?: string) => IdentityKey;

/** Values whose keys are found between two looks at the time. */
const batchRows = 4096;

/** Finds the keys of one part of the values and writes them as Parquet into the job's folder. */
export async function keysJob(
  job: JobOf<'keys'>,
  findKey: FindKey,
  progress: ReportProgress,
): Promise<{ readonly keys: string }> {
  const { db, close } = await openScratch({ files: [], folder: job.folder, memoryLimit: 6e8 });
  try {
    await db.run(sql`CREATE TABLE values_of_part AS
      SELECT row_number() OVER () AS n, kind, raw, beside FROM read_parquet(${job.values})
      WHERE hash(raw) % ${job.parts} = ${job.part}`);
    await db.run(sql`CREATE TABLE found (n BIGINT, key VARCHAR, confidence VARCHAR, doubts VARCHAR, facts VARCHAR)`);
    await findAll(db, findKey, (fraction) => progress({ phase: 'identity', fraction }));
    const keys = join(job.folder, `keys-${job.part}.parquet`);
    await db.run(sql`COPY (SELECT kind, raw, beside, key, confidence, doubts, facts
      FROM values_of_part JOIN found USING (n)) TO ${literal(keys)} (FORMAT parquet)`);
    return { keys };
  } finally {
    close();
  }
}

async function findAll(db: Connection, findKey: FindKey, told: (fraction: number) => void): Promise<void> {
  const total = Number((await db.first(sql`SELECT count(*) AS n FROM values_of_part`))?.['n']);
  const found = await openTextAppender(db, 'found', 4);
  try {
    for (let from = 1; from <= total; from += batchRows) {
      const rows = await db.rows(sql`SELECT n, kind, raw, beside FROM values_of_part
        WHERE n BETWEEN ${from} AND ${from + batchRows - 1}`);
      for (const { n, kind, raw, beside } of rows) {
        const folded = findKey(kind as IdentityKind, String(raw), beside === '' ? undefined : String(beside));
        found.append(Number(n), [folded.key, folded.confidence, folded.doubts.join(' '), factsText(folded)]);
      }
      told(Math.min(1, (from + batchRows) / total));
    }
    found.flush();
  } finally {
    found.close();
  }
}

const kept = new Map(identityKinds.map((kind) => [kind, keptFacts(kind).map(({ fact }) => fact)]));

function factsText({ kind, facts }: IdentityKey): string | null {
  const said = (kept.get(kind) ?? []).filter((name) => facts[name] !== undefined);
  return said.length === 0 ? null : JSON.stringify(Object.fromEntries(said.map((name) => [name, facts[name]])));
}
