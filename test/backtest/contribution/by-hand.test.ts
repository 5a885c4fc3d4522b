import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../../analysis/backtest/index.ts';
import { everything } from '../../../analysis/model/filter.ts';
import {
  changedMoney,
  retirements,
  shapleyOf,
  valueOf,
  withoutOf,
  type Weights,
} from '../../../analysis/model/results/rule-worth.ts';
import type { Contributions } from '../../../analysis/model/results/contribution.ts';
import { runWeights } from '../../../analysis/model/results/rule-worth.ts';
import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import { productOf } from '../../../analysis/model/results/money.ts';
import { pickedFrom } from '../../../analysis/model/results/tally.ts';
import { figuresOf } from '../../../analysis/model/results/of-run.ts';
import type { RuleSet } from '../../../analysis/model/ruleset.ts';
import { fraudWithin30Days, listening, openHistory, type FactRow, type History, type OrderRow } from '../history.ts';

/**
 * NG where the amount is 10,000 (A) or more, or the member is new (B); REVIEW by night (C), where a person stops half of the
 * bad and none of the good. A bad order loses its amount, a good one that is refused a fifth of it. Everything is matured.
 *
 *      amount  state  fires  decided   net now  without A  without B  without C
 *  a    20000  bad    A B    NG         20000      20000      20000      20000
 *  b    12000  bad    A C    NG         12000       6000      12000      12000
 *  c     6000  bad    B      NG          6000       6000          0       6000
 *  d    15000  good   A B C  NG         -3000      -3000      -3000      -3000
 *  e    10000  good   A      NG         -2000          0      -2000      -2000
 *  f     4000  bad    C      REVIEW      2000       2000       2000          0
 *  g     5000  good   B C    NG         -1000      -1000          0      -1000
 *  h     3000  good   -      OK             0          0          0          0
 *                            all        34000      30000      29000      32000
 */
const orders: readonly OrderRow[] = [
  order('a', 20000, true, false),
  order('b', 12000, false, true),
  order('c', 6000, true, false),
  order('d', 15000, true, true),
  order('e', 10000, false, false),
  order('f', 4000, false, true),
  order('g', 5000, true, true),
  order('h', 3000, false, false),
];

function order(event_id: string, amount: number, fresh: boolean, night: boolean): OrderRow {
  const at = `2024-04-0${event_id.charCodeAt(0) - 96}T12:00:00+09:00`;
  return {
    ...{ event_id, ordered_at: at, amount, currency: 'JPY', member_id: `m${event_id}` },
    ...{ email: fresh ? 'new@example.com' : 'old@example.com', payment_method: night ? '02' : '01' },
  };
}

const fact = (order_id: string): FactRow => ({
  ...{ order_id, kind: 'chargeback', family: 'fraud', reported_at: '2024-05-01T00:00:00+09:00' },
});

const ruleSet: RuleSet = {
  ...{ format: 'shinsa-ruleset', formatVersion: 1, modelId: 'CRD_01', name: '手計算', profile: 'wb-1' },
  ...{ currency: 'JPY', timezone: 'Asia/Tokyo', default: 'OK' },
  rules: [
    { code: 'A', description: { ja: '高額', en: 'Big' }, when: 'order.amount >= 10000', result: 'NG' },
    { code: 'B', description: { ja: '新規', en: 'New' }, when: 'buyer.email.startsWith("new")', result: 'NG' },
    { code: 'C', description: { ja: '夜間', en: 'Night' }, when: 'order.payment_method == "02"', result: 'REVIEW' },
  ],
};

const given = {
  ...{ marginRate: 0.2, lostShare: 1, churnRate: 0, customerValue: 0, lossRate: 1, unknownBorne: 1, chargebackFee: 0 },
  ...{ reviewMinutes: 0, hourlyWage: 0, reviewers: 1, hoursPerDay: 8, reviewCatch: 0.5, reviewWrong: 0, beta: 1 },
};

let history: History;
let found: Contributions;
let result: BacktestResult;
let weights: Weights;

beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-06-30' });
  await history.load(orders, ['a', 'b', 'c', 'f'].map(fact));
  const handlers = backtestHandlers(history.project);
  const run = await handlers['backtest.run']({ ruleSet, filter: everything, save: false }, listening());
  ({ result } = run);
  weights = runWeights(figuresOf({ result, groups: run.groups, given, perMajor: 1 }), result, 1);
  found = await handlers['backtest.contributions']({ ruleSet, filter: everything }, listening());
});
afterAll(() => history.close());

const by = <T>(of: (rule: Contributions['rules'][number]) => T): Record<string, T> =>
  Object.fromEntries(found.rules.map((rule) => [rule.code, of(rule)]));

test('leaving a rule out changes the net by hand', () => {
  expect(by((rule) => withoutOf(rule, weights).net)).toEqual({ A: -4000, B: -5000, C: -2000 });
  const [first] = found.rules;
  if (first === undefined) throw new Error('no rule');
  const { prevented, goodLost, alerts, interval, band } = withoutOf(first, weights);
  // b goes to review, e passes.
  expect({ prevented, goodLost, alerts, interval, band }).toEqual({
    ...{ prevented: -6000, goodLost: 2000, alerts: -1, interval: null, band: null },
  });
  expect(by(({ moves }) => moves)).toEqual({
    A: [
      { from: 'NG', to: 'OK', orders: 1, known: 1, blocked: 0 },
      { from: 'NG', to: 'REVIEW', orders: 1, known: 1, blocked: 0 },
    ],
    B: [
      { from: 'NG', to: 'OK', orders: 1, known: 1, blocked: 0 },
      { from: 'NG', to: 'REVIEW', orders: 1, known: 1, blocked: 0 },
    ],
    C: [{ from: 'REVIEW', to: 'OK', orders: 1, known: 1, blocked: 0 }],
  });
});

test('the formula of a change says by hand what comes and what goes, and adds up to it', () => {
  const [first] = found.rules;
  if (first === undefined || first.dropped === null) throw new Error('nothing changes');
  const { lines, net, cells } = changedMoney(first.dropped, weights);
  const line = (name: string) => lines.find((one) => one.name === name) ?? raise(name);
  // Without A: b (12000, bad) goes from NG to a person who stops half of such, e (10000, good) passes.
  expect(line('prevented').value).toBe(-6000);
  expect(line('prevented').products.map(productOf)).toEqual([-12000, 6000]);
  expect(line('margin').value).toBe(2000);
  expect(net.value).toBe(-4000);
  const count = (given: 'OK' | 'REVIEW' | 'NG') =>
    pickedFrom(cells, { results: [given], states: ['bad', 'good'], measure: 'orders' });
  expect([count('NG'), count('REVIEW'), count('OK')]).toEqual([-2, 1, 1]);
  // Of every rule, alone, in order and on average, as the table has it.
  for (const rule of found.rules) {
    const { dropped, inOrder, shapley } = rule;
    expect(dropped === null ? 0 : changedMoney(dropped, weights).net.value).toBe(withoutOf(rule, weights).net);
    for (const tally of [inOrder, shapley])
      expect(changedMoney(tally, weights).net.value).toBeCloseTo(valueOf(tally, weights.net), 9);
  }
});

const raise = (name: string): never => {
  throw new Error(name);
};

test('the waterfall in the order of the policy adds up to the net', () => {
  // A decides a, b, d, e; B then c and g; C then f.
  expect(by(({ inOrder }) => valueOf(inOrder, weights.net))).toEqual({
    ...{ A: 20000 + 12000 - 3000 - 2000, B: 6000 - 1000, C: 2000 },
  });
});

test('Shapley values by hand', () => {
  // Orders of one rule are its own; a and d are shared by A and B alike where C decides nothing behind them.
  // b: A 12000, C 6000, both 12000: A (12000 + 6000) / 2, C (6000 + 0) / 2.
  // d: -3000 with A or B, C alone 0: A and B half each. g: B alone or with C -1000, C alone 0: B all of it.
  const expected = { A: 10000 + 9000 - 1500 - 2000, B: 10000 + 6000 - 1500 - 1000, C: 3000 + 2000 };
  const values = by((rule) => shapleyOf(rule, weights));
  for (const [code, value] of Object.entries(expected)) {
    expect(values[code]?.value).toBeCloseTo(value, 9);
    expect(values[code]?.error).toBeNull();
  }
  expect(Object.values(expected).reduce((sum, one) => sum + one, 0)).toBe(34000);
});

test('combinations of rules with their orders', async () => {
  const told = found.intersections.map(({ codes, orders: count, bad, badAmount }) => [
    codes.join(),
    count,
    bad,
    badAmount,
  ]);
  expect(told).toHaveLength(7);
  expect(new Set(told.map((one) => JSON.stringify(one)))).toEqual(
    new Set(
      [
        ['A', 1, 0, 0],
        ['B', 1, 1, 6000],
        ['C', 1, 1, 4000],
        ['A,B', 1, 1, 20000],
        ['A,C', 1, 1, 12000],
        ['B,C', 1, 0, 0],
        ['A,B,C', 1, 0, 0],
      ].map((one) => JSON.stringify(one)),
    ),
  );
  expect(found.combinations).toEqual({ all: 7, orders: 7, rest: 0 });
  // Each opens exactly its orders.
  for (const { codes, orders: count } of found.intersections) {
    const filter = { clauses: [{ kind: 'fired' as const, ruleSet, codes: [...codes] }] };
    const run = await backtestHandlers(history.project)['backtest.run']({ ruleSet, filter, save: false }, listening());
    expect(run.result.rows).toBe(count);
    expect(run.result.rules.filter(({ hits }) => hits > 0).map(({ code }) => code)).toEqual(codes);
  }
});

test('nothing is offered of so few orders', () => {
  expect(retirements(found.rules, result.rules, weights).map(({ measurable }) => measurable)).toEqual([
    'few',
    'few',
    'few',
  ]);
});
