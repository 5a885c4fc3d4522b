import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { performance } from 'node:perf_hooks';
import { linkedByDuckdb } from '../../analysis/explore/linked/by-duckdb.ts';
import { preparedAxes, type PreparedAxis } from '../../analysis/explore/linked/axes.ts';
import { exploreHandlers } from '../../analysis/explore/index.ts';
import type { Filter } from '../../analysis/model/filter.ts';
import { chosenFigures, type LinkedAnswer, type LinkedAxis } from '../../analysis/model/linked.ts';
import { outcomeStates } from '../../analysis/model/target.ts';
import type { Connection } from '../../analysis/store/connection.ts';
import { filteredRows } from '../../analysis/store/filtered-rows.ts';
import { openProject } from '../../analysis/store/open-project.ts';
import type { ProjectHandle } from '../../analysis/store/project-handle.ts';
import { id, join, sql } from '../../analysis/store/sql.ts';
import { absolute, compare, hashOf, median, printMachine, quiet, report, verdictOf } from './shared/measure.ts';
import { makeRuleOrders } from './shared/rule-orders.ts';

/**
 * Twenty views of the same orders under a filter, each with orders and amounts by state: against DuckDB on the same bins, once as a table
 * of codes made beforehand and once on the columns themselves. `npm run bench -- orders=10000000 project=/somewhere`.
 */
const said = (name: string): string | undefined =>
  process.argv.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
const orders = Number(said('orders') ?? 1_000_000);
const goals = { prebinned: 1 / 4, raw: 1 / 20, brushMs: 5 } as const;
/** Milliseconds of twenty views under a new filter. */
const absolutes: Readonly<Record<number, number>> = { 10_000_000: 100 };

const column = (name: string): LinkedAxis => ({ kind: 'column', column: `custom.${name}` });
const numbered = (letter: string, count: number): LinkedAxis[] =>
  Array.from({ length: count }, (_, at) => column(`${letter}${at}`));
const axes: LinkedAxis[] = [
  { kind: 'column', column: 'amount' },
  { kind: 'column', column: 'ordered_at' },
  { kind: 'weeks' },
  ...numbered('n', 7),
  ...numbered('d', 6),
  ...numbered('s', 2),
  ...numbered('b', 2),
];

/** Filters that leave about so much, on a column that no view shows. */
const left = [0.87, 0.31, 0.013];
const filterOf = (share: number, more = 0): Filter => ({
  clauses: [{ kind: 'range', column: 'custom.d6', min: null, max: share + more }],
});

const answerOf = (views: readonly (readonly number[])[]): string => hashOf(views.map((one) => one.join()));
const figuresOf = ({ views }: LinkedAnswer): string =>
  answerOf(views.flatMap(({ figures }) => [figures.orders, figures.amounts]));

/** A table of the codes, states and amounts, as small as DuckDB keeps them. */
async function prebinned(project: ProjectHandle, db: Connection, made: readonly PreparedAxis[]): Promise<void> {
  const reads = [...new Set(made.flatMap(({ codes }) => codes.reads))];
  const { from } = await filteredRows(project, db, filterOf(1), reads);
  const codes = made.map(({ codes: { of } }, at) => sql`${of} AS ${id(`c${at}`)}`);
  await db.run(
    sql`CREATE TEMP TABLE prebinned AS SELECT ${join(codes, sql`, `)}, state, amount, "custom.d6" AS own FROM ${from}`,
  );
}

async function byPrebinned(db: Connection, made: readonly PreparedAxis[], most: number): Promise<string> {
  const views: number[][] = [];
  for (const [at, { bins }] of made.entries()) {
    const rows = await db.rows(sql`SELECT ${id(`c${at}`)} AS bin, state, count(*) AS orders, sum(amount) AS amount
      FROM prebinned WHERE own < ${most} GROUP BY ALL`);
    views.push(...filled(rows, bins.length));
  }
  return answerOf(views);
}

function filled(rows: readonly Readonly<Record<string, unknown>>[], bins: number): [number[], number[]] {
  const size = bins * outcomeStates.length;
  const [counts, amounts] = [new Array<number>(size).fill(0), new Array<number>(size).fill(0)];
  for (const row of rows) {
    const place = (Number(row['bin']) - 1) * outcomeStates.length + Number(row['state']);
    counts[place] = Number(row['orders']);
    amounts[place] = Number(row['amount'] ?? 0);
  }
  return [counts, amounts];
}

async function measure(project: ProjectHandle, db: Connection): Promise<void> {
  const calls = exploreHandlers(project);
  const linked = (filter: Filter): Promise<LinkedAnswer> => calls['explore.linked']({ axes, filter }, quiet);
  const began = performance.now();
  await linked({ clauses: [] });
  console.log(
    `codes of ${axes.length} axes made, and all orders counted: ${((performance.now() - began) / 1000).toFixed(1)} s`,
  );
  const [info, folder] = [await project.info(), await project.columnsDir()];
  const made = await preparedAxes(project, db, folder, info, axes);
  await prebinned(project, db, made);
  for (const share of left) {
    // Its condition is a column before: what is new is which orders are counted.
    await linked(filterOf(share));
    const ours = { name: 'linked', run: async () => figuresOf(await linked(filterOf(share))) };
    const codes = { name: 'prebinned', run: () => byPrebinned(db, made, share) };
    const name = `${axes.length} views, ${(share * 100).toFixed(1)} % of the orders`;
    const found = await compare(ours, codes, 5);
    report(`${name}, against DuckDB on a table of codes`, found, goals.prebinned);
    console.log(`  ${absolute(found.ours, absolutes[orders])}`);
    const raw = {
      name: 'raw',
      run: async () => figuresOf(await linkedByDuckdb(project, db, { axes, filter: filterOf(share) })),
    };
    report(`${name}, against DuckDB on the columns`, await compare(ours, raw, orders > 2_000_000 ? 3 : 5), goals.raw);
  }
  await brushed(calls, made);
}

/** What is about to be chosen on one axis: one question, then sums in the window. */
async function brushed(calls: ReturnType<typeof exploreHandlers>, made: readonly PreparedAxis[]): Promise<void> {
  const filter = filterOf(0.87);
  const times: number[] = [];
  const active = 3;
  const asked = { axes, filter, active };
  let index = await calls['explore.linkedIndex'](asked, quiet);
  for (let i = 0; i < 5; i += 1) {
    const began = performance.now();
    index = await calls['explore.linkedIndex'](asked, quiet);
    times.push(performance.now() - began);
  }
  const bins = made[active]?.bins.length ?? 0;
  const moves: number[] = [];
  for (let i = 0; i < 200; i += 1) {
    const began = performance.now();
    const [from, to] = [i % bins, Math.max((i % bins) + 1, Math.min(bins, (i % bins) + 1 + (i % 5)))];
    index.views.forEach((view, at) => {
      if (view !== null) chosenFigures(view, made[at]?.bins.length ?? 0, from, to);
    });
    moves.push(performance.now() - began);
  }
  const move = median(moves);
  const kept = move < goals.brushMs;
  if (!kept) process.exitCode = 1;
  console.log(
    `an axis made ready to be brushed: ${median(times).toFixed(1)} ms; ${axes.length - 1} views while the hand moves:` +
      ` ${move.toFixed(2)} ms of at most ${goals.brushMs} ms ${verdictOf(kept)}`,
  );
}

const given = said('project');
const place = given ?? mkdtempSync(joinPath(tmpdir(), 'shinsa-bench-'));
try {
  const [path, cacheDir] = [joinPath(place, 'orders.shinsa'), joinPath(place, 'cache')];
  if (!existsSync(path)) await makeRuleOrders(path, cacheDir, orders);
  const project = await openProject(path, { cacheDir });
  try {
    await project.read({}, async (db) => {
      await printMachine(db, orders);
      await measure(project, db);
    });
  } finally {
    await project.close();
  }
} finally {
  if (given === undefined) rmSync(place, { recursive: true, force: true });
}
