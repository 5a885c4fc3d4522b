import fc from 'fast-check';
import '../property-seed.ts';
import { eventKinds } from '../../analysis/model/events.ts';
import { featureSchema, type Feature } from '../../analysis/model/features.ts';
import { join, sql } from '../../analysis/store/sql.ts';
import type { FactRow, History, OrderRow } from '../backtest/history.ts';
import { negativeList } from './negative-list.ts';

/**
 * Histories full of ties, absent and blank keys, keys that stand for nobody, ids used twice, other currencies, late, early and contradicting outcomes,
 * events beside the orders and a list whose entries come and go.
 */
const start = Date.parse('2024-03-01T00:00:00Z');
export const iso = (minutes: number): string => new Date(start + minutes * 60_000).toISOString();
const minute = (minutes: number) => sql`CAST(${iso(minutes)} AS TIMESTAMPTZ)`;
/** What of a value stood on the list `neg` at an instant in microseconds. */
export const onList = (member: unknown, at: bigint): string[] => {
  const minutes = Number(at / 1000n - BigInt(start)) / 60_000;
  const spans: readonly (readonly [string, number, number])[] = [
    ['m1', 10, 40],
    ['m1', 70, Infinity],
    ['m2', 30, Infinity],
  ];
  return spans.flatMap(([value, from, to]) => (value === member && from < minutes && minutes < to ? [value] : []));
};

const keys = fc.constantFrom('d1', 'd1', 'd2', 'é', 'Ａ', '0', '', ' \u3000', null);
export const orderRow = fc.record({
  event_id: fc.constantFrom(...Array.from({ length: 60 }, (_, n) => `o${n}`), 'ｱ', 'é', '𠮷', 'z'),
  // Few instants, so that many orders share one; some two days later, when what is assumed is known.
  ordered_at: fc
    .oneof(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), fc.integer({ min: 2880, max: 2900 }))
    .map(iso),
  amount: fc.oneof(fc.integer({ min: -5, max: 1000 }), fc.constant(null)),
  currency: fc.constantFrom<string | null>('JPY', 'JPY', 'JPY', 'USD', null),
  device_id: keys,
  email: keys,
  member_id: fc.constantFrom('m1', 'm2', 'm3', 'Guest', 'なし', null),
  'custom.score': fc.constantFrom(0.5, -1.25, 1e10, 0.1, null),
  'custom.shop': fc.constantFrom(1, 2, null),
  settle_status: fc.constantFrom('20', '30', '40', '50', '60', null, null),
  label: fc.constantFrom(true, false, null, null),
});
export const factRow = fc.record({
  order_id: fc.integer({ min: 0, max: 59 }).map((n) => `o${n}`),
  kind: fc.constantFrom(
    ...['chargeback', 'chargeback', 'chargeback-upheld', 'chargeback-reversed', 'chargeback-reversed', 'overdue'],
    ...['bad-debt', 'overdue', 'black', 'fraud-notice', 'paid'],
  ),
  reported_at: fc.oneof(
    { weight: 12, arbitrary: fc.integer({ min: -10, max: 130 }).map(iso) },
    { weight: 1, arbitrary: fc.constant(null) },
  ),
  family: fc.constantFrom('fraud', 'consumer'),
  amount: fc.constantFrom(null, 40, 60, 100, 400),
  days_past_due: fc.constantFrom(null, 10, 30, 45),
  repeats: fc.constantFrom(false, false, true),
});
export const eventRow = fc.record({
  kind: fc.constantFrom(...eventKinds),
  at: fc.integer({ min: 0, max: 100 }).map(iso),
  device_id: keys,
  member_id: fc.constantFrom('m1', 'm2', 'Guest', null),
  passed: fc.constantFrom(true, false, null),
  amount: fc.constantFrom(100, 250, null),
  currency: fc.constantFrom('JPY', 'JPY', 'USD', null),
});

const windows = ['all', '1m', '20m', '1h', '1d'];
const plain = fc.record({
  agg: fc.constantFrom(
    'count' as const,
    'first_seen' as const,
    'last_seen' as const,
    'since_first' as const,
    'since_last' as const,
  ),
});
const measured = fc.oneof(
  fc.record({
    agg: fc.constantFrom('sum' as const, 'avg' as const, 'min' as const, 'max' as const),
    of: fc.constantFrom('order.amount', 'custom.shop', 'custom.score'),
  }),
  fc.record({ agg: fc.constantFrom('min' as const, 'max' as const), of: fc.constant('order.time') }),
  fc.record({
    agg: fc.constant('count_distinct' as const),
    of: fc.constantFrom('buyer.id', 'order.amount', 'custom.shop', 'buyer.email'),
  }),
);
const onOrders = fc
  .record(
    {
      what: fc.oneof(plain, measured),
      by: fc.constantFrom(['device.id'], ['buyer.email'], ['custom.shop'], ['device.id', 'custom.shop']),
      window: fc.constantFrom(...windows),
      ties: fc.constantFrom('strict' as const, 'sequenced' as const),
      includeCurrent: fc.boolean(),
      where: fc.constantFrom(
        'order.amount > 200',
        'buyer.id in lists.neg',
        '!(buyer.id in lists.neg) && has(device.id)',
        'custom.score > 0.0',
      ),
    },
    { requiredKeys: ['what', 'by', 'window'] },
  )
  .map(({ what, ...rest }) => ({ ...what, ...rest }));
const onEvents = fc
  .record(
    {
      what: fc.oneof(plain, fc.record({ agg: fc.constant('sum' as const), of: fc.constant('event.amount') })),
      by: fc.constantFrom(['device.id'], ['buyer.id'], ['device.id', 'buyer.id']),
      window: fc.constantFrom(...windows),
      on: fc.constantFrom(...eventKinds),
      where: fc.constantFrom('!event.passed', 'buyer.id in lists.neg', 'event.amount > 150'),
    },
    { requiredKeys: ['what', 'by', 'window', 'on'] },
  )
  .map(({ what, ...rest }) => ({ ...what, ...rest }));
const ofOutcomes = fc
  .record(
    {
      by: fc.constantFrom(['device.id'], ['custom.shop'], ['device.id', 'custom.shop']),
      window: fc.constantFrom(...windows),
      outcome: fc.constantFrom(
        { kinds: ['chargeback' as const] },
        { kinds: ['overdue' as const, 'black' as const] },
        { kinds: ['overdue-30' as const] },
        { kinds: ['chargeback' as const], reasonFamilies: ['consumer' as const] },
        { reasonFamilies: ['fraud' as const] },
        { kinds: ['label-bad' as const, 'black' as const], assumedDelayDays: 1 },
        { kinds: ['chargeback' as const], assumedDelayDays: 0 },
        { kinds: ['bad-debt' as const, 'overdue' as const], assumedDelayDays: 1 },
        { kinds: ['bad-debt' as const], assumedDelayDays: 1 },
        { kinds: ['bad-debt' as const, 'overdue-30' as const], assumedDelayDays: 0 },
        { assumedDelayDays: 1, reasonFamilies: ['unknown' as const, 'consumer' as const] },
      ),
      where: fc.constantFrom('order.amount > 200', 'buyer.id in lists.neg'),
    },
    { requiredKeys: ['by', 'window'] },
  )
  .map((rest) => ({ agg: 'known_bad', ...rest }));

const features = fc
  .tuple(
    fc.array(onOrders, { minLength: 12, maxLength: 12 }),
    fc.array(onEvents, { minLength: 4, maxLength: 4 }),
    fc.array(ofOutcomes, { minLength: 6, maxLength: 6 }),
  )
  .map((all): Feature[] => all.flat().map((feature, index) => featureSchema.parse({ ...feature, id: `f${index}` })));

export type EventRow = typeof eventRow extends fc.Arbitrary<infer T> ? T : never;

/** Fills a project with a history. */
export async function load(
  history: History,
  orders: readonly OrderRow[],
  facts: readonly FactRow[],
  events: readonly EventRow[],
): Promise<void> {
  await history.load(orders, facts);
  const rows = events.map(
    ({ kind, at, passed, amount, currency, device_id, member_id }, n) =>
      sql`(${kind}, ${`e${n}`}, CAST(${at} AS TIMESTAMPTZ), ${passed}, ${amount}, ${currency}, ${device_id}, ${member_id})`,
  );
  await history.write(
    sql`DELETE FROM events`,
    ...(rows.length === 0
      ? []
      : [
          sql`INSERT INTO events (kind, ident, happened_at, passed, amount, currency, device_id, member_id) VALUES ${join(rows, sql`, `)}`,
        ]),
  );
}

const someOrders = fc.array(orderRow, { minLength: 20, maxLength: 80 });
type SomeOrders = typeof someOrders extends fc.Arbitrary<infer T> ? T : never;
export const cases = fc.record({
  // Where all orders have one currency, their money is read without asking for it; that of events never is.
  orders: fc.oneof(
    someOrders,
    someOrders.map((all): SomeOrders => all.map((order) => ({ ...order, currency: 'JPY' }))),
  ),
  facts: fc.array(factRow, { minLength: 15, maxLength: 60 }),
  events: fc.array(eventRow, { minLength: 10, maxLength: 40 }),
  features,
});

/** Each id once. */
export const unique = <T extends { readonly event_id: string }>(orders: readonly T[]): T[] => [
  ...new Map(orders.map((order) => [order.event_id, order])).values(),
];

/** What orders of such histories have beyond those of every shop. */
export const custom = [
  { id: 'score', label: 'score', type: 'double', knownAtScreening: 'yes' },
  { id: 'shop', label: 'shop', type: 'int', knownAtScreening: 'yes' },
] as const;

/** Makes the list. */
export const listed = [
  negativeList,
  sql`INSERT INTO list_entries VALUES ('neg', 'm1', 'm1', ${minute(10)}, ${minute(40)}, NULL),
      ('neg', 'm1', 'm1', ${minute(70)}, NULL, NULL), ('neg', 'm2', 'm2', ${minute(30)}, NULL, NULL)`,
];
