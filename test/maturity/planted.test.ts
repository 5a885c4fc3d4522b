import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { maturityHandlers } from '../../analysis/maturity/handlers.ts';
import { everything, type Filter } from '../../analysis/model/filter.ts';
import { dayOfIso, isoOfDay } from '../../analysis/model/maturity/calendar-day.ts';
import { shareAt } from '../../analysis/model/maturity/delay-curve.ts';
import type { AdjustedRates, MaturityReport } from '../../analysis/model/maturity/report.ts';
import type { Target } from '../../analysis/model/target.ts';
import { fraudChargebackIds } from '../../samples/shop/expected.ts';
import { generateShop, sampleOptions } from '../../samples/shop/generate.ts';
import type { Shop } from '../../samples/shop/shop.ts';
import { listening, openHistory, type History } from '../backtest/history.ts';
import { insertFacts, insertShop, japanDayNumber, plantedShare } from './planted-delays.ts';

/** The sample shop, and one like it with three times the orders: there chance leaves less to doubt. */
const shop = generateShop(sampleOptions);
const largeShop = generateShop({ ...sampleOptions, orders: 60_000 });
const target: Target = {
  id: 'card-fraud',
  name: { ja: 'カード不正', en: 'Card fraud' },
  kinds: ['chargeback'],
  reasonFamilies: ['fraud', 'unknown'],
  horizonDays: 120,
};
/** Fraud comes in waves: with 97 to 234 reports the estimate may be this far from what was planted. */
const tolerance = 0.08;

let [small, large]: (History | undefined)[] = [];
beforeAll(async () => {
  [small, large] = [await filled(shop), await filled(largeShop)];
}, 120_000);
afterAll(async () => {
  await small?.close();
  await large?.close();
});

async function filled(of: Shop): Promise<History> {
  const history = await openHistory({ target });
  await history.load([], []);
  await history.write(insertFacts(of), insertShop(of));
  return history;
}

async function seenOn(
  history: History | undefined,
  asOf: string | null,
  filter: Filter = everything,
): Promise<[MaturityReport, AdjustedRates]> {
  if (history === undefined) throw new Error('no project');
  await history.project.update({ asOf });
  const calls = maturityHandlers(history.project);
  return [
    await calls['maturity.report']({ unit: 'month' }, listening()),
    await calls['maturity.adjusted']({ filter }, listening()),
  ];
}

test.each([null, '2026-03-31', '2026-01-31', '2025-12-31'])('the planted delays are found as of %s', async (asOf) => {
  const [{ curve }] = await seenOn(small, asOf);
  if (curve === null) throw new Error('no curve');
  for (const age of [19, 25, 30, 40, 50, 60, 80, 100, 110, 119])
    expect(Math.abs(shareAt(curve, age) - plantedShare(age)), `day ${age}`).toBeLessThan(tolerance);
  // Nothing is planted before day 20 or after day 119.
  expect([shareAt(curve, 19), shareAt(curve, 119)]).toEqual([0, 1]);
});

test('a histogram of the delays seen would be too fast: the estimate is not', async () => {
  const [{ curve }] = await seenOn(small, '2025-10-31');
  if (curve === null) throw new Error('no curve');
  const last = dayOfIso('2025-10-31');
  const orderDay = new Map(shop.orders.map((order) => [order.id, japanDayNumber(order.at)]));
  const lost = fraudChargebackIds(shop);
  const delays = shop.chargebacks
    .filter(({ orderId }) => lost.has(orderId))
    .map(({ orderId, reportedAt }) => ({ at: japanDayNumber(reportedAt), from: orderDay.get(orderId) ?? 0 }))
    .filter(({ at }) => at <= last)
    .map(({ at, from }) => at - from);
  expect(delays).toHaveLength(curve.reports + curve.beyond);
  for (const age of [30, 40, 50, 60]) {
    const naive = delays.filter((delay) => delay <= age).length / delays.length;
    expect(naive, `day ${age}`).toBeGreaterThan(shareAt(curve, age));
  }
});

describe('orders that were young on an early day', () => {
  test.each(['2025-12-31', '2026-02-28'])(
    'have as of %s the rate they come to, where the reported one is far below',
    async (asOf) => {
      const day = dayOfIso(asOf);
      // Half to nine tenths mature, by the planted delays: 50 to 100 days old.
      const [from, to] = [`${isoOfDay(day - 100)}T00:00:00+09:00`, `${isoOfDay(day - 49)}T00:00:00+09:00`];
      const filter: Filter = { clauses: [{ kind: 'time', column: 'ordered_at', from, to }] };
      const [, early] = await seenOn(large, asOf, filter);
      const [, late] = await seenOn(large, null, filter);
      if (early.total === null || late.total === null) throw new Error('nothing adjusted');
      const raw = early.total.bad / early.total.orders;
      const final = late.weeks.filter(({ week }) => early.weeks.some((one) => one.week === week && one.rate !== null));
      const rate = final.reduce((n, { bad }) => n + bad, 0) / final.reduce((n, { orders }) => n + orders, 0);
      expect(raw).toBeLessThan(rate * 0.85);
      expect(Math.abs(early.total.rate - rate)).toBeLessThan(Math.abs(raw - rate) / 2);
    },
  );
});
