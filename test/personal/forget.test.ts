import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { InputOf } from '../../analysis/engine-api.ts';
import type { ColumnBatch } from '../../analysis/model/column-batch.ts';
import { everything, type Filter } from '../../analysis/model/filter.ts';
import type { Subject } from '../../analysis/model/personal-data.ts';
import type { ShopOrder } from '../../samples/shop/shop.ts';
import { transactionOf } from './planted.ts';
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

/** Columns that tell a person, as written and as keys. */
const personal = [
  ...['event_id', 'member_id', 'transaction_id', 'email', 'phone', 'buyer_name', 'buyer_kana', 'buyer_address'],
  ...['delivery_name', 'delivery_phone', 'delivery_address', 'ip_address', 'device_id', 'cookie_id', 'card_token'],
  ...['email_key', 'phone_key', 'buyer_name_key', 'buyer_address_key', 'delivery_address_key', 'ip_key'],
];

/** What nobody else's order says of these columns, with the spellings of it that were planted on lists and in events. */
async function ownValues(of: ShopOrder): Promise<readonly string[]> {
  const sort = { column: 'seq', descending: false };
  const { viewId } = await session.ask('orders.open', { filter: everything, sort });
  const rows: (readonly unknown[])[] = [];
  const emit = ({ columns: batch }: ColumnBatch): void => {
    const values = batch.map((column) => Array.from<unknown>(column.values));
    rows.push(...(values[0] ?? []).map((_, at) => values.map((column) => column[at])));
  };
  const page = { viewId, offset: 0, limit: 1000, columns: personal };
  await session.engine().call('orders.page', page, { emit });
  // The first column is the order's number.
  const others = new Set(rows.filter((row) => row[1] !== of.id).flat());
  const own = rows.filter((row) => row[1] === of.id).flatMap((row) => row.slice(1));
  const told = own.flatMap((value) => (typeof value !== 'string' || others.has(value) ? [] : [value]));
  const spelled = told.flatMap((value) => [
    ...(value === of.email ? [value.toUpperCase()] : []),
    ...(value === of.buyer.phone ? [value.replaceAll('-', '')] : []),
    ...(value === of.buyer.name ? [value.replaceAll(' ', '　')] : []),
  ]);
  return [...new Set([...told, ...spelled])].filter((value) => value.length >= 4);
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
const lineCounts = async () => (await session.ask('import.lineFiles', {})).map(({ kept }) => kept);
const eventCounts = async () => (await session.ask('import.eventFiles', {})).files.map(({ events }) => events);
const rowsOf = async (table: string) =>
  (await session.ask('personal.stored', {})).tables.find((one) => one.table === table)?.rows;
const person = (value: string, by: 'order-id' | 'member' | 'email' | 'phone' = 'email'): Subject => ({
  kind: 'person',
  by,
  value,
});
const reason = '本人からの請求（受付 12）';

/** A later file of the order with another amount, and of one more as it was. */
function contradicting({ id, amount }: ShopOrder): InputOf<'import.run'> {
  const { mapping, grants, files, dir } = session;
  const [head = '', ...lines] = readFileSync(files.orders, 'utf8').split(/\r?\n/);
  const ofOrder = lines.find((line) => line.startsWith(`${id},`))?.replace(String(amount), String(amount + 1));
  const path = join(dir, 'later.csv');
  writeFileSync(path, [head, ofOrder, lines.find((line) => !line.startsWith(id))].join('\n'));
  return { file: grants.grant(path), mapping };
}

describe('one person', () => {
  test('anonymised: every figure stays, every value goes, no byte of it is left, a record is', async () => {
    const own = await ownValues(order);
    writeFileSync(`${session.path}.bak`, `an earlier copy with ${order.email}`);
    // As a table a person would have left behind: text is not always stored compressed.
    await session.ask('backtest.run', {
      ruleSet: ruleSet,
      filter: everything,
      save: true,
    });
    await session.reopen();
    await session.ask('import.run', contradicting(order));
    // Every planted spelling is found before, so that not finding it after says something.
    expect(own.length).toBeGreaterThan(8);
    const kept = bytesHold(own);
    expect(kept).toContain(order.email.toUpperCase());
    expect(kept).toContain(transactionOf(order.id));
    const before = [await overview(), await lineCounts(), await eventCounts()];

    const held = await session.ask('personal.held', { subject: person(order.email) });
    expect(held).toMatchObject({ orders: 1, outcomes: 1, lines: 1, events: 3, rejects: 3, imports: 2, named: 0 });
    expect(held.listEntries).toBeGreaterThanOrEqual(4);
    expect(held.identityValues).toBeGreaterThanOrEqual(4);
    const after = await session.ask('personal.forget', { subject: person(order.email), mode: 'anonymise', reason });

    expect([await overview(), await lineCounts(), await eventCounts()]).toEqual(before);
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
    const own = await ownValues(order);
    const [lines, events] = [await lineCounts(), await eventCounts()];
    await session.ask('personal.forget', { subject: person(order.id, 'order-id'), mode: 'delete', reason });
    expect(await lineCounts()).toEqual(lines.map((rows) => rows - 1));
    // Two authorisations of the order, one login of its buyer.
    expect(await eventCounts()).toEqual(events.map((rows) => rows - (rows > session.shop.orders.length ? 2 : 1)));
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

  test('who is on a list alone is taken off it, in every spelling', async () => {
    const values = ['Only.Listed@Example.co.jp', 'somebody.else@example.co.jp'];
    await session.ask('lists.put', { listId: 'fresh_email', values });
    const subject = person('only.listed@example.co.jp');
    expect(await session.ask('personal.held', { subject })).toMatchObject({ orders: 0, events: 0, listEntries: 1 });
    await session.ask('personal.forget', { subject, mode: 'delete', reason });
    expect(bytesHold([values[0] ?? '', 'only.listed@'])).toEqual([]);
    expect((await session.ask('lists.entries', { listId: 'fresh_email', search: '', offset: 0, limit: 9 })).total).toBe(
      1,
    );
  }, 120_000);

  test('near matches with the person go, and what was decided of them', async () => {
    await session.ask('identity.findNear', {});
    const { rows } = await session.ask('identity.nearPairs', { show: 'open', offset: 0, limit: 100 });
    const twin = session.shop.orders.at(-1)?.id ?? '';
    const pair = rows.find(({ sides }) => sides.some((side) => side.order === twin))?.pair;
    if (pair === undefined) throw new Error('the planted near match was not found');
    await session.ask('identity.decideNear', { pair, choice: 'rejected' });
    await session.reopen();
    const subject = person(twin, 'order-id');
    expect((await session.ask('personal.held', { subject })).nearPairs).toBeGreaterThan(0);
    expect(bytesHold([pair.slice(0, 32)])).toHaveLength(1);
    // A person of no pair has none.
    expect((await session.ask('personal.held', { subject: person(order.id, 'order-id') })).nearPairs).toBe(0);
    await session.ask('personal.forget', { subject, mode: 'anonymise', reason });
    expect([await rowsOf('near_pairs'), await rowsOf('near_decisions')]).toEqual([0, 0]);
    expect(bytesHold([pair.slice(0, 32), pair.slice(33)])).toEqual([]);
  }, 120_000);

  test.each(['anonymise', 'delete'] as const)(
    '%s: the verdict on a sampled order counts on, without the person',
    async (mode) => {
      const design = { size: { kind: 'orders', orders: 401 }, allocation: 'equal', seed: 's' } as const;
      const assumed = { alerted: 0.3, passed: 0.01 };
      const asked = { ruleSet, filter: everything, design: { ...design, assumed } };
      const { sampleId } = await session.ask('reviewSample.draw', asked);
      const wish = { sampleId, personal: 'plain', showRules: false, language: 'ja' } as const;
      const { staged } = await session.ask('reviewSample.worksheet', wish);
      const { sheets } = await readXlsx(readFileSync(join(session.engine().stagingDir, staged)));
      const [head = [], ...rows] = sheets[0]?.rows ?? [];
      const own = rows.find((row) => row[head.indexOf('注文番号')] === order.id);
      const said = [
        own?.[0] ?? null,
        '不正',
        '審査 花子',
        '2025-05-01',
        `${order.buyer.name} 様に電話`,
        ...(own?.slice(5) ?? []),
      ];
      const path = join(session.dir, 'verdicts.xlsx');
      writeFileSync(path, await writeXlsx({ sheets: [{ name: '審査', rows: [head, said] }] }));
      await session.ask('reviewSample.import', { file: session.grants.grant(path) });
      rmSync(path);
      await session.ask('personal.clear', { place: 'caches' });
      await session.reopen();
      expect(bytesHold(['様に電話'])).toHaveLength(1);
      const subject = person(order.id, 'order-id');
      const { outcomes, reviews } = await session.ask('personal.held', { subject });
      expect([outcomes, reviews]).toEqual([2, 1]);
      await session.ask('personal.forget', { subject, mode, reason });
      expect(bytesHold([order.id, '様に電話'])).toEqual([]);
      const { verdicts, drawn } = (await session.ask('reviewSample.list', {}))[0] ?? {};
      expect([drawn, verdicts]).toEqual([401, { good: 0, bad: 1, unclear: 0, missing: 400 }]);
      const clauses = [{ kind: 'sampled' as const, sampleId, verdicts: ['bad' as const] }];
      expect((await overview({ clauses })).orders).toBe(mode === 'delete' ? 0 : 1);
    },
    120_000,
  );

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

describe('all data of the client', () => {
  test('goes with its bytes; rule sets, targets and the record stay', async () => {
    await session.ask('ruleSets.save', { ruleSet });
    await session.ask('targets.save', {
      target: { id: 't', name: { ja: '自社', en: '' }, kinds: ['overdue'], reasonFamilies: [], horizonDays: 9 },
    });
    const values = session.shop.orders.flatMap((one) => personalValues(one).map(([, value]) => value));
    await session.reopen();
    expect(bytesHold(values).length).toBeGreaterThan(0);
    const after = await session.ask('personal.forget', {
      subject: { kind: 'all' },
      mode: 'delete',
      reason: '契約終了',
    });
    expect(bytesHold(values)).toEqual([]);
    const rows = new Map(after.tables.map(({ table, rows: n }) => [table, n]));
    const emptied = ['order_lines', 'line_files', 'events', 'event_files', 'lists', 'list_entries', 'outcome_files'];
    for (const table of [
      'order_rows',
      'outcomes',
      'rejects',
      'identity_values',
      'entity_links',
      'imports',
      'runs',
      ...emptied,
    ])
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
    const lines = session.shop.orders.length + 1;
    expect(report.columns.find(({ table, column }) => table === 'order_lines' && column === 'name')).toMatchObject({
      ...{ pii: 'identity', masked: true, filled: lines, of: lines, files: ['lines.csv'] },
    });
    expect(report.columns.find(({ table, column }) => table === 'events' && column === 'transaction_id')).toMatchObject(
      {
        ...{ pii: 'identity', masked: true, filled: session.shop.orders.length, files: ['auth.csv'] },
      },
    );
    expect(report.files.map(({ fileName, kind }) => [fileName, kind])).toEqual(
      expect.arrayContaining([
        ['orders.csv', 'orders'],
        ['chargebacks.csv', 'outcomes'],
        ['lines.csv', 'lines'],
        ['login.csv', 'events'],
        ['list.csv', 'lists'],
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
