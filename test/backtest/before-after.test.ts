import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import type { BacktestResult } from '../../analysis/model/backtest.ts';
import { everything } from '../../analysis/model/filter.ts';
import { differenceOf, maturedDaysOf, sidesAround } from '../../analysis/model/results/before-after.ts';
import { partAt } from '../../analysis/model/results/breakdown.ts';
import { figuresOf, lastMaturedDay } from '../../analysis/model/results/of-run.ts';
import { partFigures, type FigureName } from '../../analysis/model/results/part-figures.ts';
import { timeFilter } from '../../analysis/model/results/parts.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { fraudWithin30Days, listening, openHistory, type FactRow, type History, type OrderRow } from './history.ts';

/**
 * Every day from April 1 to June 30, 2024 (Tokyo) the same: a bad order of 10,000, which NG stops and which is reported ten
 * days later, and a good one of 1,000, which passes. Nothing ever changed. As of June 30 with a horizon of 30 days, orders up
 * to May 31 are matured.
 */
const [dayMs, days] = [86_400_000, 91];
const assumptions = { lossRate: 1, unknownBorne: 1, chargebackFee: 0, churnRate: 0, reviewMinutes: 0 };
const ruleSet: RuleSet = {
  ...{ format: 'shinsa-ruleset', formatVersion: 1, modelId: 'CRD_01', name: '前後', profile: 'wb-1' },
  ...{ currency: 'JPY', timezone: 'Asia/Tokyo', default: 'OK' },
  rules: [{ code: 'BIG', description: { ja: '高額', en: 'Big' }, when: 'order.amount >= 10000', result: 'NG' }],
};

let history: History;
let run: { readonly result: BacktestResult; readonly groups: Float64Array };

beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-06-30' });
  const orders: OrderRow[] = [];
  const facts: FactRow[] = [];
  for (let day = 0; day < days; day += 1) {
    // Early on Tokyo's day, which is the day before in UTC, and late.
    const [late, early] = [23.5, 0.5].map((hour) =>
      new Date(Date.UTC(2024, 3, 1) + day * dayMs + (hour - 9) * 3_600_000).toISOString(),
    );
    const [bad, good] = [`bad-${day}`, `good-${day}`];
    const fields = { currency: 'JPY' };
    orders.push({ event_id: bad, ordered_at: early ?? '', amount: 10_000, member_id: bad, ...fields });
    orders.push({ event_id: good, ordered_at: late ?? '', amount: 1000, member_id: good, ...fields });
    const reported = new Date(Date.UTC(2024, 3, 11) + day * dayMs);
    if (reported < new Date('2024-06-30T00:00:00Z'))
      facts.push({ order_id: bad, kind: 'chargeback', family: 'fraud', reported_at: reported.toISOString() });
  }
  await history.load(orders, facts);
  const input = { ruleSet, filter: everything, save: false, assumptions };
  run = await backtestHandlers(history.project)['backtest.run'](input, listening());
});
afterAll(() => history.close());

async function around(day: string, reach: number) {
  const { period } = run.result;
  const sides = period === null ? null : sidesAround(day, period, reach, 'Asia/Tokyo');
  if (sides === null) throw new Error('one side');
  const ask = { ruleSet, filter: everything, parts: sides.map(timeFilter) };
  const found = await backtestHandlers(history.project)['backtest.breakdown'](ask, listening());
  const matured = lastMaturedDay({ ...found, target: run.result.target });
  const [before, after] = sides.map((side) => ({ ...side, matured: maturedDaysOf(side, matured) }));
  if (before === undefined || after === undefined) throw new Error('one side');
  const { money, assumptions: all } = figuresOf({ ...run, given: assumptions, perMajor: 1 });
  const figures = partFigures(money, all);
  const difference = (name: FigureName) => {
    const figure = figures.find((one) => one.name === name);
    if (figure === undefined) throw new Error(name);
    const parts = { before: partAt(found.parts, 0), after: partAt(found.parts, 1) };
    return differenceOf(figure, { ...parts, days: [before, after], by: found.entities.by });
  };
  return { before, after, difference };
}

test('nothing changed, and yen per day say so although most of the later side is immature', async () => {
  const { before, after, difference } = await around('2024-05-15', 28);
  expect([before.first, before.last, before.days, before.matured]).toEqual([
    ...['2024-04-17', '2024-05-14', 28],
    { last: '2024-05-14', days: 28 },
  ]);
  expect([after.first, after.last, after.days, after.matured]).toEqual([
    ...['2024-05-15', '2024-06-11', 28],
    { last: '2024-05-31', days: 17 },
  ]);
  for (const name of ['prevented', 'net'] as const) {
    const found = difference(name);
    expect([found.before.value, found.after.value, found.value]).toEqual([10_000, 10_000, 0]);
    // Sums as they are: 17 matured orders, not 28.
    expect(found.after.part).toBe(170_000);
    expect(found.interval?.low).toBeLessThan(0);
    expect(found.interval?.high).toBeGreaterThan(0);
  }
  // What no outcome tells is per day of all days.
  expect(difference('orders')).toMatchObject({ before: { value: 2 }, after: { value: 2 }, value: 0 });
  expect(difference('amount').value).toBe(0);
});

test('of less than a week of matured days yen per day are not measured; counts are', async () => {
  const { after, difference } = await around('2024-05-26', 28);
  expect(after.matured).toEqual({ last: '2024-05-31', days: 6 });
  expect(difference('net')).toMatchObject({ after: { value: null, interval: null }, value: null, interval: null });
  expect(difference('orders').value).toBe(0);
  const none = await around('2024-06-10', 28);
  expect(none.after.matured).toEqual({ last: null, days: 0 });
  expect(none.difference('prevented').value).toBeNull();
});

test('sides end with the period, and there is none where a date has no day before it', () => {
  const period = { from: '2024-04-01', to: '2024-06-30' };
  const told = (day: string, reach = Infinity) =>
    sidesAround(day, period, reach, 'Asia/Tokyo')?.map(({ first, last, days: own }) => [first, last, own]);
  expect(told('2024-04-03')).toEqual([
    ['2024-04-01', '2024-04-02', 2],
    ['2024-04-03', '2024-06-30', 89],
  ]);
  expect(told('2024-06-30', 7)).toEqual([
    ['2024-06-23', '2024-06-29', 7],
    ['2024-06-30', '2024-06-30', 1],
  ]);
  expect(told('2024-04-01')).toBeUndefined();
  expect(told('2024-07-01')).toBeUndefined();
  // Without dates of reports every day counts.
  const [side] = sidesAround('2024-05-01', period, 28, 'Asia/Tokyo') ?? [];
  expect(side && maturedDaysOf(side, null)).toEqual({ last: '2024-04-30', days: 28 });
});
