import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { qualityMessages } from '../../analysis/model/messages/quality.ts';
import { findingCodes, qualityLimits, type Finding } from '../../analysis/model/quality.ts';
import { fraudWithin30Days, openHistory, type FactRow, type History, type OrderRow } from '../backtest/history.ts';
import { cleanOrders, cleanShop, custom, dayMs, isBad, loadAtOnce, ordersOf, reportOf, told } from './shop.ts';

let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-12-31', custom });
});
afterAll(() => history.close());

type Plant = (orders: OrderRow[], facts: FactRow[]) => readonly OrderRow[];
type Told = readonly [code: string, column: string | null, count: number, of: number];

/** Some orders changed; the others stay as they are. */
const change =
  (which: (index: number) => boolean, how: (order: OrderRow, index: number) => Partial<OrderRow>): Plant =>
  (orders) =>
    orders.map((order, index) => (which(index) ? ({ ...order, ...how(order, index) } as OrderRow) : order));

const every = (): boolean => true;
const first =
  (n: number) =>
  (index: number): boolean =>
    index < n;
const later = (order: OrderRow, ms: number): string => new Date(Date.parse(order.ordered_at) + ms).toISOString();
const midnight = (order: OrderRow): string =>
  new Date(Math.floor((Date.parse(order.ordered_at) + 9 * 3_600_000) / dayMs) * dayMs - 9 * 3_600_000).toISOString();
const bad = Array.from({ length: cleanOrders }, (_, index) => index).filter(isBad).length;

test('a shop with nothing wrong: every check was made, none found anything', async () => {
  const { orders, facts } = cleanShop();
  await loadAtOnce(history, orders, facts);
  const report = await reportOf(history);
  expect(report.findings).toEqual([]);
  expect(report.skipped).toEqual([]);
  expect(report.clean).toHaveLength(findingCodes.length);
  expect(report.known).toEqual({ bad, good: cleanOrders - bad });
});

const planted: readonly (readonly [string, Plant, readonly Told[]])[] = [
  [
    'the same order under two ids, and one that only costs the same at the same time',
    (orders) => [
      ...orders,
      { ...orders[3], event_id: 'B-1', email: 'other@gmail.com', buyer_address: 'x' } as OrderRow,
      { ...orders[3], event_id: 'B-2' } as OrderRow,
      { ...orders[9], event_id: 'B-3', email: 'who@gmail.com', phone: '0312349876' } as OrderRow,
    ],
    [['near-duplicates', null, 3, cleanOrders + 3]],
  ],
  [
    'a gap of four days',
    (orders) => orders.filter((_, index) => index < 180 || index >= 228),
    [['days-empty', null, 4, 35]],
  ],
  [
    'a day of four times the orders',
    (orders) => [
      ...orders,
      ...orders.slice(240, 276).map((order, index) => ({
        ...order,
        event_id: `S-${index}`,
        ordered_at: later(orders[240] as OrderRow, index * 61_000),
        email: `s${index}@gmail.com`,
        phone: `080${45_678_901 + index * 31}`,
        buyer_address: `s${index}`,
      })),
    ],
    [['days-high', null, 48, cleanOrders + 36]],
  ],
  [
    'one device behind a tenth of the orders',
    change(every, (_, index) => ({ device_id: index % 10 === 0 ? 'dv-shop' : `dv-${index}` })),
    [['hub-values', 'device_id', 42, cleanOrders]],
  ],
  [
    'one address of a shop on every third order that has one',
    change(every, (_, index) => ({
      ip_address:
        index % 2 === 0
          ? null
          : index % 6 === 1
            ? '203.0.113.7'
            : `203.0.${index % 250}.${Math.floor(index / 250) + 1}`,
    })),
    [['hub-values', 'ip_address', 70, 210]],
  ],
  [
    'three proxies in front of every order',
    change(every, (_, index) => ({ ip_address: `203.0.113.${index % 3}` })),
    [['hub-values', 'ip_address', cleanOrders, cleanOrders]],
  ],
  [
    'phones of nobody, in every way to write them',
    change(first(5), (_, index) => ({
      phone: ['000-0000-0000', '090-0000-0000', '０９０００００００００', '1234567890', '99999999999'][index] ?? '',
    })),
    [['placeholder-values', 'phone', 5, cleanOrders]],
  ],
  [
    'test entries in the e-mail address',
    change(first(4), (_, index) => ({
      email: ['test@gmail.com', 'a.tanaka@example.com', 'NULL', 'x@shop.invalid'][index] ?? '',
    })),
    [['placeholder-values', 'email', 4, cleanOrders]],
  ],
  [
    'null in letters and テスト, in any column',
    change(first(3), (_, index) => ({ 'custom.rank': ['null', 'テスト', 'Undefined'][index] ?? '' })),
    [['placeholder-values', 'custom.rank', 3, 3]],
  ],
  [
    'the first day of a computer calendar',
    change(first(30), (order, index) => ({ shipped_at: index < 6 ? '1970-01-01T00:00:00Z' : later(order, dayMs) })),
    [['placeholder-values', 'shipped_at', 6, 30]],
  ],
  [
    'postal codes of another prefecture, and codes of none',
    change(first(9), (_, index) => ({
      buyer_zip: index < 4 ? (['9000006', '０６０－０００１', '600001', '498-0011'][index] ?? '') : '009-0001',
      buyer_pref: '東京都',
    })),
    [
      ['zip-prefecture', 'buyer_zip', 4, cleanOrders - 5],
      ['values-malformed', 'buyer_zip', 5, cleanOrders],
    ],
  ],
  [
    'orders of nothing',
    change(first(7), (_, index) => ({ amount: index % 2 })),
    [['amount-tiny', null, 7, cleanOrders]],
  ],
  [
    'amounts a hundred times too large',
    change(every, ({ amount }) => ({ amount: Number(amount) * 100 })),
    [['amount-unit', 'amount', cleanOrders, cleanOrders]],
  ],
  [
    'another currency',
    change(first(8), (_, index) => ({ currency: index < 5 ? 'USD' : null })),
    [['several-currencies', 'currency', 8, cleanOrders]],
  ],
  [
    'a column of one value',
    change(every, () => ({ media_code: 'WEB' })),
    [['constant-column', 'media_code', cleanOrders, cleanOrders]],
  ],
  [
    'dates without a time',
    change(
      (index) => index % 4 === 0,
      (order) => ({ ordered_at: midnight(order) }),
    ),
    [['times-midnight', null, 105, cleanOrders]],
  ],
  [
    'dates without a time, written as UTC',
    change(
      (index) => index % 4 === 0,
      (order) => ({ ordered_at: `${order.ordered_at.slice(0, 10)}T00:00:00Z` }),
    ),
    [['times-utc-midnight', null, 105, cleanOrders]],
  ],
  [
    'times of Japan read as UTC',
    change(every, (order) => ({ ordered_at: later(order, 9 * 3_600_000) })),
    [['clock-shift', null, 0, cleanOrders]],
  ],
  [
    'orders of the next century',
    change(first(3), () => ({ ordered_at: '2124-03-05T10:11:12+09:00' })),
    [['orders-future', null, 3, cleanOrders]],
  ],
  [
    'a report before its order',
    (orders, facts) => {
      facts.push(
        { order_id: 'A-0001', kind: 'confirmed-good', reported_at: '2024-03-03T15:00:00Z' },
        { order_id: 'A-0002', kind: 'confirmed-good', reported_at: '2024-03-02T15:00:00Z' },
      );
      return orders;
    },
    [['outcome-before-order', null, 1, bad + 2]],
  ],
];

/** Names in braces of the finding's texts that nothing fills. */
function unfilled({ code, params }: Finding): readonly string[] {
  const given = new Set(['count', 'of', 'column', ...Object.keys(params), ...Object.keys(qualityLimits)]);
  const texts = Object.values(qualityMessages('ja').findings[code]).join();
  return [...texts.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').filter((name) => !given.has(name));
}

describe('what was planted is found, once, and its orders open', () => {
  test.each(planted)('%s', async (_, plant, expected) => {
    const { orders, facts } = cleanShop();
    await loadAtOnce(history, plant(orders, facts), facts);
    const { findings } = await reportOf(history);
    expect(findings.map(told)).toEqual(expected);
    expect(findings.flatMap(unfilled)).toEqual([]);
    for (const { filter, count } of findings) if (filter !== null) expect(await ordersOf(history, filter)).toBe(count);
  });
});

const leaks: readonly (readonly [string, Plant, readonly Told[]])[] = [
  [
    'a value that nearly only bad orders have',
    change(every, (_, index) => ({
      order_kind: isBad(index) && index > 40 ? '確認中' : index === 3 ? '確認中' : `通常${index % 3}`,
    })),
    [['leak-value', 'order_kind', bad - 3 + 1, cleanOrders]],
  ],
  [
    'a column filled when the outcome came',
    change(isBad, () => ({ 'custom.rank': 'A' })),
    [['leak-filled', 'custom.rank', bad, cleanOrders]],
  ],
  [
    'a column filled when an order ended well',
    change(
      (index) => !isBad(index),
      (order) => ({ 'custom.closed': later(order, 3 * dayMs) }),
    ),
    [['leak-blank', 'custom.closed', bad, cleanOrders]],
  ],
  [
    'a number that sorts bad from good',
    change(every, (_, index) => ({ 'custom.score': isBad(index) ? 900 + (index % 50) : (index * 13) % 905 })),
    [['leak-separates', 'custom.score', cleanOrders, cleanOrders]],
  ],
  [
    'a header that speaks of it',
    change(every, (_, index) => ({ 'custom.flag': `v${index % 4}` })),
    [['leak-header', 'custom.flag', cleanOrders, cleanOrders]],
  ],
  [
    'nothing where rules cannot read it, or where a value only tells a good part',
    change(every, (_, index) => ({
      'custom.later': isBad(index) ? '延滞' : null,
      order_kind: isBad(index) && index % 45 === 7 ? '早い' : `通常${index % 3}`,
      'custom.score': isBad(index) ? 500 + (index % 400) : (index * 13) % 900,
    })),
    [],
  ],
];

describe('columns that know how the order ended', () => {
  test.each(leaks)('%s', async (_, plant, expected) => {
    const { orders, facts } = cleanShop();
    await loadAtOnce(history, plant(orders, facts), facts);
    const { findings } = await reportOf(history);
    expect(findings.map(told)).toEqual(expected);
    expect(findings.flatMap(unfilled)).toEqual([]);
    for (const { filter, count } of findings) expect(await ordersOf(history, filter ?? { clauses: [] })).toBe(count);
  });

  test('are not looked for with too few outcomes, and the report says so', async () => {
    const { orders, facts } = cleanShop();
    await loadAtOnce(history, change(isBad, () => ({ 'custom.rank': 'A' }))(orders, facts), facts.slice(0, 9));
    const { findings, skipped } = await reportOf(history);
    expect(findings).toEqual([]);
    expect(skipped.map(({ code, reason }) => `${code} ${reason}`)).toEqual([
      'leak-value few-outcomes',
      'leak-filled few-outcomes',
      'leak-blank few-outcomes',
      'leak-separates few-outcomes',
    ]);
  });
});

test('postal codes beside addresses that name no prefecture are told as not looked at', async () => {
  const { orders, facts } = cleanShop();
  await loadAtOnce(history, change(every, () => ({ buyer_pref: null }))(orders, facts), facts);
  const { findings, clean, skipped } = await reportOf(history);
  expect(findings).toEqual([]);
  expect(skipped).toEqual([{ code: 'zip-prefecture', reason: 'none-readable' }]);
  expect(clean).not.toContain('zip-prefecture');
});
