import { fork } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { Matrix } from '../../analysis/backtest/matrix/matrix.ts';
import { byDuckdb } from '../../analysis/backtest/measuring.ts';
import type { BacktestResult } from '../../analysis/model/backtest.ts';
import { everything, type Filter } from '../../analysis/model/filter.ts';
import { failureOf } from '../../analysis/model/failure.ts';
import type { Feature } from '../../analysis/model/features.ts';
import { featureMaker } from '../../analysis/features/index.ts';
import type { Limits } from '../../analysis/store/memory-budget.ts';
import { results } from '../../analysis/model/ruleset.ts';
import { openProject } from '../../analysis/store/open-project.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { touchData } from '../../analysis/store/settings.ts';
import { writeOrdersView } from '../../analysis/store/orders-view.ts';
import { sql, type Sql } from '../../analysis/store/sql.ts';
import { inventedRules, makeRuleOrders } from '../bench/shared/rule-orders.ts';
import { bundled } from '../bundled.ts';
import { listening } from './history.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';

const orders = 70_000;
let folder = '';
let path = '';
let cacheDir = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shinsa-matrix-files-'));
  [path, cacheDir] = [join(folder, 'orders.shinsa'), join(folder, 'cache')];
  await makeRuleOrders(path, cacheDir, orders);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ruleSet = ruleSetOf(...inventedRules(12).map((when, i) => ruleOf(`R${i}`, when, results[i % 4])));

const asked = { ruleSet, filter: everything, save: false };

type Figures = Pick<BacktestResult, 'rules' | 'decisionsByState' | 'weekly' | 'total'>;

/** `passing`: with so little memory that rows pass through it a range at a time. */
async function run(
  project: OpenProject,
  by: 'matrix' | 'passing' | 'duckdb' = 'matrix',
  filter: Filter = everything,
  set = ruleSet,
): Promise<Figures> {
  const matrix = new Matrix(project, { memory: { kept: 0, passing: 1 } });
  const handlers = {
    matrix: () => backtestHandlers(project),
    passing: () => backtestHandlers(project, matrix.measure.bind(matrix)),
    duckdb: () => backtestHandlers(project, byDuckdb(project)),
  }[by]();
  const { result } = await handlers['backtest.run']({ ruleSet: set, filter, save: false }, listening());
  expect(result.engine.rules).toBe(by === 'duckdb' ? 'duckdb' : 'matrix');
  const { rules, decisionsByState, weekly, total } = result;
  return { rules, decisionsByState, weekly, total };
}

async function opened<T>(work: (project: OpenProject) => Promise<T>, file = path): Promise<T> {
  const project = await openProject(file, { cacheDir });
  try {
    return await work(project);
  } finally {
    await project.close();
  }
}

/** Every file of a column, of all states of the data. */
const files = async (): Promise<string[]> => filesIn(await opened(async ({ allColumnsDir }) => allColumnsDir));

function filesIn(parent: string): string[] {
  return readdirSync(parent, { recursive: true, encoding: 'utf8' })
    .filter((name) => /[.](column|part)/.test(name))
    .map((name) => join(parent, name));
}

describe('the columns kept in files', () => {
  it('answer as DuckDB does, when they are made and when they are found again', async () => {
    const wanted = await opened((project) => run(project, 'duckdb'));
    expect(await opened(run)).toEqual(wanted);
    const made = await files();
    expect(made.length).toBeGreaterThan(12);
    expect(await opened(run)).toEqual(wanted);
    expect(await files()).toEqual(made);
    expect(await opened((project) => run(project, 'passing'))).toEqual(wanted);
  });

  it('are made anew where they are cut off, damaged, of another column, or missing', async () => {
    const wanted = await opened(run);
    for (const by of ['matrix', 'passing'] as const) {
      await damage();
      expect(await opened((project) => run(project, by))).toEqual(wanted);
    }
    await opened(async (project) => {
      const matrix = new Matrix(project, { memory: { kept: 0, passing: 1 } });
      const handlers = backtestHandlers(project, matrix.measure.bind(matrix));
      const ask = async () => (await handlers['backtest.run'](asked, listening())).result.rules;
      const before = await ask();
      await damage(filesIn(project.allColumnsDir));
      expect(await ask()).toEqual(before);
    });
  }, 180_000);

  async function damage(given?: readonly string[]): Promise<void> {
    const all = given ?? (await files());
    all.forEach((file, i) => {
      const bytes = readFileSync(file);
      if (i % 4 === 0) truncateSync(file, bytes.length >> 1);
      if (i % 4 === 1 && bytes.length > 1000) {
        bytes[500] = (bytes[500] ?? 0) ^ 1;
        writeFileSync(file, bytes);
      }
      if (i % 4 === 2) copyFileSync(all[0] ?? file, file);
      if (i % 4 === 3) rmSync(file);
    });
  }

  it('are not those of a copy of the project that went on by itself', async () => {
    const copy = join(folder, 'copy.shinsa');
    copyFileSync(path, copy);
    const change = (by: number) => (project: OpenProject) =>
      project.write({}, async (db) => {
        await db.run(sql`UPDATE order_rows SET amount = amount + ${by}, "custom.n0" = "custom.n0" + ${by}`);
        await touchData(db);
      });
    await opened(change(5));
    await opened(change(7), copy);
    const own = await opened(run);
    expect(own).toEqual(await opened((project) => run(project, 'duckdb')));
    const other = await opened(run, copy);
    expect(other).toEqual(await opened((project) => run(project, 'duckdb'), copy));
    expect(other).not.toEqual(own);
  });

  it('follow the target, the as-of day and the filter', async () => {
    const filter: Filter = { clauses: [{ kind: 'range', column: 'amount', min: 1000, max: 20_000 }] };
    await opened(async (project) => {
      const before = await run(project);
      for (const by of ['matrix', 'passing'] as const)
        expect(await run(project, by, filter)).toEqual(await run(project, 'duckdb', filter));
      const target = (await project.info()).target;
      await project.update({ target: { ...target, id: 'other', kinds: ['chargeback'] } });
      const after = await run(project);
      expect(after).toEqual(await run(project, 'duckdb'));
      expect(after).not.toEqual(before);
      await project.update({ target });
      expect(await run(project)).toEqual(before);
    });
  });
});

describe('a small budget', () => {
  it('is shared out among DuckDB, the matrix and features, and changes no answer', async () => {
    const features: Feature[] = [
      { id: 'n', agg: 'count', by: ['custom.s7'], window: '7d' },
      { id: 's', agg: 'sum', of: 'order.amount', by: ['custom.s6'], window: '1d' },
    ];
    const set = { ...ruleSetOf(...ruleSet.rules, ruleOf('MANY', 'velocity.n >= 2 && velocity.s > 9000')), features };
    const within = async (limits: Limits) => {
      const project = await openProject(path, {
        ...{ cacheDir: join(folder, `cache ${limits.budgetMb ?? ''}`), limits },
        features: featureMaker({ fromOrders: 0, threads: 1 }),
      });
      const figures = await run(project, 'matrix', everything, set);
      const told = await project.read({}, (db) =>
        db.first(sql`SELECT current_setting('memory_limit') AS most,
        (SELECT sum(memory_usage_bytes) FROM duckdb_memory()) AS taken`),
      );
      const { database, kept, features: computing, passing } = project.memory;
      await project.close();
      return { figures, told, database, parts: database + kept + computing + passing };
    };
    const usual = await within({});
    const small = await within({ budgetMb: 160, threads: 1 });
    expect(small.figures).toEqual(usual.figures);
    expect(small.parts).toBeLessThanOrEqual(160 * 2 ** 20);
    expect(small.told?.['most']).toBe('80.0 MiB');
    expect(Number(small.told?.['taken'])).toBeLessThanOrEqual(small.database);
  }, 120_000);
});

describe('orders in another order of rows', () => {
  it('have the same figures and decisions, in memory and passing, with texts too many to be coded', async () => {
    const file = join(folder, 'turned.shinsa');
    copyFileSync(path, file);
    // 70,000 mails, every one another, some missing.
    const mails = sql`UPDATE order_rows SET email = CASE WHEN seq % 7 > 0 THEN 'm' || (hash(seq) % 1000000) || '.' || seq END`;
    const texts = [
      ...['buyer.email == "m1.1"', 'buyer.email != "m1.1"', 'size(buyer.email) < 12', 'buyer.email.startsWith("m42")'],
      ...[
        'buyer.email in ["m1.1", "m7"]',
        '!(buyer.email in ["m1.1"])',
        'has(buyer.email) && buyer.email.endsWith("7")',
      ],
      ...['!has(buyer.email)', 'buyer.email.contains("99.") || order.amount > 50000', 'size(buyer.email) > 10'],
    ];
    const set = ruleSetOf(...[...texts, ...inventedRules(8)].map((when, i) => ruleOf(`R${i}`, when, results[i % 4])));
    const change = (...statements: readonly Sql[]) =>
      opened(
        (project) =>
          project.write({}, async (db) => {
            for (const statement of statements) await db.run(statement);
            await touchData(db);
          }),
        file,
      );
    const told = () =>
      opened(
        async (project) => [
          await run(project, 'matrix', everything, set),
          await run(project, 'passing', everything, set),
          await run(project, 'duckdb', everything, set),
        ],
        file,
      );
    await change(sql`ALTER TABLE order_rows ADD COLUMN IF NOT EXISTS email VARCHAR`, mails);
    await opened((project) => project.write({}, writeOrdersView), file);
    const [inMemory, passing, byDuckdb] = await told();
    expect([inMemory, passing]).toEqual([byDuckdb, byDuckdb]);
    expect(byDuckdb?.rules.slice(0, 10).filter(({ hits }) => hits > 0).length).toBeGreaterThan(7);
    await change(
      sql`CREATE TABLE turned AS SELECT * FROM order_rows ORDER BY hash(seq)`,
      sql`DELETE FROM order_rows`,
      sql`INSERT INTO order_rows SELECT * FROM turned`,
      sql`DROP TABLE turned`,
    );
    expect(await told()).toEqual([byDuckdb, byDuckdb, byDuckdb]);
    // Numbered otherwise, as orders of one instant may be.
    await change(sql`UPDATE order_rows SET seq = ${orders - 1} - seq`);
    expect(await told()).toEqual([byDuckdb, byDuckdb, byDuckdb]);
  }, 180_000);
});

describe('an engine that ends', () => {
  it('in the middle of making columns leaves nothing that is read', async () => {
    const wanted = await opened((project) => run(project, 'duckdb'));
    for (const file of await files()) rmSync(file);
    const entry = await bundled('test/backtest/matrix-child.ts');
    const child = fork(entry, [path, cacheDir, JSON.stringify(ruleSet)], { execArgv: [] });
    const signal = await new Promise<string | null>((resolve) => child.once('exit', (_, by) => resolve(by)));
    expect(signal).toBe('SIGKILL');
    const left = readdirSync(join(cacheDir, 'projects'), { recursive: true, encoding: 'utf8' });
    expect(left.filter((name) => name.endsWith('.part')).length).toBeGreaterThan(0);
    expect(await opened(run)).toEqual(wanted);
    expect((await files()).filter((name) => name.endsWith('.part'))).toEqual([]);
  }, 60_000);

  it('or is told to stop, soon, and answers the next question', async () => {
    for (const file of await files()) rmSync(file);
    await opened(async (project) => {
      const stop = new AbortController();
      const handlers = backtestHandlers(project);
      const working = handlers['backtest.run'](
        { ruleSet, filter: everything, save: false },
        { ...listening(), signal: stop.signal, progress: ({ phase }) => void (phase === 'columns' && stop.abort()) },
      );
      const failure = await working.then(
        () => null,
        (error: unknown) => failureOf(error).code,
      );
      expect(failure).toBe('cancelled');
      expect(await run(project)).toEqual(await run(project, 'duckdb'));
    });
  });
});
