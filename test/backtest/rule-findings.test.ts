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
      `${rule ?? `group ${group}`}: ${code} (${basis})`,
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
