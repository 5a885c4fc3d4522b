import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { byDuckdb } from '../../analysis/backtest/measuring.ts';
import { exploreHandlers } from '../../analysis/explore/handlers.ts';
import { maturityHandlers } from '../../analysis/maturity/handlers.ts';
import type { BacktestResult } from '../../analysis/model/backtest.ts';
import { everything, type Clause, type Filter } from '../../analysis/model/filter.ts';
import { partAt } from '../../analysis/model/results/breakdown.ts';
import { completed } from '../../analysis/model/results/assumptions.ts';
import { cameBy, judgedFigures } from '../../analysis/model/results/judged-figures.ts';
import { figuresOf } from '../../analysis/model/results/of-run.ts';
import { asRun, type Judged } from '../../analysis/model/results/judged.ts';
import { cellsOver, pickedFrom } from '../../analysis/model/results/tally.ts';
import { results } from '../../analysis/model/ruleset.ts';
import { outcomeStates, type OutcomeState, type Target } from '../../analysis/model/target.ts';
import { sql } from '../../analysis/store/sql.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { fraudWithin30Days, listening, openHistory, type FactRow, type History, type OrderRow } from './history.ts';

/**
 * With a horizon of 30 days, orders before 2024-06-01 are matured as of 2024-06-30, and those before 2024-05-02 as of 2024-05-31.
 *
 *     day    amount  device  reported as fraud  as of 06-30  as of 05-31  not paid   decision
 *  a  04-01   20000  d1      05-10              bad          bad          -          NG
 *  b  04-02   15000  d2      06-10              bad          good         -          NG
 *  c  04-03    5000  d1      -                  good         good         -          REVIEW
 *  d  04-04    3000  d2      05-20              bad          bad          -          OK
 *  e  05-20   30000  d2      -                  good         immature     -          NG
 *  f  06-10   40000  d1      06-20              immature     (not there)  -          NG
 *  g  04-05   12000  d2      -                  good         good         06-25      NG
 */
const order = (event_id: string, day: string, amount: number, device_id: string): OrderRow => ({
  ...{ event_id, ordered_at: `2024-${day}T12:00:00+09:00`, amount, currency: 'JPY', device_id },
  ...{ recorded_result: event_id === 'c' ? 'REVIEW' : 'OK', recorded_manual_result: event_id === 'c' ? 'OK' : null },
});
const orders = [
  order('a', '04-01', 20000, 'd1'),
  order('b', '04-02', 15000, 'd2'),
  order('c', '04-03', 5000, 'd1'),
  order('d', '04-04', 3000, 'd2'),
  order('e', '05-20', 30000, 'd2'),
  order('f', '06-10', 40000, 'd1'),
  order('g', '04-05', 12000, 'd2'),
];
const fact = (order_id: string, kind: string, day: string): FactRow => ({
  ...{ order_id, kind, reported_at: `2024-${day}T09:00:00+09:00` },
  ...(kind === 'chargeback' ? { family: 'fraud' } : {}),
});
const facts = [
  fact('a', 'chargeback', '05-10'),
  fact('b', 'chargeback', '06-10'),
  fact('d', 'chargeback', '05-20'),
  fact('f', 'chargeback', '06-20'),
  fact('g', 'bad-debt', '06-25'),
];
const unpaid: Target = {
  ...{ id: 'unpaid-0', name: { ja: '未払い', en: 'Unpaid' }, kinds: ['bad-debt'] },
  ...{ reasonFamilies: [], horizonDays: 0 },
};
const ruleSet = ruleSetOf(ruleOf('BIG', 'order.amount > 10000'), ruleOf('SHARED', 'device.id == "d1"', 'REVIEW'));
const of = (...clauses: readonly Clause[]): Filter => ({ clauses: [...clauses] });
const inState = (...states: readonly OutcomeState[]): Filter => of({ kind: 'state', states: [...states] });
/** The run's filter asks how orders ended itself: nothing it leaves out may come in when the project judges otherwise. */
const filter = inState('bad', 'good', 'immature');
const april = of({ kind: 'time', column: 'ordered_at', from: null, to: '2024-05-01T00:00:00+09:00' });

let history: History;
let runId: string;
let result: BacktestResult;
let groups: Float64Array;
type Measured = 'matrix' | 'duckdb';
const handlers = (by: Measured = 'matrix') =>
  by === 'matrix' ? backtestHandlers(history.project) : backtestHandlers(history.project, byDuckdb(history.project));

beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-06-30' });
  await history.load(orders, facts);
  const assumptions = { marginRate: 0.3 };
  const ran = await handlers()['backtest.run']({ ruleSet, filter, save: true, assumptions }, listening());
  ({ runId, result, groups } = ran);
});
afterAll(() => history.close());

/** Every call that a view of a run makes. */
async function views(by: Measured, judged?: Judged) {
  const calls = handlers(by);
  const asked = { ruleSet, filter, ...(judged === undefined ? {} : { judged }) };
  const about = { filter, ...(judged === undefined ? {} : { judged }) };
  const cut = { kind: 'clause' as const, code: 'BIG', from: 15, to: 20 };
  const { result: found, groups: sums } = await calls['backtest.run']({ ...asked, save: false }, listening());
  const persons = await calls['backtest.personReview'](about, listening());
  const maturity = await maturityHandlers(history.project)['maturity.report'](
    { unit: 'month', ...(judged === undefined ? {} : { judged }) },
    listening(),
  );
  return {
    run: { result: found, groups: sums },
    breakdown: await calls['backtest.breakdown']({ ...asked, parts: [april, everything] }, listening()),
    matured: await calls['backtest.matured'](asked, listening()),
    hits: await calls['backtest.hits']({ ...asked, windows: [april, everything] }, listening()),
    thresholds: await calls['backtest.thresholds']({ ...asked, cut, tried: { kind: 'spread', most: 10 } }, listening()),
    contributions: await calls['backtest.contributions'](asked, listening()),
    // The same way to measure; every rule of the library takes its time.
    additions: by === 'matrix' ? await calls['backtest.additions'](asked, listening()) : null,
    // In no order.
    persons: persons.cells
      .map(({ auto, person, state, proved, orders: n }) => JSON.stringify({ auto, person, state, proved, orders: n }))
      .sort(),
    column: await exploreHandlers(history.project)['explore.column']({ ...about, column: 'device_id' }, listening()),
    // The other targets are those that the project lists now.
    maturity: { ...maturity, byTarget: maturity.byTarget.filter(({ target }) => target.id === maturity.target.id) },
  };
}

const statesOf = (cells: ReturnType<typeof cellsOver>): Record<string, number> =>
  Object.fromEntries(
    outcomeStates.map((state) => [state, pickedFrom(cells, { results, states: [state], measure: 'orders' })]),
  );

describe.each(['matrix', 'duckdb'] as const)('a run that the project no longer judges as (%s)', (by) => {
  test('its views keep its figures when they ask as it judged', async () => {
    expect(result).toMatchObject({ rows: 7, bad: 3, good: 3, immature: 1, asOf: '2024-06-30' });
    const before = await views(by);
    expect(before.run.groups).toEqual(groups);
    await history.project.update({ target: unpaid, asOf: '2024-05-31' });
    try {
      const now = await views(by);
      const then = await views(by, asRun(result));
      expect(then).toEqual(before);
      for (const name of ['run', 'breakdown', 'thresholds', 'contributions', 'persons', 'maturity'] as const)
        expect(now[name], name).not.toEqual(before[name]);
      // Of April a, b and d are bad, c and g good; e and f came later.
      const parts = [0, 1].map((part) => statesOf(partAt(then.breakdown.parts, part).cells));
      expect(parts).toEqual([
        { bad: 3, good: 2, immature: 0, blocked: 0, excluded: 0 },
        { bad: 0, good: 1, immature: 1, blocked: 0, excluded: 0 },
      ]);
      expect(then.breakdown.groups).toEqual(groups);
      expect(then.thresholds).toMatchObject({ orders: 7, asOf: '2024-06-30', target: fraudWithin30Days });
      expect(then.thresholds.points.find(({ value }) => value === 10000)?.groups).toEqual(groups);
      const fired = then.contributions.intersections.map(({ codes, orders: n, bad, good }) => [
        codes.join(),
        n,
        bad,
        good,
      ]);
      expect(fired.sort()).toEqual([
        ['BIG', 3, 1, 2],
        ['BIG,SHARED', 2, 1, 0],
        ['SHARED', 1, 0, 1],
      ]);
      expect(then.persons).toContain(
        JSON.stringify({ auto: 'REVIEW', person: 'OK', state: 'good', proved: false, orders: 1 }),
      );
    } finally {
      await history.project.update({ target: fraudWithin30Days, asOf: '2024-06-30' });
    }
  }, 120_000);

  test('repeated, it comes to the same figures', async () => {
    await history.project.update({ target: unpaid, asOf: '2024-05-31' });
    try {
      const again = await handlers(by)['backtest.repeat']({ runId }, listening());
      expect(again.hashes).toEqual(['ruleSet', 'data', 'target', 'assumptions'].map((name) => ({ name, same: true })));
      expect(again).toMatchObject({ asOf: { then: '2024-06-30', now: '2024-06-30' }, differs: [] });
    } finally {
      await history.project.update({ target: fraudWithin30Days, asOf: '2024-06-30' });
    }
  });

  test('orders chosen by how they ended are those of the day that is asked for', async () => {
    const cells = async (chosen: Filter, judged?: Judged) => {
      const ask = { ruleSet, filter: chosen, parts: [april], ...(judged === undefined ? {} : { judged }) };
      const { groups: all } = await handlers(by)['backtest.breakdown'](ask, listening());
      return statesOf(cellsOver(all));
    };
    const none = { bad: 0, good: 0, immature: 0, blocked: 0, excluded: 0 };
    const may = { asOf: '2024-05-31' };
    const charged = of({ kind: 'told', what: 'kind', name: 'chargeback' });
    expect(await cells(inState('bad'))).toEqual({ ...none, bad: 3 });
    // b was reported in June.
    expect(await cells(inState('bad'), may)).toEqual({ ...none, bad: 2 });
    expect(await cells(inState('good'), may)).toEqual({ ...none, good: 3 });
    expect(await cells(charged)).toEqual({ ...none, bad: 3, immature: 1 });
    expect(await cells(charged, may)).toEqual({ ...none, bad: 2 });
    // Only g was not paid.
    expect(await cells(inState('bad'), { target: unpaid })).toEqual({ ...none, bad: 1 });
    // Raw, the orders stay those that are not matured, and f has been reported.
    expect(await cells(inState('immature'), { raw: true })).toEqual({ ...none, bad: 1 });
    expect(await cells(inState('immature'), { ...may, raw: true })).toEqual({ ...none, good: 1, immature: 1 });
  });
});

test('a run is out of date once its data are, not when the project judges otherwise', async () => {
  const open = async () => (await handlers()['backtest.open']({ runId }, listening())).run;
  await history.project.update({ target: unpaid, asOf: '2024-05-31' });
  expect(await open()).toMatchObject({ stale: false, changed: [] });
  await history.write(sql`UPDATE outcomes SET order_id = 'c' WHERE order_id = 'b'`);
  expect(await open()).toMatchObject({ stale: true, changed: ['data'] });
  const [listed] = await handlers()['backtest.runs']({}, listening());
  expect(listed).toMatchObject({ runId, stale: true, changed: ['data'] });
  const again = await handlers()['backtest.repeat']({ runId }, listening());
  expect(again.hashes.filter(({ same }) => !same).map(({ name }) => name)).toEqual(['data']);
  expect(again.differs).toContain('groups');
  // The same data again, though nobody knows that they were not touched.
  await history.write(sql`UPDATE outcomes SET order_id = 'b' WHERE order_id = 'c'`);
  expect(await open()).toMatchObject({ stale: false, changed: [] });
  await history.project.update({ target: fraudWithin30Days, asOf: '2024-06-30' });
});

test('a run judged otherwise beside it is weighed with the reviews of its own orders', async () => {
  // b, d and g come day after day, e a month and a half later: half a review a day does the three before it comes, if it does.
  const watched = ruleSetOf(ruleOf('WATCH', 'device.id == "d2"', 'REVIEW'));
  const given = { reviewMinutes: 960, hoursPerDay: 8, reviewers: 1, unreviewed: 'slip' as const, cutoffHour: 20 };
  const calls = handlers();
  const whole = await calls['backtest.run']({ ruleSet: watched, filter: everything, save: false }, listening());
  const all = figuresOf({ ...whole, given, perMajor: 1 });
  const until = cameBy(everything, Date.parse('2024-05-11T00:00:00+09:00'));
  for (const [part, judged] of [
    [until, { target: fraudWithin30Days, asOf: '2024-05-31' }],
    [everything, { target: unpaid, asOf: '2024-06-30' }],
  ] as const) {
    const asked = { ruleSet: watched, filter: part, judged };
    const breakdown = await calls['backtest.breakdown']({ ...asked, parts: [] }, listening());
    const assumptions = completed(given, 'JPY');
    const { period } = whole.result;
    const told = judgedFigures({ breakdown, target: judged.target, period, assumptions, perMajor: 1 });
    const run = await calls['backtest.run']({ ...asked, save: false }, listening());
    const own = figuresOf({ ...run, given, perMajor: 1 });
    expect(told.money.lines).toEqual(own.money.lines);
    expect(told.money.net.value).toBe(own.money.net.value);
    expect(told.headline('alertRate')).toEqual(own.headlines.find(({ name }) => name === 'alertRate'));
    if (part === until) expect(own.queue.reviewed).toBeLessThan(all.queue.reviewed);
  }
});
