import fc from 'fast-check';
import { distanceColumns } from '../../analysis/store/delivery-distance.ts';
import { fileLabel, type HistoryOptions, type OrderRow } from '../backtest/history.ts';

/** A project with a custom column of each type that has charts of its own. */
export const withCustom: HistoryOptions = {
  target: fileLabel,
  made: distanceColumns,
  custom: [
    { id: 'score', label: 'スコア', type: 'double', knownAtScreening: 'yes' },
    { id: 'gift', label: 'ギフト', type: 'bool', knownAtScreening: 'yes' },
    { id: 'seen_at', label: '初回訪問', type: 'timestamp', knownAtScreening: 'yes' },
  ],
};

const time = fc.date({ noInvalidDate: true, min: new Date('2023-11-01'), max: new Date('2024-12-31') });
const orNothing = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 6 });
const anyOrder = fc.record({
  ordered_at: time.map((date) => date.toISOString()),
  amount: orNothing(
    fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: -500, max: 5_000_000 }), fc.constant(3000)),
  ),
  currency: fc.constantFrom('JPY', 'JPY', 'JPY', 'USD', null),
  item_quantity: orNothing(fc.nat({ max: 60 })),
  payment_method: orNothing(fc.constantFrom('カード', '後払い', "d'Or", '"', '', '代引')),
  email: orNothing(fc.integer({ min: 0, max: 25 }).map((n) => `u${n}@example.com`)),
  shipped_at: orNothing(time.map((date) => date.toISOString())),
  recorded_result: orNothing(fc.constantFrom('OK', '20', 'REVIEW', 'HOLD', '?')),
  recorded_manual_result: orNothing(fc.constantFrom('OK', '20')),
  settle_status: orNothing(fc.constantFrom('10', '99')),
  buyer_address_key: orNothing(fc.constantFrom('a', 'b')),
  buyer_address_prefecture: orNothing(fc.constantFrom('東京都', '大阪府', '沖縄県')),
  buyer_address_city: orNothing(fc.constantFrom('北区', '港区')),
  delivery_address_key: orNothing(fc.constantFrom('a', 'c')),
  delivery_address_prefecture: orNothing(fc.constantFrom('東京都', '千葉県', '北海道', 'どこか')),
  delivery_address_city: orNothing(fc.constantFrom('北区', '港区')),
  label: fc.constantFrom(true, false, null),
  'custom.score': orNothing(
    fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ min: 0, max: 1, noNaN: true })),
  ),
  'custom.gift': orNothing(fc.boolean()),
  'custom.seen_at': orNothing(fc.constantFrom('2024-03-10T00:00:00.123456Z', '2024-03-31T15:00:00Z')),
});
/** Few orders with values of every type, some missing, in two currencies. */
export const anyOrders: fc.Arbitrary<OrderRow[]> = fc
  .array(anyOrder, { minLength: 1, maxLength: 60 })
  .map((rows) => rows.map((row, index) => ({ event_id: `o${index}`, ...row })));
