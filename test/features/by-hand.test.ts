import { ways } from './ways.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Feature } from '../../analysis/model/features.ts';
import { checkFeature } from '../../analysis/expression/index.ts';
import { computeGroup } from '../../analysis/store/features/compute.ts';
import { id, sql } from '../../analysis/store/sql.ts';
import { fraudWithin30Days, openHistory, type History, type OrderRow } from '../backtest/history.ts';
import { codeOf } from '../store/projects.ts';
import { computed, scopeIn } from './computed.ts';

/**
 * One device: a 09:00, b and c 10:00 (same instant), d 33:00 = 24 h after a, e on another day; x has no device, y a blank
 * one. Values are told in this order: a b c d e x y.
 */
const order = (event_id: string, ordered_at: string, amount: number, more: Partial<OrderRow> = {}): OrderRow => ({
  event_id,
  ordered_at,
  amount,
  currency: 'JPY',
  device_id: 'dev',
  ...more,
});
const orders = [
  order('a', '2024-05-01T09:00:00Z', 100, { member_id: 'm1' }),
  order('b', '2024-05-01T10:00:00Z', 200, { member_id: 'm2' }),
  order('c', '2024-05-01T10:00:00Z', 401, { member_id: 'm1' }),
  order('d', '2024-05-02T09:00:00Z', 50, { member_id: null }),
  order('e', '2024-05-20T00:00:00Z', 7, { member_id: 'm3', currency: 'USD' }),
  order('x', '2024-05-20T00:00:01Z', 1, { device_id: null }),
  order('y', '2024-05-20T00:00:02Z', 1, { device_id: '\u3000 ' }),
];

describe.each(ways)('by %s', (_, features) => {
  let history: History;
  beforeAll(async () => {
    history = await openHistory({ target: fraudWithin30Days, features });
    await history.load(orders, [
      { order_id: 'a', kind: 'chargeback', family: 'fraud', reported_at: '2024-05-02T09:00:00Z' },
      { order_id: 'b', kind: 'chargeback', family: 'consumer', reported_at: '2024-05-03T00:00:00Z' },
      { order_id: 'c', kind: 'chargeback', family: 'fraud', reported_at: '2024-05-03T00:00:00Z' },
      { order_id: 'c', kind: 'chargeback-reversed', reported_at: '2024-05-10T00:00:00Z' },
      { order_id: 'd', kind: 'overdue', reported_at: null },
    ]);
    await history.write(sql`INSERT INTO events (kind, ident, happened_at, passed, device_id) VALUES
    ('auth', '1', '2024-05-01T08:00:00Z', FALSE, 'dev'), ('auth', '2', '2024-05-01T09:00:00Z', FALSE, 'dev'),
    ('auth', '3', '2024-05-01T09:30:00Z', TRUE, 'dev'), ('login', '4', '2024-05-01T09:30:00Z', FALSE, 'dev')`);
  });
  afterAll(() => history.close());

  const by = ['device.id'];
  const none = [null, null];
  type Case = readonly [
    what: string,
    feature: Omit<Feature, 'id' | 'by'> & { readonly by?: string[] },
    values: readonly (number | null)[],
  ];

  const cases: readonly Case[] = [
    ['count, 24 h, the start of the window in it', { agg: 'count', window: '24h' }, [0, 1, 1, 3, 0, ...none]],
    ['count, a minute less', { agg: 'count', window: '1439m' }, [0, 1, 1, 2, 0, ...none]],
    ['count, sequenced: c sees b', { agg: 'count', window: '24h', ties: 'sequenced' }, [0, 1, 2, 3, 0, ...none]],
    ['count with the order itself', { agg: 'count', window: '24h', includeCurrent: true }, [1, 2, 2, 4, 1, ...none]],
    ['count of all time', { agg: 'count', window: 'all' }, [0, 1, 1, 3, 4, ...none]],
    [
      'count by two keys, one of them absent',
      { agg: 'count', window: 'all', by: ['device.id', 'buyer.id'] },
      [0, 0, 1, null, 0, ...none],
    ],
    [
      'only those that meet a condition',
      { agg: 'count', window: 'all', where: 'order.amount >= 200' },
      [0, 0, 0, 2, 2, ...none],
    ],
    [
      'a condition that is not evaluable counts nothing',
      { agg: 'count', window: 'all', where: 'buyer.id != "m1"' },
      [0, 0, 0, 1, 1, ...none],
    ],
    [
      'distinct values, absent ones are none',
      { agg: 'count_distinct', of: 'buyer.id', window: 'all' },
      [0, 1, 1, 2, 2, ...none],
    ],
    [
      'distinct values with the own one',
      { agg: 'count_distinct', of: 'buyer.id', window: 'all', includeCurrent: true },
      [1, 2, 1, 2, 3, ...none],
    ],
    [
      'sum of the currency alone',
      { agg: 'sum', of: 'order.amount', window: 'all', includeCurrent: true },
      [100, 300, 501, 751, 751, ...none],
    ],
    ['sum of an empty window is 0', { agg: 'sum', of: 'order.amount', window: '24h' }, [0, 100, 100, 701, 0, ...none]],
    [
      'mean to the nearest yen, halves up',
      { agg: 'avg', of: 'order.amount', window: 'all' },
      [null, 100, 100, 234, 188, ...none],
    ],
    ['smallest', { agg: 'min', of: 'order.amount', window: '24h' }, [null, 100, 100, 100, null, ...none]],
    ['greatest', { agg: 'max', of: 'order.amount', window: '24h' }, [null, 100, 100, 401, null, ...none]],
    [
      'since the first, in seconds',
      { agg: 'since_first', window: 'all' },
      [null, 3600, 3600, 86_400, 1_609_200, ...none],
    ],
    ['since the last', { agg: 'since_last', window: 'all' }, [null, 3600, 3600, 82_800, 1_522_800, ...none]],
    [
      'first seen',
      { agg: 'first_seen', window: '24h' },
      [null, 1_714_554_000e6, 1_714_554_000e6, 1_714_554_000e6, null, ...none],
    ],
    [
      'failed authorisations before, not those of the same instant',
      { agg: 'count', window: 'all', on: 'auth', where: '!event.passed' },
      [1, 2, 2, 2, 2, ...none],
    ],
    ['logins', { agg: 'count', window: '30m', on: 'login' }, [0, 1, 1, 0, 0, ...none]],
    [
      'known bad once reported; taken back when reversed',
      { agg: 'known_bad', window: 'all', outcome: { kinds: ['chargeback'] } },
      [0, 0, 0, 0, 2, ...none],
    ],
    [
      'known bad of one family',
      { agg: 'known_bad', window: 'all', outcome: { kinds: ['chargeback'], reasonFamilies: ['consumer'] } },
      [0, 0, 0, 0, 1, ...none],
    ],
    [
      'known bad among the orders of a window',
      { agg: 'known_bad', window: '7d', outcome: { kinds: ['chargeback'] } },
      [0, 0, 0, 0, 0, ...none],
    ],
    [
      'undated ones after an assumed delay',
      { agg: 'known_bad', window: '30d', outcome: { kinds: ['overdue'], assumedDelayDays: 17 } },
      [0, 0, 0, 0, 1, ...none],
    ],
    [
      'undated ones not yet known',
      { agg: 'known_bad', window: '30d', outcome: { kinds: ['overdue'], assumedDelayDays: 18 } },
      [0, 0, 0, 0, 0, ...none],
    ],
  ];

  describe('features by hand', () => {
    test.each(cases)('%s', async (_what, feature, values) => {
      expect((await computed(history.project, [{ id: 'f', by, ...feature }]))[0]).toEqual(values);
    });

    test('all at once they are the same', async () => {
      const all = cases.map(([, feature], index): Feature => ({ id: `f${index}`, by, ...feature }));
      expect(await computed(history.project, all)).toEqual(cases.map(([, , values]) => values));
    });

    test('outcomes without a report date are refused where no delay is assumed', async () => {
      expect(await codeOf(computed(history.project, [{ id: 'f', agg: 'known_bad', by, window: 'all' }]))).toBe(
        'feature-undated',
      );
    });

    test('keys whose hashes are one are told apart by themselves', async () => {
      const asked: Feature[] = [
        { id: 'a', agg: 'count', by: ['device.id', 'buyer.id'], window: 'all' },
        {
          id: 'b',
          agg: 'count_distinct',
          of: 'order.amount',
          by: ['device.id', 'buyer.id'],
          window: 'all',
          includeCurrent: true,
        },
      ];
      const scope = await scopeIn(history.project);
      const [first, second] = asked.map((feature) => checkFeature(feature, scope));
      if (first?.ok !== true || second?.ok !== true) throw new Error('a feature does not check');
      const table = 'apart';
      const values = await history.project.read({}, async (db) => {
        const planned = [
          { checked: first, reading: {} },
          { checked: second, reading: {} },
        ] as const;
        const reports = { kind: 'project', bills: null } as const;
        const ground = { singleCurrency: null, reports, hashed: () => Promise.resolve(false) };
        await computeGroup(db, { features: planned, names: [], table }, ground);
        return db.rows(sql`SELECT event_id, f0, f1 FROM ${id('work', table)} JOIN orders USING (seq) ORDER BY seq`);
      });
      expect(values.map((row) => Object.values(row))).toEqual([
        ['a', 0, 1],
        ['b', 0, 1],
        ['c', 1, 2],
        ['e', 0, 0],
      ]);
    });
  });

  test('features that differ in nothing but what is written out are one, and each is computed', async () => {
    const known: Feature = { id: 'a', agg: 'known_bad', by, window: 'all', outcome: { kinds: ['chargeback'] } };
    const spelt: Feature = { ...known, id: 'b', includeCurrent: false, ties: 'strict', on: 'orders' };
    const values = [0, 0, 0, 0, 2, ...none];
    expect(await computed(history.project, [known, spelt])).toEqual([values, values]);
    const dollars = { currency: 'USD', timezone: 'UTC' };
    expect(await computed(history.project, [known, spelt], dollars)).toEqual([values, values]);
    await history.write();
    expect(await computed(history.project, [known])).toEqual([values]);
  });
});

describe.each(ways)('bills by %s', (_, features) => {
  let history: History;
  beforeAll(async () => {
    history = await openHistory({
      target: fraudWithin30Days,
      features,
      custom: [{ id: 'score', label: 'score', type: 'double', knownAtScreening: 'yes' }],
    });
  });
  afterAll(() => history.close());

  test('are known to be overdue from the day they were open so long', async () => {
    const at = (event_id: string, ordered_at: string): OrderRow => order(event_id, ordered_at, 100);
    await history.load([
      at('a', '2024-01-01T00:00:00Z'),
      at('b', '2024-02-15T00:00:00Z'),
      at('c', '2024-03-02T00:00:00Z'),
      at('d', '2024-12-01T00:00:00Z'),
    ]);
    await history.write(sql`INSERT INTO outcomes (order_id, kind, reported_at, due_at, source)
      VALUES ('a', 'billing', '2024-06-30T00:00:00Z', '2024-01-31T00:00:00Z', 'bills')`);
    const late = (kind: 'overdue' | 'overdue-30' | 'overdue-90'): Feature => ({
      ...{ id: kind.replace('-', '_'), agg: 'known_bad', by: ['device.id'], window: 'all', outcome: { kinds: [kind] } },
    });
    // Due on 31 January in Tokyo: one day late from 1 February, thirty from 1 March, ninety from 30 April.
    const values = await computed(history.project, [late('overdue'), late('overdue-30'), late('overdue-90')]);
    expect(values).toEqual([
      [0, 1, 1, 1],
      [0, 0, 1, 1],
      [0, 0, 0, 1],
    ]);
  });

  test('decimals too large to add are left out', async () => {
    const scored = (event_id: string, hour: number, score: number): OrderRow =>
      order(event_id, `2024-01-01T0${hour}:00:00Z`, 1, { 'custom.score': score });
    await history.load([scored('a', 1, 9e31), scored('b', 2, 9e31), scored('c', 3, 0.5), scored('d', 4, 1)]);
    const sum: Feature = { id: 'f', agg: 'sum', of: 'custom.score', by: ['device.id'], window: 'all' };
    expect(await computed(history.project, [sum])).toEqual([[0, 0, 0, 0.5]]);
  });
});

describe.each(ways)('orders of guests, by %s', (_, features) => {
  /** Told in the order of their times: m1, three guests as shops write them, m1 again, a member whose id begins like one. */
  const members = ['m1', 'guest', '0', '-', 'm1', 'guest7', ' ゲスト', 'GUEST ', 'なし', '10'];
  let history: History;
  beforeAll(async () => {
    history = await openHistory({ target: fraudWithin30Days, features });
    await history.load(
      members.map((member_id, n) => order(`g${n}`, `2024-05-01T0${n}:00:00Z`, 100, { member_id })),
      [],
    );
  });
  afterAll(() => history.close());

  const count: Omit<Feature, 'id' | 'by'> = { agg: 'count', window: 'all' };
  const none = null;
  test.each([
    ['what stands for no member is no key', count, ['buyer.id'], [0, none, none, none, 1, 0, none, none, none, 0]],
    ['nor with another key', count, ['device.id', 'buyer.id'], [0, none, none, none, 1, 0, none, none, none, 0]],
    ['other keys count guests', count, ['device.id'], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    [
      'guests are none of the members a device has seen',
      { agg: 'count_distinct', of: 'buyer.id', window: 'all' },
      ['device.id'],
      [0, 1, 1, 1, 1, 1, 2, 2, 2, 2],
    ],
  ] as const)('%s', async (_what, feature, by, values) => {
    expect((await computed(history.project, [{ id: 'f', ...feature, by: [...by] }]))[0]).toEqual(values);
  });
});
