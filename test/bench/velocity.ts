import { fork, type ChildProcess } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { checkFeature } from '../../analysis/expression/index.ts';
import { featureFiles } from '../../analysis/features/velocity/feature-files.ts';
import { featureMaker } from '../../analysis/features/index.ts';
import type { Feature } from '../../analysis/model/features.ts';
import type { Connection } from '../../analysis/store/connection.ts';
import type { FeatureGroup, FilesPlace } from '../../analysis/store/features/compute.ts';
import { areKeysHashed } from '../../analysis/store/features/facts.ts';
import { hashesApart } from '../../analysis/store/features/hashes-apart.ts';
import { openProject } from '../../analysis/store/open-project.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { id, join, literal, sql, type Sql } from '../../analysis/store/sql.ts';
import { hashOf, median, notMeasured, printMachine, verdictOf } from './shared/measure.ts';
import { PeerFailed, PeerProcess, pythonWith } from './shared/python-peers.ts';
import { makeVelocityOrders, velocityKeys } from './shared/velocity-orders.ts';

/** `npm run bench -- orders=10000000`: counts and sums over the past of seven keys, three windows each. */
const given = (name: string, usual: number): number =>
  Number(process.argv.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? usual);
const orders = given('orders', 1_000_000);
const rounds = given('rounds', 5);

const windows = ['1h', '24h', '7d'] as const;
const seconds = { '1h': 3600, '24h': 86_400, '7d': 604_800 } as const;

/** At most so much of the time of windows of DuckDB made by hand, and of Polars; asked of so many orders. */
const limitsFrom = 10_000_000;
const windowsLimit = 1 / 4;
const polarsLimit = 1 / 8;

/** Values of every feature added up, and added up by where they stand. */
type Told = readonly (readonly string[])[];

interface Ran {
  readonly ms: number;
  /** Of all processors together. */
  readonly cpu: number;
  readonly answer: Told;
  /** KiB at most while it ran; null where the system does not tell. */
  readonly peak: number | null;
}

/** The features of every key in a table `seq, …` of its own, count and sum of each window. */
async function tellTables(db: Connection, tables: readonly string[], names: readonly string[]): Promise<Told> {
  const told: string[][] = [];
  for (const table of tables) {
    const sums = names.flatMap((name) => [
      sql`sum(${id(name)})::VARCHAR`,
      sql`sum(${id(name)} * (seq % 1009))::VARCHAR`,
    ]);
    const row = await db.first(sql`SELECT ${join(sums, sql`, `)} FROM ${id('work', table)}`);
    const values = Object.values(row ?? {}).map(String);
    names.forEach((_, index) => told.push(values.slice(2 * index, 2 * index + 2)));
    await db.run(sql`DROP TABLE ${id('work', table)}`);
  }
  return told;
}

const reports = { kind: 'project', bills: null } as const;
const columnNames = windows.flatMap((_, index) => [`f${2 * index}`, `f${2 * index + 1}`]);

async function groupsOf(project: OpenProject): Promise<FeatureGroup[]> {
  const scope = await project.scope('JPY', 'Asia/Tokyo');
  return velocityKeys.map(({ path }, index): FeatureGroup => {
    const features = windows.flatMap((window): Feature[] => [
      { id: 'n', agg: 'count', by: [path], window },
      { id: 's', agg: 'sum', of: 'order.amount', by: [path], window },
    ]);
    const [first, ...others] = features.map((feature) => {
      const checked = checkFeature(feature, scope);
      if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
      return { checked, reading: {} };
    });
    if (first === undefined) throw new Error('no features');
    const names = features.map((_, at) => `velocity ${index} ${at}`);
    return { features: [first, ...others], names, table: `loops_${index}` };
  });
}

/** The product's own way, into columns of codes in files, with hashes that are known to tell the keys apart: the peers take that for granted. */
async function byLoops(project: OpenProject, db: Connection): Promise<Ran> {
  const groups = await groupsOf(project);
  const ground = { singleCurrency: 'JPY', reports, hashed: () => Promise.resolve(true) };
  const timed = stopwatch();
  const onRefused = (why: string): never => {
    throw new Error(why);
  };
  const folder = await project.columnsDir();
  const place = { folder, memory: project.memory.features };
  await featureMaker({ fromOrders: 0, onRefused }).make(db, groups, ground, place, () => undefined);
  const taken = { ...timed(), peak: peak() };
  await tablesOf(db, groups, { folder, orders: (await project.info()).orders });
  return {
    ...taken,
    answer: await tellTables(
      db,
      groups.map(({ table }) => table),
      columnNames,
    ),
  };
}

/** The tables that are made of columns of codes when somebody asks DuckDB. */
async function tablesOf(db: Connection, groups: readonly FeatureGroup[], place: FilesPlace): Promise<void> {
  for (const { features, names, table } of groups) {
    const wanted = features.map((planned, at) => ({ planned, name: names[at] ?? '' }));
    const values = await featureFiles.toTable(db, `${table}_codes`, place, wanted);
    const codes = id('work', `${table}_codes`);
    const named = (values ?? []).map((valueOf, at) => sql`${valueOf(sql`c`)} AS ${id(`f${at}`)}`);
    await db.run(
      sql`CREATE TABLE ${id('work', table)} AS SELECT rowid AS seq, ${join(named, sql`, `)} FROM ${codes} AS c`,
    );
    await db.run(sql`DROP TABLE ${codes}`);
  }
}

/** By hand: one narrow statement for each key over its hash and whole seconds. */
async function byWindows(db: Connection): Promise<Ran> {
  const timed = stopwatch();
  for (const [index, { column }] of velocityKeys.entries()) {
    const frames = windows.map(
      (window) => sql`${id(`w${window}`)} AS (PARTITION BY h ORDER BY t
        RANGE BETWEEN ${literal(String(seconds[window]))}::BIGINT PRECEDING AND 1::BIGINT PRECEDING)`,
    );
    const values = windows.flatMap((window, at) => [
      sql`count(*) OVER ${id(`w${window}`)} AS ${id(`f${2 * at}`)}`,
      sql`coalesce(sum(amount) OVER ${id(`w${window}`)}, 0)::BIGINT AS ${id(`f${2 * at + 1}`)}`,
    ]);
    await db.run(sql`CREATE TABLE ${id('work', `windows_${index}`)} AS SELECT seq, ${join(values, sql`, `)}
      FROM (SELECT seq, epoch_us(ordered_at) // 1000000 AS t, hash(${id(column)}) AS h, amount FROM orders
        WHERE ${id(column)} IS NOT NULL) WINDOW ${join(frames, sql`, `)}`);
  }
  const taken = timed();
  const tables = velocityKeys.map((_, index) => `windows_${index}`);
  return { ...taken, peak: peak(), answer: await tellTables(db, tables, columnNames) };
}

/** What it costs, once for each state of the orders, to know that hashes tell the keys apart. */
async function checkHashes(project: OpenProject, db: Connection): Promise<number> {
  const began = performance.now();
  for (const { features } of await groupsOf(project))
    if (!(await areKeysHashed(db, features[0], { singleCurrency: 'JPY', reports, hashed: hashesApart })))
      throw new Error('hashes');
  return performance.now() - began;
}

function stopwatch(): () => { readonly ms: number; readonly cpu: number } {
  // From here on the most memory is counted anew, where the system does so.
  if (existsSync('/proc/self/clear_refs')) writeFileSync('/proc/self/clear_refs', '5');
  const [began, used] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(used);
    return { ms: performance.now() - began, cpu: (user + system) / 1000 };
  };
}

function peak(): number | null {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? NaN) || null;
}

/** A process of its own for an engine, so that each has its memory for itself. */
async function serve(engine: string, path: string, cacheDir: string): Promise<void> {
  const project = await openProject(path, { cacheDir });
  process.on('message', (ask: 'run' | 'check' | 'end') => {
    void (async () => {
      if (ask === 'end') {
        await project.close();
        process.exit(0);
      }
      const answer = await project.read({}, async (db): Promise<number | Ran> => {
        if (ask === 'check') return checkHashes(project, db);
        return engine === 'loops' ? byLoops(project, db) : byWindows(db);
      });
      process.send?.(answer);
    })();
  });
}

const started = (engine: string, path: string, cacheDir: string): ChildProcess =>
  fork(fileURLToPath(import.meta.url), [engine, path, cacheDir, `orders=${orders}`], { execArgv: [] });

function ask<T>(child: ChildProcess, what: 'run' | 'check'): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once('message', (answer) => resolve(answer as T));
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
    child.send(what);
  });
}

const mib = (kib: number | null): string => (kib === null ? 'not measured' : `${Math.round(kib / 1024)} MiB`);

function compared(
  name: string,
  ours: readonly Ran[],
  theirs: { readonly ms: readonly number[]; readonly peak: number | null },
  limit: number,
): void {
  const [mine, other] = [median(ours.map(({ ms }) => ms)), median(theirs.ms)];
  const memory = ours.at(-1)?.peak ?? null;
  const less = memory === null || theirs.peak === null || memory < theirs.peak;
  const kept = mine / other <= limit && less;
  const asked = orders >= limitsFrom;
  if (asked && !kept) process.exitCode = 1;
  const verdict = asked ? ` ${verdictOf(kept)}` : ', no goal at this size';
  console.log(
    `${name}: ${Math.round(mine)} ms against ${Math.round(other)} ms, ${(other / mine).toFixed(1)}x as fast${asked ? ` of at least ${1 / limit}x` : ''};` +
      ` peak memory ${mib(memory)} against ${mib(theirs.peak)}${verdict};` +
      ` answer ${hashOf(ours.at(-1)?.answer)}`,
  );
}

async function exportRows(path: string, cacheDir: string, rows: string): Promise<void> {
  const project = await openProject(path, { cacheDir });
  await project.read({}, async (db) => {
    await printMachine(db, orders);
    const staged = project.stagingPath('rows.parquet');
    const keys = velocityKeys.map(({ column }, index): Sql => sql`hash(${id(column)}) AS ${id(`k${index}`)}`);
    await db.run(sql`COPY (SELECT epoch_us(ordered_at) AS t, amount, ${join(keys, sql`, `)} FROM orders ORDER BY seq)
      TO ${literal(staged)} (FORMAT parquet)`);
    copyFileSync(staged, rows);
  });
  await project.close();
}

async function bench(): Promise<void> {
  const folder = mkdtempSync(joinPath(tmpdir(), 'shinsa-bench-'));
  const [path, copy, rows] = ['orders.shinsa', 'copy.shinsa', 'rows.parquet'].map((name) => joinPath(folder, name));
  if (path === undefined || copy === undefined || rows === undefined) return;
  const cacheDir = joinPath(folder, 'cache');
  try {
    await makeVelocityOrders(path, cacheDir, orders);
    await exportRows(path, cacheDir, rows);
    copyFileSync(path, copy);
    const [loops, peer] = [started('loops', path, cacheDir), started('windows', copy, `${cacheDir}-2`)];
    const [ours, theirs]: [Ran[], Ran[]] = [[], []];
    const polars = await startPolars(joinPath(folder, 'python'), rows);
    for (let round = 0; round <= rounds; round += 1) {
      const [mine, other] = [await ask<Ran>(loops, 'run'), await ask<Ran>(peer, 'run')];
      if (hashOf(mine.answer) !== hashOf(other.answer))
        throw new Error(`${hashOf(mine.answer)}, DuckDB ${hashOf(other.answer)}`);
      await polars.round(mine.answer, round > 0);
      // The first one warms up.
      if (round === 0) continue;
      ours.push(mine);
      theirs.push(other);
    }
    const size = `${orders.toLocaleString('en')} orders × 7 keys × 3 windows, counts and sums`;
    const [cpu, other] = [ours, theirs].map((ran) => Math.round(median(ran.map((one) => one.cpu))));
    console.log(`of all processors together: ${cpu} ms against ${other} ms`);
    if (rounds < 5) console.log(`${rounds} rounds by turns, fewer than 5`);
    const told = { ms: theirs.map(({ ms }) => ms), peak: theirs.at(-1)?.peak ?? null };
    compared(`${size}, into columns of codes, windows of DuckDB by hand into tables`, ours, told, windowsLimit);
    const check = await ask<number>(loops, 'check');
    console.log(`that hashes tell all keys apart, once for each state of the orders: ${Math.round(check)} ms`);
    for (const child of [loops, peer]) child.send('end');
    polars.report(ours, size);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Polars on the same rows, asked by turns with the others; where it cannot be asked that is told. */
interface Polars {
  readonly round: (wanted: Told, counts: boolean) => Promise<void>;
  readonly report: (ours: readonly Ran[], size: string) => void;
}

async function startPolars(environment: string, rows: string): Promise<Polars> {
  const name = 'polars on the same rows';
  const none = (why: string): Polars => ({
    round: () => Promise.resolve(),
    report: () => notMeasured(name, why),
  });
  const { python, missing } = pythonWith(environment, ['polars']);
  if (missing('polars')) return none('it could not be installed');
  const asked = { rows, keys: velocityKeys.length, windows: windows.map((window) => seconds[window] * 1_000_000) };
  const ms: number[] = [];
  let most: number | null = null;
  let failed: string | null = null;
  const orFailed = async <T>(work: Promise<T>): Promise<T | null> =>
    work.catch((error: unknown) => {
      if (!(error instanceof PeerFailed)) throw error;
      failed = error.message;
      return null;
    });
  const started = await orFailed(PeerProcess.start(python, 'velocity.py', asked));
  if (started === null) return none(failed ?? '');
  return {
    round: async (wanted, counts) => {
      if (failed !== null) return;
      const found = await orFailed(started.peer.run());
      if (found === null) return;
      const answer = found.answer.map((values) => values.map(String));
      if (hashOf(answer) !== hashOf(wanted)) throw new Error(`polars answers ${hashOf(answer)}`);
      if (counts) ms.push(found.ms);
      most = found.peak;
    },
    report: (ours, size) => {
      started.peer.end();
      if (failed !== null) return notMeasured(name, failed);
      const own = { ms, peak: most };
      compared(`${size}, polars ${started.version}, rolling_sum_by().over()`, ours, own, polarsLimit);
    },
  };
}

const [, , role, path = '', cacheDir = ''] = process.argv;
if (role === 'loops' || role === 'windows') await serve(role, path, cacheDir);
else await bench();
