import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import type { BacktestResult } from '../../analysis/model/backtest.ts';
import { everything } from '../../analysis/model/filter.ts';
import { ruleSetSchema } from '../../analysis/model/ruleset.ts';
import { sql } from '../../analysis/store/sql.ts';
import { expectedDecisions, expectedRuleHits, fraudChargebackIds } from '../../samples/shop/expected.ts';
import { generateShop, sampleOptions } from '../../samples/shop/generate.ts';
import ruleset from '../../samples/shop/ruleset.json' with { type: 'json' };
import type { ShopOrder } from '../../samples/shop/shop.ts';
import { listening, openHistory, type FactRow, type History } from './history.ts';

const shop = generateShop(sampleOptions);
const ruleSet = ruleSetSchema.parse(ruleset);
let history: History;
let result: BacktestResult;

/** The fields that the sample rules read, under their canonical names. */
const rowOf = (order: ShopOrder) => ({
  event_id: order.id,
  ordered_at: new Date(order.at).toISOString(),
  amount: order.amount,
  currency: 'JPY',
  payment_method: order.payment.method,
  card_bin: order.payment.bin,
  member_id: order.memberId,
  email: order.email,
  phone: order.buyer.phone,
  buyer_pref: order.buyer.prefecture,
  delivery_pref: order.delivery.prefecture,
  delivery_address: order.delivery.address,
  user_agent: order.userAgent,
  items_summary: order.items,
  item_quantity: order.quantity,
  media_code: order.mediaCode,
  order_kind: order.kind,
  threeds_status: order.payment.threeDsStatus,
  threeds_flow: order.payment.threeDsFlow,
});

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
  const json = JSON.stringify(shop.orders.map(rowOf));
  await history.load([], facts);
  await history.write(sql`INSERT INTO orders BY NAME
    SELECT row_number() OVER (ORDER BY ordered_at, event_id) - 1 AS seq, * FROM (
      SELECT unnest(from_json(${json}, '[{"event_id":"VARCHAR","ordered_at":"TIMESTAMPTZ","amount":"BIGINT",
        "currency":"VARCHAR","payment_method":"VARCHAR","card_bin":"VARCHAR","member_id":"VARCHAR","email":"VARCHAR",
        "phone":"VARCHAR","buyer_pref":"VARCHAR","delivery_pref":"VARCHAR","delivery_address":"VARCHAR",
        "user_agent":"VARCHAR","items_summary":"VARCHAR","item_quantity":"BIGINT","media_code":"VARCHAR",
        "order_kind":"VARCHAR","threeds_status":"VARCHAR","threeds_flow":"VARCHAR"}]'), recursive := true)) ORDER BY seq`);
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
