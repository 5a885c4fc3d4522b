import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { failureOf } from '../model/failure.ts';
import type { ProcessStarter } from '../process.ts';
import type { Connection } from '../store/connection.ts';
import { forgetOldKeys, keysFor, unknownValues } from '../store/identity-values.ts';
import { literal, sql, type Sql } from '../store/sql.ts';
import { inImportProcess, type JobWatch } from './run-import.ts';

/** So many values are worth a second process, which has to read Japan Post's towns too. */
const worthAnother = 100_000;

/** Where values are normalised, and who watches. */
export interface LearnOptions {
  readonly processes: ProcessStarter;
  /** Folder of this work alone. */
  readonly folder: string;
  readonly cardKey: string;
  readonly watch: JobWatch;
}

/**
 * Finds the keys of all values in `orders` (a relation with the columns `stored`) that the project does not know yet,
 * each distinct value once, in processes of their own. Inside a write job.
 */
export async function learnKeys(
  db: Connection,
  orders: Sql,
  stored: ReadonlySet<string>,
  options: LearnOptions,
): Promise<void> {
  if (keysFor(stored).length === 0) return;
  await forgetOldKeys(db);
  const { folder, watch } = options;
  watch.progress({ phase: 'identity', fraction: null });
  const values = join(folder, 'values.parquet');
  await db.run(sql`COPY (${unknownValues(orders, stored)}) TO ${literal(values)} (FORMAT parquet)`);
  const count = Number((await db.first(sql`SELECT count(*) AS n FROM read_parquet(${values})`))?.['n']);
  if (count === 0) return;
  const parts = Math.min(availableParallelism(), Math.ceil(count / worthAnother), 4);
  const keys = await normalise(values, parts, options);
  for (const path of keys) await db.run(sql`INSERT INTO identity_values SELECT * FROM read_parquet(${path})`);
}

/** Paths of what the processes wrote. When one fails, the others are stopped and gone before this throws. */
async function normalise(
  values: string,
  parts: number,
  { processes, folder, cardKey, watch }: LearnOptions,
): Promise<readonly string[]> {
  const done = Array.from({ length: parts }, () => 0);
  const stop = new AbortController();
  const signal = AbortSignal.any([watch.signal, stop.signal]);
  const work = done.map((_, part) =>
    inImportProcess(
      processes,
      { kind: 'keys' as const, values, part, parts, folder, cardKey },
      {
        signal,
        progress: ({ fraction }) => {
          done[part] = fraction ?? 0;
          watch.progress({ phase: 'identity', fraction: done.reduce((sum, one) => sum + one, 0) / parts });
        },
      },
      ({ keys }) => Promise.resolve(keys),
    ).catch((error: unknown) => {
      stop.abort();
      throw error;
    }),
  );
  const ended = await Promise.allSettled(work);
  const failed = ended.filter((one) => one.status === 'rejected').map(({ reason }: { reason: unknown }) => reason);
  // The first failure is the cause; the others were stopped for it.
  const cause = failed.find((reason) => failureOf(reason).code !== 'cancelled') ?? failed[0];
  if (cause !== undefined) throw cause;
  return ended.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}
