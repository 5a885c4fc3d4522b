import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { byDuckdb } from '../../analysis/backtest/measuring.ts';
import { linkOrders } from '../../analysis/identity/link.ts';
import { everything } from '../../analysis/model/filter.ts';
import { chosenFigure, chosenPart } from '../../analysis/model/results/by-rule.ts';
import { headlineNamed } from '../../analysis/model/results/headline.ts';
import { cellsOver } from '../../analysis/model/results/tally.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { fraudWithin30Days, listening, openHistory, type FactRow, type History, type OrderRow } from './history.ts';

/**
 * 60 rings of 10 customers with one order each, who share a device; a ring is bad as a whole (every third
 * one) or good as a whole. All of it is alerted: the precision is 1/3 of 60 independent things, not of 600.
 */
const rings = 60;
const each = 10;
const orders: readonly OrderRow[] = Array.from({ length: rings * each }, (_, i) => ({
  ...{ event_id: `o${String(i).padStart(3, '0')}`, ordered_at: '2024-04-01T12:00:00+09:00', currency: 'JPY' },
  ...{ amount: 1000 + i, member_id: `m${i}`, device_id: `device ${Math.floor(i / each)}` },
}));
const facts: readonly FactRow[] = orders.flatMap(({ event_id }, i) =>
  Math.floor(i / each) % 3 === 0
    ? [{ order_id: event_id, kind: 'chargeback', family: 'fraud', reported_at: '2024-04-20T00:00:00+09:00' }]
    : [],
);
const ruleSet = ruleSetOf(ruleOf('ALL', 'order.amount > 0'));

let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-06-30' });
});
afterAll(() => history.close());

async function measured() {
  const { project } = history;
  const input = { ruleSet, filter: everything, save: false };
  const { result, groups } = await backtestHandlers(project)['backtest.run'](input, listening());
  const plain = await backtestHandlers(project, byDuckdb(project))['backtest.run'](input, listening());
  expect(plain.groups).toEqual(groups);
  const { entities } = result;
  if (entities === undefined) throw new Error('no entities');
  const asked = { ruleSet, filter: everything, codes: ['ALL'], deciders: false };
  const byRule = await backtestHandlers(project)['backtest.byRule'](asked, listening());
  const part = chosenPart(byRule.rules[0]?.sums ?? new Float64Array(), byRule.all);
  const ofSet = headlineNamed('precision', cellsOver(groups), { ...entities, groups }, 1);
  const ofRule = chosenFigure('precision', part, byRule.entities, 1);
  const width = ({ interval }: typeof ofSet): number => (interval?.high ?? NaN) - (interval?.low ?? NaN);
  return { entities, ofSet, ofRule, widths: [width(ofSet), width(ofRule)] };
}

test('linked customers count as one: intervals are of rings, and far wider than of their customers', async () => {
  await history.load(orders, facts);
  const byCustomer = await measured();
  await history.project.write({}, (db) => linkOrders(db, 30));
  const byEntity = await measured();
  expect(byCustomer.entities).toEqual({ by: 'customer', count: rings * each });
  expect(byEntity.entities).toEqual({ by: 'entity', count: rings });
  for (const { ofSet, ofRule } of [byCustomer, byEntity]) {
    expect(ofSet).toMatchObject({ value: 1 / 3, interval: { by: 'bootstrap' } });
    expect(ofRule).toMatchObject({ value: 1 / 3, interval: { by: 'bootstrap' } });
  }
  // Twice 1.96 √(p (1 − p) ÷ n): 0.239 of 60 rings, 0.075 of 600 customers.
  for (const width of byEntity.widths) {
    expect(width).toBeGreaterThan(0.18);
    expect(width).toBeLessThan(0.32);
  }
  for (const width of byCustomer.widths) {
    expect(width).toBeGreaterThan(0.05);
    expect(width).toBeLessThan(0.11);
  }
});
