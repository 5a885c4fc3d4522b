import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { linkOrders } from '../../analysis/identity/link.ts';
import { everything, type Clause } from '../../analysis/model/filter.ts';
import { ordersBehind } from '../store/orders-behind.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { fraudWithin30Days, listening, openHistory, type History } from './history.ts';

/**
 * No outcome at all. a, b and c share a device, d and e another one, f stands alone.
 *
 *      a   b   c   d   e   f
 *  NG  ×   ×       ×       ×   (over 1,000 yen)
 */
const orders = (['a', 'b', 'c', 'd', 'e', 'f'] as const).map((event_id, n) => ({
  event_id,
  ordered_at: `2024-04-1${n}T12:00:00+09:00`,
  ...{ amount: ['a', 'b', 'd', 'f'].includes(event_id) ? 2000 : 500, currency: 'JPY' },
  device_id: { a: 'dev-one', b: 'dev-one', c: 'dev-one', d: 'dev-two', e: 'dev-two', f: 'dev-alone' }[event_id],
}));
const ruleSet = ruleSetOf(ruleOf('BIG', 'order.amount > 1000'), ruleOf('NONE', 'order.amount > 9000'));

let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-06-30' });
  await history.load(orders);
});
afterAll(() => history.close());

test('without outcomes the linked orders and entities of alerts and of every rule are told, and open', async () => {
  const calls = backtestHandlers(history.project);
  expect(await calls['backtest.linked']({ ruleSet, filter: everything }, listening())).toBeNull();
  await history.project.write({}, (db) => linkOrders(db, 30, 'none'));
  const found = await calls['backtest.linked']({ ruleSet, filter: everything }, listening());
  expect(found).toEqual({
    all: { orders: 6, linked: 5, entities: 2 },
    alerts: { orders: 4, linked: 3, entities: 2 },
    rules: [
      { code: 'BIG', orders: 4, linked: 3, entities: 2 },
      { code: 'NONE', orders: 0, linked: 0, entities: 0 },
    ],
  });
  const several: Clause = { kind: 'range', column: 'entity_orders', min: 2, max: null };
  const alerted: Clause = { kind: 'decision', ruleSet, results: ['REVIEW', 'HOLD', 'NG'] };
  expect(await ordersBehind(history.project, alerted, several)).toEqual(['a', 'b', 'd']);
});
