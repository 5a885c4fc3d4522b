import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { flatten, withWholeNumbers } from '../../analysis/ingest/json-flatten.ts';
import type { Mapping } from '../../analysis/model/mapping.ts';
import { sql } from '../../analysis/store/sql.ts';
import { bench, codeOf, context, fileOf, type Bench } from './workbench.ts';

const mapping: Mapping = {
  timezone: 'Asia/Tokyo',
  columns: {
    event_id: 'id',
    ordered_at: 'at',
    amount: 'pay.total',
    items_summary: 'items[].name',
    item_quantity: 'items[].qty',
  },
  keep: ['items', 'late'],
};

const order = (id: string, more: object = {}): string =>
  JSON.stringify({ id, at: '2024-01-01T10:00:00+09:00', pay: { total: 1200 }, ...more });

const run = (work: Bench, content: string | Uint8Array, name: string) =>
  work.handlers['import.run']({ file: work.grant(fileOf(content, name)), mapping }, context());

describe('an object', () => {
  it('becomes columns: dotted names, lists as JSON, lists of objects also by their keys', () => {
    const cells = flatten({
      a: 1,
      b: { c: true, d: { e: null } },
      tags: ['x', 'y'],
      items: [
        { name: '茶', qty: 2, in: { shop: 'S' } },
        { name: '茶', qty: 3 },
        { name: '器', qty: 1 },
      ],
    });
    expect(Object.fromEntries(cells)).toEqual({
      a: '1',
      'b.c': 'true',
      'b.d.e': '',
      tags: '["x","y"]',
      items: '[{"name":"茶","qty":2,"in":{"shop":"S"}},{"name":"茶","qty":3},{"name":"器","qty":1}]',
      'items[].name': '茶, 器',
      'items[].qty': '6',
      'items[].in.shop': 'S',
      'items[0].name': '茶',
      'items[0].qty': '2',
      'items[0].in.shop': 'S',
    });
  });

  it('keeps every digit of long whole numbers, and leaves texts alone', () => {
    const text =
      '{"id":12345678901234567890,"n":[-1234567890123456],"t":"a \\"1234567890123456789","f":1234567890123456.5}';
    expect(JSON.parse(withWholeNumbers(text))).toEqual({
      id: '12345678901234567890',
      n: ['-1234567890123456'],
      t: 'a "1234567890123456789',
      f: 1234567890123456.5,
    });
  });
});

describe('goods in a list of an order', () => {
  it('are proposed as its lines where they say what they are and how many', async () => {
    const work = await bench();
    const content = [
      order('A1', {
        items: [
          { sku: 'T', name: '茶', qty: 2, price: '1,200', in: { shop: 'S' } },
          { name: ' ', qty: '３', price: 0 },
        ],
        payments: [{ name: 'card', amount: 5 }],
      }),
      order('A2', { items: 'none', payments: [], late: 'x' }),
      order('A3', { items: [{ name: '器', qty: 'x', price: '5' }, 7] }),
    ].join('\n');
    const path = fileOf(content, 'orders.jsonl');
    const { proposal } = await work.handlers['import.preview']({ file: work.grant(path) }, context());
    expect(proposal.lines).toEqual({
      list: 'items',
      columns: { sku: 'sku', name: 'name', unit_price: 'price', quantity: 'qty' },
    });
    const report = await work.handlers['import.run'](
      { file: work.grant(path), mapping: { ...mapping, lines: proposal.lines } },
      context(),
    );
    expect(report).toMatchObject({ read: 3, accepted: 3, orderLines: 3 });
    expect(report).not.toHaveProperty('lines');
    expect(report.warnings).toContainEqual({ code: 'value-unreadable', params: { column: 'items[].qty', rows: 1 } });
    expect(
      await work.rows(
        sql`SELECT order_id AS id, line, sku, name, unit_price AS price, quantity AS n, amount, source_line AS at FROM order_lines ORDER BY 1, 2`,
      ),
    ).toEqual([
      { id: 'A1', line: 1, sku: 'T', name: '茶', price: 1200, n: 2, amount: 2400, at: 1 },
      { id: 'A1', line: 2, sku: null, name: null, price: 0, n: 3, amount: 0, at: 1 },
      { id: 'A3', line: 1, sku: null, name: '器', price: 5, n: null, amount: null, at: 3 },
    ]);
  });
});

describe('JSON lines', () => {
  it('are read with every column any line has; a broken line is a rejected row with its line', async () => {
    const work = await bench();
    const lines = [
      order('A1', {
        items: [
          { name: '茶', qty: 2 },
          { name: '器', qty: 1 },
        ],
      }),
      '{"id":"A2","at":',
      '',
      '[1]',
      `{"id":12345678901234567,"at":"2024-01-02","pay":{"total":"¥3,400"},"card":"4111111111111111"}`,
      order('A4', { late: 'だけ' }),
      order('A1'),
    ];
    const path = fileOf(gzipSync(lines.join('\r\n')), 'orders.jsonl.gz');
    const preview = await work.handlers['import.preview']({ file: work.grant(path) }, context());
    expect(preview).toMatchObject({ format: 'jsonl', packing: 'gzip', delimiter: null });
    expect(preview.columns.map(({ name }) => name)).toEqual([
      'id',
      'at',
      'pay.total',
      'items',
      'items[].name',
      'items[].qty',
      'items[0].name',
      'items[0].qty',
      'card',
      'late',
    ]);
    const report = await work.handlers['import.run']({ file: work.grant(path), mapping }, context());
    expect(report).toMatchObject({ read: 6, accepted: 3, rejected: 3, format: 'jsonl' });
    expect(report.rejectSample.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'bad-json'],
      [4, 'bad-json'],
      [7, 'id-duplicate'],
    ]);
    expect(
      await work.rows(
        sql`SELECT event_id, amount, items_summary, item_quantity, epoch_ms(ordered_at) AS at, "custom.late" AS late FROM orders ORDER BY event_id`,
      ),
    ).toEqual([
      {
        event_id: '12345678901234567',
        amount: 3400,
        items_summary: null,
        item_quantity: null,
        at: Date.parse('2024-01-02T00:00+09:00'),
        late: null,
      },
      {
        event_id: 'A1',
        amount: 1200,
        items_summary: '茶, 器',
        item_quantity: 3,
        at: Date.parse('2024-01-01T10:00+09:00'),
        late: null,
      },
      {
        event_id: 'A4',
        amount: 1200,
        items_summary: null,
        item_quantity: null,
        at: Date.parse('2024-01-01T10:00+09:00'),
        late: 'だけ',
      },
    ]);
  });

  it('named .csv are still JSON lines, and a CSV named .jsonl is still a CSV', async () => {
    const work = await bench();
    const preview = (content: string, name: string) =>
      work.handlers['import.preview']({ file: work.grant(fileOf(content, name)) }, context());
    expect(await preview(`${order('A1')}\n`, 'a.csv')).toMatchObject({ format: 'jsonl' });
    expect(await preview('id,at\n{x,2024-01-01\n', 'a.jsonl')).toMatchObject({ format: 'csv' });
  });

  it.each([
    ['nothing but broken lines', '{"a":\n{"b":\n', 'json-unreadable'],
    ['a list that is cut off', '[{"id":1},{"id":', 'json-unreadable'],
    ['an empty list', '[]', 'file-empty'],
    [
      '2,001 columns',
      JSON.stringify(Object.fromEntries(Array.from({ length: 2001 }, (_, i) => [`c${i}`, 1]))),
      'file-too-many-columns',
    ],
  ])('with %s are refused', async (_what, content, code) => {
    expect(await codeOf(run(await bench(), content, 'a.json'))).toBe(code);
  });
});

describe('a JSON list', () => {
  it('is read by its items; one that is no object is rejected by its number', async () => {
    const work = await bench();
    const report = await run(
      work,
      `\uFEFF[\n${order('A1', { late: 1 })},\n5,\n${order('A2', { items: [{ name: '茶', qty: 1 }] })}]`,
      'a.json',
    );
    expect(report).toMatchObject({ read: 3, accepted: 2, rejected: 1, format: 'json' });
    expect(report.rejectSample).toMatchObject([{ line: 2, reason: 'bad-json' }]);
  });

  it('beyond the stated size is refused with it', async () => {
    const big = `[${order('A1')},${' '.repeat(64 * 2 ** 20)}${order('A2')}]`;
    const work = await bench();
    expect(await codeOf(run(work, big, 'a.json'))).toBe('json-too-large');
  });
});
