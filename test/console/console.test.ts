import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sqlTables } from '../../analysis/model/sql-tables.ts';
import { everything } from '../../analysis/model/filter.ts';
import { outcomeStates } from '../../analysis/model/target.ts';
import { shopSession, type ShopSession } from '../personal/shop-session.ts';
import { cellsOf, problemOf, rowsOf } from './sessions.ts';

let session: ShopSession;
beforeAll(async () => {
  session = await shopSession();
}, 120_000);
afterAll(() => session.close());

const cells = async (text: string, limit?: number) => cellsOf(await rowsOf(session.engine(), text, limit));

describe('the snapshot', () => {
  test('has the figures of the project', async () => {
    const { orders, amount } = await session.ask('explore.overview', { filter: everything });
    const { outcomes, lists } = await session.ask('project.info', {});
    expect(await cells('SELECT count(*), sum(amount) FROM orders')).toEqual([[orders, amount]]);
    expect(await cells('SELECT count(*) FROM outcomes')).toEqual([[outcomes]]);
    const entries = lists.reduce((sum, list) => sum + list.entries, 0);
    expect(await cells('SELECT count(DISTINCT list_id), count(*) FROM list_entries')).toEqual([
      [lists.filter((list) => list.entries > 0).length, entries],
    ]);
    const joined = 'SELECT count(DISTINCT orders.event_id) FROM orders JOIN events ON order_id = orders.event_id';
    expect(await cells(joined)).toEqual([[orders]]);
  });

  test('tells the outcome state of every order as the engine does', async () => {
    const { states } = await session.ask('explore.overview', { filter: everything });
    const told = new Map((await cells('SELECT outcome_state, count(*) FROM orders GROUP BY 1')) as [string, number][]);
    for (const state of outcomeStates) expect([state, told.get(state) ?? 0]).toEqual([state, states[state].orders]);
  });

  test('is made anew when orders are judged otherwise, and only then', async () => {
    const before = await cells("SELECT count(*) FROM orders WHERE outcome_state = 'immature'");
    await session.ask('project.update', { asOf: '2025-05-01' });
    const after = await cells("SELECT count(*) FROM orders WHERE outcome_state = 'immature'");
    expect(after).not.toEqual(before);
    await session.ask('project.update', { asOf: null });
    expect(await cells("SELECT count(*) FROM orders WHERE outcome_state = 'immature'")).toEqual(before);
  });

  test('has exactly the tables and columns that completion offers, with their names in both languages', async () => {
    const tables = await session.ask('sql.tables', {});
    const told = tables.flatMap((table) => table.columns.map((column) => [table.name, column.name]));
    const held = `SELECT table_name, column_name FROM (${tables
      .map(({ name }, at) => `SELECT ${at} AS t, '${name}' AS table_name, column_name FROM (DESCRIBE ${name})`)
      .join(' UNION ALL ')})`;
    expect((await cells(held)).map(String).sort()).toEqual(told.map(String).sort());
    const inside = await cells('SELECT table_name, column_name FROM columns');
    expect(inside.map(String).sort()).toEqual(told.map(String).sort());
    for (const { columns } of sqlTables([], [])) for (const { label } of columns) expect(label.ja).toMatch(/./);
  });
});

describe('an answer', () => {
  test('is cut at the limit and says how many rows there are', async () => {
    const answer = await rowsOf(session.engine(), 'SELECT i FROM range(25000) t(i) ORDER BY i DESC', 10);
    expect(answer).toMatchObject({ rows: 10, cut: true, total: 25_000 });
    expect(cellsOf(answer)[0]).toEqual([24_999]);
    expect(await rowsOf(session.engine(), 'FROM range(10) t(i)', 10)).toMatchObject({
      rows: 10,
      cut: false,
      total: 10,
    });
  });

  test('keeps numbers exact, and tells instants, dates and nothing apart', async () => {
    const text = `SELECT 9007199254740993::BIGINT, 0.1::DECIMAL(10,2), 12345678901234567.89::DECIMAL(20,2), 'nan'::DOUBLE,
      TIMESTAMPTZ '2025-04-01 00:00:00+09', DATE '2025-04-01', TIMESTAMP '2025-04-01 10:00:00', NULL, [1, 2], TRUE;`;
    const answer = await rowsOf(session.engine(), text);
    expect(cellsOf(answer)).toEqual([
      [
        ...['9007199254740993', 0.1, '12345678901234567.89', 'NaN', Date.UTC(2025, 2, 31, 15), '2025-04-01'],
        ...['2025-04-01T10:00:00', null, '[1, 2]', true],
      ],
    ]);
    expect(answer.columns.map(({ kind }) => kind)).toEqual([
      ...['number', 'number', 'number', 'number', 'instant', 'date', 'date', 'number', 'text', 'bool'],
    ]);
  });

  test('has a name of its own for every column, and reads what stands before and behind the query', async () => {
    const { columns } = await rowsOf(session.engine(), '-- 先頭\nSELECT 1 AS a, 2 AS a; -- 末尾 )');
    expect(new Set(columns.map(({ name }) => name)).size).toBe(2);
  });

  test('days are those of the project’s zone', async () => {
    expect(await cells("SELECT date_trunc('day', TIMESTAMPTZ '2025-04-01 23:30:00+00')::DATE::VARCHAR")).toEqual([
      ['2025-04-02'],
    ]);
  });

  test.each([
    'TABLE orders',
    'FROM orders',
    'DESCRIBE orders',
    'SUMMARIZE orders',
    'SHOW TABLES',
    'VALUES (1)',
    'WITH a AS (SELECT 1) FROM a',
  ])('is given to %s', async (text) => {
    expect((await rowsOf(session.engine(), text)).rows).toBeGreaterThan(0);
  });

  test('too large for the window is refused, and the next is given', async () => {
    const large = "SELECT repeat('x', 1000000) FROM range(100)";
    expect((await problemOf(session.engine(), large)).code).toBe('too-large');
    expect(await cells('SELECT 1')).toEqual([[1]]);
  });
});

describe('what may be of persons', () => {
  const personal = async (text: string) =>
    (await rowsOf(session.engine(), text)).columns.filter((one) => one.personal).map(({ name }) => name);

  test.each([
    ['SELECT payment_method, count(*) AS n FROM orders GROUP BY 1', []],
    ['SELECT payment_method, email, amount FROM orders', ['email']],
    ['SELECT lower(email) AS x, count(*) AS n FROM orders GROUP BY 1', ['x']],
    ['SELECT o FROM orders AS o LIMIT 1', ['o']],
    ['WITH a AS (SELECT buyer_name AS x FROM orders) SELECT x AS y FROM a', ['y']],
    ['SELECT reason, order_id FROM outcomes', ['order_id']],
    ['SELECT payment_method AS p, count(*) AS n FROM orders GROUP BY p', []],
    ['SELECT 1 AS email, lower(email) AS x FROM orders', ['x']],
    // A common table expression of a table's own name is made of that table.
    ['WITH orders AS (SELECT * FROM orders WHERE amount > 0) SELECT email FROM orders', ['email']],
    ['WITH orders AS (SELECT * FROM main.orders) SELECT email FROM orders', ['email']],
    ['WITH a AS (SELECT 1 AS x), orders AS (SELECT x FROM a) SELECT x FROM orders', []],
    [
      'WITH RECURSIVE orders AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM orders WHERE x < 3) SELECT x FROM orders',
      [],
    ],
    // A name of somebody's harmless column hides nothing, nor does a number that a text was.
    ['SELECT email AS detail, phone AS reason FROM orders', ['detail', 'reason']],
    ['SELECT TRY_CAST(member_id AS HUGEINT) AS id, count(*) AS n FROM orders GROUP BY 1', ['id', 'n']],
    ['SELECT hash(phone) AS h FROM orders', ['h']],
    ['SELECT length(phone) AS long, count(DISTINCT email) AS n FROM orders GROUP BY 1', []],
    ['FROM lists', []],
    ["SELECT 'x' AS a", []],
  ])('of %s: %s', async (text, names) => {
    expect(await personal(text)).toEqual(names);
  });

  test('a view tells of persons to whoever reads it', async () => {
    const [view] = await session.ask('sql.saveView', { name: 'who', text: 'SELECT email AS x FROM orders' });
    expect(await personal('SELECT x AS y FROM who')).toEqual(['y']);
    await session.ask('sql.deleteView', { viewId: view?.viewId ?? '' });
  });

  test('is nothing where it is masked', async () => {
    session.masked = true;
    expect(await personal('SELECT email, phone FROM orders')).toEqual([]);
    session.masked = false;
    expect(await personal('SUMMARIZE orders')).toContain('min');
  });
});

describe('a problem', () => {
  test.each([
    ['slct 1', 'syntax', 1, 1, 'slct'],
    ['SELECT 1,\n  nam FROM orders', 'column-unknown', 2, 3, 'nam'],
    ["SELECT '金額', nam\nFROM orders", 'column-unknown', 1, 14, 'nam'],
    ['SELECT *\nFROM ordrs', 'table-unknown', 2, 6, 'ordrs'],
    ['SELECT ordrs.x FROM orders', 'table-unknown', 1, 8, 'ordrs.x'],
    ['SELECT foo(1)', 'function-unknown', 1, 8, 'foo'],
    ['SELECT sum(currency) FROM orders', 'types', 1, 8, 'sum'],
    ['SELECT currency, count(*) FROM orders', 'grouping', 1, 8, 'currency'],
    ["SELECT 1, cast('x' AS INT)", 'conversion', 1, 11, 'cast'],
    ['SELECT cast(currency AS INT) FROM orders', 'conversion', 1, 8, 'cast'],
    ['SELECT order_id FROM outcomes a JOIN events b ON true', 'column-ambiguous', 1, 8, 'order_id'],
  ])('%s: %s', async (text, code, line, column, word) => {
    const problem = await problemOf(session.engine(), text);
    expect(problem).toMatchObject({ code, place: { line, column } });
    expect(text.slice(problem.place?.from, problem.place?.to)).toBe(word);
    expect(problem.detail).not.toBe('');
  });
});
