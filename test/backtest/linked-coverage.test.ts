import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { linkOrders } from '../../analysis/identity/link.ts';
import { everything } from '../../analysis/model/filter.ts';
import { partAt } from '../../analysis/model/results/breakdown.ts';
import { headlineNamed } from '../../analysis/model/results/headline.ts';
import { wilson } from '../../analysis/model/results/intervals.ts';
import { daysFilter } from '../../analysis/model/results/parts.ts';
import { drawing } from '../kernels/rows.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { fraudWithin30Days, listening, openHistory, type FactRow, type History, type OrderRow } from './history.ts';

/**
 * Forty days of 300 customers with one order each, of rings of a day that share a device: 1 to 9 of them, all bad or all good.
 * Orders are linked by what they share, and intervals are of what was linked: nothing here says which ring an order is of.
 */
const [days, perDay, badShare] = [40, 300, 0.3];
const ruleSet = ruleSetOf(ruleOf('ALL', 'order.amount > 0'));
const dayOf = (at: number): string => new Date(Date.UTC(2024, 2, 1 + at)).toISOString().slice(0, 10);

let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-06-30' });
});
afterAll(() => history.close());

function ringsOf(day: string, draw: () => number): { readonly orders: OrderRow[]; readonly facts: FactRow[] } {
  const [orders, facts]: [OrderRow[], FactRow[]] = [[], []];
  for (let ring = 0; orders.length < perDay; ring += 1) {
    const [size, bad] = [1 + Math.floor(draw() * 9), draw() < badShare];
    for (let i = 0; i < size && orders.length < perDay; i += 1) {
      const event_id = `${day} ${String(orders.length).padStart(3, '0')}`;
      orders.push({
        ...{ event_id, ordered_at: `${day}T12:00:00+09:00`, currency: 'JPY', amount: 1000 + orders.length },
        ...{ member_id: `m ${event_id}`, device_id: `device ${day} ${ring}` },
      });
      const reported_at = '2024-04-25T00:00:00+09:00';
      if (bad) facts.push({ order_id: event_id, kind: 'chargeback', family: 'fraud', reported_at });
    }
  }
  return { orders, facts };
}

test('of rings found by linking intervals hold the truth about as often as they say, where those of orders do not', async () => {
  const draw = drawing(41);
  const drawn = Array.from({ length: days }, (_, at) => ringsOf(dayOf(at), draw));
  const orders = drawn.flatMap((one) => one.orders);
  await history.load(
    orders,
    drawn.flatMap((one) => one.facts),
  );
  await history.project.write({}, (db) => linkOrders(db, 30));
  const parts = drawn.map((_, at) => daysFilter(dayOf(at), dayOf(at + 1), 'Asia/Tokyo'));
  const handlers = backtestHandlers(history.project);
  const found = await handlers['backtest.breakdown']({ ruleSet, filter: everything, parts }, listening());
  const rings = new Set(orders.map((one) => one['device_id'])).size;
  expect(found.entities).toMatchObject({ by: 'entity', count: rings });
  const held = drawn.map((_, at): readonly [boolean, boolean] => {
    const { cells, groups } = partAt(found.parts, at);
    const { interval, part, whole } = headlineNamed('precision', cells, { by: 'entity', count: rings, groups }, 1);
    expect(whole).toBe(perDay);
    const holds = (one: { readonly low: number; readonly high: number } | null): boolean =>
      one !== null && one.low <= badShare && badShare <= one.high;
    return [holds(interval), holds(wilson(part, whole))];
  });
  const share = (side: 0 | 1): number => held.filter((one) => one[side]).length / days;
  // Of forty at 95 %, 38 are expected, and fewer than 34 once in 200 times.
  expect(share(0)).toBeGreaterThanOrEqual(34 / 40);
  expect(share(1)).toBeLessThan(0.75);
}, 400_000);
