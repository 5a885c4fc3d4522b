import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { linkOrders } from '../../analysis/identity/link.ts';
import { everything } from '../../analysis/model/filter.ts';
import { headlineNamed } from '../../analysis/model/results/headline.ts';
import { wilson } from '../../analysis/model/results/intervals.ts';
import { cellsOver } from '../../analysis/model/results/tally.ts';
import { drawing } from '../kernels/rows.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { fraudWithin30Days, listening, openHistory, type FactRow, type History, type OrderRow } from './history.ts';

/**
 * Customers with one order each, of rings that share a device: 1 to 9 of them, all bad or all good. Orders are linked by what
 * they share, and intervals are of what was linked: nothing here says which ring an order is of.
 */
const [histories, perHistory, badShare] = [40, 300, 0.3];
const ruleSet = ruleSetOf(ruleOf('ALL', 'order.amount > 0'));

let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-06-30' });
});
afterAll(() => history.close());

function rings(draw: () => number): { readonly orders: OrderRow[]; readonly facts: FactRow[] } {
  const [orders, facts]: [OrderRow[], FactRow[]] = [[], []];
  for (let ring = 0; orders.length < perHistory; ring += 1) {
    const [size, bad] = [1 + Math.floor(draw() * 9), draw() < badShare];
    for (let i = 0; i < size && orders.length < perHistory; i += 1) {
      const n = orders.length;
      const event_id = `o${String(n).padStart(3, '0')}`;
      orders.push({
        ...{ event_id, ordered_at: '2024-04-01T12:00:00+09:00', currency: 'JPY', amount: 1000 + n },
        ...{ member_id: `m${n}`, device_id: `device ${ring}` },
      });
      const reported_at = '2024-04-20T00:00:00+09:00';
      if (bad) facts.push({ order_id: event_id, kind: 'chargeback', family: 'fraud', reported_at });
    }
  }
  return { orders, facts };
}

test('of rings found by linking intervals hold the truth about as often as they say, where those of orders do not', async () => {
  const draw = drawing(41);
  const handlers = backtestHandlers(history.project);
  const [held, naive] = [[] as boolean[], [] as boolean[]];
  for (let at = 0; at < histories; at += 1) {
    const { orders, facts } = rings(draw);
    await history.load(orders, facts);
    await history.project.write({}, (db) => linkOrders(db, 30));
    const input = { ruleSet, filter: everything, save: false };
    const { result, groups } = await handlers['backtest.run'](input, listening());
    const { entities } = result;
    if (entities === undefined) throw new Error('no entities');
    expect(entities).toEqual({ by: 'entity', count: new Set(orders.map((one) => one['device_id'])).size });
    const { interval, part, whole } = headlineNamed('precision', cellsOver(groups), { ...entities, groups }, 1);
    const holds = (found: { readonly low: number; readonly high: number } | null): boolean =>
      found !== null && found.low <= badShare && badShare <= found.high;
    held.push(holds(interval));
    naive.push(holds(wilson(part, whole)));
  }
  const share = (of: readonly boolean[]): number => of.filter(Boolean).length / of.length;
  // Forty of 95 % are 38; five fewer come about once in 60 times.
  expect(share(held)).toBeGreaterThanOrEqual(34 / 40);
  expect(share(naive)).toBeLessThan(0.75);
}, 400_000);
