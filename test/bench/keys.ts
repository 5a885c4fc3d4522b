import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { learnKeys } from '../../analysis/ingest/learn-keys.ts';
import { keyOrders } from '../../analysis/ingest/load-staged.ts';
import { nodeProcesses } from '../../analysis/node-processes.ts';
import type { Connection } from '../../analysis/store/connection.ts';
import { unknownValues } from '../../analysis/store/identity-values.ts';
import { openProject } from '../../analysis/store/open-project.ts';
import { sql, type Sql } from '../../analysis/store/sql.ts';
import { built } from './shared/card-transactions.ts';
import { makeKeyOrders } from './shared/key-orders.ts';
import { absolute, compare, hashOf, printMachine, report, verdictOf } from './shared/measure.ts';

/** `npm run bench -- orders=1000000`: all keys of so many orders; few where nobody says otherwise. */
const given = (name: string, usual: number): number =>
  Number(process.argv.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? usual);
const orders = given('orders', 100_000);
const rounds = given('rounds', orders >= 1_000_000 ? 1 : 3);

/**
 * At most so many times what DuckDB takes to find the same values, fold them by what SQL has (width, case, spaces and dashes)
 * and write the orders with them. Goal in ms for a million orders.
 */
const limit = 6;
const goalOf = 1_000_000;
const goalMs = 60_000;
/** How often progress is told at least while values are folded, and the longest that nothing is, ms. */
const fewestTold = 10;
const longestSilence = 2000;

interface Told {
  times: number;
  silence: number;
}

/** Keys for a fresh copy of the project, found so. */
async function keyed(
  path: string,
  folder: string,
  learn: (db: Connection, orders: Sql, stored: ReadonlySet<string>, staging: string) => Promise<void>,
): Promise<{ readonly ms: number; readonly answer: string }> {
  const copy = join(folder, 'copy.shinsa');
  copyFileSync(path, copy);
  const project = await openProject(copy, { cacheDir: join(folder, 'cache') });
  try {
    const staging = project.stagingPath('keys');
    mkdirSync(staging);
    const began = performance.now();
    await project.write({}, (db) => keyOrders(db, (of, rows, stored) => learn(of, rows, stored, staging)));
    const ms = performance.now() - began;
    // Every value once: no kind has more rows than distinct values.
    const answer = await project.read({}, async (db) => {
      const kinds = await db.rows(sql`SELECT kind, count(*) AS n, count(DISTINCT (raw, beside)) AS values
        FROM identity_values GROUP BY kind ORDER BY kind`);
      const told = kinds.map(({ kind, n, values }) => [String(kind), Number(n), Number(values)] as const);
      const twice = told.find(([, n, values]) => n !== values);
      if (twice !== undefined) throw new Error(`values of ${twice[0]} were folded more than once`);
      const rows = await db.first(sql`SELECT count(*) AS n, count(buyer_address) AS addresses FROM order_rows`);
      distinct = told.reduce((sum, [, n]) => sum + n, 0);
      return hashOf([told, Number(rows?.['n']), Number(rows?.['addresses'])]);
    });
    return { ms, answer };
  } finally {
    await project.close();
    rmSync(copy, { force: true });
  }
}

let distinct = 0;

/** Ours: in processes of their own, watched as a window does. */
function ours(path: string, folder: string, told: Told) {
  let last = 0;
  const progress = ({ phase, fraction }: { readonly phase: string; readonly fraction: number | null }): void => {
    const now = performance.now();
    if (phase === 'identity' && fraction !== null) {
      if (last > 0) told.silence = Math.max(told.silence, now - last);
      told.times += 1;
      last = fraction >= 1 ? 0 : now;
    }
  };
  const watch = { signal: new AbortController().signal, progress };
  return keyed(path, folder, (db, rows, stored, staging) =>
    learnKeys(db, rows, stored, { processes: nodeProcesses(built), folder: staging, cardKey: '0'.repeat(64), watch }),
  );
}

const digits = '０１２３４５６７８９－　';

/** The peer: the same values folded as far as a query can. */
const peer = (path: string, folder: string) =>
  keyed(path, folder, async (db, rows, stored) => {
    await db.run(sql`INSERT INTO identity_values SELECT kind, raw, beside,
      regexp_replace(lower(translate(nfc_normalize(raw), ${digits}, '0123456789- ')), '[ -]+', '', 'g'), 'certain', '', NULL
      FROM (${unknownValues(rows, stored)})`);
  });

async function bench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'shinsa-bench-'));
  const path = join(folder, 'orders.shinsa');
  try {
    await makeKeyOrders(path, join(folder, 'cache'), orders);
    const project = await openProject(path, { cacheDir: join(folder, 'cache') });
    await project.read({}, (db) => printMachine(db, orders));
    await project.close();
    const told: Told = { times: 0, silence: 0 };
    const found = await compare(
      { name: 'keys', run: () => ours(path, folder, told) },
      { name: 'folded by SQL', run: () => peer(path, folder) },
      rounds,
    );
    report(`all keys of ${orders} orders (${distinct} values) against folding them in DuckDB`, found, limit);
    console.log(`all keys: ${absolute(found.ours, orders === goalOf ? goalMs : undefined)}`);
    const heard = told.times >= fewestTold;
    if (!heard) process.exitCode = 1;
    console.log(
      `progress told ${told.times} times of at least ${fewestTold} ${verdictOf(heard)}; ` +
        `longest silence: ${Math.round(told.silence)} ms, ${absolute(told.silence, longestSilence)}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await bench();
