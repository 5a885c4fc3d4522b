import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { openProject } from '../../analysis/store/open-project.ts';
import { sql } from '../../analysis/store/sql.ts';
import { hasHistory, history, importHistory, openWorkshop, rows } from './shared/card-transactions.ts';
import { compare, hashOf, notMeasured, printMachine, report } from './shared/measure.ts';

/** At most this many times DuckDB's own Parquet-to-table, and this much memory in any process. */
const limit = 3;
const mostBytes = 2 * 1024 ** 3;
const rounds = 5;

interface Outcome {
  readonly ms: number;
  readonly answer: string;
}

/** Ours: from an open engine to the committed, reported import. */
async function importOnce(): Promise<Outcome> {
  const workshop = await openWorkshop();
  try {
    const began = performance.now();
    await importHistory(workshop);
    const ms = performance.now() - began;
    await workshop.engine.close();
    return { ms, answer: await stored(workshop.projectPath, workshop.cacheDir) };
  } finally {
    workshop.remove();
  }
}

async function stored(path: string, cacheDir: string): Promise<string> {
  const project = await openProject(path, { cacheDir });
  try {
    const found = await project.read({}, (db) =>
      db.first(sql`SELECT count(*) AS orders, sum(amount) AS amount, count_if(label) AS bad,
        sum(epoch(ordered_at)::BIGINT) AS seconds FROM orders`),
    );
    return hashOf([found?.['orders'], found?.['amount'], found?.['bad'], found?.['seconds']].map(Number));
  } finally {
    await project.close();
  }
}

/** The peer: the same file into a table of a new database file, with its checkpoint. */
async function tableOnce(): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'shinsa-bench-'));
  try {
    const duck = await DuckDBInstance.create(join(folder, 'peer.duckdb'));
    const db = await duck.connect();
    const began = performance.now();
    await db.run('CREATE TABLE peer AS FROM read_parquet(?)', [history]);
    await db.run('CHECKPOINT');
    const ms = performance.now() - began;
    const reader = await db.runAndReadAll(`FROM (SELECT count(*), sum(round(amt * 100)::BIGINT), count_if(is_fraud = 1),
      sum(epoch(trans_date + trans_time)::BIGINT) FROM peer)`);
    const answer = hashOf((reader.getRows()[0] ?? []).map(Number));
    db.closeSync();
    duck.closeSync();
    return { ms, answer };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs one of the two in a process of its own, so that neither warms nor burdens the other. */
async function inOwnProcess(role: 'ours' | 'peer', peaks: Map<string, number>): Promise<Outcome> {
  const child = fork(fileURLToPath(import.meta.url), [role], { execArgv: [] });
  // The kernel keeps the peak itself; looking often would only take time from the two cores.
  const watch = setInterval(() => watchMemory(role, child.pid, peaks), 200);
  try {
    return await new Promise<Outcome>((resolve, reject) => {
      child.once('message', (message) => resolve(message as Outcome));
      child.once('exit', (code) => reject(new Error(`${role} ended with ${code} before it answered`)));
      child.once('error', reject);
    });
  } finally {
    watchMemory(role, child.pid, peaks);
    clearInterval(watch);
    child.disconnect();
  }
}

/** Notes the peak memory of the process and of those it started, where the system tells. */
function watchMemory(role: string, pid: number | undefined, peaks: Map<string, number>): void {
  if (pid === undefined || !existsSync('/proc/self/status')) return;
  const note = (name: string, of: number): void => {
    peaks.set(name, Math.max(peaks.get(name) ?? 0, peakOf(of)));
  };
  note(role, pid);
  for (const child of childrenOf(pid)) note(`${role}, import process`, child);
}

function peakOf(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(statusOf(pid))?.[1] ?? 0) * 1024;
}

function childrenOf(pid: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((other) => Number(/^PPid:\s+(\d+)$/m.exec(statusOf(other))?.[1]) === pid);
}

/** Empty for a process that has ended meanwhile. */
function statusOf(pid: number): string {
  try {
    return readFileSync(join('/proc', String(pid), 'status'), 'utf8');
  } catch {
    return '';
  }
}

async function bench(): Promise<void> {
  const duck = await openWorkshop();
  await duck.engine.close();
  const project = await openProject(duck.projectPath, { cacheDir: duck.cacheDir });
  await project.read({}, (db) => printMachine(db, rows));
  await project.close();
  duck.remove();

  const peaks = new Map<string, number>();
  const found = await compare(
    { name: 'import', run: () => inOwnProcess('ours', peaks) },
    { name: 'table', run: () => inOwnProcess('peer', peaks) },
    rounds,
  );
  report('import against Parquet to table by DuckDB', found, limit);
  if (peaks.size === 0) notMeasured('peak memory', 'this system does not tell it');
  for (const [name, bytes] of peaks) {
    const kept = bytes < mostBytes || name === 'peer';
    if (!kept) process.exitCode = 1;
    console.log(`peak memory, ${name}: ${Math.round(bytes / 1024 ** 2)} MiB${kept ? '' : ' MISSED'}`);
  }
}

const role = process.argv[2];
if (!hasHistory) notMeasured('import', 'the acceptance data are absent');
else if (role === 'ours' || role === 'peer') process.send?.(await (role === 'ours' ? importOnce() : tableOnce()));
else await bench();
