import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { exploreHandlers } from '../../analysis/explore/index.ts';
import { calendarPeriods } from '../../analysis/expression/index.ts';
import type { BacktestResult } from '../../analysis/model/backtest.ts';
import { everything, type Filter } from '../../analysis/model/filter.ts';
import type { Breakdown } from '../../analysis/model/results/breakdown.ts';
import { figuresOf } from '../../analysis/model/results/of-run.ts';
import { measuredParts, partFigures, type FigureName } from '../../analysis/model/results/part-figures.ts';
import { timeFilter } from '../../analysis/model/results/parts.ts';
import { scanColumns, scanOf } from '../../analysis/model/results/scan.ts';
import { worstFirst } from '../../analysis/model/results/segments.ts';
import { ruleSetSchema } from '../../analysis/model/ruleset.ts';
import { expectedDecision, fraudChargebackIds } from '../../samples/shop/expected.ts';
import { generateShop, sampleOptions } from '../../samples/shop/generate.ts';
import ruleset from '../../samples/shop/ruleset.json' with { type: 'json' };
import { insertShop } from '../samples/shop-orders.ts';
import { listening, openHistory, type History } from './history.ts';

const shop = generateShop({ ...sampleOptions, orders: 8000 });
const ruleSet = ruleSetSchema.parse(ruleset);
let history: History;
let run: { readonly result: BacktestResult; readonly groups: Float64Array };

beforeAll(async () => {
  const target = {
    ...{ id: 'card-fraud', name: { ja: 'カード不正', en: 'Card fraud' }, horizonDays: 120 },
    ...{ kinds: ['chargeback' as const], reasonFamilies: ['fraud' as const] },
  };
  history = await openHistory({ target });
  const reported_at = new Date(shop.asOf - 1).toISOString();
  const facts = [...fraudChargebackIds(shop)].map((order_id) => ({
    order_id,
    kind: 'chargeback',
    family: 'fraud',
    reported_at,
  }));
  await history.load([], facts);
  await history.write(insertShop(shop));
  run = await backtestHandlers(history.project)['backtest.run'](
    { ruleSet, filter: everything, save: false },
    listening(),
  );
}, 60_000);
afterAll(() => history.close());

const figure = (name: FigureName) => {
  const { money, assumptions } = figuresOf({ ...run, given: {}, perMajor: 1 });
  const found = partFigures(money, assumptions).find((one) => one.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};
const breakdown = (parts: Filter[]): Promise<Breakdown> =>
  backtestHandlers(history.project)['backtest.breakdown']({ ruleSet, filter: everything, parts }, listening());
const column = (name: string) =>
  exploreHandlers(history.project)['explore.column']({ column: name, filter: everything }, listening());

test('a scan over columns has the planted card testing at its top, and says how many segments it looked at', async () => {
  const done: number[] = [];
  const names = [
    'payment_method',
    'items_summary',
    'delivery_pref',
    'buyer_pref',
    'threeds_status',
    'event_id',
    'ordered_at',
  ];
  const ground = await scanColumns(names, { column, breakdown, done: (columns) => done.push(columns) });
  if (ground === null) throw new Error('nothing scanned');
  expect(done).toEqual([1, 2, 3, 4, 5, 6, 7]);
  const found = scanOf(figure('alertRate'), ground);
  const [first] = found.apart;
  expect(first?.profile.column).toBe('items_summary');
  expect(first?.worse).toBe(true);
  expect(first?.q).toBeLessThan(1e-10);
  // Nine of ten of those alerted there were planted.
  const there = shop.orders.filter((one) => one.items === first?.bin.label && expectedDecision(one) !== 'OK');
  expect(there.length).toBe(first?.measured.part);
  expect(
    there.filter(({ pattern }) => pattern === 'card-testing' || pattern === 'affiliate-abuse').length,
  ).toBeGreaterThan(0.9 * there.length);
  expect(found.tested).toBeLessThanOrEqual(ground.segments.length);
  expect(found.found).toBeLessThan(found.tested);
  // Every order has its own id: no bar of it has enough orders.
  expect(ground.segments.every(({ profile }) => profile.column !== 'event_id')).toBe(true);
  expect(ground.small).toBeGreaterThan(0);
}, 120_000);

test('bars of any column add up to the run', async () => {
  for (const name of ['amount', 'payment_method', 'ordered_at', 'items_summary', 'buyer_pref']) {
    const { bins } = await column(name);
    const found = await breakdown(bins.map(({ clause }) => ({ clauses: [clause] })));
    for (const of of ['orders', 'amount', 'net', 'prevented', 'queue'] as const) {
      const whole = measuredParts(figure(of), await breakdown([everything]), 1)[0]?.measured.part ?? NaN;
      const sum = measuredParts(figure(of), found, bins.length).reduce(
        (total, { measured }) => total + measured.part,
        0,
      );
      expect(sum / whole).toBeCloseTo(1, 9);
    }
  }
}, 120_000);

test('the week with the most planted attacks is the worst for certain', async () => {
  const period = { from: shop.orders[0]?.at ?? 0, to: shop.orders.at(-1)?.at ?? 0 };
  const weeks = calendarPeriods(period, 'week', 'Asia/Tokyo');
  const found = measuredParts(figure('alertRate'), await breakdown(weeks.map(timeFilter)), weeks.length);
  const named = weeks.map((week, at) => ({
    week,
    measured: found[at]?.measured ?? { part: 0, whole: 0, value: null, interval: null },
  }));
  const worst = worstFirst(figure('alertRate'), named)[0];
  const planted = weeks.map(({ from, to }) => {
    const own = shop.orders.filter(({ at }) => at >= from && at < to);
    return own.filter((one) => one.pattern !== null && expectedDecision(one) !== 'OK').length / Math.max(1, own.length);
  });
  expect(worst?.week.first).toBe(weeks[planted.indexOf(Math.max(...planted))]?.first);
}, 120_000);
