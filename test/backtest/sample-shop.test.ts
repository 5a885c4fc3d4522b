import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import type { BacktestResult } from '../../analysis/model/backtest.ts';
import { everything } from '../../analysis/model/filter.ts';
import { ruleSetSchema } from '../../analysis/model/ruleset.ts';
import { expectedDecisions, expectedRuleHits, fraudChargebackIds } from '../../samples/shop/expected.ts';
import { generateShop, sampleOptions } from '../../samples/shop/generate.ts';
import ruleset from '../../samples/shop/ruleset.json' with { type: 'json' };
import { insertShop } from '../samples/shop-orders.ts';
import { listening, openHistory, type FactRow, type History } from './history.ts';

const shop = generateShop(sampleOptions);
const ruleSet = ruleSetSchema.parse(ruleset);
let history: History;
let result: BacktestResult;

const facts: readonly FactRow[] = [...fraudChargebackIds(shop)].map((order_id) => ({
  order_id,
  kind: 'chargeback',
  family: 'fraud',
  reported_at: new Date(shop.asOf - 1).toISOString(),
}));

beforeAll(async () => {
  const target = {
    id: 'card-fraud',
    name: { ja: 'カード不正', en: 'Card fraud' },
    kinds: ['chargeback' as const],
    reasonFamilies: ['fraud' as const],
    horizonDays: 120,
  };
  history = await openHistory({ target });
  await history.load([], facts);
  await history.write(insertShop(shop));
  const input = { ruleSet, filter: everything, save: false };
  ({ result } = await backtestHandlers(history.project)['backtest.run'](input, listening()));
}, 60_000);
afterAll(() => history.close());

test('every sample rule hits exactly the orders counted without the engine', () => {
  expect(result.rows).toBe(shop.orders.length);
  expect(result.rules.map(({ code, hits, unevaluable }) => ({ code, hits, unevaluable }))).toEqual(
    expectedRuleHits(shop).map(({ code, hits, unevaluable }) => ({ code, hits, unevaluable })),
  );
});

test('decisions are those made by hand', () => {
  expect(result.decisions).toEqual(expectedDecisions(shop));
});

test('chargebacks among the hits are all of those, matured or not', () => {
  const reported = new Map(expectedRuleHits(shop).map(({ code, chargebackHits }) => [code, chargebackHits]));
  for (const { code, tp, hitsImmature } of result.rules) {
    expect(tp).toBeLessThanOrEqual(reported.get(code) ?? 0);
    expect(tp + hitsImmature).toBeGreaterThanOrEqual(reported.get(code) ?? 0);
  }
  expect(result.bad + result.immatureBad).toBe(facts.length);
});

test('the planted fraud is found: the rules catch far more of it than chance would', () => {
  const { precision, recall, alertRate } = result.total;
  expect(recall).toBeGreaterThan(0.5);
  expect(precision).toBeGreaterThan(5 * (result.bad / (result.bad + result.good)));
  expect(alertRate).toBeLessThan(0.2);
});
