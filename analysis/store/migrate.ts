import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { ShinsaError } from '../model/failure.ts';
import { Connection } from './connection.ts';
import { openBare } from './instance.ts';
import { readMeta } from './meta.ts';
import { writeOrdersView } from './orders-view.ts';
import { formatVersion, outcomeFiles } from './schema.ts';
import { sql } from './sql.ts';

/** What brings a file of version `n` (the key) to `n + 1`. */
const steps: Readonly<Record<number, (db: Connection) => Promise<void>>> = {
  // Version 1 kept every column of every order in a table `orders`, filled or not, and no reports of outcomes files.
  1: async (db) => {
    await db.run(sql`ALTER TABLE orders RENAME TO order_rows`);
    await db.run(outcomeFiles);
    await writeOrdersView(db);
  },
};

/**
 * Brings an older project to the current version: on a copy beside it, verified, then renamed over. The file as it was
 * stays as `<path>.bak`. On any failure the project holds what it held. Only for a file that DuckDB has not open.
 */
export async function migrate(path: string, from: number): Promise<void> {
  const copy = `${path}.migrating`;
  const backup = `${path}.bak`;
  removeWithWal(copy);
  try {
    // With all of it in one file, there is no moment at which a file and its write-ahead file do not belong together.
    if (existsSync(`${path}.wal`)) await onFile(path, (db) => db.run(sql`CHECKPOINT`));
    copyFileSync(path, copy);
    await onFile(copy, (db) => bringUp(db, from));
    removeWithWal(backup);
    copyFileSync(path, backup);
    sync(backup);
    sync(copy);
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

function removeWithWal(path: string): void {
  for (const file of [path, `${path}.wal`]) rmSync(file, { force: true });
}

function sync(path: string): void {
  const fd = openSync(path, 'r+');
  fsyncSync(fd);
  closeSync(fd);
}
