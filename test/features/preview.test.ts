import { afterAll, beforeAll, expect, test } from 'vitest';
import { featuresHandlers } from '../../analysis/features/index.ts';
import { everything } from '../../analysis/model/filter.ts';
import type { FeaturePreview } from '../../analysis/model/feature-preview.ts';
import type { Feature } from '../../analysis/model/features.ts';
import { sql } from '../../analysis/store/sql.ts';
import { fraudWithin30Days, listening, openHistory, type History } from '../backtest/history.ts';
import { negativeList } from './negative-list.ts';
import { codeOf } from '../store/projects.ts';

/**
 * Four orders of one device, b and c at the same instant; a is bad from 1 June, b never, c reported bad only after all of
 * them, d is a month later. The member m1 is put on a list after b.
 */
let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-12-31' });
  const order = (event_id: string, ordered_at: string, member_id: string | null, device_id: string | null = 'dev') => ({
    ...{ event_id, ordered_at, member_id, device_id, amount: 100, currency: 'JPY' },
  });
  await history.load(
    [
      order('a', '2024-05-01T00:00:00Z', 'm1'),
      order('b', '2024-05-02T00:00:00Z', 'm1'),
      order('c', '2024-05-02T00:00:00Z', 'm2'),
      order('d', '2024-06-02T00:00:00Z', null),
      order('x', '2024-06-03T00:00:00Z', null, null),
    ],
    [
      { order_id: 'a', kind: 'chargeback', family: 'fraud', reported_at: '2024-06-01T00:00:00Z' },
      { order_id: 'c', kind: 'chargeback', family: 'fraud', reported_at: '2024-07-01T00:00:00Z' },
    ],
  );
  await history.write(
    negativeList,
    sql`INSERT INTO list_entries VALUES ('neg', 'm1', 'm1', '2024-05-10T00:00:00Z', NULL, NULL)`,
  );
});
afterAll(() => history.close());

const ask = (feature: Omit<Feature, 'id' | 'by'>, hindsight = true): Promise<FeaturePreview> =>
  featuresHandlers(history.project)['features.preview'](
    {
      feature: { id: 'f', by: ['device.id'], ...feature },
      ...{ currency: 'JPY', timezone: 'Asia/Tokyo', filter: everything, hindsight },
    },
    listening(),
  );

test('tells values, orders behind them, and what they cost', async () => {
  const preview = await ask({ agg: 'count', window: 'all' });
  expect(preview).toMatchObject({
    ...{ type: 'int', orders: 5, filled: 4, distinct: 3, min: 0, max: 3, mean: 1.25 },
    distribution: [
      { from: 0, to: 0, orders: 1, bad: 1, good: 0 },
      { from: 1, to: 1, orders: 2, bad: 1, good: 1 },
      { from: 3, to: 3, orders: 1, bad: 0, good: 1 },
    ],
    cost: { events: 4, keys: 1, most: 4 },
  });
  expect(preview.highest.map(({ orderId, value }) => [orderId, value])).toEqual([
    ['d', 3],
    ['b', 1],
    ['c', 1],
    ['a', 0],
  ]);
  expect(preview.cost.milliseconds).toBeGreaterThanOrEqual(0);
  expect((await ask({ agg: 'count', window: 'all' })).cost.milliseconds).toBeNull();
});

test('tells what hindsight would have said of counts: orders of the same instant, and those to come', async () => {
  const { hindsight } = await ask({ agg: 'count', window: '7d' });
  expect(hindsight).toEqual([
    {
      reading: 'ties',
      measured: true,
      differ: 2,
      higher: 2,
      lower: 0,
      atLeastOne: { pointInTime: { orders: 2, bad: 1 }, hindsight: { orders: 2, bad: 1 } },
    },
    {
      reading: 'window',
      measured: true,
      differ: 4,
      higher: 4,
      lower: 0,
      atLeastOne: { pointInTime: { orders: 2, bad: 1 }, hindsight: { orders: 4, bad: 2 } },
    },
  ]);
});

test('outcomes known at once find bad orders that nobody knew of', async () => {
  const { hindsight, highest } = await ask({ agg: 'known_bad', window: 'all' });
  expect(highest[0]).toMatchObject({ orderId: 'd', value: 1 });
  expect(hindsight).toEqual([
    {
      reading: 'outcomes',
      measured: true,
      differ: 3,
      higher: 3,
      lower: 0,
      atLeastOne: { pointInTime: { orders: 1, bad: 0 }, hindsight: { orders: 3, bad: 1 } },
    },
    {
      reading: 'window',
      measured: true,
      differ: 4,
      higher: 4,
      lower: 0,
      atLeastOne: { pointInTime: { orders: 1, bad: 0 }, hindsight: { orders: 4, bad: 2 } },
    },
  ]);
});

test("today's list finds what did not stand on it then", async () => {
  const { hindsight } = await ask({ agg: 'count', window: 'all', where: 'buyer.id in lists.neg' });
  expect(hindsight.find(({ reading }) => reading === 'lists')).toMatchObject({
    ...{ differ: 3, higher: 3 },
    atLeastOne: { pointInTime: { orders: 0 }, hindsight: { orders: 3, bad: 1 } },
  });
});

test('times are told in epoch ms', async () => {
  const preview = await ask({ agg: 'last_seen', window: 'all' }, false);
  expect(preview).toMatchObject({
    type: 'timestamp',
    filled: 3,
    min: Date.parse('2024-05-01T00:00:00Z'),
    mean: null,
    hindsight: [],
  });
});

test('many values are told in bins that hold every order once', async () => {
  const rows = Array.from({ length: 400 }, (_, n) => ({
    ...{
      event_id: `e${n}`,
      ordered_at: new Date(Date.parse('2024-01-01') + n * 1000).toISOString(),
      device_id: 'd',
      amount: n,
    },
  }));
  const other = await openHistory({ target: fraudWithin30Days });
  await other.load(rows);
  const preview = await featuresHandlers(other.project)['features.preview'](
    {
      feature: { id: 'f', agg: 'count', by: ['device.id'], window: 'all' },
      ...{ currency: 'JPY', timezone: 'Asia/Tokyo', filter: everything, hindsight: false },
    },
    listening(),
  );
  await other.close();
  expect(preview.distinct).toBe(400);
  expect(preview.distribution.length).toBeLessThanOrEqual(12);
  expect(preview.distribution.reduce((sum, { orders }) => sum + orders, 0)).toBe(400);
  expect(
    preview.distribution.every(({ from, to }, i, all) => from <= to && (i === 0 || (all[i - 1]?.to ?? 0) < from)),
  ).toBe(true);
});

test('what cannot be computed is refused, with the reason', async () => {
  expect(await codeOf(ask({ agg: 'sum', window: 'all' }))).toBe('feature-invalid');
  expect(await codeOf(ask({ agg: 'count', window: 'all', where: 'order.amuont > 1' }))).toBe('feature-invalid');
});

test('says what a feature costs before any is computed, and how long it will take once one was', async () => {
  const handlers = featuresHandlers(history.project);
  const feature = { id: 'f', agg: 'count' as const, by: ['device.id'], window: '3h' as const };
  const about = { currency: 'JPY', timezone: 'Asia/Tokyo' };
  const cost = (by: readonly string[]) =>
    handlers['features.cost']({ feature: { ...feature, by: [...by] }, ...about }, listening());
  // x has no device; m1 made two orders, m2 one.
  expect(await cost(['device.id'])).toEqual({ events: 4, keys: 1, most: 4, expectedMs: null });
  expect(await cost(['buyer.id'])).toEqual({ events: 3, keys: 2, most: 2, expectedMs: null });
  const asked = { feature, ...about, filter: everything, hindsight: false };
  const { cost: took } = await handlers['features.preview'](asked, listening());
  // At the rate of that one, which was computed now: four events in that time.
  const { expectedMs } = await cost(['buyer.id']);
  expect(expectedMs).toBe(Math.round((3 / 4) * (took.milliseconds ?? NaN)));
  // One that was there already tells nothing of the time.
  expect((await handlers['features.preview'](asked, listening())).cost.milliseconds).toBeNull();
  expect((await cost(['buyer.id'])).expectedMs).toBe(expectedMs);
  expect(await codeOf(cost(['buyer.nothing']))).toBe('feature-invalid');
});
