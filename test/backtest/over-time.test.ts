import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { byDuckdb } from '../../analysis/backtest/measuring.ts';
import { calendarPeriods, type PeriodUnit } from '../../analysis/expression/index.ts';
import type { BacktestResult } from '../../analysis/model/backtest.ts';
import { everything } from '../../analysis/model/filter.ts';
import { figuresOf } from '../../analysis/model/results/of-run.ts';
import { productOf } from '../../analysis/model/results/money.ts';
import { partFormula } from '../../analysis/model/results/part-formula.ts';
import { measuredParts, partFigures, type FigureName } from '../../analysis/model/results/part-figures.ts';
import { timeFilter, weekdayFilter, weekdays } from '../../analysis/model/results/parts.ts';
import { stabilityOf } from '../../analysis/model/results/stability.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { fraudWithin30Days, listening, openHistory, type FactRow, type History, type OrderRow } from './history.ts';

/**
 * As of 2024-06-30 with a horizon of 30 days, orders up to 2024-05-31 (Tokyo) are matured. NG from 10,000, REVIEW from
 * 5,000. 24 orders a month by 24 persons, at 23:30 of Tokyo's last day of the month where that is the day before in UTC.
 *
 *            NG bad  NG good  REVIEW good  OK bad  OK good
 *   April       6       2          4          2       10      from the 8th on
 *   May         3       9          0          1       11
 *   June        all of 12 NG and 12 OK, 4 of the NG reported already
 */
const orders: OrderRow[] = [];
const facts: FactRow[] = [];

function month(name: string, firstDay: number, parts: readonly (readonly [number, number, boolean])[]): void {
  let n = 0;
  for (const [count, amount, bad] of parts)
    for (let i = 0; i < count; i += 1, n += 1) {
      const day = String(firstDay + (n % 23)).padStart(2, '0');
      const event_id = `${name}-${n}`;
      orders.push({
        event_id,
        ordered_at: `2024-${name}-${day}T23:30:00+09:00`,
        amount,
        currency: 'JPY',
        member_id: event_id,
      });
      if (bad)
        facts.push({
          order_id: event_id,
          kind: 'chargeback',
          family: 'fraud',
          reported_at: '2024-06-20T00:00:00+09:00',
        });
    }
}
month('04', 8, [
  [6, 20000, true],
  [2, 12000, false],
  [4, 6000, false],
  [2, 3000, true],
  [10, 1000, false],
]);
month('05', 1, [
  [3, 20000, true],
  [9, 12000, false],
  [1, 3000, true],
  [11, 1000, false],
]);
month('06', 1, [
  [4, 20000, true],
  [8, 20000, false],
  [12, 1000, false],
]);

const ruleSet: RuleSet = {
  ...{ format: 'shinsa-ruleset', formatVersion: 1, modelId: 'CRD_01', name: '期間', profile: 'wb-1' },
  ...{ currency: 'JPY', timezone: 'Asia/Tokyo', default: 'OK' },
  rules: [
    { code: 'BIG', description: { ja: '高額', en: 'Big' }, when: 'order.amount >= 10000', result: 'NG' },
    { code: 'MID', description: { ja: '中額', en: 'Mid' }, when: 'order.amount >= 5000', result: 'REVIEW' },
  ],
};
const assumptions = {
  marginRate: 0.5,
  lostShare: 1,
  churnRate: 0,
  reviewMinutes: 6,
  hourlyWage: 1000,
  chargebackFee: 0,
  reviewWrong: 0,
};

let history: History;
let result: BacktestResult;
let groups: Float64Array;

beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-06-30' });
  await history.load(orders, facts);
  const input = { ruleSet, filter: everything, save: false, assumptions };
  ({ result, groups } = await backtestHandlers(history.project)['backtest.run'](input, listening()));
});
afterAll(() => history.close());

const periods = async (unit: PeriodUnit) => {
  const info = await history.project.info();
  return calendarPeriods(info.period ?? { from: 0, to: 0 }, unit, info.timezone);
};
const figures = () => figuresOf({ result, groups, given: assumptions, perMajor: 1 });
const byName = (name: FigureName) => {
  const { money, assumptions: all } = figures();
  const found = partFigures(money, all).find((one) => one.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};
async function series(name: FigureName, unit: PeriodUnit) {
  const parts = (await periods(unit)).map(timeFilter);
  const found = await backtestHandlers(history.project)['backtest.breakdown'](
    { ruleSet, filter: everything, parts },
    listening(),
  );
  return measuredParts(byName(name), found, parts.length);
}
const values = async (name: FigureName, unit: PeriodUnit = 'month') =>
  (await series(name, unit)).map(({ measured }) => measured.value);

test('figures by month are those of the table, and June counts as measured only where no outcome tells', async () => {
  expect(await values('alertRate')).toEqual([12 / 24, 12 / 24, 12 / 24]);
  expect(await values('precision')).toEqual([6 / 12, 3 / 12, null]);
  expect(await values('recall')).toEqual([null, null, null]);
  expect(await values('orders')).toEqual([24, 24, 24]);
  expect(await values('queue')).toEqual([4, 0, 0]);
  // 20,000 a bad order stopped, half of 12,000 a good one, 100 a review.
  expect(await values('net')).toEqual([120_000 - 12_000 - 400, 60_000 - 54_000, null]);
  const settled = async (name: FigureName) => (await series(name, 'month')).map((one) => one.settled);
  expect(await settled('precision')).toEqual([true, true, false]);
  expect(await settled('alertRate')).toEqual([true, true, true]);
  expect((await series('net', 'month')).map(({ maturity }) => maturity.kind)).toEqual([
    'matured',
    'matured',
    'immature',
  ]);
});

test('the first month says that it was not whole', async () => {
  expect((await periods('month')).map(({ first, covered, days }) => [first, covered, days])).toEqual([
    ['2024-04-01', 23, 30],
    ['2024-05-01', 31, 31],
    ['2024-06-01', 23, 30],
  ]);
});

test.each(['day', 'week', 'month'] as const)('what is in yen and orders adds up over %ss to the run', async (unit) => {
  const { money } = figures();
  const all = [...money.lines, money.net, ...money.beside].map(({ name, value }) => [name, value] as const);
  for (const [name, value] of [...all, ['orders', result.rows] as const, ['amount', result.amount] as const]) {
    const parts = await series(name, unit);
    expect(parts.reduce((sum, { measured }) => sum + measured.part, 0)).toBeCloseTo(value, 6);
  }
});

test('every figure in yen of a month is what its formula adds up, with only the orders of the month', async () => {
  const { money, assumptions: all, queue } = figures();
  const given = { assumptions: all, target: result.target, perMajor: 1, reviewed: queue.reviewed, measured: true };
  for (const { name } of [...money.lines, money.net, ...money.beside]) {
    for (const { part, measured } of await series(name, 'month')) {
      const made = partFormula(name, { ...given, cells: part.cells });
      const sum = [...(made?.parts ?? []), ...(made === null ? [] : [made.line])]
        .flatMap(({ products, sign }) => products.map((product) => sign * productOf(product)))
        .reduce((total, value) => total + value, 0);
      expect(sum, name).toBeCloseTo(measured.part, 6);
      expect(made?.line.value, name).toBeCloseTo(measured.part, 6);
    }
  }
  expect(partFormula('perThousand', { ...given, cells: figures().cells })?.line.value).toBe(money.net.value);
  for (const name of ['amount', 'orders', 'precision'] as const)
    expect(partFormula(name, { ...given, cells: figures().cells })).toBe(null);
});

test('days of the week hold every order once, on the day of the zone', async () => {
  const parts = weekdays.map((day) => weekdayFilter(day, String(day), { currency: 'JPY', timezone: 'Asia/Tokyo' }));
  const ask = { ruleSet, filter: everything, parts };
  const found = await backtestHandlers(history.project)['backtest.breakdown'](ask, listening());
  const counts = measuredParts(byName('orders'), found, parts.length).map(({ measured }) => measured.part);
  const expected = weekdays.map(
    (day) => orders.filter((one) => new Date(Date.parse(one.ordered_at) + 9 * 3_600_000).getUTCDay() === day).length,
  );
  expect(counts).toEqual(expected);
  expect(expected.reduce((sum, value) => sum + value, 0)).toBe(72);
});

test('hits by month are those of the table, the same by one query for each rule, and make the stability', async () => {
  const windows = (await periods('month')).map(timeFilter);
  const ask = { ruleSet, filter: everything, windows };
  const found = await backtestHandlers(history.project)['backtest.hits'](ask, listening());
  expect(found.windows.map(({ rules }) => rules.map(({ hits }) => hits))).toEqual([
    [8, 12],
    [12, 12],
    [12, 12],
  ]);
  expect(found.windows.map(({ decided }) => decided)).toEqual([
    { OK: 12, REVIEW: 4, HOLD: 0, NG: 8 },
    { OK: 12, REVIEW: 0, HOLD: 0, NG: 12 },
    { OK: 12, REVIEW: 0, HOLD: 0, NG: 12 },
  ]);
  expect(found.columns).toEqual(['amount']);
  const plain = backtestHandlers(history.project, byDuckdb(history.project));
  expect(await plain['backtest.hits'](ask, listening())).toEqual(found);
  const share = (a: number, e: number): number => (a - e) * Math.log(a / e);
  expect(stabilityOf([8, 16], [12, 12])?.psi).toBeCloseTo(share(12 / 24, 8 / 24) + share(12 / 24, 16 / 24), 12);
});

test('markers are kept by day, each once, and one that is no date is refused', async () => {
  const calls = backtestHandlers(history.project);
  expect(await calls['backtest.markers']({}, listening())).toEqual([]);
  const markers = [
    { day: '2024-05-15', name: '3DS必須化' },
    { day: '2024-04-20', name: '審査担当を増員' },
    { day: '2024-05-15', name: '3DS必須化' },
  ];
  const kept = [markers[1], markers[0]];
  expect(await calls['backtest.mark']({ markers }, listening())).toEqual(kept);
  expect(await calls['backtest.markers']({}, listening())).toEqual(kept);
  const before = (await history.project.info()).dataVersion;
  await calls['backtest.mark']({ markers: [] }, listening());
  expect((await history.project.info()).dataVersion).toBe(before);
});
