import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Filter } from '../../analysis/model/filter.ts';
import type { ScorecardSpec } from '../../analysis/model/scorecard/spec.ts';
import { gather } from '../../analysis/scorecard/material.ts';
import { categoriesOf } from '../../analysis/scorecard/read-columns.ts';
import { Connection } from '../../analysis/store/connection.ts';
import { sql } from '../../analysis/store/sql.ts';
import { freshProject, putOrders, scratch, type OrderRow } from '../store/projects.ts';

let instance: DuckDBInstance;
let duck: DuckDBConnection;
beforeEach(async () => {
  instance = await DuckDBInstance.create(':memory:');
  duck = await instance.connect();
});
afterEach(() => {
  duck.closeSync();
  instance.closeSync();
});

test('categories have names by the orders of training alone: how often one comes later says nothing', async () => {
  const db = new Connection(duck);
  // 1200 shops: those of training twice each, s0 once; n0 to n199 of held out orders only, many times; one order without a shop.
  const from = sql`(SELECT (row_number() OVER (ORDER BY part, shop) - 1)::INTEGER AS seq, * FROM (
      SELECT 's' || (range // 2)::VARCHAR AS shop, 1 AS part FROM range(1, 2000)
      UNION ALL SELECT 'n' || (range % 200)::VARCHAR, 2 FROM range(4000)
      UNION ALL SELECT 's0', 2 FROM range(500)
      UNION ALL SELECT NULL, 1) ORDER BY seq) AS t`;
  const count = Number((await db.first(sql`SELECT count(*) AS n FROM ${from}`))?.['n']);
  const { codes, names } = await categoriesOf({ db, from, count }, sql`shop`, sql`part = 1`);
  expect(names).toHaveLength(1000);
  expect(names.filter((name) => name.startsWith('n'))).toEqual([]);
  expect(names.at(-1)).toBe('s0');
  const shops = await db.rows(sql`SELECT shop FROM ${from} ORDER BY seq`);
  const read = Array.from(codes, (code) => (code === 0 ? null : (names[code - 1] ?? 'none')));
  expect(read).toEqual(shops.map(({ shop }) => (shop === null || names.includes(String(shop)) ? shop : 'none')));
  // What was not there in training has a name where there is room: bins that were kept may name it.
  const few = await categoriesOf({ db, from, count }, sql`left(shop, 1)`, sql`part = 1`);
  expect(few.names).toEqual(['s', 'n']);
});

test('a project is read so: variables by orders before the out-of-time day that pass the filter, segments by those held out', async () => {
  const place = scratch();
  const project = await freshProject(join(place.dir, 'p.shinsa'), { cacheDir: join(place.dir, 'cache') });
  const many = (payment: string, at: string, times: number, amount = 1000): Omit<OrderRow, 'id'>[] =>
    Array.from({ length: times }, () => ({ payment, at, amount }));
  const [before, after] = ['2024-01-10T00:00:00Z', '2024-03-10T00:00:00Z'];
  const orders = [
    ...many('01', before, 3),
    ...many('02', before, 2),
    ...many('03', before, 9, 5),
    ...many('03', before, 1),
    ...many('02', after, 7),
    ...many('04', after, 8),
  ];
  await putOrders(
    project,
    orders.map((one, i) => ({ id: `A-${i}`, ...one })),
  );
  const spec: ScorecardSpec = {
    ...{ format: 'shinsa-scorecard', formatVersion: 1, name: 's', outOfTime: '2024-03-01' },
    ...{ variables: [{ field: 'order.payment_method' }], segments: ['order.payment_method'] },
  };
  const filter: Filter = { clauses: [{ kind: 'range', column: 'amount', min: 100, max: null }] };
  const names = await project.read({}, async (db) => {
    const { material } = await gather(project, db, { spec, filter, orders: [] }, () => undefined);
    const values = await material.column(0);
    return [values.kind === 'categories' ? values.names : [], (await material.segment(0)).names];
  });
  expect(names).toEqual([
    ['01', '02', '03', '04'],
    ['04', '02', '01', '03'],
  ]);
  await project.close();
  place.dispose();
});
