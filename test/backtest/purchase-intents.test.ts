import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { byDuckdb } from '../../analysis/backtest/measuring.ts';
import { everything, type Clause, type Filter } from '../../analysis/model/filter.ts';
import { partAt } from '../../analysis/model/results/breakdown.ts';
import { championParts } from '../../analysis/model/results/comparison.ts';
import { asRun, type Judged } from '../../analysis/model/results/judged.ts';
import { cellsOver, measureNames } from '../../analysis/model/results/tally.ts';
import { results, type RuleSet, type ScreeningResult } from '../../analysis/model/ruleset.ts';
import { outcomeStates, type OutcomeState } from '../../analysis/model/target.ts';
import { fileLabel, inOrder, listening, openHistory, type History, type OrderRow } from './history.ts';

const ruleSet: RuleSet = {
  ...{ format: 'shinsa-ruleset', formatVersion: 1, modelId: 'CRD_01', name: '購入', profile: 'wb-1' },
  ...{ currency: 'JPY', timezone: 'Asia/Tokyo', default: 'OK' },
  rules: [
    { code: 'ONE', description: { ja: '端末1', en: 'Device 1' }, when: 'device.id == "d1"', result: 'NG' },
    { code: 'TWO', description: { ja: '端末2', en: 'Device 2' }, when: 'device.id == "d2"', result: 'REVIEW' },
    { code: 'THREE', description: { ja: '端末3', en: 'Device 3' }, when: 'device.id == "d3"', result: 'HOLD' },
  ],
};
const decisionOf = ({ device_id: device }: OrderRow): ScreeningResult =>
  device === 'd1' ? 'NG' : device === 'd2' ? 'REVIEW' : device === 'd3' ? 'HOLD' : 'OK';

let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fileLabel });
});
afterAll(() => history.close());

const minute = 60_000;
const anyOrders: fc.Arbitrary<readonly OrderRow[]> = fc
  .array(
    fc.record({
      at: fc.integer({ min: 0, max: 200 }),
      amount: fc.constantFrom(100, 200, null),
      email: fc.constantFrom('a@example.jp', 'b@example.jp', ' ', 'No-Reply@example.jp', 'なし', null),
      phone: fc.constantFrom('09000000001', '090-0000-0000', null),
      device_id: fc.constantFrom('d1', 'd1', 'd2', 'd3', 'd4', null),
      currency: fc.constantFrom('JPY', 'JPY', 'JPY', 'USD'),
      label: fc.constantFrom(true, false, null),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((drawn) =>
    drawn.map(({ at, ...rest }, i) => ({
      ...{ event_id: `o${i}`, ordered_at: new Date(Date.UTC(2024, 3, 1) + at * minute).toISOString() },
      ...rest,
    })),
  );

const stateOf = ({ label }: OrderRow): OutcomeState => (label === true ? 'bad' : label === false ? 'good' : 'excluded');
const rank = (order: OrderRow): number => outcomeStates.indexOf(stateOf(order));

/** What strangers write alike. */
const shared: ReadonlySet<string> = new Set(['No-Reply@example.jp', 'なし', '090-0000-0000']);
const personOf = (order: OrderRow): string | undefined =>
  [order['email'], order['phone'], order['device_id']]
    .map((value) => (typeof value === 'string' ? value.trim() : ''))
    .find((value) => value !== '' && !shared.has(value));

interface Purchase {
  /** The last of the attempts whose outcome is known best. */
  readonly head: OrderRow;
  readonly attempts: readonly OrderRow[];
  readonly decision: ScreeningResult;
}

/** The purchases by reading orders one after the other, each let through as far as its most lenient attempt is. */
function purchases(orders: readonly OrderRow[], minutes = 30): readonly Purchase[] {
  const open = new Map<string, OrderRow[]>();
  const made: OrderRow[][] = [];
  for (const order of inOrder(orders)) {
    const person = personOf(order);
    const key = [person, order['amount'], order['currency']].join(' ');
    const before = open.get(key);
    const last = before?.at(-1);
    const again =
      person !== undefined &&
      order['amount'] !== null &&
      last !== undefined &&
      Date.parse(order.ordered_at) - Date.parse(last.ordered_at) <= minutes * minute;
    if (again && before !== undefined) before.push(order);
    else {
      const fresh = [order];
      made.push(fresh);
      open.set(key, fresh);
    }
  }
  return made.map((attempts) => ({
    attempts,
    head: attempts.reduce((best, next) => (rank(next) <= rank(best) ? next : best)),
    decision: results.find((result) => attempts.some((one) => decisionOf(one) === result)) ?? 'NG',
  }));
}

test('orders add up to purchases, and money over purchases, as reading them one by one finds', async () => {
  await fc.assert(
    fc.asyncProperty(anyOrders, fc.constantFrom(undefined, 0, 7, 30, 90), async (orders, purchaseMinutes) => {
      await history.load(orders);
      const assumptions = purchaseMinutes === undefined ? {} : { purchaseMinutes };
      const input = { ruleSet, filter: everything, save: false, assumptions };
      const { groups } = await backtestHandlers(history.project)['backtest.run'](input, listening());
      const plain = await backtestHandlers(history.project, byDuckdb(history.project))['backtest.run'](
        input,
        listening(),
      );
      expect(plain.groups).toEqual(groups);
      const cells = cellsOver(groups);
      const found = purchases(orders, purchaseMinutes).filter(({ head }) => head['currency'] === 'JPY');
      const goodOf = (person: string): number =>
        found.filter(({ head }) => stateOf(head) === 'good' && personOf(head) === person).length;
      for (const decision of results)
        for (const state of outcomeStates) {
          const here = found.filter(({ head, decision: own }) => stateOf(head) === state && own === decision);
          const amount = here.reduce((sum, { head }) => sum + Number(head['amount'] ?? 0), 0);
          const shares = here.map(({ head }) => {
            const person = personOf(head);
            return state !== 'good' ? 0 : Math.floor(1e6 / (person === undefined ? 1 : goodOf(person)));
          });
          const attempts = orders.filter((order) => stateOf(order) === state && decisionOf(order) === decision);
          expect(cells[decision][state]).toMatchObject({
            orders: attempts.length,
            intents: here.length,
            intentAmount: amount,
            cohort: here.length,
            customers: shares.reduce((sum, share) => sum + share, 0),
            lossUnknown: state === 'bad' ? amount : 0,
            // A label is no chargeback.
            chargesUnknown: 0,
          });
        }
    }),
    { numRuns: 15 },
  );
}, 240_000);

/** Conditions that orders meet or not as they like, those on outcomes and decisions included. */
const anyFilter: fc.Arbitrary<Filter> = fc
  .array(
    fc.oneof(
      fc.constantFrom(...outcomeStates).map((state): Clause => ({ kind: 'state', states: [state] })),
      fc.constantFrom(...results).map((result): Clause => ({ kind: 'decision', ruleSet, results: [result] })),
      fc.integer({ min: 1, max: 24 }).map((to): Clause => ({ kind: 'hour', from: 0, to })),
      fc
        .tuple(
          fc.constantFrom(
            'order.amount > 100',
            'device.id in ["d1", "d2"]',
            'buyer.email == "a@example.jp"',
            'has(buyer.phone)',
          ),
          fc.constantFrom('true', 'false', 'unevaluable'),
        )
        .map(([when, value]): Clause => {
          return { kind: 'rule', code: 'ANY', when, currency: 'JPY', timezone: 'Asia/Tokyo', value };
        }),
    ),
    { minLength: 1, maxLength: 2 },
  )
  .map((clauses) => ({ clauses }));

test('over any division of the orders every sum adds up to the run, purchases whose attempts are divided too', async () => {
  const divided: number[] = [];
  await fc.assert(
    fc.asyncProperty(anyOrders, fc.array(anyFilter, { minLength: 1, maxLength: 4 }), async (orders, filters) => {
      await history.load(orders);
      const handlers = backtestHandlers(history.project);
      const of = { ruleSet, filter: everything };
      const run = await handlers['backtest.run']({ ...of, save: false }, listening());
      // An order is in the first whose conditions hold, and in the last where none does.
      const parts = [...filters, everything];
      const found = await handlers['backtest.breakdown']({ ...of, parts }, listening());
      const cells = parts.map((_, part) => partAt(found.parts, part).cells);
      const whole = cellsOver(run.groups);
      for (const decision of results)
        for (const state of outcomeStates)
          for (const measure of measureNames)
            expect(
              cells.reduce((sum, part) => sum + part[decision][state][measure], 0),
              measure,
            ).toBe(whole[decision][state][measure]);
      const ordersIn = (part: (typeof cells)[number]): number =>
        results.reduce((sum, d) => sum + outcomeStates.reduce((all, s) => all + part[d][s].orders, 0), 0);
      divided.push(cells.filter((part) => ordersIn(part) > 0).length);
    }),
    { numRuns: 15 },
  );
  expect(Math.max(...divided)).toBeGreaterThan(2);
}, 240_000);

test('other minutes between attempts are kept with a run, add it up anew, and hold in every view of it', async () => {
  const at = (event_id: string, minutes: number, device_id: string): OrderRow => ({
    ...{ event_id, ordered_at: new Date(Date.UTC(2024, 3, 1) + minutes * minute).toISOString(), amount: 100 },
    ...{ currency: 'JPY', email: 'a@example.jp', label: false, device_id },
  });
  // 20 and 40 minutes apart: two purchases by the preset, the first as lenient as its second attempt.
  await history.load([at('a', 0, 'd1'), at('b', 20, 'd4'), at('c', 60, 'd1')]);
  const handlers = backtestHandlers(history.project);
  const ask = { ruleSet, filter: everything };
  const { runId, result, groups } = await handlers['backtest.run']({ ...ask, save: true }, listening());
  const intents = (told: typeof result) => [told.cells?.OK.good.intents, told.cells?.NG.good.intents];
  expect(intents(result)).toEqual([1, 1]);
  for (const [purchaseMinutes, expected] of [
    [45, [1, 0]],
    [10, [1, 2]],
  ] as const) {
    await handlers['backtest.assume']({ runId, assumptions: { purchaseMinutes } }, listening());
    const opened = await handlers['backtest.open']({ runId }, listening());
    expect(intents(opened.result)).toEqual(expected);
    expect(opened.run.stale).toBe(false);
    expect(opened.result.hashes.assumptions).not.toBe(result.hashes.assumptions);
    expect(cellsOver(opened.groups ?? new Float64Array())).toEqual(opened.result.cells);
    const view = { ...ask, parts: [], judged: asRun(opened.result) };
    expect((await handlers['backtest.breakdown'](view, listening())).groups).toEqual(opened.groups);
    // As of the run, whatever is assumed in the project meanwhile.
    const trying = { ...ask, judged: asRun(opened.result), save: false };
    expect(intents((await handlers['backtest.run'](trying, listening())).result)).toEqual(expected);
    expect((await handlers['backtest.repeat']({ runId }, listening())).differs).toEqual([]);
  }
  await handlers['backtest.assume']({ runId, assumptions: {} }, listening());
  expect((await handlers['backtest.open']({ runId }, listening())).groups).toEqual(groups);

  // On other data it would be another run under an old name.
  await history.load([at('d', 90, 'd1')]);
  await expect(
    handlers['backtest.assume']({ runId, assumptions: { purchaseMinutes: 45 } }, listening()),
  ).rejects.toMatchObject({ failure: { code: 'run-other-data' } });
  await handlers['backtest.assume']({ runId, assumptions: { marginRate: 0.1 } }, listening());
  expect((await handlers['backtest.open']({ runId }, listening())).groups).toEqual(groups);
});

test('beside another rule set each purchase is where its most lenient attempt was decided, as in a run of that set', async () => {
  // Attempts at one purchase are decided differently by both.
  const champion: RuleSet = {
    ...ruleSet,
    name: 'champion',
    rules: [
      { code: 'ONE', description: { ja: '端末1', en: 'Device 1' }, when: 'device.id == "d1"', result: 'REVIEW' },
      { code: 'FOUR', description: { ja: '端末4', en: 'Device 4' }, when: 'device.id == "d4"', result: 'NG' },
    ],
  };
  const then = ({ device_id: device }: OrderRow): ScreeningResult =>
    device === 'd1' ? 'REVIEW' : device === 'd4' ? 'NG' : 'OK';
  const ways: readonly Judged[] = [{}, { raw: true }];
  // The one that stands for it was looked at then, the other one passed.
  const attempt = (event_id: string, device_id: string, label: boolean | null): OrderRow => ({
    ...{ event_id, ordered_at: '2024-04-01T00:45:00+09:00', amount: 100, currency: 'JPY' },
    ...{ email: 'a@example.jp', phone: null, device_id, label },
  });
  const both = [attempt('o0', 'd1', false), { ...attempt('o1', 'd2', null), ordered_at: '2024-04-01T01:00:00+09:00' }];
  let apart = 0;
  await fc.assert(
    fc.asyncProperty(anyOrders, fc.constantFrom(...ways), async (orders, judged) => {
      await history.load(orders);
      const input = { ruleSet, filter: everything, parts: championParts(champion), judged };
      const [found, plain] = [
        await backtestHandlers(history.project)['backtest.breakdown'](input, listening()),
        await backtestHandlers(history.project, byDuckdb(history.project))['backtest.breakdown'](input, listening()),
      ];
      expect(found).toEqual(plain);
      const own = purchases(orders).filter(({ head }) => head['currency'] === 'JPY');
      const lenientThen = ({ attempts }: Purchase): ScreeningResult =>
        results.find((result) => attempts.some((one) => then(one) === result)) ?? 'NG';
      apart += own.filter((one) => lenientThen(one) !== then(one.head)).length;
      const run = await backtestHandlers(history.project)['backtest.run'](
        { ruleSet: champion, filter: everything, judged, save: false },
        listening(),
      );
      const whole = cellsOver(run.groups);
      for (const [part, was] of results.entries()) {
        const { cells } = partAt(found.parts, part);
        for (const decision of results)
          for (const state of outcomeStates)
            expect(cells[decision][state].intents).toBe(
              own.filter((one) => lenientThen(one) === was && one.decision === decision && stateOf(one.head) === state)
                .length,
            );
        for (const state of outcomeStates)
          for (const measure of ['intents', 'intentAmount', 'cohort', 'customers', 'lossUnknown'] as const)
            expect(results.reduce((sum, decision) => sum + cells[decision][state][measure], 0)).toBe(
              whole[was][state][measure],
            );
      }
    }),
    { numRuns: 10, examples: ways.map((judged): [readonly OrderRow[], Judged] => [both, judged]) },
  );
  expect(apart).toBeGreaterThan(0);
}, 240_000);

test('guests whom a shop gives one id are no person who tries again; what else tells them does', async () => {
  const at = (minutes: number): string => new Date(Date.UTC(2024, 3, 1) + minutes * minute).toISOString();
  const order = (n: number, member_id: string, device_id: string | null): OrderRow => ({
    ...{ event_id: `g${n}`, ordered_at: at(n), amount: 100, currency: 'JPY', label: false },
    ...{ email: null, phone: null, member_id, device_id },
  });
  const purchasesOf = async (orders: readonly OrderRow[]): Promise<readonly [number, number]> => {
    await history.load(orders);
    const { groups } = await backtestHandlers(history.project)['backtest.run'](
      { ruleSet, filter: everything, save: false },
      listening(),
    );
    const { intents, customers } = cellsOver(groups).OK.good;
    return [intents, customers];
  };
  expect(await purchasesOf([order(0, 'm1', null), order(1, 'm1', null)])).toEqual([1, 1e6]);
  for (const nobody of ['0', 'guest', ' ゲスト', '-'])
    expect(await purchasesOf([order(0, nobody, null), order(1, nobody, null)])).toEqual([2, 2e6]);
  expect(await purchasesOf([order(0, '0', 'd9'), order(1, '0', 'd9')])).toEqual([1, 1e6]);
});
