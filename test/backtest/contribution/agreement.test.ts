import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../../analysis/backtest/index.ts';
import { byDuckdb } from '../../../analysis/backtest/measuring.ts';
import { withoutRule } from '../../../analysis/expression/index.ts';
import { everything, type Filter } from '../../../analysis/model/filter.ts';
import type { Contributions } from '../../../analysis/model/results/contribution.ts';
import { cellNumbers } from '../../../analysis/model/results/tally.ts';
import { ruleSetSchema, type RuleSet } from '../../../analysis/model/ruleset.ts';
import { combinations } from '../../../analysis/model/policy.ts';
import { fraudChargebackIds } from '../../../samples/shop/expected.ts';
import { generateShop, sampleOptions } from '../../../samples/shop/generate.ts';
import ruleset from '../../../samples/shop/ruleset.json' with { type: 'json' };
import { insertShop } from '../../samples/shop-orders.ts';
import { listening, openHistory, type History } from '../history.ts';

const shop = generateShop({ ...sampleOptions, orders: 4000 });
const sample = ruleSetSchema.parse(ruleset);
const rules = sample.rules.slice(0, 8);
const [a = '', b = '', c = '', d = ''] = rules.map(({ code }) => code);
/** A while after the first order. */
const from = '2024-03-01T00:00:00Z';
const plain: RuleSet = { ...sample, rules, groups: [], policy: { kind: 'classes' } };

const sets: readonly (readonly [string, RuleSet])[] = [
  [
    'classes with exceptions',
    {
      ...plain,
      exceptions: [
        { kind: 'allow', field: 'order.payment_method', value: '02', from },
        { kind: 'snooze', field: 'order.payment_method', value: '01', from, rules: [a, b] },
      ],
    },
  ],
  [
    'groups with a combination',
    {
      ...plain,
      policy: { kind: 'groups' },
      groups: [
        { priority: 1, result: 'NG', kind: 'combination', rules: [a, b] },
        { priority: 1, result: 'HOLD', kind: 'single', rules: [c, a] },
        { priority: 2, result: 'OK', kind: 'single', rules: [d] },
        { priority: 3, result: 'REVIEW', kind: 'single', rules: rules.map(({ code }) => code) },
      ],
    },
  ],
  [
    'scores',
    {
      ...plain,
      rules: rules.map((rule, i) => ({ ...rule, scores: { ok: i === 3 ? 2 : 0, ng: 1 + (i % 3), hold: i % 2 } })),
      policy: {
        ...{ kind: 'scores', thresholds: { ok: 2, ng: 3, hold: 1 } },
        results: Object.fromEntries(
          combinations.map((name) => [
            name,
            name.includes('ok') ? 'OK' : name.includes('ng') ? 'NG' : name === 'hold' ? 'REVIEW' : 'OK',
          ]),
        ) as never,
      },
    },
  ],
];

let history: History;
const filter: Filter = { clauses: [{ kind: 'range', column: 'amount', min: 2000, max: null }] };

beforeAll(async () => {
  const target = {
    ...{ id: 'card-fraud', name: { ja: 'カード不正', en: 'Card fraud' }, horizonDays: 120 },
    ...{ kinds: ['chargeback' as const], reasonFamilies: ['fraud' as const] },
  };
  history = await openHistory({ target });
  const reported_at = new Date(shop.asOf - 1).toISOString();
  const facts = [...fraudChargebackIds(shop)].map((order_id) => ({
    ...{ order_id, kind: 'chargeback', family: 'fraud', reported_at },
  }));
  await history.load([], facts);
  await history.write(insertShop(shop));
}, 60_000);
afterAll(() => history.close());

/** Sums over groups of a tally by groups. */
function whole(groups: Float64Array | null): number[] {
  const sums = Array.from({ length: cellNumbers }, () => 0);
  groups?.forEach((value, i) => (sums[i % cellNumbers] = (sums[i % cellNumbers] ?? 0) + value));
  return sums;
}

const sorted = ({ intersections }: Contributions): string[] => intersections.map((one) => JSON.stringify(one)).sort();

test.each(sets)(
  'rules that decide by %s contribute what DuckDB says',
  async (_, ruleSet) => {
    const ask = { ruleSet, filter };
    const found = await backtestHandlers(history.project)['backtest.contributions'](ask, listening());
    const byQuery = backtestHandlers(history.project, byDuckdb(history.project));
    const other = await byQuery['backtest.contributions'](ask, listening());
    expect(sorted(found)).toEqual(sorted(other));
    expect(found.combinations).toEqual(other.combinations);
    for (const [i, rule] of found.rules.entries()) {
      const twin = other.rules[i];
      expect(rule.code).toBe(twin?.code);
      expect(rule.dropped).toEqual(twin?.dropped);
      rule.shapley.forEach((value, at) => expect(value).toBeCloseTo(twin?.shapley[at] ?? NaN, 4));
    }
    // Leaving a rule out is the backtest of a set in which it never fires, less that of the set.
    const run = async (set: RuleSet) => {
      const { groups } = await byQuery['backtest.run']({ ruleSet: set, filter, save: false }, listening());
      return whole(Float64Array.from(groups));
    };
    const asItIs = await run(ruleSet);
    let changing = 0;
    for (const rule of found.rules.slice(0, 4)) {
      const never = ruleSet.rules.map((one) => (one.code === rule.code ? { ...one, when: 'order.amount < 0' } : one));
      const without = await run({ ...ruleSet, rules: never });
      expect(whole(rule.dropped)).toEqual(without.map((value, at) => value - (asItIs[at] ?? 0)));
      expect(await run(withoutRule(ruleSet, rule.code))).toEqual(without);
      if (rule.dropped !== null) changing += 1;
    }
    expect(changing).toBeGreaterThan(0);
    // Put in one after the other, and by their shares, they add up to what the set does beside none of them.
    const nobody = await run({ ...ruleSet, rules: ruleSet.rules.map((one) => ({ ...one, when: 'order.amount < 0' })) });
    const all = (of: (rule: Contributions['rules'][number]) => Float64Array): number[] =>
      found.rules.reduce((sums, rule) => sums.map((sum, at) => sum + (of(rule)[at] ?? 0)), whole(null));
    const difference = asItIs.map((value, at) => value - (nobody[at] ?? 0));
    expect(all(({ inOrder }) => inOrder)).toEqual(difference);
    all(({ shapley }) => shapley).forEach((value, at) => expect(value).toBeCloseTo(difference[at] ?? NaN, 3));
  },
  120_000,
);

test('it stops when its caller cancels', async () => {
  const stop = new AbortController();
  const asked = backtestHandlers(history.project)['backtest.contributions'](
    { ruleSet: plain, filter: everything },
    listening(stop.signal),
  );
  stop.abort();
  await expect(asked).rejects.toMatchObject({ failure: { code: 'cancelled' } });
});
