import { join } from 'node:path';
import type { IdentityKey, IdentityKind } from '../model/identity.ts';
import type { Connection } from '../store/connection.ts';
import { openScratch } from '../store/scratch-database.ts';
import { literal, sql } from '../store/sql.ts';
import { openTextAppender } from '../store/text-appender.ts';
import type { ReportProgress } from './import-job.ts';
import type { JobOf } from './import-messages.ts';

/** Finds the key of a value; `postal` is the code written beside an address. */
export type FindKey = (kind: IdentityKind, value: string, postal?: string) => IdentityKey;

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
      SELECT row_number() OVER () AS n, kind, raw, postal FROM read_parquet(${job.values})
      WHERE hash(raw) % ${job.parts} = ${job.part}`);
    await db.run(sql`CREATE TABLE found (n BIGINT, key VARCHAR, confidence VARCHAR, doubts VARCHAR)`);
    await findAll(db, findKey, (fraction) => progress({ phase: 'identity', fraction }));
    const keys = join(job.folder, `keys-${job.part}.parquet`);
    await db.run(sql`COPY (SELECT kind, raw, postal, key, confidence, doubts
      FROM values_of_part JOIN found USING (n)) TO ${literal(keys)} (FORMAT parquet)`);
    return { keys };
  } finally {
    close();
  }
}

async function findAll(db: Connection, findKey: FindKey, told: (fraction: number) => void): Promise<void> {
  const total = Number((await db.first(sql`SELECT count(*) AS n FROM values_of_part`))?.['n']);
  const found = await openTextAppender(db, 'found', 3);
  try {
    for (let from = 1; from <= total; from += batchRows) {
      const rows = await db.rows(sql`SELECT n, kind, raw, postal FROM values_of_part
        WHERE n BETWEEN ${from} AND ${from + batchRows - 1}`);
      for (const { n, kind, raw, postal } of rows) {
        const { key, confidence, doubts } = findKey(
          kind as IdentityKind,
          String(raw),
          postal === '' ? undefined : String(postal),
        );
        found.append(Number(n), [key, confidence, doubts.join(' ')]);
      }
      told(Math.min(1, (from + batchRows) / total));
    }
    found.flush();
  } finally {
    found.close();
  }
}
