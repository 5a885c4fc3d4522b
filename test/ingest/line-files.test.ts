import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import type { Clause } from '../../analysis/model/filter.ts';
import type { Mapping } from '../../analysis/model/mapping.ts';
import type { LinesMapping } from '../../analysis/model/order-lines.ts';
import { orderDetail } from '../../analysis/explore/order-detail.ts';
import { contentHash } from '../../analysis/store/content-hash.ts';
import { sql } from '../../analysis/store/sql.ts';
import { ordersBehind } from '../store/orders-behind.ts';
import { basic, bench, codeOf, context, csv, fileOf, type Bench } from './workbench.ts';

const stored = sql`SELECT order_id AS id, line, sku, name, category, unit_price AS price, quantity AS n, amount, currency, source_line AS at
  FROM order_lines ORDER BY order_id, line`;

const take = (work: Bench, content: string, mapping?: LinesMapping, name = '明細.csv') =>
  work.handlers['import.lines'](
    { file: work.grant(fileOf(content, name)), ...(mapping === undefined ? {} : { mapping }) },
    context(),
  );

async function shop(): Promise<Bench> {
  const work = await bench();
  await work.import(csv('a,2024-01-01,1000', 'b,2024-01-02,500', 'c,2024-01-03,300'), basic);
  return work;
}

const head = '受注番号,商品コード,商品名,カテゴリー,単価,個数,小計';

describe('a file of order lines', () => {
  it('is matched by its headers; every line is kept under its order, refused with a reason, or has no order', async () => {
    const work = await shop();
    const before = (await work.project.info()).dataVersion;
    const report = await take(
      work,
      [
        head,
        'a,S-1,ギフト券 5000,ギフト券,"¥5,000",2,"10,000"',
        'b,S-2,茶,飲料,300,1,',
        'a,S-3,水,飲料,１００,３,300',
        'z,S-1,ギフト券 5000,ギフト券,5000,1,5000',
        ',S-1,x,y,1,1,1',
        'b,S-2,茶,飲料,abc,1,1',
        'b,S-2,茶,飲料,1,いくつか,1',
        'b,,,,,,',
        'c,,,,,2,',
        '',
      ].join('\n'),
    );
    expect(report).toMatchObject({
      ...{ read: 9, accepted: 5, rejected: 4, orders: 4, replaced: 0 },
      ...{ kept: 5, orphans: 1, orphanOrders: 1, orphanSample: ['z'] },
    });
    expect(report.rejects.map(({ reason, column, firstLine }) => [firstLine, reason, column])).toEqual([
      [6, 'id-missing', '受注番号'],
      [7, 'amount-unreadable', '単価'],
      [8, 'quantity-unreadable', '個数'],
      [9, 'line-empty', null],
    ]);
    const yen = { currency: 'JPY' };
    expect(await work.rows(stored)).toEqual([
      {
        id: 'a',
        line: 1,
        sku: 'S-1',
        name: 'ギフト券 5000',
        category: 'ギフト券',
        price: 5000,
        n: 2,
        amount: 10000,
        ...yen,
        at: 2,
      },
      { id: 'a', line: 2, sku: 'S-3', name: '水', category: '飲料', price: 100, n: 3, amount: 300, ...yen, at: 4 },
      { id: 'b', line: 1, sku: 'S-2', name: '茶', category: '飲料', price: 300, n: 1, amount: 300, ...yen, at: 3 },
      { id: 'c', line: 1, sku: null, name: null, category: null, price: null, n: 2, amount: null, ...yen, at: 10 },
      {
        id: 'z',
        line: 1,
        sku: 'S-1',
        name: 'ギフト券 5000',
        category: 'ギフト券',
        price: 5000,
        n: 1,
        amount: 5000,
        ...yen,
        at: 5,
      },
    ]);
    expect((await work.project.info()).dataVersion).not.toBe(before);
    const csvOf = await work.handlers['import.orphanLines']({ importId: report.importId }, context());
    expect(readFileSync(join(work.project.stagingDir, csvOf.staged), 'utf8')).toContain(
      '5,z,S-1,ギフト券 5000,ギフト券,5000,1,5000,JPY',
    );
    const rejects = await work.handlers['import.rejects']({ importId: report.importId }, context());
    expect(readFileSync(join(work.project.stagingDir, rejects.staged), 'utf8')).toContain(
      '7,amount-unreadable,単価,b,S-2',
    );
  });

  it('reads English headers, and what a mapping says against them', async () => {
    const work = await shop();
    await take(work, 'Order ID,SKU,Item name,Category,Unit price,Qty,Line total\na,S-1,Tea,Drinks,10,2,20\n');
    expect(await work.rows(stored)).toMatchObject([
      { sku: 'S-1', name: 'Tea', category: 'Drinks', price: 10, n: 2, amount: 20 },
    ]);
    await take(work, 'no,what,much,単価\na,Cup,5,7\n', {
      columns: { order_id: 'no', name: 'what', amount: 'much', unit_price: { value: '' } },
    });
    expect(await work.rows(stored)).toMatchObject([{ sku: null, name: 'Cup', price: null, amount: 5 }]);
    const preview = await work.handlers['import.previewLines'](
      { file: work.grant(fileOf(`${head}\na,1,2,3,4,5,6\n`)) },
      context(),
    );
    expect(preview.columnsFound).toEqual({
      order_id: '受注番号',
      ...{
        sku: '商品コード',
        name: '商品名',
        category: 'カテゴリー',
        unit_price: '単価',
        quantity: '個数',
        amount: '小計',
      },
    });
  });

  it('keeps money in minor units of each order, and none that is of another currency than its order', async () => {
    const work = await bench();
    const mapping: Mapping = { ...basic, columns: { ...basic.columns, currency: '通貨' } };
    await work.import('注文番号,注文日時,金額,通貨\na,2024-01-01,10.50,USD\nb,2024-01-02,500,JPY\n', mapping);
    const report = await take(work, `${head}\na,,t,,5.25,2,\nb,,t,,5.25,2,\nz,,t,,300,1,300\n`);
    expect(report.rejects).toMatchObject([{ reason: 'amount-decimals', column: '単価', firstLine: 3 }]);
    expect(await work.rows(stored)).toMatchObject([
      { id: 'a', price: 525, amount: 1050, currency: 'USD' },
      { id: 'z', price: 300, amount: 300, currency: 'JPY' },
    ]);
    // The order comes later, in dollars: 300 yen are not 3 dollars.
    await work.import('注文番号,注文日時,金額,通貨\nz,2024-01-03,3.00,USD\n', mapping);
    const shown = await work.project.read({}, (db) => orderDetail(work.project, db, 2));
    expect(shown.lines).toEqual([
      { sku: null, name: 't', category: null, unit_price: null, quantity: 1, amount: null },
    ]);
  });

  it('again replaces the lines of the orders it names, and of no others', async () => {
    const work = await shop();
    await take(work, `${head}\na,1,x,,1,1,1\na,2,y,,1,1,1\nb,3,z,,1,1,1\n`);
    const hash = await work.project.read({}, contentHash);
    const report = await take(work, `${head}\na,9,w,,1,1,1\nc,4,v,,1,1,1\n`, undefined, '翌日.csv');
    expect(report).toMatchObject({ replaced: 1, kept: 2 });
    expect((await work.rows(stored)).map(({ id, sku }) => [id, sku])).toEqual([
      ['a', '9'],
      ['b', '3'],
      ['c', '4'],
    ]);
    const files = await work.handlers['import.lineFiles']({}, context());
    expect(files.map(({ fileName, kept }) => [fileName.replace(/^\d+-/, ''), kept])).toEqual([
      ['翌日.csv', 2],
      ['明細.csv', 1],
    ]);
    expect(await work.project.read({}, contentHash)).not.toBe(hash);
    await work.handlers['import.remove']({ importId: report.importId }, context());
    expect((await work.rows(stored)).map(({ id }) => id)).toEqual(['b']);
  });

  it('says of which orders it changed the lines, and backtests whose rules read them say so', async () => {
    const work = await shop();
    await take(work, `${head}\na,1,x,,1,1,1\nb,3,z,,,1,\n`);
    const report = await take(work, `${head}\na,1,x,,1,2,2\nb,3,z,,,1,\nc,4,v,,1,1,1\nz,4,v,,1,1,1\n`);
    expect(report).toMatchObject({ replaced: 2, warnings: [{ code: 'lines-changed', params: { rows: 1 } }] });
    const changed = { kind: 'file', importId: report.importId, says: 'lines-changed', column: null } as const;
    expect(await ordersBehind(work.project, changed)).toEqual(['a']);
    const by = { by: ['order.currency'], agg: 'count' as const, window: 'all' as const };
    const features = [
      { id: 'goods', where: 'size(items) > 1', ...by },
      { id: 'orders', where: 'order.amount > 1', ...by },
    ];
    const warned = async (when: string, ...clauses: Clause[]) => {
      const rule = { when, currency: 'JPY', timezone: 'Asia/Tokyo', filter: { clauses }, features };
      const { warnings } = await backtestHandlers(work.project)['rules.impact'](rule, context());
      return warnings.filter(({ code }) => code === 'lines-changed').map(({ params }) => params);
    };
    expect(await warned('size(items) > 1')).toEqual([{ orders: 1 }]);
    expect(await warned('size(items) > 1', { kind: 'in', column: 'event_id', values: ['b'] })).toEqual([]);
    expect(await warned('order.amount > 1')).toEqual([]);
    expect(await warned('velocity.goods > 1')).toEqual([{ orders: 1 }]);
    expect(await warned('velocity.orders > 1')).toEqual([]);
  });

  it('fails clearly without an order id, without goods, without a line that can be read, and in an empty project', async () => {
    const work = await shop();
    expect(await codeOf(take(work, '商品コード,単価\nS,1\n'))).toBe('lines-no-order-id');
    expect(await codeOf(take(work, '注文番号,電話\na,1\n'))).toBe('lines-nothing');
    expect(await codeOf(take(work, `${head}\n,1,x,,1,1,1\n`))).toBe('import-nothing-accepted');
    expect(await codeOf(take(await bench(), `${head}\na,1,x,,1,1,1\n`))).toBe('project-empty');
    expect(await work.rows(sql`SELECT count(*) AS n FROM order_lines`)).toEqual([{ n: 0 }]);
    expect(work.staged()).toEqual([]);
  });

  it('replaces card numbers, in ids as in orders', async () => {
    const work = await bench();
    await work.import(csv('4111111111111111,2024-01-01,1000'), basic);
    const report = await take(work, `${head}\n4111111111111111,1,カード 4111111111111111,,1,1,1\n`);
    expect(report.orphans).toBe(0);
    expect(JSON.stringify(await work.rows(stored))).not.toContain('4111111111111111');
  });
});

describe('a file of orders with a row per line', () => {
  const cube = [
    '注文番号,支払合計,注文日時,商品コード,商品名,単価,個数,小計,明細区分',
    '1,3300,2024-01-01 10:00,W,水,100,2,3300,商品',
    '1,3300,2024-01-01 10:00,T,茶,"1,000",1,3300,商品',
    '1,3300,2024-01-01 10:00,,送料,500,1,3300,送料',
    '2,500,2024-01-02 10:00,C,飴,x,3,500,商品',
    '3,800,2024-01-03 10:00,W,水,100,1,800,商品',
    '',
  ].join('\n');
  const lined = async (work: Bench): Promise<Mapping> =>
    (await work.handlers['import.preview']({ file: work.grant(fileOf(cube)) }, context())).proposal;

  it('keeps its lines: those of goods, of accepted orders; what only the order has is not a line’s', async () => {
    const work = await bench();
    const proposal = await lined(work);
    expect(proposal.lines).toEqual({
      only: { from: '明細区分', values: ['商品'] },
      columns: { sku: '商品コード', unit_price: '単価' },
    });
    const report = await work.import(cube, proposal);
    expect(report).toMatchObject({ read: 5, accepted: 3, rejected: 0, lines: 2, orderLines: 4 });
    expect(report.warnings).toContainEqual({ code: 'value-unreadable', params: { column: '単価', rows: 1 } });
    expect(await work.rows(stored)).toMatchObject([
      { id: '1', line: 1, sku: 'W', name: '水', price: 100, n: 2, amount: 200 },
      { id: '1', line: 2, sku: 'T', name: '茶', price: 1000, n: 1, amount: 1000 },
      { id: '2', line: 1, sku: 'C', name: '飴', price: null, n: 3, amount: null },
      { id: '3', line: 1, sku: 'W', name: '水', price: 100, n: 1, amount: 100 },
    ]);
    const again = await work.import(cube, proposal);
    expect(again.upsert).toMatchObject({ unchanged: 3 });
    expect(await work.rows(sql`SELECT count(*) AS n FROM order_lines`)).toEqual([{ n: 4 }]);
    const left = () => work.rows(sql`SELECT DISTINCT order_id AS id, import_id FROM order_lines ORDER BY order_id`);
    await work.handlers['import.remove']({ importId: again.importId }, context());
    expect(await left()).toEqual(['1', '2', '3'].map((id) => ({ id, import_id: report.importId })));
    await work.handlers['import.remove']({ importId: report.importId }, context());
    expect(await left()).toEqual([]);
  });

  it('belong to the import that first brought their order, whichever file told them last', async () => {
    const work = await bench();
    const proposal = await lined(work);
    const one = await work.import(cube, proposal);
    const more = cube.replace('3,800', '4,800').replace('飴', '飴玉');
    const two = await work.import(more, proposal);
    const goods = () =>
      work.rows(sql`SELECT order_id AS id, name FROM order_lines WHERE order_id > '1' ORDER BY order_id`);
    await work.handlers['import.remove']({ importId: two.importId }, context());
    // As the order they are of, lines that were changed stay changed.
    expect(await goods()).toEqual([
      { id: '2', name: '飴玉' },
      { id: '3', name: '水' },
    ]);
    await work.import(more, proposal);
    await work.handlers['import.remove']({ importId: one.importId }, context());
    expect(await goods()).toEqual([{ id: '4', name: '水' }]);
  });
});
