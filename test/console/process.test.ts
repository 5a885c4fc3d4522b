import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createEngine, type Engine } from '../../analysis/engine.ts';
import { localGrants } from '../../analysis/local-grants.ts';
import { personalClasses, type PersonalClass } from '../../analysis/model/personal-roles.ts';
import type { ChildProcess } from '../../analysis/process.ts';
import { personalValues, shopSession } from '../personal/shop-session.ts';
import { answerOf, cellsOf, realProcesses, rowsOf } from './sessions.ts';

interface Own {
  readonly engine: Engine;
  readonly started: ChildProcess[];
  /** Folders of snapshots there are. */
  readonly snapshots: () => readonly string[];
  readonly shop: Awaited<ReturnType<typeof shopSession>>['shop'];
  masked: readonly PersonalClass[];
}

/** The small shop through processes as the command line starts them, with little memory. */
async function own(): Promise<Own> {
  const session = await shopSession();
  await session.engine().close();
  const { processes, started } = await realProcesses();
  const { path: projectPath, cacheDir } = session;
  const view = { masked: [] as readonly PersonalClass[] };
  const engine = await createEngine({
    ...{ projectPath, mode: 'open', cacheDir, processes, grants: localGrants(), limits: { budgetMb: 600 } },
    masked: () => view.masked,
  });
  onTestFinished(async () => {
    await engine.close();
    await session.close();
  });
  const folder = engine.stagingDir;
  const snapshots = (): readonly string[] =>
    existsSync(folder)
      ? readdirSync(folder)
          .filter((name) => name.endsWith('-sql'))
          .map((name) => join(folder, name))
      : [];
  return Object.assign(view, { engine, started, snapshots, shop: session.shop });
}

const endless = 'SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE (a.range + b.range) % 7 = 3';

test('a cancelled query ends within a second, and the same process answers the next', async () => {
  const { engine, started } = await own();
  await rowsOf(engine, 'SELECT 1');
  const abort = new AbortController();
  const running = engine.call('sql.run', { text: endless, limit: 10 }, { signal: abort.signal });
  await new Promise((resolve) => setTimeout(resolve, 500));
  const at = performance.now();
  abort.abort();
  expect(await running).toEqual({ ok: false, failure: { code: 'cancelled', params: {} } });
  expect(performance.now() - at).toBeLessThan(1000);
  expect(cellsOf(await rowsOf(engine, 'SELECT 2'))).toEqual([[2]]);
  expect(started).toHaveLength(1);
}, 120_000);

test('what kills the process is told, and touches neither the engine nor the next query', async () => {
  const { engine, started } = await own();
  await rowsOf(engine, 'SELECT 1');
  const running = answerOf(engine, endless);
  await new Promise((resolve) => setTimeout(resolve, 300));
  started[0]?.kill();
  expect(await running).toMatchObject({ kind: 'refused', problem: { code: 'stopped' } });
  expect((await engine.call('project.info', {})).ok).toBe(true);
  expect(cellsOf(await rowsOf(engine, 'SELECT 3'))).toEqual([[3]]);
  expect(started).toHaveLength(2);
}, 120_000);

test('a query that wants more memory than it may have is told so', async () => {
  const { engine } = await own();
  const text = "SELECT list(repeat('x', 1000) || a.range || b.range) FROM range(100000) a, range(100) b";
  expect(await answerOf(engine, text)).toMatchObject({ kind: 'refused', problem: { code: 'memory' } });
  expect(cellsOf(await rowsOf(engine, 'SELECT 1'))).toEqual([[1]]);
}, 120_000);

test('the snapshot is private, holds no value of a masked class, and goes with the role and with the project', async () => {
  const session = await own();
  const { engine, snapshots, shop } = session;
  expect(snapshots()).toEqual([]);
  const plain = cellsOf(await rowsOf(engine, 'SELECT email, count(*) FROM orders GROUP BY 1 ORDER BY 2, 1'));
  const [first] = snapshots();
  expect(snapshots()).toHaveLength(1);
  expect(statSync(first ?? '').mode & 0o777).toBe(0o700);
  const needles = shop.orders.slice(0, 40).flatMap((order) => personalValues(order).map(([, value]) => value));
  expect(found(first ?? '', needles)).not.toBe(0);
  session.masked = personalClasses;
  // Before anybody asks a query again.
  await engine.call('project.info', {});
  expect(snapshots()).toEqual([]);
  const masked = cellsOf(await rowsOf(engine, 'SELECT email, count(*) FROM orders GROUP BY 1 ORDER BY 2, 1'));
  expect(masked.map(([, rows]) => rows)).toEqual(plain.map(([, rows]) => rows));
  expect(found(snapshots()[0] ?? '', needles)).toBe(0);
  await engine.close();
  expect(snapshots()).toEqual([]);
}, 120_000);

/** How many of the values stand in the snapshot's file, whatever asks it. */
function found(folder: string, needles: readonly string[]): number {
  const bytes = readFileSync(join(folder, 'data.duckdb'));
  return needles.filter((needle) => bytes.includes(needle)).length;
}
