import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { byDuckdb } from '../../analysis/backtest/measuring.ts';
import { featureMaker } from '../../analysis/features/index.ts';
import type { Feature } from '../../analysis/model/features.ts';
import { everything } from '../../analysis/model/filter.ts';
import type { FeatureMaker } from '../../analysis/store/features/compute.ts';
import { openProject, type OpenOptions } from '../../analysis/store/open-project.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { touchData, writeSettings } from '../../analysis/store/settings.ts';
import { sql } from '../../analysis/store/sql.ts';
import { fraudWithin30Days, listening } from '../backtest/history.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { freshProject } from '../store/projects.ts';
import { computed } from './computed.ts';

/** Features as columns of codes in files, which the matrix reads as they are. */

const features: Feature[] = [
  { id: 'n', agg: 'count', by: ['device.id'], window: 'all' },
  { id: 's', agg: 'sum', of: 'order.amount', by: ['device.id'], window: '24h' },
  { id: 'm', agg: 'max', of: 'order.amount', by: ['buyer.email'], window: 'all' },
  { id: 'l', agg: 'last_seen', by: ['buyer.email'], window: 'all' },
];
const ruleSet = {
  ...ruleSetOf(
    ruleOf('MANY', 'velocity.n >= 300'),
    ruleOf('MUCH', 'velocity.s > 20000'),
    ruleOf('MOST', 'velocity.m == 996'),
    ruleOf('OLD', 'velocity.l < timestamp("2023-11-15T00:00:00Z")'),
  ),
  features,
};

let folder: string;
let project: OpenProject;
let made: number;
/** Features that were computed, call by call. */
let asked: number[];

/** Tells how many groups were computed since it was opened. */
function counting(): FeatureMaker {
  const maker = featureMaker({ fromOrders: 0, threads: 1 });
  made = 0;
  asked = [];
  return {
    ...maker,
    make: (db, groups, ...others) => {
      made += groups.length;
      asked.push(groups.reduce((sum, group) => sum + group.features.length, 0));
      return maker.make(db, groups, ...others);
    },
  };
}

const at = (name: string): string => join(folder, name);
const options = () => ({ cacheDir: at('cache'), features: counting() });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shinsa-features-'));
  project = await filled('審査.shinsa', options(), 997);
});

/** 5000 orders with amounts below a prime. */
async function filled(name: string, opening: OpenOptions, most: number): Promise<OpenProject> {
  const made = await freshProject(at(name), opening);
  await made.write({}, async (db) => {
    await writeSettings(db, { target: fraudWithin30Days });
    await db.run(sql`INSERT INTO order_rows BY NAME SELECT range AS seq, 'o' || lpad(range::VARCHAR, 7, '0') AS event_id,
      CASE WHEN range % 19 <> 0 THEN 'd' || range % 7 END AS device_id, 'e' || hash(range) % 900 AS email,
      make_timestamptz((1700000000 + range * 60) * 1000000) AS ordered_at, range * 7919 % ${most} AS amount, 'JPY' AS currency
      FROM range(5000)`);
    await touchData(db);
  });
  return made;
}
afterEach(async () => {
  await project.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = async (measure?: Parameters<typeof backtestHandlers>[1]): Promise<unknown> => {
  const handlers = backtestHandlers(project, measure);
  const { result } = await handlers['backtest.run']({ ruleSet, filter: everything, save: false }, listening());
  return [result.rules, result.decisions];
};
const reopen = async (): Promise<void> => {
  await project.close();
  project = await openProject(at('審査.shinsa'), options());
};
const tables = (): Promise<unknown> =>
  project.read({}, (db) => db.rows(sql`SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'features%'`));
const columnFiles = async (of = project): Promise<string[]> => {
  const kept = await of.columnsDir();
  return readdirSync(kept).flatMap((name) => (name.endsWith('.column') ? [join(kept, name)] : []));
};

describe('features in files', () => {
  test('are read by the matrix with no table of them, and by DuckDB from a table made of them', async () => {
    const byMatrix = await run();
    expect(made).toBe(2);
    expect(await tables()).toEqual([]);
    expect(await run(byDuckdb(project))).toEqual(byMatrix);
    expect(await tables()).toHaveLength(1);
    expect(made).toBe(2);
  });

  test('are there again after the project was opened again, and computed anew when the orders change', async () => {
    const before = await computed(project, features);
    const figures = await run();
    await reopen();
    expect([await computed(project, features), await run()]).toEqual([before, figures]);
    expect(made).toBe(0);
    await project.write({}, async (db) => {
      await db.run(sql`UPDATE order_rows SET amount = 5000 WHERE seq = 0`);
      await touchData(db);
    });
    const [, , most] = await computed(project, features);
    expect(made).toBe(2);
    expect(most).not.toEqual(before[2]);
  });

  test('of another project with as many orders are not read under the same name, nor are its columns', async () => {
    const other = await filled('別.shinsa', { ...options(), cacheDir: at('other cache') }, 499);
    try {
      const [values, figures] = [await computed(project, features), await run()];
      expect(await computed(other, features)).not.toEqual(values);
      await backtestHandlers(other)['backtest.run']({ ruleSet, filter: everything, save: false }, listening());
      const [own, theirs] = [await columnFiles(), await columnFiles(other)];
      const named = new Map(theirs.map((path) => [basename(path), path]));
      const swap = (): number => {
        const same = own.flatMap((path) => {
          const from = named.get(basename(path));
          return from === undefined ? [] : [{ from, path }];
        });
        for (const { from, path } of same) copyFileSync(from, path);
        return same.length;
      };
      for (const [ask, wanted] of [
        [() => computed(project, features), values],
        [() => run(), figures],
      ] as const) {
        await reopen();
        // Those of what outcomes say are named by the state itself.
        expect(swap()).toBeGreaterThan(features.length);
        expect(await ask()).toEqual(wanted);
      }
    } finally {
      await other.close();
    }
  });

  test('one more of the same keys computes nothing that is there, and leaves the files of the others as they were', async () => {
    const [first = [], second = []] = await computed(project, features.slice(0, 2));
    expect(made).toBe(1);
    const before = (await columnFiles()).map((path) => [path, statSync(path).mtimeMs, statSync(path).ino]);
    const more: Feature = { id: 'd', agg: 'count_distinct', of: 'buyer.email', by: ['device.id'], window: '24h' };
    expect((await computed(project, [...features.slice(0, 2), more])).slice(0, 2)).toEqual([first, second]);
    expect(asked).toEqual([2, 1]);
    const after = (await columnFiles()).map((path) => [path, statSync(path).mtimeMs, statSync(path).ino]);
    expect(after).toEqual(expect.arrayContaining(before));
    expect(after).toHaveLength(before.length + 1);
  });

  test('are made again where a file is damaged or cut off, whoever asks', async () => {
    const [values, figures] = [await computed(project, features), await run()];
    for (const damage of [
      (bytes: Buffer) => bytes.fill(bytes.readUInt8(100) ^ 1, 100, 101),
      (bytes: Buffer) => bytes.subarray(0, 1000),
    ])
      for (const ask of [() => computed(project, features), () => run()]) {
        await reopen();
        for (const path of await columnFiles()) writeFileSync(path, damage(readFileSync(path)));
        expect([values, figures]).toContainEqual(await ask());
        expect(made).toBeGreaterThan(1);
      }
  });
});
