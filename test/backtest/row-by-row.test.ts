import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { byDuckdb } from '../../analysis/backtest/measuring.ts';
import {
  check,
  checkException,
  decide,
  decideBy,
  decisionPlan,
  decidedByText,
  evaluate,
  rulesInOrder,
  unevaluableCauses,
  type CheckedRule,
  type RuleRecord,
  type Scope,
} from '../../analysis/expression/index.ts';
import type { BacktestResult } from '../../analysis/model/backtest.ts';
import { everything } from '../../analysis/model/filter.ts';
import type { Policy, RuleSetException } from '../../analysis/model/policy.ts';
import { results, type RuleSet } from '../../analysis/model/ruleset.ts';
import { outcomeStates, type OutcomeState } from '../../analysis/model/target.ts';
import {
  fraudWithin30Days,
  inOrder,
  listening,
  openHistory,
  type FactRow,
  type History,
  type OrderRow,
} from './history.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';

const asOf = '2024-06-30';
const cutoff = Date.parse('2024-07-01T00:00:00+09:00');
const day = 86_400_000;

let history: History;
let scope: Scope;
beforeAll(async () => {
  history = await openHistory({
    target: fraudWithin30Days,
    asOf,
    custom: [
      { id: 'score', label: 'スコア', type: 'double', knownAtScreening: 'yes' },
      { id: 'gift', label: 'ギフト', type: 'bool', knownAtScreening: 'unsure' },
    ],
  });
  scope = await history.project.scope('JPY', 'Asia/Tokyo');
});
afterAll(() => history.close());

const texts = [
  'order.amount > 10000',
  'order.amount * 2 >= 5000 && order.payment_method != "後払い"',
  'order.payment_method in ["カード", "後払い"]',
  'has(device.id) && device.id.startsWith("d")',
  'device.id == "d1" || order.amount < 300',
  'order.time.getHours() >= 22 || order.time.getHours() < 4',
  'buyer.email.endsWith("@example.com") && !has(device.id)',
  'items.quantity > 3 && items.quantity % 2 == 0',
  'custom.score > 0.5',
  'custom.gift ? order.amount > 1000 : custom.score < 0.2',
  '!(buyer.prefecture == delivery.prefecture)',
  'buyer.email.matches("^u[0-4]@")',
  'order.time > timestamp("2024-05-15T00:00:00Z")',
] as const;

interface Case {
  readonly order: OrderRow;
  readonly fact: 'none' | 'fraud' | 'late fraud' | 'consumer' | 'cancelled';
}

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 4 });
const anyCase = fc.record({
  fact: fc.constantFrom<Case['fact'][]>(
    'none',
    'none',
    'none',
    'fraud',
    'fraud',
    'late fraud',
    'consumer',
    'cancelled',
  ),
  order: fc.record({
    ordered_at: fc
      .integer({ min: Date.parse('2024-04-20T00:00:00Z') / 1000, max: cutoff / 1000 - 1 })
      .map((seconds) => new Date(seconds * 1000).toISOString()),
    amount: maybe(fc.oneof(fc.integer({ min: 0, max: 30_000 }), fc.constantFrom(300, 1000, 2500, 10_000))),
    currency: fc.constantFrom('JPY', 'JPY', 'JPY', 'JPY', 'USD', null),
    payment_method: maybe(fc.constantFrom('カード', '後払い', '代引')),
    device_id: maybe(fc.constantFrom('d1', 'd2', 'x1')),
    email: maybe(fc.nat({ max: 9 }).map((n) => `u${n}@example.${n % 2 === 0 ? 'com' : 'jp'}`)),
    item_quantity: maybe(fc.nat({ max: 9 })),
    buyer_pref: maybe(fc.constantFrom('東京都', '大阪府')),
    delivery_pref: maybe(fc.constantFrom('東京都', '大阪府')),
    recorded_result: maybe(fc.constantFrom('OK', 'NG')),
    settle_status: maybe(fc.constantFrom('10', '100')),
    'custom.score': maybe(fc.double({ min: 0, max: 1, noNaN: true })),
    'custom.gift': maybe(fc.boolean()),
  }),
});
/** Half of them numbers beyond 2^53, which a double cannot tell from each other. */
const idOf = (index: number): string => (index % 2 === 0 ? `o${index}` : String(2n ** 53n + BigInt(index)));
const anyHistory: fc.Arbitrary<Case[]> = fc
  .array(anyCase, { maxLength: 40 })
  .map((cases) => cases.map(({ order, fact }, index) => ({ fact, order: { event_id: idOf(index), ...order } })));

const result = fc.constantFrom(...results);
const anyResults = fc.record({
  none: result,
  ok: result,
  ng: result,
  'ok+ng': result,
  hold: result,
  'ok+hold': result,
  'ng+hold': result,
  'ok+ng+hold': result,
});
const threshold = fc.integer({ min: 1, max: 12 });
const anyPolicy: fc.Arbitrary<Policy | undefined> = fc.oneof(
  fc.constantFrom(undefined, { kind: 'classes' as const }),
  fc.record({
    kind: fc.constant('scores' as const),
    thresholds: fc.record({ ok: threshold, ng: threshold, hold: threshold }),
    results: anyResults,
  }),
);
const score = fc.constantFrom(0, 0, 1, 3, 5, 6);
const anyScores = fc.option(fc.record({ ok: score, ng: score, hold: score }), { nil: undefined });

/** On fields that some orders lack, from a time that some orders have to the second. */
const anyException = (codes: readonly string[]): fc.Arbitrary<RuleSetException> =>
  fc
    .record({
      what: fc.constantFrom(
        ['device.id', 'd1'],
        ['device.id', 'x1'],
        ['buyer.email', 'u2@example.com'],
        ['buyer.prefecture', '東京都'],
      ),
      from: fc.constantFrom('2024-04-01T00:00:00Z', '2024-05-15T09:00:00+09:00', '2024-06-10T00:00:00.000Z'),
      until: fc.option(fc.constantFrom('2024-06-01T00:00:00Z', '2024-06-20T00:00:00+09:00'), { nil: undefined }),
      rules: fc.option(fc.subarray([...codes], { minLength: 1 }), { nil: undefined }),
    })
    .map(({ what: [field = '', value = ''], from, until, rules }) => {
      const own = { field, value, from, ...(until === undefined || from > until ? {} : { until }) };
      return rules === undefined ? { kind: 'allow' as const, ...own } : { kind: 'snooze' as const, rules, ...own };
    });

const anyRuleSet: fc.Arbitrary<RuleSet> = fc
  .record({
    policy: anyPolicy,
    scores: fc.array(anyScores, { minLength: 6, maxLength: 6 }),
    picked: fc.subarray([...texts], { minLength: 1, maxLength: 6 }),
    given: fc.array(fc.constantFrom(...results), { minLength: 6, maxLength: 6 }),
    otherwise: fc.constantFrom(...results),
    grouped: fc.boolean(),
    kinds: fc.array(fc.constantFrom('single' as const, 'combination' as const), { minLength: 3, maxLength: 3 }),
  })
  .map(({ picked, given, otherwise, grouped, kinds, policy, scores }) => {
    const rules = picked.map((when, index) => ({
      code: `R${index}`,
      description: { ja: '', en: '' },
      when,
      result: given[index] ?? 'NG',
      ...(scores[index] === undefined ? {} : { scores: scores[index] }),
    }));
    const groups = kinds.map((kind, index) => ({
      priority: 1 + (index % 2),
      result: given[5 - index] ?? 'NG',
      kind,
      rules: rules.filter((_, at) => (at + index) % 2 === 0).map(({ code }) => code),
    }));
    const whole = { format: 'shinsa-ruleset', formatVersion: 1, modelId: 'M', name: 'N', profile: 'wb-1' } as const;
    const usable = groups.filter((group) => group.rules.length > 0);
    const own = { currency: 'JPY', timezone: 'Asia/Tokyo', default: otherwise, rules };
    return {
      ...whole,
      ...own,
      ...(grouped ? { groups: usable } : {}),
      ...(policy === undefined ? {} : { policy }),
    };
  })
  .chain((ruleSet: RuleSet) => {
    const some = fc.array(anyException(ruleSet.rules.map(({ code }) => code)), { minLength: 1, maxLength: 3 });
    return fc
      .option(some, { nil: undefined })
      .map((exceptions) => (exceptions === undefined ? ruleSet : { ...ruleSet, exceptions }));
  });

function factOf({ order, fact }: Case): FactRow[] {
  const order_id = order.event_id;
  switch (fact) {
    case 'none':
      return [];
    case 'fraud':
      return [{ order_id, kind: 'chargeback', family: 'fraud', reported_at: '2024-06-30T23:59:59+09:00' }];
    case 'late fraud':
      return [{ order_id, kind: 'chargeback', family: 'fraud', reported_at: '2024-07-01T00:00:00+09:00' }];
    case 'consumer':
      return [{ order_id, kind: 'chargeback', family: 'consumer', reported_at: '2024-06-01T00:00:00Z' }];
    case 'cancelled':
      return [{ order_id, kind: 'cancelled', reported_at: null }];
  }
}

/** A dated report of no order here, so that maturity is measured whatever was generated. */
const dated: FactRow = { order_id: 'nobody', kind: 'chargeback', family: 'fraud', reported_at: '2024-06-01T00:00:00Z' };

function stateOf({ order, fact }: Case): OutcomeState {
  const matured = Date.parse(order.ordered_at) < cutoff - fraudWithin30Days.horizonDays * day;
  if (fact === 'fraud') return matured ? 'bad' : 'immature';
  if (fact === 'cancelled' || order['recorded_result'] === 'NG') return matured ? 'blocked' : 'immature';
  if (order['settle_status'] === '100') return 'excluded';
  return matured ? 'good' : 'immature';
}

function recordOf(order: OrderRow): RuleRecord {
  const record: Record<string, Record<string, RuleRecord[string]>> = {};
  for (const { path, column, type } of scope.fields.values()) {
    const value = order[column] ?? null;
    if (value === null) continue;
    const [group = '', name = ''] = path.split('.');
    const whole = type === 'int' || type === 'money';
    const typed = whole ? BigInt(Number(value)) : type === 'timestamp' ? new Date(String(value)) : value;
    (record[group] ??= {})[name] = typed;
  }
  return record;
}

const host = { matches: (text: string, pattern: string): boolean => new RegExp(pattern, 'u').test(text) };

interface Seen {
  readonly state: OutcomeState;
  readonly amount: number;
  readonly early: boolean;
  readonly fires: ReadonlyMap<string, boolean | null>;
  readonly causes: ReadonlyMap<string, readonly string[]>;
  readonly holding: ReadonlySet<number>;
  readonly decision: string;
  readonly by: string;
}

function see(item: Case, ruleSet: RuleSet, rules: ReadonlyMap<string, CheckedRule>): Seen {
  const record = recordOf(item.order);
  const fires = new Map([...rules].map(([code, rule]) => [code, evaluate(rule, record, host)]));
  const causes = new Map(
    [...rules].map(([code, rule]) => [
      code,
      unevaluableCauses(rule, record).map((cause) => (cause.kind === 'currency' ? 'currency' : cause.field.path)),
    ]),
  );
  const fired = new Set([...fires].filter(([, value]) => value === true).map(([code]) => code));
  const state = stateOf(item);
  const holding = new Set((ruleSet.exceptions ?? []).flatMap((one, n) => (holds(one, record) ? [n] : [])));
  const { result, by } = decide(ruleSet, fired, holding);
  return {
    state,
    amount: item.order['currency'] === 'JPY' ? Number(item.order['amount'] ?? 0) : 0,
    early: item.fact === 'fraud' && state === 'immature',
    fires,
    causes,
    holding,
    decision: result,
    by: decidedByText(ruleSet, by),
  };
}

function holds(exception: RuleSetException, record: RuleRecord): boolean {
  const checkedOne = checkException(exception, scope);
  if (!checkedOne.ok) throw new Error(exception.field);
  return evaluate(checkedOne, record, host) === true;
}

const amountOf = (orders: readonly Seen[]): number => orders.reduce((total, { amount }) => total + amount, 0);
const inState = (orders: readonly Seen[], state: OutcomeState): readonly Seen[] =>
  orders.filter((order) => order.state === state);

function expectedRule(code: string, orders: readonly Seen[]): BacktestResult['rules'][number] {
  const hits = orders.filter(({ fires }) => fires.get(code) === true);
  const unknown = orders.filter(({ fires }) => fires.get(code) === null);
  const count = (state: OutcomeState): number => inState(hits, state).length;
  const causes = new Map<string, number>();
  for (const order of unknown)
    for (const cause of order.causes.get(code) ?? []) causes.set(cause, (causes.get(cause) ?? 0) + 1);
  return {
    code,
    hits: hits.length,
    tp: count('bad'),
    fp: count('good'),
    hitsImmature: count('immature'),
    hitsBlocked: count('blocked'),
    hitsExcluded: count('excluded'),
    unevaluable: unknown.length,
    causes: [...causes]
      .map(([cause, found]) => ({ cause, orders: found }))
      .sort((a, b) => b.orders - a.orders || (a.cause < b.cause ? -1 : 1)),
    amount: { hit: amountOf(hits), caught: amountOf(inState(hits, 'bad')) },
  };
}

test('the matrix and DuckDB give what evaluating every rule on every order one by one gives', async () => {
  await fc.assert(
    fc.asyncProperty(anyHistory, anyRuleSet, async (cases, ruleSet) => {
      await history.load(
        cases.map(({ order }) => order),
        [...cases.flatMap(factOf), dated],
      );
      const rules = new Map(ruleSet.rules.map(({ code, when }) => [code, checked(when)]));
      const orders = cases.map((item) => see(item, ruleSet, rules));
      const input = { ruleSet, filter: everything, save: false, overlap: true };
      const { result, groups } = await backtestHandlers(history.project)['backtest.run'](input, listening());
      const { project } = history;
      const byQuery = await backtestHandlers(project, byDuckdb(project))['backtest.run'](input, listening());
      const plain = byQuery.result;
      // Compared as bytes: they are many numbers.
      expect(Buffer.from(byQuery.groups.buffer).equals(Buffer.from(groups.buffer))).toBe(true);
      const { overlap, ...rest } = result;
      expect({ ...rest, engine: null }).toEqual({ ...plain, engine: null });
      expect([result.engine.rules, plain.engine.rules]).toEqual(['matrix', 'duckdb']);
      expect(result.contributions).toEqual(contributionsOf(orders, ruleSet));
      const caught = (result.contributions ?? []).reduce((sum, { first }) => sum + (first.caught ?? 0), 0);
      expect(caught).toBeLessThanOrEqual(result.total.caught);
      expect(overlap).toEqual(overlapOf(orders, ruleSet));

      expect(result.rules).toEqual(ruleSet.rules.map(({ code }) => expectedRule(code, orders)));
      for (const decision of results) {
        const given = orders.filter((order) => order.decision === decision);
        expect(result.decisions[decision]).toBe(given.length);
        for (const state of outcomeStates) {
          const here = inState(given, state);
          const counted = { orders: here.length, amount: amountOf(here) };
          expect(result.decisionsByState[decision][state]).toEqual(counted);
          expect(result.cells?.[decision][state]).toMatchObject(counted);
        }
      }
      for (const state of outcomeStates) expect(result[state]).toBe(inState(orders, state).length);
      expect(result.immatureBad).toBe(orders.filter(({ early }) => early).length);
      expect(result.amount).toBe(amountOf(orders));
      const deciders = new Map<string, number>();
      for (const { by, decision } of orders)
        deciders.set(`${decision} ${by}`, (deciders.get(`${decision} ${by}`) ?? 0) + 1);
      const told = (result.decidedBy ?? []).map((one) => [`${one.result} ${one.by}`, one.orders] as const);
      expect(new Map(told)).toEqual(deciders);
      expect(result.exceptions).toEqual(
        (ruleSet.exceptions ?? []).map((exception, n) => {
          const held = orders.filter(({ holding }) => holding.has(n));
          const named = exception.kind === 'snooze' ? exception.rules : null;
          const firing = held.filter(({ fires }) => named?.some((code) => fires.get(code) === true));
          return { orders: held.length, snoozed: named === null ? null : firing.length };
        }),
      );
      addsUp(result);
      const [item] = cases;
      const [most] = result.decidedBy ?? [];
      if (item === undefined || most === undefined) return;
      const narrowed = async (why: { by: string } | { exception: number }): Promise<number> => {
        const clause = { kind: 'decision' as const, ruleSet, results: [...results], ...why };
        const only = { ruleSet, filter: { clauses: [clause] }, save: false };
        return (await backtestHandlers(history.project)['backtest.run'](only, listening())).result.rows;
      };
      expect(await narrowed({ by: most.by })).toBe(orders.filter(({ by }) => by === most.by).length);
      for (const { code, first, unique } of (result.contributions ?? []).slice(0, 1)) {
        const beside = cases.length % 2 === 0 ? ('before' as const) : ('others' as const);
        const only = { ruleSet, filter: { clauses: [{ kind: 'added' as const, ruleSet, code, beside }] }, save: false };
        const { rows } = (await backtestHandlers(history.project)['backtest.run'](only, listening())).result;
        expect(rows).toBe(beside === 'before' ? first.hits : unique.hits);
      }
      for (const [index, { orders: held }] of (result.exceptions ?? []).slice(0, 1).entries())
        expect(await narrowed({ exception: index })).toBe(held);
      const seq = inOrder(cases.map(({ order }) => order)).findIndex((one) => one.event_id === item.order.event_id);
      const why = await backtestHandlers(history.project)['rules.why']({ ruleSet, seq }, listening());
      const seen = orders[0];
      const codes = (is: boolean | null) => [...rules.keys()].filter((code) => seen?.fires.get(code) === is);
      const asleep = (ruleSet.exceptions ?? []).flatMap((one, n) =>
        one.kind === 'snooze' && seen?.holding.has(n) === true ? one.rules : [],
      );
      expect(why).toMatchObject({
        ...{ result: seen?.decision, byText: seen?.by, fired: codes(true), unevaluable: codes(null) },
        snoozed: codes(true).filter((code) => asleep.includes(code)),
        exceptions: [...(seen?.holding ?? [])],
      });
    }),
    // No order at all, too.
    { numRuns: 45, examples: [[[], ruleSetOf(ruleOf('R0', 'order.amount > 10000'))]] },
  );
}, 400_000);

function contributionsOf(orders: readonly Seen[], ruleSet: RuleSet): BacktestResult['contributions'] {
  const codes = ruleSet.rules.map(({ code }) => code);
  const plan = decisionPlan(ruleSet);
  const asked = rulesInOrder(plan, codes);
  type Added = NonNullable<BacktestResult['contributions']>[number]['first'];
  const of = (hits: readonly Seen[], caught: boolean): Added => ({
    hits: hits.length,
    tp: inState(hits, 'bad').length,
    fp: inState(hits, 'good').length,
    caught: caught ? amountOf(inState(hits, 'bad')) : null,
    goodHit: amountOf(inState(hits, 'good')),
  });
  const { exceptions = [] } = ruleSet;
  const open = orders.filter(({ holding }) => [...holding].every((n) => exceptions[n]?.kind !== 'allow'));
  const counting = (order: Seen): string[] =>
    asked.filter((code) => {
      const asleep = [...order.holding].some((n) => {
        const held = exceptions[n];
        return held?.kind === 'snooze' && held.rules.includes(code);
      });
      return order.fires.get(code) === true && !asleep;
    });
  const first = (order: Seen): string | undefined => {
    const counts = counting(order);
    if (plan.kind === 'scores') return counts[0];
    for (const { needs, rules } of plan.steps) {
      const wanted = [...new Set(rules)];
      const met = wanted.filter((code) => counts.includes(code));
      if (met.length === 0 || (needs === 'all' && met.length < wanted.length)) continue;
      return needs === 'all' && wanted.length > 1 ? undefined : met[0];
    }
    return undefined;
  };
  return asked.map((code) => {
    const alone = decideBy(plan, new Set([code]), new Set());
    const decides = alone.by.kind === 'scores' ? alone.by.reached !== 'none' : alone.by.kind !== 'default';
    const alerts = decides && alone.result !== 'OK';
    return {
      code,
      first: of(
        open.filter((order) => first(order) === code),
        alerts && plan.kind === 'steps',
      ),
      unique: of(
        open.filter((order) => counting(order).join() === code),
        alerts,
      ),
    };
  });
}

function overlapOf(orders: readonly Seen[], ruleSet: RuleSet): BacktestResult['overlap'] {
  const codes = ruleSet.rules.map(({ code }) => code);
  return codes.flatMap((a, i) =>
    codes.slice(i + 1).flatMap((b) => {
      const both = orders.filter(({ fires }) => fires.get(a) === true && fires.get(b) === true);
      return both.length === 0 ? [] : [{ a, b, orders: both.length, bad: inState(both, 'bad').length }];
    }),
  );
}

function checked(when: string): CheckedRule {
  const rule = check(when, scope);
  if (!rule.ok) throw new Error(`${when}: ${JSON.stringify(rule.issues)}`);
  return rule;
}

function addsUp(result: BacktestResult): void {
  const { bad, good, immature, blocked, excluded, rows, total, decisions } = result;
  expect(bad + good + immature + blocked + excluded).toBe(rows);
  expect(decisions.OK + decisions.REVIEW + decisions.HOLD + decisions.NG).toBe(rows);
  expect(total.tp + total.fn).toBe(bad);
  expect(total.fp + total.tn).toBe(good);
  expect(total.alerts).toBe(rows - decisions.OK);
  for (const { hits, tp, fp, hitsImmature, hitsBlocked, hitsExcluded } of result.rules)
    expect(tp + fp + hitsImmature + hitsBlocked + hitsExcluded).toBe(hits);
  const weekly = result.weekly.map(({ OK, REVIEW, HOLD, NG }) => OK + REVIEW + HOLD + NG);
  expect(weekly.reduce((sum, orders) => sum + orders, 0)).toBe(rows);
}

test('a rule that reads a field of unsure knowledge marks the run', async () => {
  await history.load([]);
  const ruleSet = ruleSetOf(ruleOf('G', 'custom.gift'));
  const input = { ruleSet, filter: everything, save: false };
  const { result } = await backtestHandlers(history.project)['backtest.run'](input, listening());
  expect(result.warnings).toContainEqual({
    code: 'known-at-screening-unsure',
    params: { fields: 'custom.gift', count: 1 },
  });
  expect(result.warnings).toContainEqual({ code: 'maturity-not-measured', params: {} });
});
