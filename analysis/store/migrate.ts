import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { ShinsaError } from '../model/failure.ts';
import { Connection } from './connection.ts';
import { openBare } from './instance.ts';
import { readMeta } from './meta.ts';
import { formatVersion, projectTables } from './schema.ts';
import { sql } from './sql.ts';

/** What brings a file of version `n` (the key) to `n + 1`. */
const steps: Readonly<Record<number, (db: Connection) => Promise<void>>> = {
  // Version 0 files may lack tables that came later; what they hold is as in version 1.
  0: async (db) => {
    for (const table of projectTables()) await db.run(table);
  },
};

/**
 * Brings an older project to the current version: on a copy beside it, verified, then renamed over. The file as it was
 * stays as `<path>.bak`. On any failure the project is as before. Only for a file that DuckDB has not open.
 */
export async function migrate(path: string, from: number): Promise<void> {
  const copy = `${path}.migrating`;
  removeWithWal(copy);
  try {
    copyWithWal(path, copy);
    await onFile(copy, (db) => bringUp(db, from));
    copyWithWal(path, `${path}.bak`);
    sync(`${path}.bak`);
    sync(copy);
    // The copy has taken in what the write-ahead file held; the backup has its own.
    rmSync(`${path}.wal`, { force: true });
    renameSync(copy, path);
  } finally {
    removeWithWal(copy);
  }
}

async function bringUp(db: Connection, from: number): Promise<void> {
  const before = await sizes(db);
  const { projectId } = await readMeta(db);
  await db.run(sql`BEGIN TRANSACTION`);
  for (let version = from; version < formatVersion; version++) {
    const step = steps[version];
    if (step === undefined) throw new ShinsaError('project-damaged', { version });
    await step(db);
  }
  await db.run(sql`UPDATE shinsa_meta SET format_version = ${formatVersion}`);
  await db.run(sql`COMMIT`);
  await db.run(sql`CHECKPOINT`);
  const after = await readMeta(db);
  if (after.projectId !== projectId || after.formatVersion !== formatVersion || before !== (await sizes(db)))
    throw new ShinsaError('project-damaged');
}

/** Rows of the tables a migration must not lose, as one comparable text. */
async function sizes(db: Connection): Promise<string> {
  const row = await db.first(sql`SELECT (SELECT count(*) FROM orders) AS orders,
    (SELECT count(*) FROM outcomes) AS outcomes, (SELECT count(*) FROM rule_sets) AS rule_sets`);
  return JSON.stringify(row);
}

async function onFile(path: string, work: (db: Connection) => Promise<void>): Promise<void> {
  const duck = await openBare(path, false);
  const db = new Connection(await duck.connect());
  try {
    await work(db);
  } finally {
    db.close();
    duck.closeSync();
  }
}

function copyWithWal(from: string, to: string): void {
  copyFileSync(from, to);
  if (existsSync(`${from}.wal`)) copyFileSync(`${from}.wal`, `${to}.wal`);
}

function removeWithWal(path: string): void {
  for (const file of [path, `${path}.wal`]) rmSync(file, { force: true });
}

function sync(path: string): void {
  const fd = openSync(path, 'r+');
  fsyncSync(fd);
  closeSync(fd);
}
