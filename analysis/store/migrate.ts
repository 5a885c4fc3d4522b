import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { ShinsaError } from '../model/failure.ts';
import { Connection } from './connection.ts';
import { openBare } from './instance.ts';
import { readMeta } from './meta.ts';
import { addOutcomeKeys, findOrders } from './outcome-match.ts';
import { writeOrdersView } from './orders-view.ts';
import { addOutcomeDetails, markRepeats } from './outcome-repeats.ts';
import { entityLinks, formatVersion, identityValues, outcomeFiles, tablesOf4, tablesOf5, tablesOf6 } from './schema.ts';
import { readSettings } from './settings.ts';
import { id, join, sql, type Sql } from './sql.ts';

/** What brings a file of version `n` (the key) to `n + 1`. */
const steps: Readonly<Record<number, (db: Connection) => Promise<void>>> = {
  // Version 1 kept every column of every order in a table `orders`, filled or not, and no reports of outcomes files.
  1: async (db) => {
    await db.run(sql`ALTER TABLE orders RENAME TO order_rows`);
    await db.run(outcomeFiles);
    await writeOrdersView(db);
  },
  // Version 2 knew no keys of 名寄せ; they are made when orders are next taken in. It joined outcomes by order id alone, and
  // named that in `order_id` whether there was such an order or not.
  2: async (db) => {
    await db.run(identityValues);
    await db.run(entityLinks);
    await addOutcomeKeys(db);
    await writeOrdersView(db);
    await findOrders(db);
  },
  // Version 3 had orders and outcomes only, counted a chargeback as often as lists told it, and kept of values their keys
  // alone; values are folded anew with the next orders. Versions of rule sets had no notes, and a report of a day without a
  // clock counted from its midnight.
  3: async (db) => {
    await db.run(sql`DROP TABLE identity_values`);
    await db.run(identityValues);
    for (const table of tablesOf4) await db.run(table);
    await addOutcomeDetails(db);
    await db.run(sql`ALTER TABLE rule_sets ADD COLUMN note VARCHAR`);
    await writeOrdersView(db);
    const { timezone } = await readSettings(db);
    await db.run(sql`UPDATE outcomes SET reported_at = reported_at + INTERVAL 86399 SECOND
      WHERE epoch_us(reported_at AT TIME ZONE ${timezone}) % 86400000000 = 0`);
    await markRepeats(db);
  },
  // Version 4 had no segments, and tables came to it while it was the newest: a file of its first days lacks some.
  4: async (db) => {
    const there = new Set((await db.rows(sql`SELECT table_name AS name FROM duckdb_tables()`)).map(({ name }) => name));
    for (const table of [...tablesOf4, ...tablesOf5]) if (!there.has(nameOfTable(table))) await db.run(table);
  },
  // Version 5 had no SQL console and no page of findings.
  5: async (db) => {
    for (const table of tablesOf6) await db.run(table);
  },
};

const nameOfTable = (statement: Sql): string => /CREATE TABLE (\w+)/.exec(statement.text)?.[1] ?? '';

/**
 * Brings an older project to the current version: on a copy beside it, verified, then renamed over. The file as it was
 * stays as `<path>.bak`. On any failure the project holds what it held. Only for a file that DuckDB has not open.
 */
export async function migrate(path: string): Promise<void> {
  const copy = `${path}.migrating`;
  const backup = `${path}.bak`;
  begin(copy);
  try {
    // With all of it in one file, there is no moment at which a file and its write-ahead file do not belong together.
    if (existsSync(`${path}.wal`)) await onFile(path, (db) => db.run(sql`CHECKPOINT`));
    copyFileSync(path, copy);
    if (!(await onFile(copy, bringUp))) return;
    removeWithWal(backup);
    copyFileSync(path, backup);
    sync(backup);
    sync(copy);
    renameSync(copy, path);
  } finally {
    removeWithWal(copy);
  }
}

/** So long after its last write a copy is one that was cut off. */
const cutOffMs = 10 * 60_000;

/** Makes the copy's name this migration's own; 'project-open-elsewhere' while another one is at work. */
export function begin(copy: string): void {
  const last = statSync(copy, { throwIfNoEntry: false })?.mtimeMs;
  if (last !== undefined && Date.now() - last > cutOffMs) removeWithWal(copy);
  try {
    writeFileSync(copy, '', { flag: 'wx' });
  } catch (cause) {
    if (existsSync(copy)) throw new ShinsaError('project-open-elsewhere', {}, { cause });
    throw cause;
  }
}

/** False for a file that another migration has brought up already. */
async function bringUp(db: Connection): Promise<boolean> {
  const before = await sizes(db);
  const { projectId, formatVersion: from } = await readMeta(db);
  if (from === formatVersion) return false;
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
  return true;
}

/** Tables a migration must not lose a row of; `orders` is a view in later versions. */
const kept = ['orders', 'outcomes', 'custom_columns', 'imports', 'rejects', 'rule_sets', 'runs', 'settings'] as const;

/** The rows of every table that must not lose one, as one text. */
export async function sizes(db: Connection): Promise<string> {
  const counts = kept.map((table) => sql`(SELECT count(*) FROM ${id(table)}) AS ${id(table)}`);
  return JSON.stringify(await db.first(sql`SELECT ${join(counts, sql`, `)}`));
}

/** Works on a file that nobody has open. */
export async function onFile<T>(path: string, work: (db: Connection) => Promise<T>): Promise<T> {
  const duck = await openBare(path, false);
  const db = new Connection(await duck.connect());
  try {
    return await work(db);
  } finally {
    db.close();
    duck.closeSync();
  }
}

/** Removes a database and what it had not written to itself. */
export function removeWithWal(path: string): void {
  for (const file of [path, `${path}.wal`]) rmSync(file, { force: true });
}

/** Waits until a file is on the disk. */
export function sync(path: string): void {
  const fd = openSync(path, 'r+');
  fsyncSync(fd);
  closeSync(fd);
}
