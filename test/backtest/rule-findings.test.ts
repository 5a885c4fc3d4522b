import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { byDuckdb, measuringOf } from '../../analysis/backtest/measuring.ts';
import { everything, type Filter } from '../../analysis/model/filter.ts';
import type { RuleFinding, RuleFindings } from '../../analysis/model/rule-findings.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { fraudWithin30Days, listening, openHistory, type History, type OrderRow } from './history.ts';

/**
 *      amount  device  e-mail
 *  a    20000  d1      a@x
 *  b    15000  -       b@x
 *  c     5000  d1      a@x
 *  d     3000  d2      -
 *  e        -  d2      b@x
 */
const orders: readonly OrderRow[] = [
  order('a', 20000, 'd1', 'a@x'),
  order('b', 15000, null, 'b@x'),
  order('c', 5000, 'd1', 'a@x'),
  order('d', 3000, 'd2', null),
  order('e', null, 'd2', 'b@x'),
];

function order(event_id: string, amount: number | null, device_id: string | null, email: string | null): OrderRow {
  const day = event_id.charCodeAt(0) - 96;
  return { event_id, ordered_at: `2024-04-0${day}T12:00:00+09:00`, amount, currency: 'JPY', device_id, email };
}

let history: History;

beforeAll(async () => {
  history = await openHistory({
    target: fraudWithin30Days,
    custom: [
      { id: 'later', label: '後から', type: 'text', knownAtScreening: 'no' },
      { id: 'maybe', label: '不明', type: 'text', knownAtScreening: 'unsure' },
    ],
  });
  await history.load(orders);
});
afterAll(() => history.close());

async function found(ruleSet: RuleSet, filter: Filter = everything): Promise<RuleFindings> {
  const { project } = history;
  const answer = await backtestHandlers(project)['rules.findings']({ ruleSet, filter }, listening());
  const byQueries = backtestHandlers(project, byDuckdb(project))['rules.findings']({ ruleSet, filter }, listening());
  expect(await byQueries).toEqual(answer);
  return answer;
}

const told = ({ findings }: RuleFindings): string[] =>
  findings.map(({ code, basis, rule, group, others, hits, unevaluable }: RuleFinding) =>
    [
      `${rule ?? (group === null ? null : `group ${group}`)}: ${code} (${basis})`,
      others.length > 0 ? ` ${others.join('+')}` : '',
      hits > 0 ? ` hits ${hits}` : '',
      unevaluable > 0 ? ` unevaluable ${unevaluable}` : '',
    ].join(''),
  );

describe('findings about the rules of a set', () => {
  test('what rules say, and what they do to the orders, by hand', async () => {
    const ruleSet = ruleSetOf(
      ruleOf('BIG', 'order.amount >= 15000'),
      ruleOf('HUGE', 'order.amount > 50000'),
      ruleOf('NEVER', 'order.amount > 5 && order.amount < 3'),
      ruleOf('BIG_AGAIN', '15000.00 <= order.amount'),
      ruleOf('BIG_DENIED', '!(order.amount < 15000)'),
      ruleOf('BIGGER', 'order.amount >= 20000', 'HOLD'),
      ruleOf('SHARED', 'device.id == "d1"', 'HOLD'),
      ruleOf('MAIL', 'buyer.email == "a@x"', 'REVIEW'),
      ruleOf('ANY', 'has(order.id)', 'REVIEW'),
      ruleOf('ALWAYS', 'has(buyer.email) || !has(buyer.email)', 'REVIEW'),
      ruleOf('TWENTY', 'order.amount == 20000', 'REVIEW'),
      ruleOf('NO_SUCH', 'card.bin == "411111"', 'REVIEW'),
    );
    expect(told(await found(ruleSet))).toEqual([
      'NEVER: contradiction (logic)',
      'HUGE: shadowed (logic) BIG',
      'BIGGER: shadowed (logic) BIG hits 1',
      'TWENTY: shadowed (logic) BIG hits 1',
      'NO_SUCH: shadowed (logic) ALWAYS',
      'BIG: idle (logic) BIG_AGAIN hits 2',
      'ANY: idle (logic) ALWAYS hits 5',
      'BIG_AGAIN: duplicate (text) BIG hits 2',
      'BIG_DENIED: duplicate (logic) BIG hits 2',
      'MAIL: duplicate (data) SHARED hits 2',
      'ALWAYS: duplicate (data) ANY hits 5',
      'TWENTY: duplicate (data) BIGGER hits 1',
      'ANY: always (data) hits 5',
      'ALWAYS: always (logic) hits 5',
      'HUGE: dead (data) unevaluable 1',
      'NO_SUCH: dead (data) unevaluable 5',
    ]);
  });

  test('stop when cancelled, also while only what rules say is looked at', async () => {
    const stop = new AbortController();
    const rules = Array.from({ length: 60 }, (_, i) => ruleOf(`R${i}`, `order.amount > ${i} && device.id != "${i}"`));
    const { project } = history;
    const measure = measuringOf(project);
    const handlers = backtestHandlers(project, async (...asked) => {
      const answer = await measure(...asked);
      stop.abort();
      return answer;
    });
    const working = handlers['rules.findings'](
      { ruleSet: ruleSetOf(...rules), filter: everything },
      listening(stop.signal),
    );
    await expect(working).rejects.toMatchObject({ failure: { code: 'cancelled' } });
  });

  test('groups that decide nothing, combinations that cannot be, rules in no group', async () => {
    const ruleSet: RuleSet = {
      ...ruleSetOf(
        ruleOf('BIG', 'order.amount >= 5000'),
        ruleOf('SMALL', 'order.amount < 4000'),
        ruleOf('D1', 'device.id == "d1"'),
        ruleOf('D2', 'device.id == "d2"'),
        ruleOf('A', 'buyer.email == "a@x"'),
        ruleOf('FREE', 'buyer.email == "b@x"'),
      ),
      groups: [
        { priority: 1, result: 'NG', kind: 'single', rules: ['BIG', 'SMALL'] },
        { priority: 2, result: 'HOLD', kind: 'combination', rules: ['BIG', 'SMALL'] },
        { priority: 3, result: 'HOLD', kind: 'combination', rules: ['D1', 'A'] },
        { priority: 4, result: 'REVIEW', kind: 'combination', rules: ['D2', 'A'] },
        { priority: 5, result: 'REVIEW', kind: 'combination', rules: ['BIG', 'D1'] },
        { priority: 6, result: 'OK', kind: 'single', rules: ['D2', 'A'] },
      ],
    };
    expect(told(await found(ruleSet))).toEqual([
      'group 1: contradiction (logic)',
      // Group 3 meets a and c; both are BIG, though an order of d1 need not be.
      'D1: shadowed (data) BIG+SMALL hits 2',
      'A: shadowed (data) BIG+SMALL hits 2',
      'group 2: shadowed (data) BIG+SMALL hits 2',
      'group 4: shadowed (logic) BIG+SMALL hits 2',
      // e is OK by it, and would be by default.
      'D2: idle (data) hits 2',
      'A: duplicate (data) D1 hits 2',
      // d and e are d2; no order of d2 has that e-mail.
      'group 3: dead (data)',
      'FREE: ungrouped (set)',
    ]);
  });

  test('columns that know the outcome are refused, those kept from a file too, and unsure ones are told', async () => {
    const ruleSet = ruleSetOf(
      ruleOf('SETTLED', 'order.settle_status == "60"'),
      ruleOf('LATER', 'custom.later == "x"'),
      ruleOf('SHIPPED', 'has(shipping.time)'),
      ruleOf('MAYBE', 'custom.maybe == "x"'),
      ruleOf('WRONG', 'order.amount =='),
      ruleOf('BIG', 'order.amount >= 15000'),
    );
    const { findings, unchecked } = await found(ruleSet);
    const about = findings.filter(({ code }) => code === 'leak' || code === 'unsure');
    expect(about.map(({ rule, code, fields }) => [rule, code, ...fields])).toEqual([
      ['SETTLED', 'leak', 'order.settle_status'],
      ['LATER', 'leak', 'custom.later'],
      ['SHIPPED', 'leak', 'shipping.time'],
      ['MAYBE', 'unsure', 'custom.maybe'],
    ]);
    expect(unchecked).toEqual(['SETTLED', 'LATER', 'SHIPPED', 'WRONG']);
    // The same column is refused wherever a rule is run.
    const impact = backtestHandlers(history.project)['rules.impact'];
    const asked = { when: 'custom.later == "x"', currency: 'JPY', timezone: 'Asia/Tokyo', filter: everything };
    await expect(impact(asked, listening())).rejects.toMatchObject({
      failure: { code: 'rule-invalid', params: { issue: 'refused-outcome' } },
    });
  });

  test('a rule that is snoozed for some decides nothing for them: what is behind it is not hidden', async () => {
    const big = ruleSetOf(ruleOf('BIG', 'order.amount >= 15000'), ruleOf('BIGGER', 'order.amount >= 20000', 'HOLD'));
    const during = { field: 'buyer.email', from: '2024-01-01T00:00:00Z' };
    const snooze = (value: string): RuleSet['exceptions'] => [{ ...during, kind: 'snooze', rules: ['BIG'], value }];
    expect(told(await found({ ...big, exceptions: snooze('a@x') }))).toEqual([]);
    // Of these orders none of that person is big: only on them it is hidden.
    expect(told(await found({ ...big, exceptions: snooze('b@x') }))).toEqual(['BIGGER: shadowed (data) BIG hits 1']);
    // Whom an exception allows is decided by none of the rules: not hidden by others, and yet of no effect.
    const allow: RuleSet['exceptions'] = [{ ...during, kind: 'allow', value: 'a@x' }];
    expect(told(await found({ ...big, exceptions: [...(snooze('b@x') ?? []), ...allow] }))).toEqual([
      'BIG: idle (data) hits 2',
      'BIGGER: idle (data) hits 1',
    ]);
  });

  test('rules without which nothing is decided otherwise, by what is behind them', async () => {
    const ruleSet: RuleSet = {
      ...ruleSetOf(
        ruleOf('BIG', 'order.amount >= 15000'),
        ruleOf('BIGGER', 'order.amount >= 20000'),
        ruleOf('SOME', 'order.amount >= 1000'),
        ruleOf('D2', 'device.id == "d2"'),
        ruleOf('LAST', 'buyer.email == "b@x"'),
      ),
      groups: [
        { priority: 1, result: 'NG', kind: 'single', rules: ['BIGGER', 'D2'] },
        { priority: 2, result: 'NG', kind: 'single', rules: ['BIG'] },
        { priority: 3, result: 'HOLD', kind: 'single', rules: ['SOME'] },
        { priority: 4, result: 'OK', kind: 'single', rules: ['LAST'] },
      ],
    };
    expect(told(await found(ruleSet))).toEqual([
      // b is 15000, e is d2.
      'LAST: shadowed (data) BIGGER+D2+BIG hits 2',
      'BIGGER: idle (logic) BIG hits 1',
    ]);
    const [, ...others] = ruleSet.groups ?? [];
    expect(told(await found({ ...ruleSet, groups: others.slice(0, 1).concat(others.slice(2)) }))).toEqual([
      'LAST: idle (logic) hits 2',
      ...['BIGGER', 'SOME', 'D2'].map((code) => `${code}: ungrouped (set)`),
    ]);
  });

  test('sums of scores: what changes none of them, what adds twice, combinations no order reaches', async () => {
    const scored = (code: string, when: string, ng: number, hold = 0) => ({
      ...ruleOf(code, when),
      scores: { ok: 0, ng, hold },
    });
    const ruleSet: RuleSet = {
      ...ruleSetOf(
        scored('A', 'order.amount >= 15000', 100),
        scored('B', 'order.amount >= 20000', 1),
        scored('A2', '15000 <= order.amount', 50),
        scored('D1', 'device.id == "d1"', 0, 10),
        scored('NONE', 'device.id == "d2"', 0),
      ),
      policy: {
        kind: 'scores',
        thresholds: { ok: 10, ng: 150, hold: 10 },
        results: {
          none: 'OK',
          ok: 'OK',
          ng: 'NG',
          'ok+ng': 'NG',
          hold: 'HOLD',
          'ok+hold': 'HOLD',
          'ng+hold': 'NG',
          'ok+ng+hold': 'NG',
        },
      },
    };
    // a: A + A2 + B and D1, b: A + A2, c: D1.
    const answer = await found(ruleSet);
    expect(told(answer)).toEqual([
      'B: idle (data) hits 1',
      'NONE: idle (data) hits 2',
      'A2: duplicate (text) A hits 2',
      'null: unreached (data)',
    ]);
    expect(answer.findings.flatMap(({ combinations }) => combinations)).toEqual([
      'ok',
      'ok+ng',
      'ok+hold',
      'ok+ng+hold',
    ]);
    expect(answer.findings.map(({ adds }) => adds)).toEqual([false, false, true, false]);
  });

  test('features of columns that know the outcome are told by these columns', async () => {
    const by = ['device.id'];
    const features: RuleSet['features'] = [
      { id: 'by_later', agg: 'count', by: ['custom.later'], window: 'all' },
      { id: 'where_later', agg: 'count', by, window: 'all', where: 'custom.later == "x" && has(shipping.time)' },
      { id: 'of_settled', agg: 'count_distinct', of: 'order.settle_status', by, window: 'all' },
      { id: 'by_maybe', agg: 'count', by: ['custom.maybe'], window: 'all', where: 'custom.maybe != "x"' },
      { id: 'known', agg: 'count', by, window: 'all' },
    ];
    const ruleSet: RuleSet = {
      ...ruleSetOf(
        ruleOf('BY', 'velocity.by_later > 0'),
        ruleOf('WHERE', 'velocity.where_later > 0 && velocity.by_maybe > 0'),
        ruleOf('OF', 'velocity.of_settled > 0'),
        ruleOf('MAYBE', 'velocity.by_maybe > 0 || custom.maybe == "y"'),
        ruleOf('KNOWN', 'velocity.known > 0'),
      ),
      features,
    };
    const { findings, unchecked } = await found(ruleSet);
    const about = findings.filter(({ code }) => code === 'leak' || code === 'unsure');
    expect(about.map(({ rule, code, fields }) => [rule, code, ...fields])).toEqual([
      ['BY', 'leak', 'custom.later'],
      ['WHERE', 'leak', 'custom.later', 'shipping.time'],
      ['OF', 'leak', 'order.settle_status'],
      ['MAYBE', 'unsure', 'custom.maybe'],
    ]);
    expect(unchecked).toEqual(['BY', 'WHERE', 'OF']);
  });

  test('the orders looked at are those of the filter; without any, only what needs none is told', async () => {
    const ruleSet = ruleSetOf(
      ruleOf('BIG', 'order.amount >= 15000'),
      ruleOf('NEVER', 'order.amount > 5 && order.amount < 3'),
    );
    const filter: Filter = { clauses: [{ kind: 'in', column: 'device_id', values: ['d2'] }] };
    expect((await found(ruleSet, filter)).orders).toBe(2);
    expect(told(await found(ruleSet, filter))).toEqual([
      'NEVER: contradiction (logic)',
      'BIG: dead (data) unevaluable 1',
    ]);
    const none: Filter = { clauses: [{ kind: 'in', column: 'device_id', values: ['nobody'] }] };
    expect(told(await found(ruleSet, none))).toEqual(['NEVER: contradiction (logic)']);
    expect(told(await found(ruleSetOf()))).toEqual([]);
  });
});
