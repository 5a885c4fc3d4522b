import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { exploreHandlers } from '../../analysis/explore/index.ts';
import type { ColumnProfile } from '../../analysis/model/explore.ts';
import { everything, type Clause, type Filter } from '../../analysis/model/filter.ts';
import { sql } from '../../analysis/store/sql.ts';
import { listening, openHistory, type History, type OrderRow } from '../backtest/history.ts';
import { anyOrders, withCustom } from './any-orders.ts';

let history: History;
beforeAll(async () => {
  history = await openHistory(withCustom);
});
afterAll(() => history.close());

const columns = [
  'amount',
  'item_quantity',
  'payment_method',
  'email',
  'ordered_at',
  'shipped_at',
  'custom.score',
  'custom.gift',
  'custom.seen_at',
];

const profile = (column: string, filter: Filter): Promise<ColumnProfile> =>
  exploreHandlers(history.project)['explore.column']({ column, filter }, listening());

const counted = async (filter: Filter): Promise<{ orders: number; amount: number; bad: number; good: number }> => {
  const { orders, amount, states } = await exploreHandlers(history.project)['explore.overview'](
    { filter },
    listening(),
  );
  return { orders, amount, bad: states.bad.orders, good: states.good.orders };
};

const anyFilter: fc.Arbitrary<Filter> = fc
  .subarray<Clause>(
    [
      { kind: 'range', column: 'amount', min: 100, max: null },
      { kind: 'notIn', column: 'payment_method', values: ['カード'] },
      { kind: 'state', states: ['bad', 'good'] },
    ],
    { minLength: 0, maxLength: 2 },
  )
  .map((clauses) => ({ clauses }));

test('bins cover the filtered orders exactly once, and each clause filters to the orders of its bin', async () => {
  await fc.assert(
    fc.asyncProperty(anyOrders, anyFilter, fc.constantFrom(...columns), async (orders, filter, column) => {
      await history.load(orders);
      const all = await counted(filter);
      const { bins, orders: inBins } = await profile(column, filter);
      expect(inBins).toBe(all.orders);
      for (const figure of ['orders', 'amount', 'bad', 'good'] as const) {
        expect(bins.reduce((total, bin) => total + bin[figure], 0)).toBe(all[figure]);
      }
      for (const bin of bins) {
        const { orders: here, amount, bad, good } = bin;
        expect({ here, amount, bad, good }).toEqual(
          await counted({ clauses: [...filter.clauses, bin.clause] }).then(({ orders: found, ...rest }) => ({
            here: found,
            ...rest,
          })),
        );
        expect(bin.badRate).toBe(bad + good === 0 ? null : bad / (bad + good));
      }
    }),
    { numRuns: 60 },
  );
}, 120_000);

test('a chart is the same when its bins are kept in a column of their own', async () => {
  const orders = Array.from({ length: 300 }, (_, i) => ({
    event_id: `o${i}`,
    ordered_at: new Date(Date.UTC(2024, 0, 1) + i * 5_400_000).toISOString(),
    amount: i % 11 === 0 ? null : (i * 7919) % 50_000,
    currency: 'JPY',
    label: i % 3 === 0,
    'custom.score': i % 7 === 0 ? null : Math.sin(i),
  }));
  await history.load(orders);
  const calls = exploreHandlers(history.project);
  const filters: Filter[] = [everything, { clauses: [{ kind: 'hour', from: 9, to: 18 }] }];
  const charts = (): Promise<ColumnProfile[]> =>
    Promise.all(
      filters.flatMap((filter) =>
        ['amount', 'custom.score'].map((column) => calls['explore.column']({ column, filter }, listening())),
      ),
    );
  const before = await charts();
  const kept = async (): Promise<unknown> =>
    history.project.read({}, (db) =>
      db.first(sql`SELECT count(*) AS n FROM duckdb_columns() WHERE regexp_matches(column_name, '^rows_.*_[0-9]+$')`),
    );
  await vi.waitFor(async () => expect(await kept()).toEqual({ n: 2 }), { timeout: 10_000, interval: 50 });
  expect(await charts()).toEqual(before);
  await history.load(orders.slice(1));
  expect((await charts())[0]?.orders).toBe(299);
});

test('infinite values fall into the outermost bins and are found there', async () => {
  await history.load([order('a', 1), order('b', 2), order('c', 3)]);
  const { sql } = await import('../../analysis/store/sql.ts');
  await history.write(
    sql`UPDATE order_rows SET "custom.score" = 'infinity' WHERE event_id = 'a'`,
    sql`UPDATE order_rows SET "custom.score" = 0.5 WHERE event_id = 'b'`,
  );
  const { bins } = await profile('custom.score', everything);
  const last = bins.findLast((bin) => bin.kind === 'range');
  expect(last?.orders).toBeGreaterThanOrEqual(1);
  for (const bin of bins) expect((await counted({ clauses: [bin.clause] })).orders).toBe(bin.orders);
});

const order = (event_id: string, hour: number, more: Partial<OrderRow> = {}): OrderRow => ({
  event_id,
  ordered_at: `2024-05-0${hour}T0${hour}:30:00+09:00`,
  currency: 'JPY',
  amount: 1000 * hour,
  ...more,
});

test('the twelve most frequent values, the rest together, and missing ones', async () => {
  const many = Array.from({ length: 15 }, (_, value) =>
    Array.from({ length: 16 - value }, (_, n) => order(`v${value}-${n}`, 1, { media_code: `m${value}` })),
  ).flat();
  await history.load([...many, order('none', 1)]);
  const { bins, distinct } = await profile('media_code', everything);
  expect(distinct).toBe(15);
  expect(bins.map((bin) => [bin.kind, bin.label, bin.orders])).toEqual([
    ...Array.from({ length: 12 }, (_, value) => ['value', `m${value}`, 16 - value]),
    ['others', null, 4 + 3 + 2],
    ['missing', null, 1],
  ]);
});

test('orders are counted by their hour in the project zone', async () => {
  await history.load([order('a', 1), order('b', 1), order('c', 9)]);
  const { bins } = await profile('ordered_at', everything);
  expect(bins).toHaveLength(24);
  expect(bins.filter((bin) => bin.orders > 0).map((bin) => [bin.min, bin.orders])).toEqual([
    [1, 2],
    [9, 1],
  ]);
  expect(bins[9]?.clause).toEqual({ kind: 'hour', from: 9, to: 10 });
});

test('money is cut at round amounts of the major unit', async () => {
  const dollars = [199, 5050, 12_000, 30_000, 49_999].map((amount, index) =>
    order(`d${index}`, 1, { amount, currency: 'USD' }),
  );
  await history.load(dollars);
  const { bins } = await profile('amount', everything);
  for (const bin of bins) expect((bin.min ?? NaN) % 100).toBe(0);
});

test('a project without orders has empty charts', async () => {
  await history.load([]);
  for (const column of columns) {
    const { bins, orders } = await profile(column, everything);
    expect(orders).toBe(0);
    expect(bins.every((bin) => bin.orders === 0)).toBe(true);
  }
});

test('a column the project does not have is refused', async () => {
  await expect(profile('custom.nothing', everything)).rejects.toMatchObject({
    failure: { code: 'input-invalid', place: { field: 'custom.nothing' } },
  });
});
