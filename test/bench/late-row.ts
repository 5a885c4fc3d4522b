import { fork } from 'node:child_process';
import { createWriteStream, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { localGrants } from '../../analysis/local-grants.ts';
import { createEngine } from '../../analysis/engine.ts';
import { nodeProcesses } from '../../analysis/node-processes.ts';
import type { Mapping } from '../../analysis/model/mapping.ts';
import { built, valueOf } from './shared/card-transactions.ts';
import { notMeasured, verdictOf } from './shared/measure.ts';

/** `npm run bench -- orders=10000000`: a file of so many rows whose last ones are bad. */
const given = (name: string, usual: number): number =>
  Number(process.argv.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? usual);
const rows = given('orders', 500_000);

/**
 * At most so many times DuckDB's own reading of the good rows of the file into a table, asked of files of so many rows: a small one
 * takes no longer than its processes take to start. And so much memory in any process.
 */
const limit = 15;
const limitFrom = 1_000_000;
const mostBytes = 2 * 1024 ** 3;

/** Bad rows right before the end, and why each is rejected. */
const bad = [
  ['x1,2024-02-30 00:00:00,1,a', 'time-unreadable'],
  ['x2,2024-01-01 00:00:00,いち,a', 'amount-unreadable'],
  ['x3,2024-01-01 00:00:00,1,a,b,c', 'too-many-cells'],
  ['x4,2024-01-01 00:00:00,"1,a', 'bad-quoting'],
] as const;

async function writeFile(path: string, end: readonly string[]): Promise<void> {
  const file = createWriteStream(path);
  file.write('注文番号,注文日時,金額,会員\n');
  for (let from = 0; from < rows; from += 10_000) {
    const lines = Array.from({ length: Math.min(10_000, rows - from) }, (_, i) => {
      const n = from + i;
      return `o${n},2024-0${1 + (n % 9)}-1${n % 10} 1${n % 10}:2${n % 6}:3${n % 10},${500 + (n % 40_000)},M${n % 300_000}`;
    });
    if (!file.write(`${lines.join('\n')}\n`)) await once(file, 'drain');
  }
  file.end(end.join('\n'));
  await once(file, 'finish');
}

const mapping: Mapping = {
  timezone: 'Asia/Tokyo',
  columns: {
    event_id: '注文番号',
    ordered_at: '注文日時',
    amount: '金額',
    member_id: '会員',
    currency: { value: 'JPY' },
  },
};

interface Outcome {
  readonly ms: number;
  readonly accepted: number;
  readonly rejected: readonly (readonly [line: number, reason: string])[];
}

async function importOnce(path: string): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'shinsa-bench-'));
  const grants = localGrants();
  const engine = await createEngine({
    ...{ projectPath: join(folder, 'late.shinsa'), mode: 'create', grants },
    ...{ processes: nodeProcesses(built), cacheDir: join(folder, 'cache') },
  });
  try {
    const began = performance.now();
    const told = valueOf(await engine.call('import.run', { file: grants.grant(path), mapping }));
    const ms = performance.now() - began;
    return { ms, accepted: told.accepted, rejected: told.rejectSample.map(({ line, reason }) => [line, reason]) };
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The peer: the same rows, without the bad ones, into a table of a new database file. */
async function tableOnce(path: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'shinsa-bench-'));
  const duck = await DuckDBInstance.create(join(folder, 'peer.duckdb'));
  const db = await duck.connect();
  try {
    const began = performance.now();
    await db.run(
      `CREATE TABLE peer AS SELECT 注文番号, strptime(注文日時, '%Y-%m-%d %H:%M:%S') AS at, 金額::BIGINT AS amount, 会員
        FROM read_csv(?, header = true, all_varchar = true)`,
      [path],
    );
    await db.run('CHECKPOINT');
    return performance.now() - began;
  } finally {
    db.closeSync();
    duck.closeSync();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Peak memory of a process and of those it started, bytes; 0 where the system does not tell. */
function peakOf(pid: number): number {
  if (!existsSync('/proc/self/status')) return 0;
  const status = (of: number): string => {
    try {
      return readFileSync(join('/proc', String(of), 'status'), 'utf8');
    } catch {
      return '';
    }
  };
  const peak = (of: number): number => Number(/^VmHWM:\s+(\d+) kB$/m.exec(status(of))?.[1] ?? 0) * 1024;
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((other) => Number(/^PPid:\s+(\d+)$/m.exec(status(other))?.[1]) === pid);
  return Math.max(peak(pid), ...children.map(peak));
}

async function inOwnProcess(path: string): Promise<{ readonly found: Outcome; readonly peak: number }> {
  const child = fork(fileURLToPath(import.meta.url), ['ours', path], { execArgv: [] });
  let peak = 0;
  const look = (): void => void (peak = Math.max(peak, child.pid === undefined ? 0 : peakOf(child.pid)));
  const watch = setInterval(look, 200);
  try {
    const found = await new Promise<Outcome>((resolve, reject) => {
      child.once('message', (message) => resolve(message as Outcome));
      child.once('exit', (code) => reject(new Error(`import ended with ${code} before it answered`)));
      child.once('error', reject);
    });
    look();
    return { found, peak };
  } finally {
    clearInterval(watch);
    child.disconnect();
  }
}

async function bench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'shinsa-bench-'));
  const [whole, good] = [join(folder, 'late.csv'), join(folder, 'good.csv')];
  try {
    await writeFile(
      whole,
      bad.map(([line]) => line),
    );
    await writeFile(good, []);
    const { found, peak } = await inOwnProcess(whole);
    const peer = await tableOnce(good);
    const wanted = bad.map(([, reason], at) => [rows + 2 + at, reason]);
    const kept = found.accepted === rows && JSON.stringify(found.rejected) === JSON.stringify(wanted);
    console.log(
      `${rows} rows (${Math.round(statSync(whole).size / 2 ** 20)} MiB), the last ${bad.length} bad: ${found.accepted} taken in, ` +
        `rejected ${found.rejected.map((one) => one.join(' ')).join(', ')} ${verdictOf(kept)}`,
    );
    const ratio = found.ms / peer;
    const fast = rows < limitFrom || ratio <= limit;
    const verdict = rows < limitFrom ? ', no goal at this size' : ` of at most ${limit}x ${verdictOf(fast)}`;
    console.log(
      `import against CSV to table by DuckDB: ${Math.round(found.ms)} ms against ${Math.round(peer)} ms, ` +
        `${ratio.toFixed(2)}x${verdict}; once each`,
    );
    if (peak === 0) notMeasured('peak memory', 'this system does not tell it');
    const bounded = peak < mostBytes;
    console.log(`peak memory of any process: ${Math.round(peak / 2 ** 20)} MiB${bounded ? '' : ' MISSED'}`);
    if (!kept || !fast || !bounded) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [, , role, path = ''] = process.argv;
if (role === 'ours') process.send?.(await importOnce(path));
else await bench();
