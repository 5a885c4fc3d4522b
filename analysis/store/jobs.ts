import { ShinsaError } from '../model/failure.ts';
import { Connection } from './connection.ts';
import type { Instance } from './instance.ts';
import type { JobContext } from './project-handle.ts';
import { id, sql } from './sql.ts';

/** Reading and writing jobs on an instance: a connection each, writing ones one after the other. */
export interface Jobs {
  readonly read: <T>(context: JobContext, work: (db: Connection) => Promise<T>) => Promise<T>;
  readonly write: <T>(context: JobContext, work: (db: Connection) => Promise<T>) => Promise<T>;
  /** Refuses new jobs and waits for those that run. */
  readonly drain: () => Promise<void>;
}

/** What happens around jobs: `ended` after every job, `committed` after every write. */
export interface JobEvents {
  readonly ended: (db: Connection) => Promise<void>;
  readonly committed: () => void;
}

/** Jobs over `instance`; writes fail with 'project-read-only' when `readOnly`. */
export function jobsOver(instance: Instance, readOnly: boolean, events: JobEvents): Jobs {
  const running = new Set<Promise<unknown>>();
  let lastWrite: Promise<unknown> = Promise.resolve();
  let closed = false;

  const start = <T>(work: () => Promise<T>): Promise<T> => {
    if (closed) return Promise.reject(new ShinsaError('engine-stopped'));
    const job = work();
    running.add(job);
    const forget = (): void => void running.delete(job);
    job.then(forget, forget);
    return job;
  };

  const read: Jobs['read'] = (context, work) => start(() => onConnection(instance, context, events, work));
  const write: Jobs['write'] = (context, work) =>
    start(async () => {
      if (readOnly) throw new ShinsaError('project-read-only');
      const turn = lastWrite.then(() => onConnection(instance, context, events, (db) => inTransaction(db, work)));
      lastWrite = turn.catch(() => undefined);
      const value = await turn;
      events.committed();
      return value;
    });
  const drain = async (): Promise<void> => {
    closed = true;
    await Promise.allSettled(running);
  };
  return { read, write, drain };
}

async function onConnection<T>(
  instance: Instance,
  { signal, progress, making }: JobContext,
  events: JobEvents,
  work: (db: Connection) => Promise<T>,
): Promise<T> {
  if (signal?.aborted === true) throw new ShinsaError('cancelled');
  const duck = await instance.acquire();
  const db = new Connection(duck, signal, progress, making);
  try {
    return await work(db);
  } finally {
    try {
      await events.ended(db);
    } finally {
      instance.release(duck);
    }
  }
}

async function inTransaction<T>(db: Connection, work: (db: Connection) => Promise<T>): Promise<T> {
  // Begin, commit and rollback are not to be interrupted: a cancelled job is rolled back as a whole.
  const { calm } = db;
  await calm.run(sql`BEGIN TRANSACTION`);
  try {
    const value = await work(db);
    if (db.cancelled) throw new ShinsaError('cancelled');
    await dropTemporary(calm);
    await calm.run(sql`COMMIT`);
    return value;
  } catch (error) {
    // After a failed commit there is nothing left to roll back.
    await calm.run(sql`ROLLBACK`).catch(() => undefined);
    throw error;
  }
}

/** Connections are lent again, so temporary tables of a job end with it. */
async function dropTemporary(db: Connection): Promise<void> {
  for (const row of await db.rows(sql`SELECT table_name FROM duckdb_tables() WHERE temporary`))
    await db.run(sql`DROP TABLE ${id('temp', String(row['table_name']))}`);
}
