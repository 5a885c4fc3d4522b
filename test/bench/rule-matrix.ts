import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Overlap } from '../../analysis/kernels/matrix/shapes.ts';
import { nameOf, type Wish } from '../../analysis/columns/coded.ts';
import { KnownColumns, type Source } from '../../analysis/columns/known-columns.ts';
import { openRows, weeksIn } from '../../analysis/columns/open-rows.ts';
import { makeBitmaps, named, type NamedRule } from '../../analysis/backtest/matrix/rule-bitmaps.ts';
import { check, duckdbPredicate } from '../../analysis/expression/index.ts';
import type { Connection } from '../../analysis/store/connection.ts';
import { atRevision } from '../../analysis/store/one-version.ts';
import { openProject } from '../../analysis/store/open-project.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { literal, sql } from '../../analysis/store/sql.ts';
import { compare, hashOf, printMachine, report } from './shared/measure.ts';
import { inProcess, answerOnce, middle } from './shared/once.ts';
import { installedPeers, type Peer } from './shared/python-peers.ts';
import { measureCalls } from './shared/rule-calls.ts';
import { comparePeers, keptOf } from './shared/rule-peers.ts';
import { measureWhole } from './shared/rule-whole.ts';
import { inventedColumns, inventedParts, inventedRules, makeRuleOrders } from './shared/rule-orders.ts';

const said = (name: string): string | undefined =>
  process.argv.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
/**
 * `npm run bench -- orders=10000000 rules=20,100,500 parts=first,rules,overlap,calls,whole project=/somewhere budget=3500`: the size
 * is small where nobody says otherwise. A project that is at the place said is used, else made there and left. `budget`, in
 * MiB, is what a process may take that answers once.
 */
const orders = Number(said('orders') ?? 1_000_000);
const ruleCounts = (said('rules') ?? '500').split(',').map(Number);
const parts = (said('parts') ?? 'first,rules,overlap,calls,whole').split(',');
const budget = said('budget');
const rounds = 5;
const entry = fileURLToPath(import.meta.url);
/** A question that is cancelled ends within so many ms. */
const cancelLimit = 300;

/** Of what DuckDB takes, one query per rule. */
const countsLimit = 1 / 20;
const everythingLimit = 1 / 15;

interface Bench {
  readonly db: Connection;
  readonly rules: readonly NamedRule[];
  readonly evaluate: () => Promise<void>;
  readonly counts: () => Promise<readonly number[][]>;
  readonly everything: () => Promise<readonly number[][]>;
  /** Rows that every two rules share, all and bad ones. */
  readonly overlap: () => Promise<Overlap>;
  readonly close: () => Promise<void>;
  readonly perRule: (amounts: boolean) => Promise<readonly number[][]>;
}

const options = { singleCurrency: true, hourZone: 'Asia/Tokyo' };

async function prepared(project: OpenProject, db: Connection, ruleCount: number): Promise<Bench> {
  const info = await project.info();
  const folder = await project.columnsDir();
  const scope = await project.scope('JPY', 'Asia/Tokyo');
  const source: Source = {
    db,
    info,
    folder,
    apart: false,
    signal: undefined,
    done: () => undefined,
    features: () => Promise.resolve(),
    reading: async (columns, judged, work) => {
      const rows = await project.scan(db, columns, judged);
      return atRevision(db, rows.revision, () => work(rows));
    },
  };
  const rules = inventedRules(ruleCount).map((text) => {
    const rule = check(text, scope);
    if (!rule.ok) throw new Error(text);
    return named(rule, options);
  });
  const names = rules.map(({ name }) => name);
  const known = new KnownColumns();
  const weekly = await known.one(source, weeksIn('Asia/Tokyo'));
  const open = await openRows(db, folder, weekly, 'Asia/Tokyo', project.memory, false);
  const states: Wish = { kind: 'states', of: sql`state + 1`, reads: [], version: info.dataVersion };
  const amounts: Wish = { kind: 'amounts', of: sql`amount`, reads: [] };
  await open.pool.load([await known.one(source, states), await known.one(source, amounts)]);
  await open.pool.setBase({ states: nameOf(states), amounts: nameOf(amounts) });
  const bench = { source, known, open, options, columnBytes: () => 8e9 };
  await makeBitmaps(bench, rules);
  const asked = [...new Set(rules.flatMap(({ rule }) => rule.fields.map(({ column }) => column)))];
  const table = await project.rows(db, asked);
  const evaluate = async (): Promise<void> => {
    for (const name of names) open.bitmaps.delete(name);
    await open.pool.drop([], names);
    await makeBitmaps(bench, rules);
  };
  const steps = names.map((name, i) => ({ result: i % 4, needs: 'any' as const, conditions: [name] }));
  const told = (sums: BigInt64Array, withAmounts: boolean): number[][] =>
    names.map((_, i) => {
      const at = (state: number, part: number): number => Number(sums[10 * i + 2 * state + part] ?? 0n);
      const parts = withAmounts ? [0, 1] : [0];
      return [0, 1].flatMap((state) => parts.map((part) => at(state, part)));
    });
  return {
    db,
    rules,
    evaluate,
    close: () => open.pool.close(),
    counts: async () => {
      await evaluate();
      return told((await open.pool.figures(names, false)).sums, false);
    },
    everything: async () => {
      await evaluate();
      const { sums } = await open.pool.figures(names, true);
      await open.pool.combine({ rules: names, steps, rest: { kind: 'otherwise', result: 0 } });
      return told(sums, true);
    },
    overlap: () => open.pool.overlap(names),
    perRule: async (withAmounts) => {
      const found: number[][] = [];
      for (const { rule } of rules) {
        const row = await db.first(sql`
          SELECT count(CASE WHEN state = 0 THEN 1 END) AS bad, count(CASE WHEN state = 1 THEN 1 END) AS good,
            coalesce(sum(CASE WHEN state = 0 THEN amount END), 0) AS bad_amount,
            coalesce(sum(CASE WHEN state = 1 THEN amount END), 0) AS good_amount
          FROM ${table} WHERE ${duckdbPredicate(rule, options)}`);
        const [bad, good] = [Number(row?.['bad']), Number(row?.['good'])];
        found.push(withAmounts ? [bad, Number(row?.['bad_amount']), good, Number(row?.['good_amount'])] : [bad, good]);
      }
      return found;
    },
  };
}

async function measureRules(project: OpenProject, python: string, peers: readonly Peer[], rows: string): Promise<void> {
  for (const ruleCount of ruleCounts)
    await project.read({}, async (db) => {
      const bench = await prepared(project, db, ruleCount);
      const size = `${orders.toLocaleString('en')} orders × ${bench.rules.length} rules`;
      const peer = (amounts: boolean) => ({
        name: 'DuckDB, one query per rule',
        run: async () => hashOf(await bench.perRule(amounts)),
      });
      const counts = { name: 'matrix', run: async () => hashOf(await bench.counts()) };
      report(`hits, bad and good, ${size}`, await compare(counts, peer(false), rounds), countsLimit);
      const all = { name: 'matrix', run: async () => hashOf(await bench.everything()) };
      const found = await compare(all, peer(true), rounds);
      report(`with amounts, weeks, unique, in order, decisions, ${size}`, found, everythingLimit);
      const given = { python, rows, rules: inventedParts(ruleCount), rounds, orders, size };
      for (const one of peers) {
        await comparePeers({ ...given, peer: one, ask: 'hits' }, counts);
        await comparePeers({ ...given, peer: one, ask: 'amounts' }, all);
      }
      await bench.close();
    });
}

/** The rows as the peers of the Python world read them. */
async function writeRows(project: OpenProject, rows: string): Promise<void> {
  const staged = project.stagingPath('rows.parquet');
  await project.read({}, async (db) => {
    const scan = await project.scan(db, inventedColumns, true);
    await db.run(sql`COPY (SELECT state, amount, COLUMNS('custom.*') FROM ${scan}${scan.order})
      TO ${literal(staged)} (FORMAT parquet)`);
  });
  copyFileSync(staged, rows);
}

/** Rows that every two rules share: counts with counts, and what a correlation filter keeps of the rules. */
async function measureOverlap(
  project: OpenProject,
  python: string,
  peers: readonly Peer[],
  rows: string,
): Promise<void> {
  const ruleCount = Math.max(...ruleCounts);
  await project.read({}, async (db) => {
    const bench = await prepared(project, db, ruleCount);
    const size = `every two of ${ruleCount} rules, ${orders.toLocaleString('en')} orders`;
    const given = { python, rows, rules: inventedParts(ruleCount), rounds, orders, size, ask: 'overlap' as const };
    const places = Array.from({ length: ruleCount }, (_, i) => i);
    const pairs = ({ pairs: all, bad }: Overlap): number[][] =>
      places.flatMap((a) => places.slice(a + 1).map((b) => [all[a * ruleCount + b] ?? 0, bad[a * ruleCount + b] ?? 0]));
    for (const peer of peers.filter((one) => one !== 'polars'))
      await comparePeers(
        { ...given, peer },
        {
          name: 'matrix',
          run: async () => {
            const began = performance.now();
            const found = await bench.overlap();
            const ms = performance.now() - began;
            // What is made of the counts to be compared is not asked of anybody.
            return {
              ms,
              answer: hashOf(peer === 'iguanas' ? keptOf(found, bench.rules.length, orders) : pairs(found)),
            };
          },
        },
      );
    if (peers.length === 0) console.log(`${size}: ${await timeOf(bench.overlap)} ms, no peer to compare it with`);
    await bench.close();
  });
}

async function timeOf(work: () => Promise<unknown>): Promise<string> {
  await work();
  const began = performance.now();
  await work();
  return (performance.now() - began).toFixed(1);
}

async function measureFirst(path: string, cacheDir: string): Promise<void> {
  rmSync(join(cacheDir, 'projects'), { recursive: true, force: true });
  const ruleCount = Math.max(...ruleCounts);
  const found = await inProcess(entry, { role: 'first', path, cacheDir, rules: ruleCount, budget });
  console.log(
    `first question after an import, in a process of its own, ${orders.toLocaleString('en')} orders × ${ruleCount} rules: ${middle([found])}`,
  );
  const { cancelled = NaN } = found;
  const kept = cancelled <= cancelLimit;
  if (!kept) process.exitCode = 1;
  console.log(
    `cancelled while it makes columns: ${Math.round(cancelled)} ms of at most ${cancelLimit} ms ${kept ? 'kept' : 'MISSED'}`,
  );
}

async function bench(): Promise<void> {
  const own = said('project');
  const folder = own ?? mkdtempSync(join(tmpdir(), 'shinsa-bench-'));
  mkdirSync(folder, { recursive: true });
  const at = (name: string): string => join(folder, name);
  const [path, cacheDir, rows, python] = [at('orders.shinsa'), at('cache'), at('rows.parquet'), at('python')];
  try {
    if (!existsSync(path)) await makeRuleOrders(path, cacheDir, orders);
    const peersAsked =
      parts.some((part) => part === 'rules' || part === 'overlap' || part === 'whole') && !parts.includes('nopython');
    const peers = peersAsked ? installedPeers(python) : [];
    await opened(path, cacheDir, async (project) => {
      await project.read({}, (db) => printMachine(db, orders));
      if (peers.length > 0 && !existsSync(rows)) await writeRows(project, rows);
    });
    if (parts.includes('first')) await measureFirst(path, cacheDir);
    if (parts.includes('rules')) await opened(path, cacheDir, (project) => measureRules(project, python, peers, rows));
    if (parts.includes('overlap'))
      await opened(path, cacheDir, (project) => measureOverlap(project, python, peers, rows));
    if (parts.includes('calls')) await opened(path, cacheDir, (project) => measureCalls(project, orders));
    if (parts.includes('whole'))
      for (const ruleCount of ruleCounts)
        await measureWhole({
          ...{ entry, path, cacheDir, budget, python, peers, rows, orders, rounds, ruleCount },
          duckdb: parts.includes('duckdb'),
        });
  } finally {
    if (own === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

async function opened(path: string, cacheDir: string, work: (project: OpenProject) => Promise<void>): Promise<void> {
  const project = await openProject(path, { cacheDir });
  try {
    await work(project);
  } finally {
    await project.close();
  }
}

const [, , role = '', path = '', cacheDir = ''] = process.argv;
if (role === 'whole' || role === 'duckdb' || role === 'first')
  await answerOnce({ role, path, cacheDir, rules: ruleCounts[0] ?? 0, budget });
else await bench();
