import { ShinsaError } from '../model/failure.ts';
import type { Connection } from './connection.ts';
import type { ProjectHandle } from './project-handle.ts';
import { readRevision } from './settings.ts';
import { sql } from './sql.ts';

/**
 * Prepares again and again until the data were the same before and after: what was read on the way (columns, scope,
 * currency) and the rows then belong together. `prepare` answers the version its rows were made for.
 */
export async function ofOneVersion<T extends { readonly dataVersion: string }>(
  project: ProjectHandle,
  prepare: () => Promise<T>,
): Promise<T> {
  for (;;) {
    const { dataVersion } = await project.info();
    const prepared = await prepare();
    if (prepared.dataVersion === dataVersion) return prepared;
  }
}

/** Runs work on one state of the database, whatever is written meanwhile. Not inside another transaction. */
export async function atOneMoment<T>(db: Connection, work: () => Promise<T>): Promise<T> {
  // Begin and end are not to be interrupted: connections are lent again.
  const { calm } = db;
  await calm.run(sql`BEGIN TRANSACTION`);
  try {
    const value = await work();
    await calm.run(sql`COMMIT`);
    return value;
  } catch (error) {
    await calm.run(sql`ROLLBACK`).catch(() => undefined);
    throw error;
  }
}

/**
 * The same on the orders and outcomes as they were at `revision`; 'view-gone' when they have changed since. Working
 * rows that the work needs must be asked for before: tables made later are not seen.
 */
export function atRevision<T>(db: Connection, revision: number, work: () => Promise<T>): Promise<T> {
  return atOneMoment(db, async () => {
    if ((await readRevision(db)) !== revision) throw new ShinsaError('view-gone');
    return work();
  });
}
