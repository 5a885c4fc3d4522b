import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Runtime, type RuntimeEvent, type RuntimePackage, type RuntimeSnapshot } from '../../analysis/runtime/index.ts';
import type { RuntimeFeature } from '../../analysis/runtime/package.ts';
import '../property-seed.ts';

/** What features say of keys that change between a few events and many, against the events themselves. */

const features: RuntimeFeature[] = [
  { id: 'n_short', agg: 'count', by: ['device.id'], window: '5m' },
  { id: 'n', agg: 'count', by: ['device.id'], window: '2h' },
  { id: 'sum', agg: 'sum', of: 'order.amount', by: ['device.id'], window: '30m' },
  { id: 'avg', agg: 'avg', of: 'items.quantity', by: ['device.id'], window: '2h' },
  { id: 'min', agg: 'min', of: 'order.amount', by: ['device.id'], window: '30m' },
  { id: 'max', agg: 'max', of: 'order.amount', by: ['device.id'], window: '2h' },
  { id: 'cards', agg: 'count_distinct', of: 'card.token', by: ['device.id'], window: '30m' },
  { id: 'amounts', agg: 'count_distinct', of: 'order.amount', by: ['device.id'], window: '2h' },
  { id: 'first', agg: 'since_first', by: ['device.id'], window: '2h' },
  { id: 'last', agg: 'since_last', by: ['device.id'], window: '30m' },
  { id: 'own', agg: 'sum', of: 'order.amount', by: ['device.id'], window: '30m', includeCurrent: true },
  { id: 'tied', agg: 'count', by: ['device.id'], window: '30m', ties: 'sequenced' },
  { id: 'large', agg: 'count', by: ['device.id'], window: '30m', where: 'order.amount > 50' },
  { id: 'ever', agg: 'count_distinct', of: 'card.token', by: ['device.id'], window: 'all' },
  { id: 'ever_n', agg: 'count', by: ['device.id'], window: 'all', ties: 'sequenced' },
  { id: 'ever_sum', agg: 'sum', of: 'order.amount', by: ['device.id'], window: 'all', includeCurrent: true },
  { id: 'ever_avg', agg: 'avg', of: 'items.quantity', by: ['device.id'], window: 'all' },
  { id: 'ever_min', agg: 'min', of: 'order.amount', by: ['device.id'], window: 'all' },
  { id: 'ever_max', agg: 'max', of: 'order.amount', by: ['device.id'], window: 'all', ties: 'sequenced' },
  { id: 'ever_cards', agg: 'count_distinct', of: 'card.token', by: ['device.id'], window: 'all', includeCurrent: true },
  { id: 'ever_first', agg: 'since_first', by: ['device.id'], window: 'all', includeCurrent: true },
  { id: 'ever_last', agg: 'since_last', by: ['device.id'], window: 'all', where: 'order.amount > 50' },
];
const content: RuntimePackage = {
  ruleSet: {
    ...{ modelId: 'M', profile: 'wb-1', currency: 'JPY', timezone: 'Asia/Tokyo', default: 'OK', rules: [], features },
  },
};

interface Order {
  readonly device: string;
  readonly minute: number;
  readonly amount: number | null;
  readonly card: string | null;
}

/** Bursts of many orders a minute, and long silence. */
const history = fc
  .array(
    fc.record({
      device: fc.constantFrom('d0', 'd0', 'd0', 'd1', 'd2', ' '),
      pause: fc.oneof(
        { arbitrary: fc.constantFrom(0, 0, 1, 2), weight: 30 },
        { arbitrary: fc.constantFrom(8, 31, 200), weight: 1 },
      ),
      amount: fc.option(fc.integer({ min: -20, max: 120 }), { freq: 6 }),
      card: fc.option(fc.constantFrom('t0', 't1', 't2', 't3', 't4', 't5', 't6'), { freq: 6 }),
    }),
    { minLength: 150, maxLength: 220 },
  )
  .map((drawn) => {
    let minute = 0;
    return drawn.map(({ pause, ...order }): Order => ({ ...order, minute: (minute += pause) }));
  });

const lengths: Readonly<Record<string, number>> = { '5m': 5, '30m': 30, '2h': 120, all: Infinity };

/** One feature of an order by the orders before it. */
function plain({ agg, of, window, where, includeCurrent, ties }: RuntimeFeature, orders: readonly Order[], at: number) {
  const now = orders[at];
  if (now === undefined || now.device === ' ') return null;
  const counted = orders.filter((one, place) => {
    const isBefore = one.minute < now.minute || (ties === 'sequenced' && place < at && one.minute === now.minute);
    if (!(isBefore || (place === at && includeCurrent === true)) || one.device !== now.device) return false;
    return one.minute >= now.minute - (lengths[window] ?? NaN) && (where === undefined || (one.amount ?? 0) > 50);
  });
  const values = counted.flatMap(({ amount, card }) => {
    const value = of === 'card.token' ? card : of === 'items.quantity' ? (amount === null ? null : amount + 1) : amount;
    return value === null ? [] : [value];
  });
  const numbers = values.map(Number);
  const sum = numbers.reduce((total, one) => total + one, 0);
  const seconds = (order: Order | undefined) => (order === undefined ? null : (now.minute - order.minute) * 60);
  switch (agg) {
    case 'count':
      return counted.length;
    case 'count_distinct':
      return new Set(values).size;
    case 'sum':
      return sum;
    case 'avg':
      return numbers.length === 0 ? null : sum / numbers.length;
    case 'min':
      return numbers.length === 0 ? null : Math.min(...numbers);
    case 'max':
      return numbers.length === 0 ? null : Math.max(...numbers);
    case 'since_first':
      return seconds(counted[0]);
    default:
      return seconds(counted.at(-1));
  }
}

const eventOf = ({ device, minute, amount, card }: Order, at: number): RuntimeEvent => ({
  ...{ event_id: `o${String(at).padStart(4, '0')}`, at: minute * 60_000_000 },
  fields: {
    ...{ 'order.currency': 'JPY', 'device.id': device, 'order.amount': amount, 'card.token': card },
    'items.quantity': amount === null ? null : amount + 1,
  },
});

it('is what the orders before say, of a few and of many, from a snapshot too', () => {
  let most = 0;
  fc.assert(
    fc.property(history, fc.nat(200), (orders, cut) => {
      let runtime = new Runtime(content);
      orders.forEach((order, at) => {
        if (at === cut) {
          const saved = JSON.parse(JSON.stringify(runtime.snapshot())) as RuntimeSnapshot;
          runtime = new Runtime(content);
          runtime.restore(saved);
        }
        const expected = Object.fromEntries(features.map((feature) => [feature.id, plain(feature, orders, at)]));
        most = Math.max(most, Number(expected['n']));
        expect(runtime.take(eventOf(order, at))?.features).toEqual(expected);
      });
    }),
    { numRuns: 25 },
  );
  // Keys of many events were among them.
  expect(most).toBeGreaterThan(40);
});

it.each(['2h', 'all'])('keeps sums exact where they leave the exact numbers on the way, window %s', (window) => {
  const feature: RuntimeFeature = { id: 's', agg: 'sum', of: 'order.amount', by: ['device.id'], window };
  let runtime = new Runtime({ ruleSet: { ...content.ruleSet, features: [feature] } });
  const largest = Number.MAX_SAFE_INTEGER;
  const amounts = [largest, largest, -largest, 7, -largest, ...Array.from({ length: 30 }, (_, n) => n), largest, -3, 0];
  let exact = 0n;
  amounts.forEach((amount, at) => {
    const fields = { 'device.id': 'd', 'order.currency': 'JPY', 'order.amount': amount };
    const told = runtime.take({ event_id: `o${at}`, at: at * 1_000_000, fields })?.features['s'];
    const expected = exact <= BigInt(largest) && exact >= -BigInt(largest) ? Number(exact) : null;
    expect(told, String(at)).toBe(expected);
    exact += BigInt(amount);
    if (at % 3 > 0) return;
    const saved = JSON.parse(JSON.stringify(runtime.snapshot())) as RuntimeSnapshot;
    runtime = new Runtime({ ruleSet: { ...content.ruleSet, features: [feature] } });
    runtime.restore(saved);
  });
});
