import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { nameOf, type Wish } from '../../analysis/backtest/matrix/coded.ts';
import { KnownColumns, type Source } from '../../analysis/backtest/matrix/known-columns.ts';
import { openRows, weeksIn } from '../../analysis/backtest/matrix/open-rows.ts';
import { makeBitmaps, named, type NamedRule } from '../../analysis/backtest/matrix/rule-bitmaps.ts';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { check, duckdbPredicate } from '../../analysis/expression/index.ts';
import { everything } from '../../analysis/model/filter.ts';
import { results, type RuleSet } from '../../analysis/model/ruleset.ts';
import type { Connection } from '../../analysis/store/connection.ts';
import { atRevision } from '../../analysis/store/one-version.ts';
import { openProject } from '../../analysis/store/open-project.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import type { WorkingTable } from '../../analysis/store/project-handle.ts';
import { literal, sql } from '../../analysis/store/sql.ts';
import { compare, hashOf, median, printMachine, quiet, report } from './shared/measure.ts';
import { askPythonPeers } from './shared/python-peers.ts';
import { inventedParts, inventedRules, makeRuleOrders } from './shared/rule-orders.ts';

/** `npm run bench -- orders=10000000 rules=500`: the size is small where nobody says otherwise. */
const given = (name: string, usual: number): number =>
  Number(process.argv.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? usual);
const orders = given('orders', 1_000_000);
const ruleCount = given('rules', 500);
const rounds = 5;

/** Of what DuckDB takes, one query per rule. */
const countsLimit = 1 / 20;
const everythingLimit = 1 / 15;
/** Of 200 of DuckDB’s queries of one rule. */
const toggleLimit = 1 / 25;

interface Bench {
  readonly db: Connection;
  readonly rules: readonly NamedRule[];
  readonly evaluate: () => Promise<void>;
  readonly counts: () => Promise<readonly number[][]>;
  readonly everything: () => Promise<readonly number[][]>;
  /** The orders with every column that the rules read. */
  readonly table: () => Promise<WorkingTable>;
  readonly perRule: (amounts: boolean) => Promise<readonly number[][]>;
}

const options = { singleCurrency: true, hourZone: 'Asia/Tokyo' };

async function prepared(project: OpenProject, db: Connection): Promise<Bench> {
  const info = await project.info();
  const folder = await project.columnsDir();
  const scope = await project.scope('JPY', 'Asia/Tokyo');
  const source: Source = {
    db,
    info,
    folder,
    signal: undefined,
    done: () => undefined,
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
  project.onClose(() => open.pool.close());
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
    table: () => project.rows(db, asked),
    evaluate,
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

async function measureRules(project: OpenProject, cacheDir: string): Promise<void> {
  await project.read({}, async (db) => {
    await printMachine(db, orders);
    const bench = await prepared(project, db);
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
    const rows = project.stagingPath('rows.parquet');
    await db.run(sql`COPY (SELECT state, amount, COLUMNS('custom.*') FROM ${await bench.table()})
      TO ${literal(rows)} (FORMAT parquet)`);
    const answer = hashOf(await bench.everything());
    askPythonPeers(join(cacheDir, 'python'), { rows, rules: inventedParts(ruleCount), rounds, answer, ms: found.ours });
  });
}

const ruleSetOf = (texts: readonly string[]): RuleSet => ({
  format: 'shinsa-ruleset',
  formatVersion: 1,
  modelId: 'BENCH',
  name: 'bench',
  profile: 'wb-1',
  currency: 'JPY',
  timezone: 'Asia/Tokyo',
  default: 'OK',
  rules: texts.map((when, i) => ({
    code: `R${i}`,
    description: { ja: '', en: '' },
    when,
    result: results[i % 4] ?? 'NG',
  })),
});

/** What a person waits for: the whole call, from a changed set to every figure, and one edited rule. */
async function measureCalls(project: OpenProject): Promise<void> {
  const handlers = backtestHandlers(project);
  const whole = ruleSetOf(inventedRules(200));
  const run = (ruleSet: RuleSet): Promise<unknown> =>
    handlers['backtest.run']({ ruleSet, filter: everything, save: false }, quiet);
  await run(whole);
  const toggles: number[] = [];
  for (let i = 0; i < 45; i += 1) {
    const began = performance.now();
    await run({ ...whole, rules: whole.rules.filter((_, at) => at !== i) });
    toggles.push(performance.now() - began);
  }
  const edits: number[] = [];
  for (let i = 0; i < 15; i += 1) {
    const began = performance.now();
    const when = `custom.n5 > ${20_000 + i * 10} && custom.d1 > 0.5`;
    await handlers['rules.impact']({ when, currency: 'JPY', timezone: 'Asia/Tokyo', filter: everything }, quiet);
    edits.push(performance.now() - began);
  }
  const one = await project.read({}, async (db) => {
    const table = await project.rows(db, ['custom.n5', 'custom.d1']);
    const times: number[] = [];
    for (let i = 0; i < 15; i += 1) {
      const began = performance.now();
      await db.first(sql`SELECT count(*) AS hits, count(CASE WHEN state = 0 THEN 1 END) AS bad, sum(amount) AS amount
        FROM ${table} WHERE "custom.n5" > ${20_000 + i * 10} AND "custom.d1" > 0.5`);
      times.push(performance.now() - began);
    }
    return median(times);
  });
  // The code of the first ones is not yet what V8 makes of it.
  const [toggle, edit] = [median(toggles.slice(30)), median(edits)];
  const ratio = toggle / (one * 200);
  const kept = ratio <= toggleLimit;
  if (!kept) process.exitCode = 1;
  console.log(
    `a rule switched off, 200 rules, every figure: ${toggle.toFixed(1)} ms (the first ones ${median(toggles.slice(0, 15)).toFixed(1)} ms), ${ratio.toFixed(3)}x of one DuckDB query per rule` +
      ` (${one.toFixed(1)} ms each), at most ${toggleLimit}x ${kept ? 'kept' : 'MISSED'}`,
  );
  console.log(
    `one edited threshold, all its figures: ${edit.toFixed(1)} ms, one DuckDB query of it ${one.toFixed(1)} ms`,
  );
}

/** In a process of its own: from its start to the answer, with the columns on disk. */
async function wholeProcess(path: string, cacheDir: string): Promise<void> {
  const began = performance.now();
  const child = fork(fileURLToPath(import.meta.url), ['whole', path, cacheDir, `rules=${ruleCount}`], { execArgv: [] });
  const peak = await new Promise<number | null>((resolve, reject) => {
    let said: number | null = null;
    child.once('message', (message) => (said = message as number | null));
    child.once('exit', (code) => (code === 0 ? resolve(said) : reject(new Error(`ended with ${code}`))));
  });
  const memory = peak === null ? 'not measured' : `${Math.round(peak / 1024)} MiB`;
  console.log(
    `whole process (start, load, ${ruleCount} rules, every figure): ${Math.round(performance.now() - began)} ms, peak memory ${memory}`,
  );
}

async function answerOnce(path: string, cacheDir: string): Promise<void> {
  const project = await openProject(path, { cacheDir });
  const input = { ruleSet: ruleSetOf(inventedRules(ruleCount)), filter: everything, save: false };
  await backtestHandlers(project)['backtest.run'](input, quiet);
  await project.close();
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  process.send?.(Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? NaN) || null);
}

async function bench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'shinsa-bench-'));
  const [path, cacheDir] = [join(folder, 'orders.shinsa'), join(folder, 'cache')];
  try {
    await makeRuleOrders(path, cacheDir, orders);
    const project = await openProject(path, { cacheDir });
    await measureRules(project, cacheDir);
    await project.close();
    const again = await openProject(path, { cacheDir });
    await measureCalls(again);
    await again.close();
    await wholeProcess(path, cacheDir);
    await wholeProcess(path, cacheDir);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [, , role, path = '', cacheDir = ''] = process.argv;
if (role === 'whole') await answerOnce(path, cacheDir);
else await bench();
