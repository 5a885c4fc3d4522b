import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { backtestHandlers } from '../../../analysis/backtest/index.ts';
import { byDuckdb } from '../../../analysis/backtest/measuring.ts';
import { everything } from '../../../analysis/model/filter.ts';
import { combinations } from '../../../analysis/model/policy.ts';
import type { Contributions } from '../../../analysis/model/results/contribution.ts';
import { figuresOf } from '../../../analysis/model/results/of-run.ts';
import { gains, runWeights, shapleyOf, valueOf, withoutOf } from '../../../analysis/model/results/rule-worth.ts';
import { cellNumbers } from '../../../analysis/model/results/tally.ts';
import type { Rule, RuleSet } from '../../../analysis/model/ruleset.ts';
import { saveRuleSet } from '../../../analysis/store/rule-sets.ts';
import { fileLabel, listening, openHistory, type History, type OrderRow } from '../history.ts';

const rule = (code: string, device: string, result: Rule['result'], i = 0): Rule => ({
  ...{ code, description: { ja: code, en: code }, when: `device.id == "${device}"`, result },
  scores: { ok: i === 3 ? 2 : 0, ng: 1 + i, hold: i % 2 },
});
const plain: RuleSet = {
  ...{ format: 'shinsa-ruleset', formatVersion: 1, modelId: 'CRD_01', name: '購入', profile: 'wb-1' },
  ...{ currency: 'JPY', timezone: 'Asia/Tokyo', default: 'OK' },
  rules: [rule('ONE', 'd1', 'NG'), rule('TWO', 'd2', 'REVIEW', 1)],
};

describe('a purchase that only two rules together stop, each on an attempt of its own', () => {
  const given = {
    ...{
      marginRate: 0.2,
      lostShare: 1,
      churnRate: 0,
      customerValue: 0,
      lossRate: 1,
      unknownBorne: 1,
      chargebackFee: 0,
    },
    ...{ reviewMinutes: 0, hourlyWage: 0, reviewers: 1, hoursPerDay: 8, reviewCatch: 0.5, reviewWrong: 0, beta: 1 },
  };
  const attempt = (event_id: string, minutes: number, device_id: string): OrderRow => ({
    ...{ event_id, ordered_at: new Date(Date.UTC(2024, 3, 1) + minutes * 60_000).toISOString(), amount: 10_000 },
    ...{ currency: 'JPY', email: 'a@example.jp', device_id, payment_method: '01', label: true },
  });

  let history: History;
  beforeEach(async () => {
    history = await openHistory({ target: fileLabel });
    await history.load([attempt('a', 0, 'd1'), { ...attempt('b', 5, 'd2'), label: null }]);
  });
  afterEach(() => history.close());

  async function asked(ruleSet: RuleSet) {
    const handlers = backtestHandlers(history.project);
    const run = await handlers['backtest.run']({ ruleSet, filter: everything, save: false }, listening());
    const figures = figuresOf({ result: run.result, groups: run.groups, given, perMajor: 1 });
    const weights = runWeights(figures, run.result, 1);
    const { rules } = await handlers['backtest.contributions']({ ruleSet, filter: everything }, listening());
    const told = rules.map((one) => ({
      code: one.code,
      without: withoutOf(one, weights).net,
      inOrder: valueOf(one.inOrder, weights.net),
      shapley: shapleyOf(one, weights).value,
    }));
    return { handlers, weights, told, net: figures.money.net.value };
  }

  test('is worth nothing to either alone', async () => {
    // Refused on one attempt and reviewed on the other it is reviewed: half of 10000. Without either it passes.
    const { told, net } = await asked(plain);
    expect(net).toBe(5000);
    expect(told).toEqual([
      { code: 'ONE', without: -5000, inOrder: 0, shapley: 2500 },
      { code: 'TWO', without: -5000, inOrder: 5000, shapley: 2500 },
    ]);
  });

  test('is worth nothing where an exception allows one attempt', async () => {
    await history.load([attempt('a', 0, 'd1'), { ...attempt('b', 5, 'd2'), label: null, payment_method: '02' }]);
    const from = '2024-03-01T00:00:00Z';
    const exceptions = [{ kind: 'allow' as const, field: 'order.payment_method', value: '02', from }];
    const { told, net } = await asked({ ...plain, exceptions });
    expect(net).toBe(0);
    expect(told.flatMap(({ without, inOrder, shapley }) => [without, inOrder, shapley])).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test('is the gain of the rule that is added', async () => {
    const [one, two] = plain.rules;
    if (one === undefined || two === undefined) throw new Error('no rules');
    await history.project.write({}, (db) => saveRuleSet(db, { ...plain, name: 'other', rules: [two] }));
    const ruleSet = { ...plain, rules: [one] };
    const { handlers, weights, net } = await asked(ruleSet);
    expect(net).toBe(0);
    const found = await handlers['backtest.additions']({ ruleSet, filter: everything }, listening());
    const added = gains(found.additions, weights).find(({ addition }) => addition.rule.code === 'TWO');
    expect(added?.change.net).toBe(5000);
  });
});

const rules = [
  ...[rule('ONE', 'd1', 'NG'), rule('TWO', 'd2', 'REVIEW', 1), rule('THREE', 'd3', 'HOLD', 2)],
  { ...rule('FOUR', '', 'NG', 3), when: 'order.amount >= 200' },
];
const from = '2024-03-01T00:00:00Z';
const sets: readonly (readonly [string, RuleSet])[] = [
  [
    'classes with exceptions',
    {
      ...{ ...plain, rules },
      exceptions: [
        { kind: 'allow', field: 'order.payment_method', value: '02', from },
        { kind: 'snooze', field: 'order.payment_method', value: '03', from, rules: ['ONE', 'TWO'] },
      ],
    },
  ],
  [
    'groups with a combination, the rest reviewed',
    {
      ...{ ...plain, rules, default: 'REVIEW', policy: { kind: 'groups' } },
      groups: [
        { priority: 1, result: 'NG', kind: 'combination', rules: ['ONE', 'FOUR'] },
        { priority: 2, result: 'OK', kind: 'single', rules: ['TWO'] },
        { priority: 3, result: 'HOLD', kind: 'single', rules: ['THREE', 'ONE'] },
      ],
    },
  ],
  [
    'scores',
    {
      ...{ ...plain, rules },
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

const anyOrders: fc.Arbitrary<readonly OrderRow[]> = fc
  .array(
    fc.record({
      at: fc.integer({ min: 0, max: 90 }),
      amount: fc.constantFrom(100, 200),
      email: fc.constantFrom('a@example.jp', 'b@example.jp', null),
      device_id: fc.constantFrom('d1', 'd2', 'd3', 'd4'),
      payment_method: fc.constantFrom('01', '01', '01', '02', '03'),
      currency: fc.constantFrom('JPY', 'JPY', 'JPY', 'USD'),
      label: fc.constantFrom(true, false, null),
    }),
    { minLength: 10, maxLength: 40 },
  )
  .map((drawn) =>
    drawn.map(({ at, ...rest }, i) => ({
      ...{ event_id: `o${i}`, ordered_at: new Date(Date.UTC(2024, 3, 1) + at * 60_000).toISOString() },
      ...rest,
    })),
  );

/** Sums over groups of a tally by groups. */
function whole(groups: Iterable<number>): number[] {
  const sums = Array.from({ length: cellNumbers }, () => 0);
  [...groups].forEach((value, i) => (sums[i % cellNumbers] = (sums[i % cellNumbers] ?? 0) + value));
  return sums;
}

describe('purchases of several attempts', () => {
  let history: History;
  beforeAll(async () => {
    history = await openHistory({ target: fileLabel });
  });
  afterAll(() => history.close());

  test.each(sets)(
    'by %s contribute what backtests without a rule say',
    async (_, ruleSet) => {
      await fc.assert(
        fc.asyncProperty(anyOrders, async (orders) => {
          await history.load(orders);
          const ask = { ruleSet, filter: everything };
          const found = await backtestHandlers(history.project)['backtest.contributions'](ask, listening());
          const byQuery = backtestHandlers(history.project, byDuckdb(history.project));
          const other = await byQuery['backtest.contributions'](ask, listening());
          const run = async (asleep: readonly string[]) => {
            const never = rules.map((one) => (asleep.includes(one.code) ? { ...one, when: 'order.amount < 0' } : one));
            const input = { ruleSet: { ...ruleSet, rules: never }, filter: everything, save: false };
            return whole((await byQuery['backtest.run'](input, listening())).groups);
          };
          const asItIs = await run([]);
          const codes = found.rules.map(({ code }) => code);
          let before = await run(codes);
          const nobody = before;
          for (const [i, one] of found.rules.entries()) {
            const twin = other.rules[i];
            expect(one.dropped).toEqual(twin?.dropped);
            expect(one.moves).toEqual(twin?.moves);
            expect(one.hidden).toEqual(twin?.hidden);
            one.shapley.forEach((value, at) => expect(value).toBeCloseTo(twin?.shapley[at] ?? NaN, 4));
            const without = await run([one.code]);
            expect(whole(one.dropped ?? [])).toEqual(without.map((value, at) => value - (asItIs[at] ?? 0)));
            const after = await run(codes.slice(i + 1));
            expect([...one.inOrder]).toEqual(after.map((value, at) => value - (before[at] ?? 0)));
            before = after;
          }
          const all = found.rules.reduce(
            (sums, { shapley }: Contributions['rules'][number]) => sums.map((sum, at) => sum + (shapley[at] ?? 0)),
            whole([]),
          );
          all.forEach((sum, at) => expect(sum).toBeCloseTo((asItIs[at] ?? 0) - (nobody[at] ?? 0), 3));
        }),
        { numRuns: 5 },
      );
    },
    120_000,
  );
});
