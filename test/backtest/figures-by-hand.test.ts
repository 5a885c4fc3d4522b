import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import type { BacktestResult } from '../../analysis/model/backtest.ts';
import { everything } from '../../analysis/model/filter.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import type { ProjectHandle } from '../../analysis/store/project-handle.ts';
import { saveRuleSet } from '../../analysis/store/rule-sets.ts';
import { fraudWithin30Days, listening, openHistory, type FactRow, type History, type OrderRow } from './history.ts';

/**
 * As of 2024-06-30 with a horizon of 30 days, orders up to 2024-05-31 (Tokyo) are matured.
 *
 *      day    amount  device  state      BIG (> 10,000)  SHARED (device d1)  decision
 *  a   04-01   20000  d1      bad        hit             hit                 NG
 *  b   04-01   15000  -       bad        hit             not evaluable       NG
 *  c   04-02    5000  d1      bad        -               hit                 REVIEW
 *  d   04-03    3000  d2      bad        -               -                   OK
 *  e   04-03   30000  d2      good       hit             -                   NG
 *  f   05-31    1000  d1      good       -               hit                 REVIEW
 *  g   05-31    2000  -       good       -               not evaluable       OK
 *  h   06-01   12000  d2      immature   hit             -                   NG
 *  i   06-10   40000  d1      immature   hit             hit                 NG    (bad already reported)
 *  j   06-11       -  d2      immature   not evaluable   -                   OK
 *  k   04-05   11000  d1      blocked    hit             hit                 NG    (refused then)
 *  l   04-06    9000  d1      blocked    -               hit                 REVIEW (cancelled)
 *  m   04-07   10001  d2      excluded   hit             -                   NG    (settlement status 100)
 */
const orders: readonly OrderRow[] = [
  order('a', '04-01', 20000, 'd1'),
  order('b', '04-01', 15000, null),
  order('c', '04-02', 5000, 'd1'),
  order('d', '04-03', 3000, 'd2'),
  order('e', '04-03', 30000, 'd2'),
  order('f', '05-31', 1000, 'd1'),
  order('g', '05-31', 2000, null),
  order('h', '06-01', 12000, 'd2'),
  order('i', '06-10', 40000, 'd1'),
  order('j', '06-11', null, 'd2'),
  { ...order('k', '04-05', 11000, 'd1'), recorded_result: 'NG' },
  order('l', '04-06', 9000, 'd1'),
  { ...order('m', '04-07', 10001, 'd2'), settle_status: '100' },
];

function order(event_id: string, day: string, amount: number | null, device_id: string | null): OrderRow {
  return { event_id, ordered_at: `2024-${day}T12:00:00+09:00`, amount, currency: 'JPY', device_id };
}

const charged = (order_id: string): FactRow => ({
  order_id,
  kind: 'chargeback',
  family: 'fraud',
  reported_at: '2024-06-20T00:00:00+09:00',
});
const facts: readonly FactRow[] = [
  ...['a', 'b', 'c', 'd', 'i'].map(charged),
  { order_id: 'l', kind: 'cancelled', reported_at: '2024-04-06T18:00:00+09:00' },
];

const ruleSet: RuleSet = {
  format: 'shinsa-ruleset',
  formatVersion: 1,
  modelId: 'CRD_01',
  name: '手計算',
  profile: 'wb-1',
  currency: 'JPY',
  timezone: 'Asia/Tokyo',
  default: 'OK',
  rules: [
    { code: 'BIG', description: { ja: '高額', en: 'Big' }, when: 'order.amount > 10000', result: 'NG' },
    { code: 'SHARED', description: { ja: '端末', en: 'Device' }, when: 'device.id == "d1"', result: 'REVIEW' },
  ],
};

let history: History;
let runId: string;
let result: BacktestResult;
const handlers = (): ReturnType<typeof backtestHandlers> => backtestHandlers(history.project);

beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-06-30' });
  await history.load(orders, facts);
  ({ runId, result } = await handlers()['backtest.run']({ ruleSet, filter: everything, save: true }, listening()));
});
afterAll(() => history.close());

test('every order has one state', () => {
  const { rows, bad, good, immature, blocked, excluded, immatureBad } = result;
  expect({ rows, bad, good, immature, blocked, excluded, immatureBad }).toEqual({
    rows: 13,
    bad: 4,
    good: 3,
    immature: 3,
    blocked: 2,
    excluded: 1,
    immatureBad: 1,
  });
});

test('figures of each rule', () => {
  expect(result.rules).toEqual([
    {
      code: 'BIG',
      hits: 7,
      tp: 2,
      fp: 1,
      hitsImmature: 2,
      hitsBlocked: 1,
      hitsExcluded: 1,
      unevaluable: 1,
      causes: [{ cause: 'order.amount', orders: 1 }],
      amount: { hit: 20000 + 15000 + 30000 + 12000 + 40000 + 11000 + 10001, caught: 35000 },
    },
    {
      code: 'SHARED',
      hits: 6,
      tp: 2,
      fp: 1,
      hitsImmature: 1,
      hitsBlocked: 2,
      hitsExcluded: 0,
      unevaluable: 2,
      causes: [{ cause: 'device.id', orders: 2 }],
      amount: { hit: 20000 + 5000 + 1000 + 40000 + 11000 + 9000, caught: 25000 },
    },
  ]);
});

test('decisions and totals', () => {
  expect(result.decisions).toEqual({ OK: 3, REVIEW: 3, HOLD: 0, NG: 7 });
  expect(result.decisionsByState.REVIEW).toEqual({
    bad: { orders: 1, amount: 5000 },
    good: { orders: 1, amount: 1000 },
    immature: { orders: 0, amount: 0 },
    blocked: { orders: 1, amount: 9000 },
    excluded: { orders: 0, amount: 0 },
  });
  expect(result.total).toEqual({
    alerts: 10,
    alertRate: 10 / 13,
    tp: 3,
    fp: 2,
    fn: 1,
    tn: 1,
    precision: 3 / 5,
    recall: 3 / 4,
    caught: 40000,
    missed: 3000,
    goodAlerted: 31000,
  });
});

test('the header says what was measured', () => {
  expect(result.maturity).toBe('measured');
  expect(result.asOf).toBe('2024-06-30');
  expect(result.period).toEqual({ from: '2024-04-01', to: '2024-06-11' });
  expect(result.warnings).toEqual([{ code: 'immature-bad', params: { orders: 1 } }]);
  expect(result.amount).toBe(orders.reduce((total, { amount }) => total + Number(amount), 0));
});

test('weeks hold every decision, and young ones are marked', () => {
  expect(result.weekly).toEqual([
    { week: Date.parse('2024-04-01T00:00:00+09:00'), OK: 1, REVIEW: 2, HOLD: 0, NG: 5, immature: false },
    { week: Date.parse('2024-05-27T00:00:00+09:00'), OK: 1, REVIEW: 1, HOLD: 0, NG: 1, immature: true },
    { week: Date.parse('2024-06-10T00:00:00+09:00'), OK: 1, REVIEW: 0, HOLD: 0, NG: 1, immature: true },
  ]);
});

test('the impact of a rule text is that rule of the backtest, with the totals it is measured on', async () => {
  const text = { when: 'order.amount > 10000', currency: 'JPY', timezone: 'Asia/Tokyo', filter: everything };
  const impact = await handlers()['rules.impact'](text, listening());
  expect(impact).toMatchObject({ ...result.rules[0], code: '', rows: 13, bad: 4, good: 3, maturity: 'measured' });
  expect(impact.byState.blocked).toEqual({ orders: 2, amount: 20000 });
});

test('totals counted while the as-of date changes are never those of another date', async () => {
  const { project } = history;
  const text = { when: 'order.amount > 10000', currency: 'JPY', timezone: 'Asia/Tokyo', filter: everything };
  const before = await handlers()['rules.impact'](text, listening());
  let changed = false;
  const scope: ProjectHandle['scope'] = async (currency, timezone) => {
    if (!changed) await project.update({ asOf: '2024-01-02' });
    changed = true;
    return project.scope(currency, timezone);
  };
  const calls = backtestHandlers({ ...project, scope });
  const early = await calls['rules.impact'](text, listening());
  expect(early.byState).toEqual((await handlers()['rules.impact'](text, listening())).byState);
  expect(early.byState).not.toEqual(before.byState);
  await project.update({ asOf: '2024-06-30' });
  expect(await calls['rules.impact'](text, listening())).toEqual(before);
});

test('a rule that does not check says what is wrong and where', async () => {
  const text = { when: 'order.amount > ', currency: 'JPY', timezone: 'Asia/Tokyo', filter: everything };
  await expect(handlers()['rules.impact'](text, listening())).rejects.toMatchObject({
    failure: { code: 'rule-invalid', params: { issue: 'unexpected-end' } },
  });
  const broken = { ...ruleSet, rules: ruleSet.rules.map((rule) => ({ ...rule, when: 'settle.nothing' })) };
  await expect(
    handlers()['backtest.run']({ ruleSet: broken, filter: everything, save: false }, listening()),
  ).rejects.toMatchObject({ failure: { code: 'rule-invalid', params: { rule: 'BIG' } } });
});

test('a filter narrows what is measured, and the result says so', async () => {
  const filter = { clauses: [{ kind: 'state' as const, states: ['bad' as const, 'good' as const] }] };
  const run = await handlers()['backtest.run']({ ruleSet, filter, save: false }, listening());
  expect(run.result.rows).toBe(7);
  expect(run.result.rules[0]).toMatchObject({ hits: 3, tp: 2, fp: 1 });
  expect(run.result.warnings).toContainEqual({ code: 'filter-active', params: { clauses: 1 } });
});

test('the orders behind each number are found by its clause', async () => {
  const [rule] = ruleSet.rules;
  const clause = {
    kind: 'rule' as const,
    code: 'BIG',
    when: rule?.when ?? '',
    currency: 'JPY',
    timezone: 'Asia/Tokyo',
  };
  const rowsWhere = async (value: 'true' | 'unevaluable'): Promise<number> => {
    const filter = { clauses: [{ ...clause, value }] };
    return (await handlers()['backtest.run']({ ruleSet, filter, save: false }, listening())).result.rows;
  };
  expect(await rowsWhere('true')).toBe(result.rules[0]?.hits);
  expect(await rowsWhere('unevaluable')).toBe(result.rules[0]?.unevaluable);
  const filter = { clauses: [{ kind: 'decision' as const, ruleSet, results: ['REVIEW' as const] }] };
  const reviewed = await handlers()['backtest.run']({ ruleSet, filter, save: false }, listening());
  expect(reviewed.result.rows).toBe(result.decisions.REVIEW);
});

test('a kept run is read back as it was, whatever the project judges by then', async () => {
  const opened = await handlers()['backtest.open']({ runId }, listening());
  expect(opened.result).toEqual(result);
  expect(opened.ruleSet).toEqual(ruleSet);
  expect(opened.run).toMatchObject({ ruleSetName: '手計算', rules: 2, rows: 13, alerts: 10, stale: false });

  await history.project.update({ asOf: '2024-07-31' });
  const [listed] = await handlers()['backtest.runs']({}, listening());
  expect(listed).toMatchObject({ runId, stale: false, savedAs: [], asOf: result.asOf, target: result.target });
  expect(listed?.ruleSetHash).toBe(result.hashes.ruleSet);
  const { ruleSetId } = await history.project.write({}, (db) => saveRuleSet(db, ruleSet));
  await history.project.write({}, (db) => saveRuleSet(db, { ...ruleSet, name: '別の名前' }, { ruleSetId }));
  const [saved] = await handlers()['backtest.runs']({}, listening());
  expect(saved?.savedAs).toEqual([{ ruleSetId, version: 1 }]);
  await history.project.update({ asOf: '2024-06-30' });
  await expect(handlers()['backtest.open']({ runId: 'none' }, listening())).rejects.toMatchObject({
    failure: { code: 'run-not-found' },
  });
});

test('equal rule sets have equal hashes however their keys are ordered', async () => {
  const { rules, ...rest } = ruleSet;
  const other = { rules: rules.map(({ when, ...rule }) => ({ when, ...rule })), ...rest };
  const again = await handlers()['backtest.run']({ ruleSet: other, filter: everything, save: false }, listening());
  expect(again.result.hashes).toEqual(result.hashes);
  expect(again.result.hashes.ruleSet).toMatch(/^[0-9a-f]{64}$/);
});

test('other currencies are neither judged by amount nor added up', async () => {
  const foreign = { ...order('z', '04-01', 999_999, 'd2'), currency: 'USD' };
  await history.load([...orders, foreign], facts);
  const run = await handlers()['backtest.run']({ ruleSet, filter: everything, save: false }, listening());
  const [big] = run.result.rules;
  expect(big).toMatchObject({ hits: 7, unevaluable: 2, amount: result.rules[0]?.amount });
  expect(big?.causes).toEqual([
    { cause: 'currency', orders: 1 },
    { cause: 'order.amount', orders: 1 },
  ]);
  expect(run.result.amount).toBe(result.amount);
  expect(run.result.warnings).toContainEqual({ code: 'other-currency', params: { orders: 1, currency: 'JPY' } });
  await history.load(orders, facts);
});

test('sums that a number cannot hold exactly are refused', async () => {
  const huge = Number.MAX_SAFE_INTEGER - 1;
  await history.load([order('y', '04-01', huge, 'd1'), order('z', '04-02', huge, 'd1')]);
  await expect(
    handlers()['backtest.run']({ ruleSet, filter: everything, save: false }, listening()),
  ).rejects.toMatchObject({ failure: { code: 'amount-overflow' } });
  await history.load(orders, facts);
});

test('a cancelled run ends as cancelled and keeps nothing', async () => {
  const cancelled = new AbortController();
  cancelled.abort();
  const before = (await handlers()['backtest.runs']({}, listening())).length;
  await expect(
    handlers()['backtest.run']({ ruleSet, filter: everything, save: true }, listening(cancelled.signal)),
  ).rejects.toMatchObject({ failure: { code: 'cancelled' } });
  expect(await handlers()['backtest.runs']({}, listening())).toHaveLength(before);
});
