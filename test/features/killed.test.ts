import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { featureMaker } from '../../analysis/features/index.ts';
import type { Feature } from '../../analysis/model/features.ts';
import { windowsOnly, type FeatureMaker } from '../../analysis/store/features/compute.ts';
import { openProject } from '../../analysis/store/open-project.ts';
import { makeVelocityOrders, velocityKeys } from '../bench/shared/velocity-orders.ts';
import { bundled } from '../bundled.ts';
import { computed } from './computed.ts';

/** Columns of features in files, whose engine is killed while it writes them. */

const patience = 120_000;
const features: Feature[] = velocityKeys.flatMap(({ path }, i): Feature[] => [
  { id: `n${i}`, agg: 'count', by: [path], window: '24h' },
  { id: `s${i}`, agg: 'sum', of: 'order.amount', by: [path], window: 'all' },
]);

let folder = '';
let path = '';
let cacheDir = '';
let entry = '';
let wanted: unknown;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shinsa-features-killed-'));
  [path, cacheDir] = [join(folder, 'orders.shinsa'), join(folder, 'cache')];
  await makeVelocityOrders(path, cacheDir, 100_000);
  entry = await bundled('test/features/killed-child.ts');
  wanted = (await answer(windowsOnly)).values;
}, patience);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The values, and how many groups had to be made for them. */
async function answer(maker: FeatureMaker): Promise<{ readonly values: unknown; readonly made: number }> {
  let made = 0;
  const counting: FeatureMaker = {
    ...maker,
    make: (db, groups, ...others) => {
      made += groups.length;
      return maker.make(db, groups, ...others);
    },
  };
  const project = await openProject(path, { cacheDir, features: counting });
  try {
    return { values: await computed(project, features), made };
  } finally {
    await project.close();
  }
}

const loops = (): FeatureMaker => featureMaker({ fromOrders: 0, threads: 1 });
const found = (ending: RegExp): string[] =>
  existsSync(join(cacheDir, 'projects'))
    ? readdirSync(join(cacheDir, 'projects'), { recursive: true, encoding: 'utf8' }).filter((name) => ending.test(name))
    : [];

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + patience / 2;
  while (!holds()) {
    if (Date.now() > end) throw new Error('nothing happened');
    await after(1);
  }
}

async function killed(moment: (child: ChildProcess) => Promise<void>): Promise<void> {
  const child = fork(entry, [path, cacheDir, JSON.stringify(features)], { execArgv: [] });
  const ended = new Promise<string | null>((resolve) => child.once('exit', (_, by) => resolve(by)));
  await moment(child);
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
}

describe('an engine that is killed', () => {
  test.each([
    ['with the first file begun', () => until(() => found(/[.](?:part|column)$/).length > 0)],
    ['with some of them whole', () => until(() => found(/[.]column$/).length > 3)],
  ])(
    '%s is followed by one that has the same values',
    async (_, moment) => {
      rmSync(join(cacheDir, 'projects'), { recursive: true, force: true });
      await killed(moment);
      const { values, made } = await answer(loops());
      expect(values).toEqual(wanted);
      expect(made).toBeGreaterThan(0);
      expect(found(/[.](?:part|gone)$/)).toEqual([]);
    },
    patience,
  );

  test(
    'with all of them there leaves them to the next',
    async () => {
      rmSync(join(cacheDir, 'projects'), { recursive: true, force: true });
      await killed((child) => new Promise((resolve) => void child.once('message', () => resolve())));
      expect(await answer(loops())).toEqual({ values: wanted, made: 0 });
    },
    patience,
  );
});
