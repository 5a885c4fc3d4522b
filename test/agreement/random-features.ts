import fc from 'fast-check';
import { featureSchema, type Feature } from '../../analysis/model/features.ts';

/** Random features, so many of each type that rules can compare them with fields of that type. */

const windows = fc.constantFrom('all', 'all', '1m', '20m', '1h', '1d');
const orderKeys = fc.constantFrom(
  ['device.id'],
  ['buyer.email'],
  ['custom.shop'],
  ['device.id', 'custom.shop'],
  ['buyer.id', 'device.id', 'buyer.email'],
);
const orderConditions = fc.constantFrom(
  'order.amount > 2.00',
  'buyer.id in lists.neg',
  '!(buyer.id in lists.neg) && has(device.id)',
  'custom.score > 0.0',
  'order.time.getMinutes() % 2 == 0 || order.currency != "USD"',
);

type Shape = Pick<Feature, 'agg' | 'of'>;
const plain = (...aggs: readonly Feature['agg'][]): fc.Arbitrary<Shape> =>
  fc.constantFrom(...aggs).map((agg) => ({ agg }));
const of = (paths: readonly string[], ...aggs: readonly Feature['agg'][]): fc.Arbitrary<Shape> =>
  fc.record({ agg: fc.constantFrom(...aggs), of: fc.constantFrom(...paths) });

const onOrders = (shape: fc.Arbitrary<Shape>) =>
  fc
    .record(
      {
        shape,
        by: orderKeys,
        window: windows,
        ties: fc.constantFrom('strict' as const, 'sequenced' as const),
        includeCurrent: fc.boolean(),
        where: orderConditions,
      },
      { requiredKeys: ['shape', 'by', 'window'] },
    )
    .map(({ shape: own, ...rest }) => ({ ...own, ...rest }));

const onEvents = (shape: fc.Arbitrary<Shape>) =>
  fc
    .record(
      {
        shape,
        by: fc.constantFrom(['device.id'], ['buyer.id'], ['device.id', 'buyer.id']),
        window: windows,
        on: fc.constantFrom('auth' as const, 'login' as const),
        where: fc.constantFrom('!event.passed', 'buyer.id in lists.neg', 'event.amount > 1.50'),
      },
      { requiredKeys: ['shape', 'by', 'window', 'on'] },
    )
    .map(({ shape: own, ...rest }) => ({ ...own, ...rest }));

const ofOutcomes = fc
  .record(
    {
      by: orderKeys,
      window: windows,
      outcome: fc.constantFrom(
        { kinds: ['chargeback' as const] },
        { kinds: ['overdue-30' as const, 'black' as const] },
        { kinds: ['chargeback' as const], reasonFamilies: ['consumer' as const] },
        { reasonFamilies: ['fraud' as const], assumedDelayDays: 1 },
      ),
      where: orderConditions,
    },
    { requiredKeys: ['by', 'window'] },
  )
  .map((rest) => ({ agg: 'known_bad' as const, ...rest }));

const times = plain('first_seen', 'last_seen');
const seconds = plain('since_first', 'since_last');
const distinct = of(['buyer.id', 'order.amount', 'custom.shop', 'buyer.email', 'order.time'], 'count_distinct');
const ints = fc.oneof(
  onOrders(plain('count')),
  onOrders(distinct),
  onOrders(fc.oneof(seconds, of(['custom.shop'], 'sum', 'min', 'max'))),
  onEvents(fc.oneof(plain('count'), seconds)),
  ofOutcomes,
  ofOutcomes,
);
const moneys = fc.oneof(
  onOrders(of(['order.amount'], 'sum', 'avg', 'min', 'max')),
  onOrders(of(['order.amount'], 'sum', 'avg', 'min', 'max')),
  onEvents(of(['event.amount'], 'sum', 'avg')),
);
const doubles = fc.oneof(
  onOrders(of(['custom.score'], 'sum', 'avg', 'min', 'max')),
  onOrders(of(['custom.shop'], 'avg')),
);
const instants = fc.oneof(onOrders(fc.oneof(times, of(['order.time'], 'min', 'max'))), onEvents(times));

/** Two whole numbers, an amount, a double and an instant, by ids that say so. */
export const featuresArbitrary: fc.Arbitrary<Feature[]> = fc
  .tuple(ints, ints, moneys, doubles, instants)
  .map((made) => made.map((one, at) => featureSchema.parse({ ...one, id: slots[at]?.id })));

/** Ids of the features of `featuresArbitrary`, and the types of their values. */
export const slots = [
  { id: 'int_1', type: 'int' },
  { id: 'int_2', type: 'int' },
  { id: 'money_1', type: 'money' },
  { id: 'double_1', type: 'double' },
  { id: 'time_1', type: 'timestamp' },
] as const;
