import { afterAll, beforeAll, expect, test } from 'vitest';
import { exploreHandlers } from '../../analysis/explore/index.ts';
import { everything } from '../../analysis/model/filter.ts';
import { prefectureNames } from '../../analysis/model/postal-prefectures.ts';
import {
  classOfDistance,
  distanceClasses,
  prefectureClasses,
  prefectureDistance,
} from '../../analysis/model/prefecture-places.ts';
import { listening, openHistory, type History, type OrderRow } from '../backtest/history.ts';
import { withCustom } from './any-orders.ts';

let history: History;
beforeAll(async () => {
  history = await openHistory(withCustom);
});
afterAll(() => history.close());

test('distances of prefectural offices are those known of them, the same both ways', () => {
  const km = (from: string, to: string): number => Math.round(prefectureDistance(from, to) ?? Number.NaN);
  // As the crow flies, as maps tell it: within the error of two decimals and of a sphere.
  const known = [
    ['東京都', '大阪府', 396],
    ['東京都', '北海道', 832],
    ['東京都', '沖縄県', 1556],
    ['東京都', '神奈川県', 27],
    ['京都府', '滋賀県', 10],
  ] as const;
  for (const [from, to, told] of known) {
    expect(Math.abs(km(from, to) - told), `${from} ${to}`).toBeLessThanOrEqual(5);
    expect(prefectureDistance(to, from)).toBeCloseTo(prefectureDistance(from, to) ?? 0, 9);
  }
  expect(prefectureDistance('東京都', 'どこか')).toBeNull();
  for (const from of prefectureNames) expect(prefectureDistance(from, from)).toBeCloseTo(0, 9);
});

test('bands begin at their lower end, and every pair of prefectures has one', () => {
  expect([0, 99.9, 100, 299.9, 300, 599.9, 600].map(classOfDistance)).toEqual([
    ...['under100', 'under100', 'under300', 'under300', 'under600', 'under600', 'far'],
  ]);
  expect(prefectureClasses).toHaveLength(47 * 47);
  expect(prefectureClasses.every((at) => distanceClasses[at] !== undefined)).toBe(true);
  expect(prefectureClasses.some((at) => distanceClasses[at] === 'unknown')).toBe(false);
});

const place = (key: string | null, prefecture: string | null, city: string | null) => ({ key, prefecture, city });
type Place = ReturnType<typeof place>;
const orderOf = (event_id: string, buyer: Place, delivery: Place): OrderRow => ({
  ...{ event_id, ordered_at: '2024-01-01T00:00:00Z', amount: 100, currency: 'JPY', label: false },
  ...Object.fromEntries(Object.entries(buyer).map(([what, value]) => [`buyer_address_${what}`, value])),
  ...Object.fromEntries(Object.entries(delivery).map(([what, value]) => [`delivery_address_${what}`, value])),
});

test('an order is in the nearest class that its addresses tell, and a click on a class opens exactly its orders', async () => {
  const home = place('k1', '東京都', '港区');
  await history.load([
    orderOf('address', home, home),
    orderOf('city', home, place('k2', '東京都', '港区')),
    // Of the same name, in another prefecture.
    orderOf('far', place('k3', '北海道', '北区'), place('k4', '大阪府', '北区')),
    orderOf('prefecture', home, place(null, '東京都', '北区')),
    orderOf('under100', home, place(null, '神奈川県', null)),
    orderOf('under300', home, place(null, '静岡県', null)),
    orderOf('under600', home, place('k5', '大阪府', '北区')),
    orderOf('unknown', home, place(null, null, null)),
    orderOf('unknown2', place(null, 'どこか', null), home),
  ]);
  const axes = [{ kind: 'deliveryDistance' as const }];
  const calls = exploreHandlers(history.project);
  const [view] = (await calls['explore.linked']({ axes, filter: everything }, listening())).views;
  expect(view?.bins.map(({ label }) => label)).toEqual([...distanceClasses]);
  const perClass = view?.bins.map((_, at) => view.figures.orders.slice(5 * at, 5 * at + 5).reduce((a, b) => a + b, 0));
  expect(perClass).toEqual([1, 1, 1, 1, 1, 1, 1, 2]);
  for (const bin of view?.bins ?? []) {
    const { viewId } = await calls['orders.open'](
      { filter: { clauses: [bin.clause] }, sort: { column: 'event_id', descending: false } },
      listening(),
    );
    const context = listening();
    await calls['orders.page']({ viewId, offset: 0, limit: 10, columns: ['event_id'] }, context);
    const ids = context.batches.flatMap(({ names, columns }) => [
      ...(columns[names.indexOf('event_id')]?.values ?? []),
    ]);
    expect(ids.every((id) => String(id).startsWith(bin.label ?? '?'))).toBe(true);
    expect(ids).toHaveLength(bin.label === 'unknown' ? 2 : 1);
  }
});
