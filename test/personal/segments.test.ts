import { afterEach, beforeEach, expect, test } from 'vitest';
import { everything, type Filter } from '../../analysis/model/filter.ts';
import { shopSession, type ShopSession } from './shop-session.ts';

let session: ShopSession;
beforeEach(async () => {
  session = await shopSession();
}, 120_000);
afterEach(() => session.close());

const by = (column: string, value: string): Filter => ({ clauses: [{ kind: 'in', column, values: [value] }] });
const card: Filter = { clauses: [{ kind: 'in', column: 'payment_method', values: ['02'] }] };
const names = async () => (await session.ask('segments.list', {})).map(({ name }) => name);

test('a segment is kept, renamed, deleted and taken back, and is there when the project is opened again', async () => {
  const [made] = await session.ask('segments.save', { name: ' カード ', note: '店頭', filter: card });
  expect(made).toMatchObject({ name: 'カード', note: '店頭', filter: card });
  const segmentId = made?.segmentId ?? '';
  expect(await session.text('segments.save', { name: 'カード', note: '', filter: card })).toContain(
    'segment-name-taken',
  );
  expect(await session.text('segments.save', { segmentId: 'x', name: 'y', note: '' })).toContain('segment-unknown');
  await session.ask('segments.save', { segmentId, name: 'Cards', note: '' });
  expect(await session.ask('segments.list', {})).toMatchObject([{ segmentId, name: 'Cards', note: '', filter: card }]);
  await session.reopen();
  expect(await names()).toEqual(['Cards']);
  expect(await session.ask('segments.delete', { segmentId })).toEqual([]);
  expect(await session.text('segments.delete', { segmentId })).toContain('segment-unknown');
  await session.ask('segments.save', { name: 'Cards', note: '', filter: card });
  expect(await session.text('segments.restore', { segmentId })).toContain('segment-name-taken');
  await session.ask('segments.save', { name: 'B', note: '', filter: card });
  expect(await names()).toEqual(['B', 'Cards']);
}, 120_000);

test('segments that ask for a person, or name them, go with the person, the deleted ones too', async () => {
  const order = session.shop.orders[7];
  if (order === undefined) throw new Error('no order');
  await session.ask('segments.save', { name: 'kept', note: '', filter: card });
  const [gone] = await session.ask('segments.save', { name: 'a', note: '', filter: by('email', order.email) });
  await session.ask('segments.delete', { segmentId: gone?.segmentId ?? '' });
  const rest = {
    clauses: [{ kind: 'outside' as const, clauses: [{ kind: 'in' as const, column: 'event_id', values: [order.id] }] }],
  };
  await session.ask('segments.save', { name: 'b', note: '', filter: rest });
  await session.ask('segments.save', { name: 'c', note: `see ${order.id}`, filter: card });
  const { name } = order.buyer;
  expect(name.length).toBeLessThan(6);
  await session.ask('segments.save', { name: `${name}様の注文`, note: '', filter: card });
  await session.ask('segments.save', { name: 'd', note: `「${name}」を除く`, filter: card });
  const subject = { kind: 'person' as const, by: 'email' as const, value: order.email };
  expect((await session.ask('personal.held', { subject })).segments).toBe(5);
  await session.ask('personal.forget', { subject, mode: 'anonymise', reason: 'asked' });
  expect(await names()).toEqual(['kept']);
  await session.ask('personal.forget', { subject: { kind: 'all' }, mode: 'delete', reason: 'over' });
  expect(await names()).toEqual([]);
}, 120_000);

test('where values are masked a segment shows masks that ask for the same orders, and none of its bounds', async () => {
  const order = session.shop.orders[3];
  if (order === undefined) throw new Error('no order');
  await session.ask('segments.save', { name: 'person', note: '', filter: by('email', order.email) });
  const bound = { kind: 'contains' as const, column: 'email', text: order.email.slice(0, 6) };
  await session.ask('segments.save', { name: 'part', note: '', filter: { clauses: [bound] } });
  const plain = (await session.ask('explore.overview', { filter: by('email', order.email) })).orders;
  session.masked = true;
  const [part, person] = await session.ask('segments.list', {});
  expect(part).toMatchObject({ name: 'part', hidden: true, filter: everything });
  expect(JSON.stringify(person)).not.toContain(order.email);
  expect((await session.ask('explore.overview', { filter: person?.filter ?? everything })).orders).toBe(plain);
}, 120_000);

test('a note of a segment is masked, and stays as it was written when only the name is changed', async () => {
  const note = `${session.shop.orders[3]?.buyer.name ?? ''}様`;
  const [made] = await session.ask('segments.save', { name: 'a', note, filter: card });
  await session.ask('segments.save', { name: 'b', note: '', filter: card });
  session.masked = true;
  expect((await session.ask('segments.list', {})).map((one) => one.note)).toEqual(['●●●', '']);
  const renamed = await session.ask('segments.save', { segmentId: made?.segmentId ?? '', name: 'c' });
  expect(JSON.stringify(renamed)).not.toContain(note);
  session.masked = false;
  expect((await session.ask('segments.list', {})).map((one) => [one.name, one.note])).toEqual([
    ['b', ''],
    ['c', note],
  ]);
}, 120_000);
