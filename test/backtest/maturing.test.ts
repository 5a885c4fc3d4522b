import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { byDuckdb } from '../../analysis/backtest/measuring.ts';
import { maturityHandlers } from '../../analysis/maturity/handlers.ts';
import type { DelayCurve } from '../../analysis/model/maturity/delay-curve.ts';
import { everything } from '../../analysis/model/filter.ts';
import {
  ripeningSeries,
  ripeningTotal,
  type MaturedWeek,
  type Ripening,
} from '../../analysis/model/results/matured-series.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { listening, openHistory, type FactRow, type History, type OrderRow } from './history.ts';

/**
 * Every day the same: 40 orders, one of the 4 dear ones and one of the 36 others end in a chargeback, told after 10, 20, … 100
 * days in turn. As of 2025-03-31, with a horizon of 120 days.
 */
const days = 420;
const perDay = 40;
const dayMs = 86_400_000;
const asOf = Date.parse('2025-03-31T23:00:00+09:00');
const ruleSet = ruleSetOf(ruleOf('DEAR', 'order.amount >= 10000'));
const dearRate = 1 / 4;
const otherRate = 1 / 36;

let history: History;
let weeks: readonly MaturedWeek[];
let curve: DelayCurve | null;

beforeAll(async () => {
  const orders: OrderRow[] = [];
  const facts: FactRow[] = [];
  for (let day = 0; day < days; day += 1)
    for (let i = 0; i < perDay; i += 1) {
      const at = asOf - (days - 1 - day) * dayMs - i * 60_000;
      const event_id = `o${day}-${i}`;
      const dear = i < 4;
      orders.push({ event_id, ordered_at: new Date(at).toISOString(), amount: dear ? 20_000 : 3000, currency: 'JPY' });
      if (i !== 0 && i !== 4) continue;
      const delay = 10 * (1 + ((day * 2 + (dear ? 0 : 1)) % 10));
      const reported = at + delay * dayMs;
      if (reported > asOf) continue;
      facts.push({
        order_id: event_id,
        kind: 'chargeback',
        family: 'fraud',
        reported_at: new Date(reported).toISOString(),
      });
    }
  const target = {
    id: 'card-fraud',
    name: { ja: 'カード不正', en: 'Card fraud' },
    kinds: ['chargeback' as const],
    reasonFamilies: ['fraud' as const],
    horizonDays: 120,
  };
  history = await openHistory({ target });
  await history.load(orders, facts);
  weeks = await backtestHandlers(history.project)['backtest.matured']({ ruleSet, filter: everything }, listening());
  ({ curve } = await maturityHandlers(history.project)['maturity.report']({ unit: 'month' }, listening()));
}, 120_000);
afterAll(() => history.close());

const truth = { badRate: 2 / perDay, passedBad: otherRate, precision: dearRate } as const;
const asked = Object.entries(truth) as readonly (readonly [keyof typeof truth, number])[];
const full = (series: readonly Ripening[]): readonly Ripening[] => series.filter((one) => one.weeks === 4).slice(1);

test.each(asked)('of one true rate the matured %s is flat, the raw bends, the adjusted is flat', (name, rate) => {
  const series = full(ripeningSeries(weeks, curve, name, 4));
  expect(series.length).toBeGreaterThan(10);
  const matured = series.flatMap(({ matured: one }) => one.value ?? []);
  expect(matured.length).toBeGreaterThan(8);
  for (const value of matured) expect(value).toBeCloseTo(rate, 9);
  const youngest = series.at(-1);
  expect(youngest?.raw.value).toBeLessThan(rate * 0.4);
  for (const { raw } of series) expect(raw.value).toBeLessThanOrEqual(rate + 1e-9);
  const adjusted = series.flatMap(({ adjusted: one }) => one ?? []);
  expect(adjusted.length).toBeGreaterThan(matured.length);
  for (const one of adjusted) {
    // Ten delays in turn over 28 days: no month has each exactly as often.
    expect(one.value).toBeGreaterThan(rate * 0.85);
    expect(one.value).toBeLessThan(rate * 1.15);
    if (one.maturity > 0.999) expect(one.value).toBeCloseTo(rate, 9);
  }
  const total = ripeningTotal(weeks, curve, name);
  expect(total.adjusted?.value).toBeGreaterThan(rate * 0.97);
  expect(total.adjusted?.value).toBeLessThan(rate * 1.03);
});

test('the adjusted band holds the truth for every month with one', () => {
  const banded = full(ripeningSeries(weeks, curve, 'badRate', 4)).flatMap(({ adjusted }) => adjusted ?? []);
  const held = banded.filter(
    ({ low, high }) => low !== null && high !== null && low <= 0.05 + 1e-9 && high >= 0.05 - 1e-9,
  );
  expect(held.length).toBeGreaterThanOrEqual(banded.length - 2);
});

test('every order that can be good or bad is counted once, by its age; recall is the same however ripe', () => {
  const orders = weeks.flatMap((week) => week.days).reduce((sum, { orders: by }) => sum + by.OK + by.NG, 0);
  expect(orders).toBe(days * perDay);
  const old = weeks.reduce((sum, { matured }) => sum + matured.orders.OK + matured.orders.NG, 0);
  // Orders of the last 120 days are not old enough; the cut-off is the end of the day.
  expect(old).toBe((days - 120) * perDay);
  for (const { age, orders: by } of weeks.flatMap((week) => week.days))
    if (by.OK > 0) expect(age).toBeGreaterThanOrEqual(0);
  const total = ripeningTotal(weeks, curve, 'recall');
  expect(total.matured.value).toBeCloseTo(0.5, 9);
  expect(total.raw.value).toBeCloseTo(0.5, 1);
  expect(total.adjusted?.value).toBeCloseTo(0.5, 1);
});

test('the loops count what plain queries count', async () => {
  const { project } = history;
  const plain = await backtestHandlers(project, byDuckdb(project))['backtest.matured'](
    { ruleSet, filter: everything },
    listening(),
  );
  expect(weeks).toEqual(plain);
});

test('without a curve nothing is adjusted', () => {
  for (const { adjusted } of ripeningSeries(weeks, null, 'precision', 4)) expect(adjusted).toBe(null);
});

describe('by hand', () => {
  const none = { OK: 0, REVIEW: 0, HOLD: 0, NG: 0 };
  const half: DelayCurve = {
    ...{ end: 10, reports: 100, beyond: 0 },
    points: Array.from({ length: 11 }, (_, age) => ({ age, share: age < 10 ? 0.5 : 1, low: null, high: null })),
  };
  const week = (...days: MaturedWeek['days']): readonly MaturedWeek[] => [
    { week: 0, matured: { orders: none, bad: none }, days },
  ];

  test('a share never comes to more than all', () => {
    const young = { age: 1, orders: { ...none, NG: 10 }, bad: { ...none, NG: 9 } };
    // 9 of 10 at a maturity of one half.
    expect(ripeningTotal(week(young), half, 'precision').adjusted).toMatchObject({ part: 9, whole: 10, value: 1 });
    const missed = { age: 1, orders: { ...none, OK: 40, NG: 20 }, bad: { ...none, OK: 3, NG: 9 } };
    expect(ripeningTotal(week(missed), half, 'recall').adjusted).toMatchObject({ part: 9, whole: 12, value: 9 / 12 });
  });

  test('of a handful nothing is adjusted, as nothing raw is measured', () => {
    const alerts = (NG: number, bad: number): MaturedWeek['days'][number] => ({
      ...{ age: 1, orders: { ...none, OK: 200, NG }, bad: { ...none, NG: bad } },
    });
    for (const name of ['precision', 'recall'] as const) {
      expect(ripeningTotal(week(alerts(9, 9)), half, name).adjusted).toBe(null);
      expect(ripeningSeries(week(alerts(9, 9)), half, name, 1)[0]?.adjusted).toBe(null);
      expect(ripeningSeries(week(alerts(10, 10)), half, name, 1)[0]?.adjusted).not.toBe(null);
    }
  });

  test('the band adds up what the curve and what the count of reports leave open', () => {
    const points = half.points.map((point) => ({
      ...point,
      low: point.share * 0.8,
      high: Math.min(1, point.share * 1.25),
    }));
    const banded = { ...half, points };
    const of = (bad: number) =>
      ripeningTotal(week({ age: 1, orders: { ...none, NG: 100 }, bad: { ...none, NG: bad } }), banded, 'precision')
        .adjusted;
    // Wilson of 10 of 100: 0.05523 to 0.17437; ln(0.1 ÷ 0.05523) = 0.5937, ln 1.25 = 0.2231, together 0.6342.
    expect(of(10)?.low).toBeCloseTo(0.2 * Math.exp(-0.6342), 4);
    // ln(0.17437 ÷ 0.1) = 0.5560, together 0.5991.
    expect(of(10)?.high).toBeCloseTo(0.2 * Math.exp(0.5991), 4);
    // Wilson of none: up to 0.03699, with the least of the curve, 0.4.
    expect(of(0)).toMatchObject({ value: 0, low: 0 });
    expect(of(0)?.high).toBeCloseTo(0.03699 / 0.4, 4);
  });

  test('recall adjusts what is found and what is missed each by its own age', () => {
    const young = { age: 1, orders: { ...none, NG: 100 }, bad: { ...none, NG: 40 } };
    const old = { age: 10, orders: { ...none, OK: 900 }, bad: { ...none, OK: 20 } };
    // 40 ÷ 0.5 found, 20 missed
    expect(ripeningTotal(week(young, old), half, 'recall').adjusted?.value).toBeCloseTo(0.8, 12);
    expect(ripeningTotal(week({ ...young, bad: { ...none, NG: 40 } }), half, 'recall').adjusted?.value).toBe(1);
    expect(ripeningTotal(week(old), half, 'recall').adjusted?.value).toBe(0);
  });
});
