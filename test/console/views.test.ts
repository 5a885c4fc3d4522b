import { afterEach, beforeEach, expect, test } from 'vitest';
import fc from 'fast-check';
import { inOrder } from '../../analysis/console/depend.ts';
import { shopSession, type ShopSession } from '../personal/shop-session.ts';
import { cellsOf, problemOf, rowsOf } from './sessions.ts';

let session: ShopSession;
beforeEach(async () => {
  session = await shopSession();
}, 120_000);
afterEach(() => session.close());

const save = async (name: string, text: string): Promise<string> => {
  const all = await session.ask('sql.saveView', { name, text });
  return all.find((one) => one.name === name)?.viewId ?? '';
};
const cells = async (text: string) => cellsOf(await rowsOf(session.engine(), text));
const states = async () => {
  const names = new Map((await session.ask('sql.views', {})).map(({ viewId, name }) => [viewId, name]));
  const all = await session.ask('sql.checkViews', {});
  return Object.fromEntries(all.map(({ viewId, problem }) => [names.get(viewId) ?? '', problem?.code ?? 'runs']));
};

test('a saved query is a view by its name, over others too, and is there when the project is opened again', async () => {
  await save('高額 注文', 'SELECT * FROM orders WHERE amount >= 10000; -- 一万円から');
  await save('件数', 'SELECT count(*) AS n FROM "高額 注文"');
  const known = await cells('SELECT count(*) FROM orders WHERE amount >= 10000');
  expect(await cells('SELECT n FROM 件数')).toEqual(known);
  await session.reopen();
  expect(await cells('FROM "件数"')).toEqual(known);
  expect((await session.ask('sql.views', {})).map(({ name }) => name)).toEqual(['件数', '高額 注文']);
  const [count] = await session.ask('sql.checkViews', {});
  expect(count).toMatchObject({ reads: ['高額 注文'], problem: null, columns: [{ name: 'n', type: 'BIGINT' }] });
}, 120_000);

test('names are taken once, whatever their case, and none is a table’s', async () => {
  await save('Large', 'FROM orders');
  expect(await session.text('sql.saveView', { name: 'large', text: 'FROM orders' })).toContain('sql-view-name-taken');
  expect(await session.text('sql.saveView', { name: 'Orders', text: 'FROM events' })).toContain('sql-view-name-table');
  expect(await session.text('sql.saveView', { viewId: 'x', name: 'y' })).toContain('sql-view-unknown');
  expect(await session.text('sql.saveView', { name: 'bad', text: 'SELECT nam FROM orders' })).toContain(
    'sql-view-refused',
  );
  expect(await session.text('sql.saveView', { name: 'bad', text: 'DROP TABLE orders' })).toContain('sql-view-refused');
}, 120_000);

test('a ring is refused, by a text and by a name', async () => {
  const a = await save('a', 'SELECT 1 AS x');
  await save('b', 'FROM a');
  expect(await session.text('sql.saveView', { viewId: a, name: 'a', text: 'FROM b' })).toContain('sql-view-cycle');
  expect(await session.text('sql.saveView', { viewId: a, name: 'a', text: 'FROM A' })).toContain('sql-view-cycle');
  // A common table expression of that name is not the view.
  await session.ask('sql.saveView', { viewId: a, name: 'a', text: 'WITH b AS (SELECT 2 AS x) FROM b' });
  expect(await cells('FROM b')).toEqual([[2]]);
  // Nor is it a ring where one of its own name stands for a part of it.
  expect(await cells('WITH b AS (SELECT x + 1 AS x FROM b) SELECT x FROM b')).toEqual([[3]]);
}, 120_000);

test('one that reads what was renamed or deleted is shown as such, with why, and runs again when that is back', async () => {
  const a = await save('a', 'SELECT 1 AS x');
  await save('b', 'FROM a');
  await save('c', 'SELECT x + 1 AS y FROM b');
  await session.ask('sql.saveView', { viewId: a, name: 'z' });
  expect(await states()).toEqual({ b: 'table-unknown', c: 'view-broken', z: 'runs' });
  expect(await problemOf(session.engine(), 'FROM c')).toMatchObject({ code: 'view-broken', params: { name: 'b' } });
  await session.ask('sql.saveView', { viewId: a, name: 'a' });
  expect(await states()).toEqual({ a: 'runs', b: 'runs', c: 'runs' });
  await session.ask('sql.deleteView', { viewId: a });
  expect(await session.text('sql.deleteView', { viewId: a })).toContain('sql-view-unknown');
  expect(await states()).toEqual({ b: 'table-unknown', c: 'view-broken' });
  const other = await save('a', 'SELECT 5 AS x');
  expect(await session.text('sql.restoreView', { viewId: a })).toContain('sql-view-name-taken');
  await session.ask('sql.deleteView', { viewId: other });
  await session.ask('sql.restoreView', { viewId: a });
  expect(await cells('FROM c')).toEqual([[2]]);
}, 120_000);

test('the history keeps what was run, how long it took and how it ended', async () => {
  await rowsOf(session.engine(), 'SELECT 1 AS a');
  await problemOf(session.engine(), 'SELECT nam FROM orders');
  await problemOf(session.engine(), ' ');
  expect(await session.ask('sql.history', {})).toMatchObject([
    { text: 'SELECT nam FROM orders', end: 'column-unknown', rows: null, hidden: false },
    { text: 'SELECT 1 AS a', end: 'rows', rows: 1, hidden: false },
  ]);
  const history = await session.ask('sql.history', {});
  await session.reopen();
  expect(await session.ask('sql.history', {})).toEqual(history);
  expect(await session.ask('sql.clearHistory', {})).toEqual([]);
}, 120_000);

test('what somebody wrote who saw more is neither told nor run where values are masked; of masks, the same orders are found', async () => {
  const order = session.shop.orders[3];
  if (order === undefined) throw new Error('no order');
  const text = `SELECT email, count(*) AS n FROM orders WHERE email = '${order.email}' GROUP BY 1`;
  await save('person', `SELECT count(*) AS n FROM orders WHERE email = '${order.email}'`);
  await save('headed', `SELECT count(*) FILTER (WHERE email = '${order.email}') FROM person, orders`);
  const plain = (await cells(text))[0]?.[1];
  const own = (await session.ask('sql.views', {})).find(({ name }) => name === 'person');
  session.masked = true;
  expect(await session.ask('sql.views', {})).toMatchObject([
    { name: 'headed', text: '', hidden: true },
    { ...own, text: '', hidden: true },
  ]);
  expect(await session.ask('sql.history', {})).toMatchObject([{ text: '', hidden: true }]);
  expect(await problemOf(session.engine(), 'FROM person')).toMatchObject({ code: 'view-hidden', detail: '' });
  expect(await problemOf(session.engine(), 'FROM headed')).toMatchObject({ code: 'view-hidden' });
  // DuckDB calls a column by the text it is made by.
  const told = JSON.stringify([await session.ask('sql.checkViews', {}), await session.ask('sql.views', {})]);
  expect(told).toContain('view-hidden');
  expect(told).not.toContain(order.email);
  const mask = (
    await session.text('orders.open', {
      filter: { clauses: [] },
      sort: { column: 'ordered_at', descending: false },
    })
  ).length;
  expect(mask).toBeGreaterThan(0);
  const masks = await cells('SELECT email, count(*) FROM orders GROUP BY 1');
  const found = masks.filter(([, rows]) => rows === plain).map(([email]) => String(email));
  expect(found.length).toBeGreaterThan(0);
  for (const one of found) expect(await cells(`SELECT count(*) FROM orders WHERE email = '${one}'`)).toEqual([[plain]]);
  expect(JSON.stringify(masks)).not.toContain(order.email);
}, 120_000);

test('a mask in a result is the one on screen', async () => {
  const filter = { clauses: [] };
  session.masked = true;
  for (const column of [
    'email',
    'phone',
    'buyer_name',
    'buyer_address',
    'buyer_zip',
    'event_id',
    'ip_address',
    'card_last4',
    'entity_id',
    'email_key',
  ]) {
    const opened = await session.ask('orders.open', { filter, sort: { column: 'event_id', descending: false } });
    const shown: unknown[] = [];
    await session
      .engine()
      .call(
        'orders.page',
        { viewId: opened.viewId, offset: 0, limit: 1000, columns: [column] },
        { emit: ({ columns }) => void shown.push(...Array.from<unknown>(columns.at(-1)?.values ?? [])) },
      );
    const held = (await cells(`SELECT "${column}" FROM orders`)).map(([value]) => String(value));
    expect([column, held.sort()]).toEqual([column, shown.map(String).sort()]);
  }
}, 120_000);

test('queries that ask for a person go with the person', async () => {
  const order = session.shop.orders[7];
  if (order === undefined) throw new Error('no order');
  await save('kept', 'SELECT 1');
  await save('gone', `SELECT * FROM orders WHERE event_id = '${order.id}'`);
  await rowsOf(session.engine(), `SELECT '${order.buyer.name}様'`);
  await rowsOf(session.engine(), 'SELECT 2');
  const subject = { kind: 'person' as const, by: 'email' as const, value: order.email };
  expect((await session.ask('personal.held', { subject })).queries).toBe(2);
  await session.ask('personal.forget', { subject, mode: 'anonymise', reason: 'asked' });
  expect((await session.ask('sql.views', {})).map(({ name }) => name)).toEqual(['kept']);
  expect((await session.ask('sql.history', {})).map(({ text }) => text)).toEqual(['SELECT 2']);
  expect(await cells(`SELECT count(*) FROM orders WHERE email = '${order.email}'`)).toEqual([[0]]);
}, 120_000);

test('saved queries are made each behind those it reads, and a ring is found where there is one', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const graph = fc.array(fc.tuple(fc.constantFrom(...names), fc.subarray(names)), { maxLength: 8 });
  fc.assert(
    fc.property(graph, (entries) => {
      const reads = new Map(entries);
      const { order, cycle } = inOrder([...reads.keys()], reads);
      if (cycle !== null) {
        expect(cycle[0]).toBe(cycle.at(-1));
        cycle.slice(1).forEach((name, at) => expect(reads.get(cycle[at] ?? '')).toContain(name));
        return;
      }
      expect([...order].sort()).toEqual([...reads.keys()].sort());
      order.forEach((name, at) =>
        (reads.get(name) ?? [])
          .filter((one) => reads.has(one))
          .forEach((one) => expect(order.indexOf(one)).toBeLessThan(at)),
      );
    }),
  );
});
