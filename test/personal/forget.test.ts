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

/** Takes in lines, an event of the order, a login of its person and a list that names it, beside those of another. */
async function takeInBeside(of: ShopOrder, other: ShopOrder): Promise<void> {
  const grant = (name: string, lines: readonly string[]) => {
    const path = join(session.dir, name);
    writeFileSync(path, `${lines.join('\n')}\n`);
    return session.grants.grant(path);
  };
  const lines = ['注文番号,商品コード,商品名,小計', `${of.id},A,茶,100`, `${other.id},A,茶,100`, `${of.id}-X,A,茶,100`];
  await session.ask('import.lines', { file: grant('lines.csv', lines) });
  const attempts = ['オーソリID,注文番号,オーソリ日時,メールアドレス,オーソリ結果'].concat(
    [of, other].map(({ id, email }, n) => `E${n}-${id},${id},2025-04-01 10:00:00,${email},承認`),
  );
  await session.ask('import.events', { file: grant('auth.csv', attempts), kind: 'auth' });
  const logins = ['日時,メールアドレス,結果', `2025-03-01 10:00:00,${of.email.toUpperCase()},成功`];
  await session.ask('import.events', { file: grant('login.csv', logins), kind: 'login' });
  await session.ask('lists.add', {
    ...{ file: grant('list.csv', ['value', of.email, other.email]), id: 'mails', names: { ja: '要注意', en: 'mails' } },
    ...{ purpose: 'negative' as const, match: 'email' as const },
  });
}

const otherThan = (of: ShopOrder): ShopOrder => {
  const found = session.shop.orders.find(({ email, id }) => email !== of.email && id !== of.id);
  if (found === undefined) throw new Error('no other');
  return found;
};

const rowsOf = async (): Promise<ReadonlyMap<string, number>> =>
  new Map((await session.ask('personal.stored', {})).tables.map(({ table, rows }) => [table, rows]));

describe('what stands beside orders', () => {
  const beside = ['order_lines', 'events', 'list_entries'];
  const held = { orders: 1, lines: 1, events: 2, listEntries: 1 };

  test('is told, with its files, and loses the person without losing the order’s own events and lines', async () => {
    await takeInBeside(order, otherThan(order));
    const stored = await session.ask('personal.stored', {});
    expect(stored.files.map(({ fileName, kind, rows }) => [fileName, kind, rows])).toEqual(
      expect.arrayContaining([
        ['lines.csv', 'lines', 3],
        ['auth.csv', 'events', 2],
        ['login.csv', 'events', 1],
      ]),
    );
    expect(stored.columns).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ table: 'events', column: 'email', filled: 3, files: ['auth.csv', 'login.csv'] }),
        expect.objectContaining({ table: 'list_entries', column: 'value', filled: 2 }),
        expect.objectContaining({ table: 'order_lines', column: 'order_id', filled: 3 }),
      ]),
    );
    expect(await session.ask('personal.held', { subject: person(order.email) })).toMatchObject(held);
    await session.ask('personal.forget', { subject: person(order.email), mode: 'anonymise', reason });
    expect(bytesHold([order.email, order.email.toUpperCase()])).toEqual([]);
    // The login was of no order; the orphan line of another id stays.
    const rows = await rowsOf();
    expect(beside.map((table) => rows.get(table))).toEqual([3, 2, 1]);
    const kinds = (await session.ask('import.eventFiles', {})).kinds;
    expect(kinds.map(({ kind, events, otherOrders, noOrder }) => [kind, events, otherOrders, noOrder])).toEqual([
      ['auth', 2, 0, 0],
    ]);
  }, 120_000);

  test('goes with the order where the order goes, and with all data', async () => {
    await takeInBeside(order, otherThan(order));
    await session.ask('personal.forget', { subject: person(order.email), mode: 'delete', reason });
    const rows = await rowsOf();
    expect(beside.map((table) => rows.get(table))).toEqual([2, 1, 1]);
    await session.ask('personal.forget', { subject: { kind: 'all' }, mode: 'delete', reason: '契約終了' });
    const none = await rowsOf();
    for (const table of [...beside, 'event_files', 'line_files', 'near_pairs', 'near_decisions'])
      expect([table, none.get(table)]).toEqual([table, 0]);
    expect(bytesHold([otherThan(order).email])).toEqual([]);
    expect((await session.ask('project.info', {})).lists.map(({ id, entries }) => [id, entries])).toEqual([
      ['mails', 0],
    ]);
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
