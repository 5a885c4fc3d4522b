import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import '../property-seed.ts';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { byDuckdb, type Measuring } from '../../analysis/backtest/measuring.ts';
import type { Filter } from '../../analysis/model/filter.ts';
import type { RuleSetException } from '../../analysis/model/policy.ts';
import type { RuleSet, ScreeningResult } from '../../analysis/model/ruleset.ts';
import { join, sql } from '../../analysis/store/sql.ts';
import { negativeList } from '../features/negative-list.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import {
  fraudWithin30Days,
  inOrder,
  listening,
  openHistory,
  type FactRow,
  type History,
  type OrderRow,
} from './history.ts';

let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2025-06-01' });
  await history.write(negativeList);
});
afterAll(() => history.close());

const start = Date.parse('2024-03-01T00:00:00Z');
const iso = (minutes: number): string => new Date(start + minutes * 60_000).toISOString();
/** The instant from which on things are added. */
const cut = 50;
const minute = fc.integer({ min: 0, max: cut - 1 });
const later = fc.integer({ min: cut, max: 100 });

const key = fc.constantFrom('d1', 'd2', null);
const member = fc.constantFrom('m1', 'm2', null);

interface Drawn {
  readonly orders: readonly OrderRow[];
  readonly facts: readonly FactRow[];
  readonly events: readonly { readonly at: string; readonly device_id: string | null; readonly passed: boolean }[];
  readonly entries: readonly { readonly value: string; readonly added: string; readonly removed: string | null }[];
}

/** What happens at some times; `prefix` keeps the ids of orders apart, `named` are ids that outcomes may tell of. */
const happening = (prefix: string, at: fc.Arbitrary<number>, named: readonly string[]): fc.Arbitrary<Drawn> =>
  fc.record({
    orders: fc
      .array(
        fc.record({
          ordered_at: at.map(iso),
          amount: fc.constantFrom(100, 900, null),
          currency: fc.constant('JPY'),
          device_id: key,
          member_id: member,
        }),
        { minLength: 4, maxLength: 12 },
      )
      .map((orders) => orders.map((order, n) => ({ event_id: `${prefix}${n}`, ...order }))),
    facts: fc.array(
      fc.record({
        order_id: fc.constantFrom(...named),
        kind: fc.constantFrom('chargeback', 'chargeback', 'paid'),
        reported_at: at.map(iso),
        family: fc.constant('fraud'),
      }),
      { maxLength: 10 },
    ),
    events: fc.array(fc.record({ at: at.map(iso), device_id: key, passed: fc.boolean() }), { maxLength: 10 }),
    entries: fc.array(
      fc
        .record({ value: fc.constantFrom('m1', 'm2'), added: at, stays: fc.option(fc.integer({ min: 1, max: 80 })) })
        .map(({ value, added, stays }) => ({
          value,
          added: iso(added),
          removed: stays === null ? null : iso(added + stays),
        })),
      { maxLength: 4 },
    ),
  });

const early = Array.from({ length: 12 }, (_, n) => `a${n}`);
const before = happening('a', minute, early);
const after = happening('b', later, [...early, 'b0', 'b1', 'b2', 'b3']);

const exception = (at: fc.Arbitrary<number>): fc.Arbitrary<RuleSetException> =>
  fc
    .record({
      value: fc.constantFrom('m1', 'm2'),
      from: at.map(iso),
      rules: fc.option(fc.subarray(['LISTED', 'MANY', 'SUM', 'BAD'], { minLength: 1 }), { freq: 1 }),
    })
    .map(({ rules, ...own }) => {
      const what = { ...own, field: 'buyer.id' };
      return rules === null ? { ...what, kind: 'allow' } : { ...what, kind: 'snooze', rules };
    });

const by = ['device.id'];
const scored = (code: string, when: string, result: ScreeningResult, ng: number) => ({
  ...ruleOf(code, when, result),
  scores: { ok: 0, ng, hold: result === 'HOLD' ? 2 : 0 },
});
const plain: RuleSet = {
  ...ruleSetOf(
    scored('LISTED', 'buyer.id in lists.neg', 'NG', 2),
    scored('MANY', 'velocity.many >= 2', 'HOLD', 1),
    scored('SUM', 'velocity.sum > 1000', 'REVIEW', 1),
    scored('BAD', 'velocity.bad >= 1', 'NG', 3),
    scored('TRIED', 'velocity.tried >= 1 && velocity.seen >= 0', 'REVIEW', 1),
    scored('LISTED_PAST', 'velocity.listed >= 1', 'HOLD', 1),
  ),
  features: [
    { id: 'many', agg: 'count', by, window: '1h', includeCurrent: true, ties: 'sequenced' },
    { id: 'sum', agg: 'sum', of: 'order.amount', by, window: 'all' },
    { id: 'bad', agg: 'known_bad', by, window: 'all' },
    { id: 'tried', agg: 'count', by, window: '30m', on: 'auth', where: '!event.passed' },
    { id: 'seen', agg: 'since_first', by: ['buyer.id'], window: 'all' },
    { id: 'listed', agg: 'count', by, window: 'all', where: 'buyer.id in lists.neg' },
  ],
};
const policies: readonly Partial<RuleSet>[] = [
  {},
  {
    groups: [
      { priority: 1, result: 'NG', kind: 'combination', rules: ['MANY', 'SUM'] },
      { priority: 2, result: 'HOLD', kind: 'single', rules: ['LISTED', 'TRIED'] },
      { priority: 3, result: 'REVIEW', kind: 'single', rules: ['BAD', 'SUM', 'MANY', 'LISTED_PAST'] },
    ],
  },
  {
    policy: {
      kind: 'scores',
      thresholds: { ok: 1, ng: 3, hold: 2 },
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
  },
];

async function load({ orders, facts, events, entries }: Drawn): Promise<void> {
  await history.load(orders, facts);
  const tried = events.map(
    ({ at, device_id, passed }, n) =>
      sql`('auth', ${`e${n}`}, CAST(${at} AS TIMESTAMPTZ), ${passed}, ${device_id}, 'JPY')`,
  );
  const listed = entries.map(
    ({ value, added, removed }) =>
      sql`('neg', ${value}, ${value}, CAST(${added} AS TIMESTAMPTZ), CAST(${removed} AS TIMESTAMPTZ), NULL)`,
  );
  const insert = (into: ReturnType<typeof sql>, rows: readonly ReturnType<typeof sql>[]) =>
    rows.length === 0 ? [] : [sql`INSERT INTO ${into} VALUES ${join(rows, sql`, `)}`];
  await history.write(
    sql`DELETE FROM events`,
    sql`DELETE FROM list_entries`,
    ...insert(sql`events (kind, ident, happened_at, passed, device_id, currency)`, tried),
    ...insert(sql`list_entries`, listed),
  );
}

const untilCut: Filter = {
  clauses: [{ kind: 'time', column: 'ordered_at', from: iso(0), to: iso(cut) }],
};

/** Every decision on the first orders with its reason, and what two ways to count make of them. */
async function decided(ruleSet: RuleSet, orders: number): Promise<unknown> {
  const why = backtestHandlers(history.project)['rules.why'];
  const single: unknown[] = [];
  for (let seq = 0; seq < orders; seq += 1) single.push(await why({ ruleSet, seq }, listening()));
  const counted = async (measuring?: Measuring): Promise<unknown> => {
    const run = backtestHandlers(history.project, measuring)['backtest.run'];
    const { result } = await run({ ruleSet, filter: untilCut, save: false }, listening());
    return {
      orders: result.rows,
      decisions: result.decisions,
      by: result.decidedBy?.map((one) => [one.by, one.result, one.orders]),
      rules: result.rules.map(({ code, hits, unevaluable }) => [code, hits, unevaluable]),
      adds: result.contributions?.map(({ code, first, unique }) => [code, first.hits, unique.hits]),
    };
  };
  return [single, await counted(), await counted(byDuckdb(history.project))];
}

test('whatever is added after an instant leaves every decision before it as it was', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      before,
      after,
      fc.constantFrom(...policies),
      fc.array(exception(minute), { maxLength: 2 }),
      fc.array(exception(later), { maxLength: 2 }),
      async (past, future, policy, exceptions, more) => {
        const ruleSet: RuleSet = { ...plain, ...policy, exceptions };
        const count = past.orders.length;
        await load(past);
        const was = await decided(ruleSet, count);
        // An entry that stood there is taken away later, too.
        const entries = past.entries.map((entry) => ({ ...entry, removed: entry.removed ?? iso(cut) }));
        await load({
          orders: [...past.orders, ...future.orders],
          facts: [...past.facts, ...future.facts],
          events: [...past.events, ...future.events],
          entries: [...entries, ...future.entries],
        });
        expect(inOrder([...past.orders, ...future.orders]).slice(0, count)).toEqual(inOrder(past.orders));
        const is = await decided({ ...ruleSet, exceptions: [...exceptions, ...more] }, count);
        expect(is).toEqual(was);
        for (const fired of JSON.stringify(was).matchAll(/"byText":"([^"]+)"/g)) seen.add(fired[1] ?? '');
      },
    ),
    { numRuns: 14 },
  );
  // Rules, groups, sums and exceptions have decided some of them.
  const kinds = [...seen].map((by) => by.replace(/[:0-9].*/, ''));
  expect(kinds).toEqual(expect.arrayContaining(['rule', '優先度', 'scores', 'allow', 'default']));
}, 240_000);
