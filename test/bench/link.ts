import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { linkOrders } from '../../analysis/identity/link.ts';
import { linkedBy, usualHubPersons } from '../../analysis/model/identity.ts';
import { openProject } from '../../analysis/store/open-project.ts';
import { id, sql } from '../../analysis/store/sql.ts';
import { makeManyOrders } from './shared/many-orders.ts';
import { notMeasured, printMachine } from './shared/measure.ts';

/** `npm run bench -- orders=10000000 memory=2048`: the size is small where nobody says otherwise. */
const given = (name: string, usual: number): number =>
  Number(process.argv.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? usual);
const orders = given('orders', 500_000);
/** What DuckDB may use, MiB. */
const memoryMb = given('memory', 1024);

/** At most this many times the counting of each value of each kind, which linking begins with. */
const limit = 25;
/** Beside what DuckDB may use: Node itself, what DuckDB does not count, and 60 bytes for each order. */
const mostBytes = (memoryMb + 700) * 2 ** 20 + orders * 60;

interface Outcome {
  readonly ms: number;
  readonly peak: number | null;
  readonly linked: number;
}

/** Parts of the time linking takes after which it is cancelled, and the longest the cancelled call may take to end, ms. */
const cancelAt = [0.05, 0.3, 0.7];
const longestCancel = 1000;

/** How long a call that is cancelled after `after` ms takes to end; null where it had ended before. */
async function cancelled(path: string, cacheDir: string, after: number): Promise<number | null> {
  const project = await openProject(path, { cacheDir, limits: { memoryMb } });
  const stop = new AbortController();
  let asked: number | null = null;
  const timer = setTimeout(() => {
    asked = performance.now();
    stop.abort();
  }, after);
  try {
    await project.write({ signal: stop.signal }, (db) => linkOrders(db, usualHubPersons)).catch(() => undefined);
    return asked === null ? null : performance.now() - asked;
  } finally {
    clearTimeout(timer);
    await project.close();
  }
}

/** In a process of its own, whose peak is this one's alone. */
async function run(role: 'link' | 'count', path: string, cacheDir: string): Promise<Outcome> {
  const project = await openProject(path, { cacheDir, limits: { memoryMb } });
  try {
    const began = performance.now();
    const linked = await project.write({}, async (db) => {
      if (role === 'link') return (await linkOrders(db, usualHubPersons)).linked;
      let values = 0;
      // These orders have ids without keys.
      for (const column of Object.values(linkedBy).flatMap((columns) => columns.at(-1) ?? [])) {
        const found = await db.first(sql`SELECT count(*) AS n FROM (SELECT ${id(column)} FROM order_rows
          WHERE ${id(column)} IS NOT NULL GROUP BY ${id(column)} HAVING count(*) > 1)`);
        values += Number(found?.['n']);
      }
      return values;
    });
    return { ms: performance.now() - began, peak: peak(), linked };
  } finally {
    await project.close();
  }
}

function peak(): number | null {
  if (!existsSync('/proc/self/status')) return null;
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) * 1024;
}

async function inOwnProcess(role: 'link' | 'count', path: string, cacheDir: string): Promise<Outcome> {
  const child = fork(fileURLToPath(import.meta.url), [role, path, cacheDir, `memory=${memoryMb}`], { execArgv: [] });
  return new Promise<Outcome>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Outcome));
    child.once('exit', (code) => reject(new Error(`${role} ended with ${code} before it answered`)));
    child.once('error', reject);
  });
}

async function bench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'shinsa-bench-'));
  const [path, cacheDir] = [join(folder, 'many.shinsa'), join(folder, 'cache')];
  try {
    await makeManyOrders(path, cacheDir, orders);
    const project = await openProject(path, { cacheDir });
    await project.read({}, (db) => printMachine(db, orders));
    await project.close();
    const count = await inOwnProcess('count', path, cacheDir);
    const link = await inOwnProcess('link', path, cacheDir);
    const ratio = link.ms / count.ms;
    const kept = ratio <= limit;
    console.log(
      `linking against counting its values: ${Math.round(link.ms)} ms against ${Math.round(count.ms)} ms, ` +
        `${ratio.toFixed(2)}x of at most ${limit}x ${kept ? 'kept' : 'MISSED'}; ${link.linked} orders linked`,
    );
    if (link.peak === null) return notMeasured('peak memory', 'this system does not tell it');
    const bounded = link.peak <= mostBytes;
    console.log(
      `peak memory, linking within ${memoryMb} MiB: ${Math.round(link.peak / 2 ** 20)} MiB of at most ` +
        `${Math.round(mostBytes / 2 ** 20)} MiB${bounded ? '' : ' MISSED'}`,
    );
    const ends: number[] = [];
    for (const part of cancelAt) {
      const took = await cancelled(path, cacheDir, link.ms * part);
      if (took !== null) ends.push(Math.round(took));
    }
    const quick = ends.every((ms) => ms <= longestCancel);
    if (ends.length === 0) notMeasured('cancelling', 'linking had ended before');
    else
      console.log(
        `cancelled while linking, ended after ${ends.join(', ')} ms of at most ${longestCancel} ms${quick ? '' : ' MISSED'}`,
      );
    if (!kept || !bounded || !quick) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [, , role, path = '', cacheDir = ''] = process.argv;
if (role === 'link' || role === 'count') process.send?.(await run(role, path, cacheDir));
else await bench();
