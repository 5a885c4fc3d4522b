import { expect, test } from 'vitest';
import { Runtime, type RuntimeEvent, type RuntimePackage } from '../../analysis/runtime/index.ts';

const content: RuntimePackage = {
  ruleSet: {
    ...{ modelId: 'CRD_01', profile: 'wb-1', currency: 'JPY', timezone: 'Asia/Tokyo', default: 'OK', rules: [] },
    features: [
      { id: 'day', agg: 'count', by: ['device.id'], window: '24h' },
      { id: 'hour', agg: 'sum', of: 'order.amount', by: ['device.id'], window: '1h' },
      { id: 'both', agg: 'count', by: ['buyer.id', 'ip.address'], window: 'all' },
      { id: 'logins', agg: 'count', by: ['buyer.id'], window: '24h', on: 'login' },
    ],
  },
  touchpoints: { 'device.id': 'event.device_info', 'buyer.id': 'event.ec.customers.buyer.ID' },
};

const at = (hours: number): string => new Date(Date.UTC(2026, 0, 1) + hours * 3_600_000).toISOString();
const order = (id: string, hours: number, fields: RuntimeEvent['fields']): RuntimeEvent => ({
  ...{ event_id: id, at: at(hours), fields: { 'order.currency': 'JPY', ...fields } },
});
const device = { event_id: '', rule_code: 'device.id', touchpoints: ['event.device_info'] };
const both = {
  ...{ event_id: '', rule_code: 'buyer.id+ip.address' },
  touchpoints: ['event.ec.customers.buyer.ID', 'ip.address'],
};

const similarsOf = (events: readonly RuntimeEvent[], similars?: number) => {
  const runtime = new Runtime(content, {}, similars === undefined ? {} : { similars });
  return events.map((event) => runtime.take(event)?.similars);
};

test('earlier orders of the keys that features count by, the latest first, none of the same instant or before the window', () => {
  const d = { 'device.id': 'd1' };
  const person = { 'buyer.id': 'b1', 'ip.address': '192.0.2.1' };
  expect(
    similarsOf([
      order('o1', 0, { ...d, ...person }),
      order('o2', 1, d),
      order('o3', 1, d),
      order('o4', 2, { 'device.id': 'd2' }),
      // The window of a day holds o1 to the instant, that of all time person and address together.
      order('o5', 24, { ...d, ...person }),
      order('o6', 24.001, { ...d, 'buyer.id': 'b1', 'ip.address': '192.0.2.2' }),
      // No key: it stands for nobody, or is not there.
      order('o7', 25, { 'device.id': 'unknown', 'buyer.id': 'b1' }),
    ]),
  ).toEqual([
    [],
    [{ ...device, event_id: 'o1' }],
    [{ ...device, event_id: 'o1' }],
    [],
    [
      { ...device, event_id: 'o2' },
      { ...device, event_id: 'o3' },
      { ...device, event_id: 'o1' },
      { ...both, event_id: 'o1' },
    ],
    [
      { ...device, event_id: 'o5' },
      { ...device, event_id: 'o2' },
      { ...device, event_id: 'o3' },
    ],
    [],
  ]);
});

test("orders of one instant take nobody's place, however many there are", () => {
  const one = order('o0', 0, { 'device.id': 'd1' });
  const many = Array.from({ length: 9 }, (_, n) => order(`t${n}`, 1, { 'device.id': 'd1' }));
  const told = similarsOf([one, ...many, order('end', 2, { 'device.id': 'd1' })]);
  for (const same of told.slice(1, 10)) expect(same).toEqual([{ ...device, event_id: 'o0' }]);
  expect(told[10]?.map(({ event_id: id }) => id)).toEqual(['t4', 't5', 't6', 't7', 't8']);
});

test('as many as were asked for, of a key with any number of orders, from a snapshot too', () => {
  const events = Array.from({ length: 50 }, (_, n) => order(`o${n}`, n / 10, { 'device.id': 'd1' }));
  expect(similarsOf(events, 2)[49]).toEqual([
    { ...device, event_id: 'o48' },
    { ...device, event_id: 'o47' },
  ]);
  expect(similarsOf(events)[49]).toHaveLength(5);
  expect(similarsOf(events, 0)[49]).toEqual([]);
  const first = new Runtime(content);
  for (const event of events.slice(0, 20)) first.take(event);
  const second = new Runtime(content);
  second.restore(JSON.parse(JSON.stringify(first.snapshot())) as ReturnType<Runtime['snapshot']>);
  const rest = events.slice(20);
  expect(rest.map((event) => second.take(event)?.similars)).toEqual(rest.map((event) => first.take(event)?.similars));
  // A snapshot of before results named any.
  const { similars: _similars, ...older } = first.snapshot();
  second.restore(older);
  expect(second.take(order('o99', 5, { 'device.id': 'd1' }))?.similars).toEqual([]);
});
