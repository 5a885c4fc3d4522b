import { afterAll, beforeAll, expect, test } from 'vitest';
import { exploreHandlers } from '../../analysis/explore/index.ts';
import { everything } from '../../analysis/model/filter.ts';
import { fileLabel, fraudWithin30Days, listening, openHistory, type History } from '../backtest/history.ts';

let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-06-30' });
  await history.load(
    [
      order('a', '2024-05-26T23:59:59+09:00', 100),
      order('b', '2024-05-27T00:00:00+09:00', 300),
      order('c', '2024-05-31T10:00:00+09:00', 500),
      order('d', '2024-06-01T10:00:00+09:00', 700),
      order('e', '2024-06-02T10:00:00+09:00', 900),
    ],
    ['a', 'e'].map((order_id) => ({
      order_id,
      kind: 'chargeback',
      family: 'fraud',
      reported_at: '2024-06-15T00:00:00Z',
    })),
  );
});
afterAll(() => history.close());

const order = (event_id: string, ordered_at: string, amount: number) => ({
  event_id,
  ordered_at,
  amount,
  currency: 'JPY',
});
const overview = (filter = everything) => exploreHandlers(history.project)['explore.overview']({ filter }, listening());

test('totals by state; bad rates over orders whose outcome is known and matured', async () => {
  expect(await overview()).toMatchObject({
    orders: 5,
    ordersAll: 5,
    amount: 2500,
    immatureBad: 1,
    mature: 3,
    badRate: 1 / 3,
    badRateAmount: 100 / 900,
    states: {
      bad: { orders: 1, amount: 100 },
      good: { orders: 2, amount: 800 },
      immature: { orders: 2, amount: 1600 },
      blocked: { orders: 0, amount: 0 },
      excluded: { orders: 0, amount: 0 },
    },
  });
});

test('weeks begin on Monday in the project zone and say how much of them is matured', async () => {
  const { weekly } = await overview();
  expect(weekly.map(({ week, orders, mature }) => [new Date(week).toISOString(), orders, mature])).toEqual([
    ['2024-05-19T15:00:00.000Z', 1, 1],
    ['2024-05-26T15:00:00.000Z', 4, 2 / 4],
  ]);
});

test('a filter narrows everything but the count of all orders', async () => {
  const narrowed = await overview({ clauses: [{ kind: 'range', column: 'amount', min: 300, max: 700 }] });
  expect(narrowed).toMatchObject({ orders: 2, ordersAll: 5, amount: 800, badRate: 0 });
  expect(narrowed.period).toEqual({
    from: Date.parse('2024-05-27T00:00:00+09:00'),
    to: Date.parse('2024-05-31T10:00:00+09:00'),
  });
});

test('rates are null where nothing is known, and maturity is not measured without report dates', async () => {
  const none = await overview({ clauses: [{ kind: 'state', states: ['immature'] }] });
  expect([none.badRate, none.badRateAmount]).toEqual([null, null]);
  expect((await overview({ clauses: [{ kind: 'range', column: 'amount', min: 9999, max: null }] })).period).toBeNull();
  await history.project.update({ target: fileLabel });
  expect((await overview()).weekly.map(({ mature }) => mature)).toEqual([null, null]);
  await history.project.update({ target: fraudWithin30Days });
});
