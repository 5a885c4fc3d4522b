import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { byDuckdb, type Measuring } from '../../analysis/backtest/measuring.ts';
import { everything } from '../../analysis/model/filter.ts';
import { results } from '../../analysis/model/ruleset.ts';
import { openProject } from '../../analysis/store/open-project.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { inventedRules, makeRuleOrders } from '../bench/shared/rule-orders.ts';
import { bundled } from '../bundled.ts';
import { listening } from './history.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';

/** More on a machine with the time for them. */
const orders = Number(process.env['SHINSA_KILLED_ORDERS'] ?? 250_000);
const patience = 120_000 * Math.max(1, orders / 1_000_000);
let folder = '';
let path = '';
let cacheDir = '';
let entry = '';
let wanted: unknown;

const ruleSet = ruleSetOf(...inventedRules(30).map((when, i) => ruleOf(`R${i}`, when, results[i % 4])));

async function answer(
  limits: { readonly keptMb?: number },
  by?: (project: OpenProject) => Measuring,
): Promise<unknown> {
  const project = await openProject(path, { cacheDir, limits });
  try {
    const handlers = backtestHandlers(project, by?.(project));
    const { result } = await handlers['backtest.run']({ ruleSet, filter: everything, save: false }, listening());
    const { rules, decisionsByState, weekly, total } = result;
    return { rules, decisionsByState, weekly, total };
  } finally {
    await project.close();
  }
}

const found = (ending: RegExp): string[] =>
  existsSync(join(cacheDir, 'projects'))
    ? readdirSync(join(cacheDir, 'projects'), { recursive: true, encoding: 'utf8' }).filter((name) => ending.test(name))
    : [];

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + patience;
  while (!holds()) {
    if (Date.now() > end) throw new Error('nothing happened');
    await after(1);
  }
}

/** Starts an engine, waits for a moment of its work, and ends it there. */
async function killed(keptMb: number, moment: (child: ChildProcess) => Promise<void>): Promise<void> {
  const child = fork(entry, [path, cacheDir, JSON.stringify(ruleSet), String(keptMb)], { execArgv: [] });
  const ended = new Promise<string | null>((resolve) => child.once('exit', (_, by) => resolve(by)));
  await moment(child);
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
}

const answered = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => void child.once('message', () => resolve()));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shinsa-matrix-killed-'));
  [path, cacheDir] = [join(folder, 'orders.shinsa'), join(folder, 'cache')];
  await makeRuleOrders(path, cacheDir, orders);
  entry = await bundled('test/backtest/matrix-killed-child.ts');
  wanted = await answer({}, byDuckdb);
}, patience);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
  ['in memory', 1000],
  ['passing through it', 0],
])('an engine with its rows %s that is killed', (_, keptMb) => {
  const clear = (): void => rmSync(join(cacheDir, 'projects'), { recursive: true, force: true });

  it.each([
    ['with files of columns begun', () => until(() => found(/[.]part$/).length > 5)],
    ['a moment later', () => until(() => found(/[.]part$/).length > 5).then(() => after(60))],
    ['with the first of them whole', () => until(() => found(/[.]column$/).length > 0)],
    ['while the next question runs', (child: ChildProcess) => answered(child).then(() => after(5))],
  ])(
    '%s is followed by one that answers as DuckDB does',
    async (_moment, moment) => {
      clear();
      await killed(keptMb, moment);
      expect(await answer({ keptMb })).toEqual(wanted);
      expect(found(/[.](part|gone)$/)).toEqual([]);
    },
    patience,
  );

  it(
    'again and again leaves what it had made',
    async () => {
      clear();
      for (let i = 0; i < 3; i += 1) await killed(keptMb, () => after(300 + 400 * i));
      await killed(keptMb, answered);
      const made = found(/[.]column$/).length;
      expect(made).toBeGreaterThan(20);
      expect(await answer({ keptMb })).toEqual(wanted);
      expect(found(/[.]column$/).length).toBe(made);
    },
    patience,
  );
});
