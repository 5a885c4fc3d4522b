import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { everything, type Filter } from '../../analysis/model/filter.ts';
import type { Subject } from '../../analysis/model/personal-data.ts';
import type { ShopOrder } from '../../samples/shop/shop.ts';
import { personalValues, shopSession, type ShopSession } from './shop-session.ts';

let session: ShopSession;
let order: ShopOrder;

beforeEach(async () => {
  session = await shopSession();
  order = chargedBack(session);
}, 120_000);
afterEach(() => session.close());

/** An order of somebody who ordered once, with a chargeback of its own. */
function chargedBack({ shop }: ShopSession): ShopOrder {
  const times = new Map<string, number>();
  for (const { email } of shop.orders) times.set(email, (times.get(email) ?? 0) + 1);
  const disputed = new Set(shop.chargebacks.map(({ orderId }) => orderId));
  const found = shop.orders.find(({ id, email }) => disputed.has(id) && times.get(email) === 1);
  if (found === undefined) throw new Error('nobody was charged back once');
  return found;
}

/** Texts of the person that nobody else's order has. */
function ownValues(of: ShopOrder): readonly string[] {
  const others = session.shop.orders.filter(({ id }) => id !== of.id);
  const said = new Set(others.flatMap((one) => personalValues(one).map(([, value]) => value)));
  return personalValues(of).flatMap(([, value]) => (said.has(value) ? [] : [value]));
}

function filesBelow(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesBelow(join(path, name)));
}

/** Which of the values stand, as bytes, in the project's file, its copies or its caches. */
function bytesHold(values: readonly string[]): readonly string[] {
  const beside = readdirSync(session.dir).filter((name) => name.startsWith('shop.shinsa'));
  const files = [...beside.map((name) => join(session.dir, name)), ...filesBelow(session.cacheDir)];
  const all = files.map((file) => readFileSync(file));
  return values.filter((value) => all.some((bytes) => bytes.includes(Buffer.from(value, 'utf8'))));
}

const overview = (filter: Filter = everything) => session.ask('explore.overview', { filter });
const person = (value: string, by: 'order-id' | 'member' | 'email' | 'phone' = 'email'): Subject => ({
  kind: 'person',
  by,
  value,
});
const reason = '本人からの請求（受付 12）';

describe('one person', () => {
  test('anonymised: every figure stays, every value goes, no byte of it is left, a record is', async () => {
    const own = ownValues(order);
    writeFileSync(`${session.path}.bak`, `an earlier copy with ${order.email}`);
    // As a table a person would have left behind: text is not always stored compressed.
    await session.ask('backtest.run', {
      ruleSet: ruleSet,
      filter: everything,
      save: true,
    });
    await session.reopen();
    expect(own.length).toBeGreaterThan(2);
    expect(bytesHold(own)).toContain(order.email);
    const before = await overview();

    const held = await session.ask('personal.held', { subject: person(order.email) });
    expect(held).toMatchObject({ orders: 1, outcomes: 1, named: 0 });
    const after = await session.ask('personal.forget', { subject: person(order.email), mode: 'anonymise', reason });

    expect(await overview()).toEqual(before);
    expect(bytesHold(own)).toEqual([]);
    const [record] = after.deletions;
    expect(record).toMatchObject({ what: 'email', mode: 'anonymise', reason, held, rewritten: true });
    expect(record?.subjectHash).toMatch(/^[0-9a-f]{16}$/);
    expect(JSON.stringify(after)).not.toContain(order.email);
    expect(existsSync(`${session.path}.bak`)).toBe(false);
    expect(await overview({ clauses: [{ kind: 'in', column: 'email', values: [order.email] }] })).toMatchObject({
      orders: 0,
    });
    // The record outlives a restart, and the person is not found again.
    await session.reopen();
    expect((await session.ask('personal.stored', {})).deletions).toEqual(after.deletions);
    const again = await session.text('personal.forget', { subject: person(order.email), mode: 'delete', reason });
    expect(again).toContain('subject-unknown');
  }, 120_000);

  test('deleted: the orders are gone from the figures, by exactly theirs', async () => {
    const before = await overview();
    const own = ownValues(order);
    await session.ask('personal.forget', { subject: person(order.id, 'order-id'), mode: 'delete', reason });
    const after = await overview();
    expect(after.orders).toBe(before.orders - 1);
    expect(after.amount).toBe(before.amount - order.amount);
    const sum = Object.values(after.states).reduce((n, { orders }) => n + orders, 0);
    expect(sum).toBe(after.orders);
    expect(bytesHold(own)).toEqual([]);
  }, 120_000);

  test('is found by another spelling of the phone number, and by member', async () => {
    const { shop } = session;
    const phoned = shop.orders.find(({ buyer }) => buyer.phone?.includes('-') === true);
    if (!phoned?.buyer.phone) throw new Error('no phone');
    const digits = phoned.buyer.phone.replaceAll('-', '');
    const spelled = await session.ask('personal.held', { subject: person(phoned.buyer.phone, 'phone') });
    expect(spelled.orders).toBeGreaterThan(0);
    expect(await session.ask('personal.held', { subject: person(digits, 'phone') })).toMatchObject({
      orders: spelled.orders,
    });
    const member = shop.orders.find(({ memberId }) => memberId !== null)?.memberId ?? '';
    const orders = shop.orders.filter(({ memberId }) => memberId === member).length;
    expect(await session.ask('personal.held', { subject: person(member, 'member') })).toMatchObject({ orders });
  });

  test('rejected rows that quote the order go too, in the list and in the report of the import', async () => {
    const { shop } = session;
    const copied = shop.rejected.find(({ reason: why }) => why === 'duplicate-id');
    if (copied === undefined) throw new Error('no duplicate');
    const of = shop.orders.find(({ id }) => id === copied.copyOf);
    if (of === undefined) throw new Error('no such order');
    const held = await session.ask('personal.held', { subject: person(of.id, 'order-id') });
    expect(held.rejects).toBeGreaterThan(0);
    await session.ask('personal.forget', { subject: person(of.id, 'order-id'), mode: 'anonymise', reason });
    expect(await session.ask('personal.held', { subject: person(of.id, 'order-id') })).toMatchObject({
      orders: 0,
      outcomes: 0,
      rejects: 0,
      imports: 0,
    });
    expect(bytesHold([of.id, of.email])).toEqual([]);
  }, 120_000);

  test('a reason is asked for, and must not name the person', async () => {
    const ask = (given: string) =>
      session.text('personal.forget', { subject: person(order.email), mode: 'delete', reason: given });
    expect(await ask('  ')).toContain('reason-missing');
    expect(await ask(`${order.email} から`)).toContain('reason-names');
    expect(await ask(`注文 ${order.id}`)).toContain('reason-names');
    expect((await session.ask('personal.stored', {})).deletions).toEqual([]);
    expect((await overview()).orders).toBe(session.shop.orders.length);
  });

  test('calls made meanwhile wait, and answer from the file as it is after', async () => {
    const [, after] = await Promise.all([
      session.ask('personal.forget', { subject: person(order.id, 'order-id'), mode: 'delete', reason }),
      new Promise((resolve) => setTimeout(resolve, 50)).then(() => overview()),
    ]);
    expect([session.shop.orders.length, session.shop.orders.length - 1]).toContain(after.orders);
    expect((await overview()).orders).toBe(session.shop.orders.length - 1);
  }, 120_000);
});

/** A list, lines and events of the order, and of somebody else's; the login is of no order. */
async function beside(): Promise<void> {
  const { dir, grants } = session;
  const other = session.shop.orders.find(({ email }) => email !== order.email);
  if (other === undefined) throw new Error('nobody else');
  const file = (name: string, ...lines: readonly string[]) => {
    writeFileSync(join(dir, name), `${lines.join('\n')}\n`);
    return grants.grant(join(dir, name));
  };
  const head = 'オーソリID,注文番号,オーソリ日時,メールアドレス,IPアドレス,オーソリ金額,通貨,オーソリ結果';
  await session.ask('import.events', {
    kind: 'auth',
    file: file(
      'auth.csv',
      head,
      `E1,${order.id},2025-05-01 10:00,${order.email},203.0.113.77,100,JPY,承認`,
      `E2,${other.id},2025-05-01 10:00,${other.email},203.0.113.78,100,JPY,承認`,
      `E3,${order.id},いつか,${order.email},203.0.113.77,100,JPY,承認`,
    ),
  });
  await session.ask('import.events', {
    kind: 'login',
    file: file(
      'login.csv',
      'ログイン日時,メールアドレス,IPアドレス',
      `2025-04-01 10:00,${order.email.toUpperCase()},203.0.113.79`,
      `2025-04-02 10:00,${other.email},203.0.113.80`,
    ),
  });
  await session.ask('import.lines', {
    file: file('lines.csv', '注文番号,商品名,数量', `${order.id},靴下,2`, `${other.id},帽子,1`),
  });
  await session.ask('lists.add', {
    file: file('black.csv', 'メールアドレス,備考', `${order.email},x`, `${other.email},${order.id} の件`),
    ...{ names: { ja: '拒否', en: 'black' }, purpose: 'negative', match: 'email' },
  });
  await session.reopen();
}

describe('what stands beside the orders', () => {
  const gone = ['203.0.113.77', '203.0.113.79'];

  test('goes with the person, and what is of somebody else stays', async () => {
    await beside();
    const subject = person(order.email);
    const held = await session.ask('personal.held', { subject });
    expect(held).toMatchObject({ lines: 1, events: 2, listEntries: 1 });
    expect(bytesHold([...gone, order.email])).toEqual([...gone, order.email]);
    const after = await session.ask('personal.forget', { subject, mode: 'delete', reason });
    expect(bytesHold([...gone, ...ownValues(order)])).toEqual([]);
    const rows = new Map(after.tables.map(({ table, rows: n }) => [table, n]));
    for (const table of ['order_lines', 'list_entries']) expect([table, rows.get(table)]).toEqual([table, 1]);
    expect(rows.get('events')).toBe(2);
    const files = after.files.filter(({ kind }) => kind === 'lines' || kind === 'events');
    expect(files.map(({ fileName, rows: n }) => [fileName, n])).toEqual([
      ['auth.csv', 1],
      ['login.csv', 1],
      ['lines.csv', 1],
    ]);
  }, 120_000);

  test('anonymised: what was bought and what happened to the order stays under its new id', async () => {
    await beside();
    const after = await session.ask('personal.forget', { subject: person(order.email), mode: 'anonymise', reason });
    expect(bytesHold([...gone, ...ownValues(order)])).toEqual([]);
    const rows = new Map(after.tables.map(({ table, rows: n }) => [table, n]));
    // The login was of no order.
    expect([rows.get('order_lines'), rows.get('events'), rows.get('list_entries')]).toEqual([2, 3, 1]);
    const lines = await session.ask('import.lineFiles', {});
    expect(lines).toMatchObject([{ kept: 2, orphans: 0 }]);
    const events = await session.ask('import.eventFiles', {});
    expect(events.kinds.map(({ kind, events: n, otherOrders }) => [kind, n, otherOrders])).toEqual([
      ['auth', 2, 0],
      ['login', 1, 0],
    ]);
  }, 120_000);

  test('goes with all data; a list keeps its name', async () => {
    await beside();
    const after = await session.ask('personal.forget', { subject: { kind: 'all' }, mode: 'delete', reason });
    expect(bytesHold([...gone, order.email])).toEqual([]);
    const rows = new Map(after.tables.map(({ table, rows: n }) => [table, n]));
    for (const table of ['order_lines', 'line_files', 'events', 'event_files', 'list_entries'])
      expect([table, rows.get(table)]).toEqual([table, 0]);
    expect(await session.ask('lists.list', {})).toMatchObject([{ names: { en: 'black' }, entries: 0 }]);
  }, 120_000);
});

describe('all data of the client', () => {
  test('goes with its bytes; rule sets, targets and the record stay', async () => {
    await session.ask('ruleSets.save', { ruleSet });
    await session.ask('targets.save', {
      target: { id: 't', name: { ja: '自社', en: '' }, kinds: ['overdue'], reasonFamilies: [], horizonDays: 9 },
    });
    const values = session.shop.orders.slice(0, 200).flatMap((one) => personalValues(one).map(([, value]) => value));
    await session.reopen();
    expect(bytesHold(values).length).toBeGreaterThan(0);
    const after = await session.ask('personal.forget', {
      subject: { kind: 'all' },
      mode: 'delete',
      reason: '契約終了',
    });
    expect(bytesHold(values)).toEqual([]);
    const rows = new Map(after.tables.map(({ table, rows: n }) => [table, n]));
    for (const table of ['order_rows', 'outcomes', 'rejects', 'identity_values', 'entity_links', 'imports', 'runs'])
      expect([table, rows.get(table)]).toEqual([table, 0]);
    expect(await session.ask('ruleSets.list', {})).toHaveLength(1);
    expect((await session.ask('targets.list', {})).some(({ target }) => target.id === 't')).toBe(true);
    expect(after.deletions).toMatchObject([{ what: 'all', mode: 'delete', subjectHash: null, reason: '契約終了' }]);
    expect(await session.ask('project.info', {})).toMatchObject({ orders: 0, outcomes: 0 });
    // The project takes orders in again.
    const { grants, files, mapping } = session;
    const report = await session.ask('import.run', { file: grants.grant(files.orders), mapping });
    expect(report.accepted).toBe(session.shop.orders.length);
  }, 120_000);
});

describe('what is stored', () => {
  test('every column with its class, files and counts; places with their size, cleared when asked', async () => {
    const report = await session.ask('personal.stored', {});
    const rows = new Map(report.tables.map(({ table, rows: n }) => [table, n]));
    expect(rows.get('order_rows')).toBe(session.shop.orders.length);
    const phones = session.shop.orders.filter(({ buyer }) => buyer.phone !== null).length;
    expect(report.columns.find(({ column }) => column === 'phone')).toMatchObject({
      table: 'orders',
      pii: 'contact',
      masked: true,
      filled: phones,
      of: session.shop.orders.length,
      files: ['orders.csv'],
    });
    expect(report.columns.some(({ table, column }) => table === 'rejects' && column === 'cells')).toBe(true);
    expect(report.files.map(({ fileName, kind }) => [fileName, kind])).toEqual(
      expect.arrayContaining([
        ['orders.csv', 'orders'],
        ['chargebacks.csv', 'outcomes'],
      ]),
    );
    const [first] = session.shop.orders;
    expect(report.files.find(({ kind }) => kind === 'orders')?.oldest).toBe(first?.at);
    writeFileSync(`${session.path}.bak`, 'x'.repeat(10));
    await session.ask('orders.exportCsv', {
      ...{ filter: everything, sort: { column: 'seq', descending: false }, columns: ['email'], personal: 'plain' },
    });
    const sizes = (of: typeof report) => Object.fromEntries(of.places.map(({ place, bytes }) => [place, bytes]));
    const full = sizes(await session.ask('personal.stored', {}));
    expect(full['backup']).toBe(10);
    expect(full['caches']).toBeGreaterThan(1000);
    expect(sizes(await session.ask('personal.clear', { place: 'backup' }))['backup']).toBe(0);
    expect(sizes(await session.ask('personal.clear', { place: 'caches' }))['caches']).toBe(0);
  });
});

const ruleSet = {
  format: 'shinsa-ruleset' as const,
  formatVersion: 1 as const,
  modelId: 'CRD_01',
  name: '標準',
  profile: 'wb-1' as const,
  currency: 'JPY',
  timezone: 'Asia/Tokyo',
  default: 'OK' as const,
  rules: [],
};
