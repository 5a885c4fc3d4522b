import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkOrders } from '../../analysis/identity/link.ts';
import { failureOf } from '../../analysis/model/failure.ts';
import type { Connection } from '../../analysis/store/connection.ts';
import { appendNumbers } from '../../analysis/store/number-rows.ts';
import { openProject } from '../../analysis/store/open-project.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { columnsOf } from '../../analysis/store/orders-view.ts';
import { id, join as joined, sql } from '../../analysis/store/sql.ts';
import { makeManyOrders } from '../bench/shared/many-orders.ts';

/** More than are written at once. */
const orders = 300_000;
const folder = mkdtempSync(join(tmpdir(), 'shinsa-cancel-'));
let project: OpenProject;

beforeAll(async () => {
  const path = join(folder, 'many.shinsa');
  await makeManyOrders(path, join(folder, 'cache'), orders);
  project = await openProject(path, { cacheDir: join(folder, 'cache'), limits: { memoryMb: 512 } });
}, 120_000);
afterAll(async () => {
  await project.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The connection as linking sees it; `used` is told of every statement's text, or of 'driver' where rows are handed over. */
function watched(db: Connection, used: (what: string) => void): Connection {
  return new Proxy(db, {
    get: (target, name) => {
      if (name === 'duck') used('driver');
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...given: readonly unknown[]): unknown => {
        const [query] = given;
        if (typeof query === 'object' && query !== null && 'text' in query) used(String(query.text));
        return Reflect.apply(value, target, given);
      };
    },
  });
}

/** What linking does one after the other, by what its statements begin with; several are run more than once. */
const phases: readonly (readonly [name: string, what: RegExp])[] = [
  ['values are gathered', /TEMP TABLE said/],
  ['shared values are found', /INSERT INTO shared_values/],
  ['links are written', /INSERT INTO links/],
  ['links are sorted', /TEMP TABLE links_in_order/],
  ['entities grow', /^driver/],
  ['entities are named', /TEMP TABLE entities/],
  ['links are counted', /^SELECT CASE kind/],
  ['orders are written', /INSERT INTO order_rows_next/],
  ['links of entities are written', /INSERT INTO entity_links/],
];

describe('linking', () => {
  it.each(phases)(
    'stops within a second of being cancelled while %s, and leaves orders as they were',
    async (_name, what) => {
      const controller = new AbortController();
      let cancelledAt: number | null = null;
      const cancel = async (): Promise<void> => {
        await setTimeout(10);
        cancelledAt = performance.now();
        controller.abort();
      };
      let seen = false;
      const outcome = await project
        .write({ signal: controller.signal }, (db) =>
          linkOrders(
            watched(db, (text) => {
              if (seen || !what.test(text)) return;
              seen = true;
              void cancel();
            }),
            30,
          ),
        )
        .then(
          () => 'done',
          (error: unknown) => failureOf(error).code,
        );
      expect(seen).toBe(true);
      expect(outcome).toBe('cancelled');
      expect(performance.now() - (cancelledAt ?? 0)).toBeLessThan(1000);
      const after = await project.read({}, (db) =>
        db.first(sql`SELECT count(*) AS n, count(entity_id) AS linked FROM orders`),
      );
      expect(after).toEqual({ n: orders, linked: 0 });
    },
    60_000,
  );
});

it('leaves every order as it was but for what links it, whichever piece it is written in', async () => {
  const stored = [...(await project.read({}, (db) => columnsOf(db, sql`order_rows`)))];
  const cells = sql`hash(${joined(
    stored.map((name) => id(name)),
    sql`, `,
  )})`;
  const told = (): Promise<unknown> =>
    project.read({}, (db) =>
      db.first(sql`SELECT count(*) AS n, count(DISTINCT seq) AS places, max(seq) AS last,
        bit_xor(${cells}) AS one, sum(${cells} % 1000003) AS other FROM order_rows`),
    );
  const before = await told();
  await project.write({}, (db) => linkOrders(db, 30));
  expect(await told()).toEqual(before);
  const wrong = await project.read({}, (db) =>
    db.first(sql`SELECT count(*) AS linked, count(*) FILTER (entity_orders <> there) AS n
      FROM (SELECT entity_orders, count(*) OVER (PARTITION BY entity_id) AS there FROM order_rows WHERE entity_id IS NOT NULL)`),
  );
  expect(Number(wrong?.['linked'])).toBeGreaterThan(0);
  expect(wrong?.['n']).toBe(0);
}, 60_000);

it('numbers are made a piece at a time, so that a cancel is heard before all of them are', async () => {
  const controller = new AbortController();
  const rows = 5_000_000;
  let made = 0;
  const appended = project.write({ signal: controller.signal }, async (db) => {
    await db.run(sql`CREATE TEMP TABLE numbers_of_test (n INTEGER)`);
    setImmediate(() => controller.abort());
    await appendNumbers(db, 'numbers_of_test', rows, (from, to) => {
      made = to;
      return [Array.from({ length: to - from }, (_, at) => from + at)];
    });
  });
  expect(
    await appended.then(
      () => 'done',
      (error: unknown) => failureOf(error).code,
    ),
  ).toBe('cancelled');
  expect(made).toBeGreaterThan(0);
  expect(made).toBeLessThan(rows / 10);
});
