import { describe, expect, it } from 'vitest';
import type { Mapping } from '../../analysis/model/mapping.ts';
import { sql } from '../../analysis/store/sql.ts';
import { basic, bench, context, fileOf } from './workbench.ts';

const shown = sql`SELECT event_id AS id, amount, items_summary AS items, item_quantity AS pieces FROM orders ORDER BY seq`;

/** EC-CUBE 4: order columns repeat on every row, postage and fees are rows too. */
const cube = [
  '注文番号,支払合計,注文日時,商品名,個数,明細区分',
  '1,3300,2024-01-01 10:00,水,2,商品',
  '1,3300,2024-01-01 10:00,茶,1,商品',
  '1,3300,2024-01-01 10:00,送料,1,送料',
  '2,500,2024-01-02 10:00,"飴, 大",3,商品',
  '2,500,2024-01-02 10:00,袋,,商品',
  '3,800,2024-01-03 10:00,水,1,商品',
  '3,900,2024-01-03 10:00,水,1,商品',
  '4,x,2024-01-04 10:00,水,1,商品',
  '4,100,2024-01-04 10:00,茶,1,商品',
  ',100,2024-01-04 10:00,茶,1,商品',
];
const byLine: Mapping = {
  timezone: 'Asia/Tokyo',
  columns: {
    event_id: '注文番号',
    ordered_at: '注文日時',
    amount: '支払合計',
    items_summary: '商品名',
    item_quantity: '個数',
  },
  lines: { only: { from: '明細区分', values: ['商品'] } },
};

describe('a file with a row per order line', () => {
  it('gives one order per id with the goods and pieces of its lines; what contradicts is refused', async () => {
    const work = await bench();
    const report = await work.import(cube.join('\n'), byLine);
    expect(report).toMatchObject({ read: 10, accepted: 4, rejected: 3, lines: 3 });
    expect(report.rejects).toEqual([
      { reason: 'id-duplicate', column: '注文番号', rows: 1, firstLine: 8 },
      { reason: 'amount-unreadable', column: '支払合計', rows: 1, firstLine: 9 },
      { reason: 'id-missing', column: '注文番号', rows: 1, firstLine: 11 },
    ]);
    expect(await work.rows(shown)).toEqual([
      { id: '1', amount: 3300, items: '水, 茶', pieces: 3 },
      { id: '2', amount: 500, items: '飴, 大, 袋', pieces: 3 },
      { id: '3', amount: 800, items: '水', pieces: 1 },
      { id: '4', amount: 100, items: '茶', pieces: 1 },
    ]);
    const whole: Mapping = { ...byLine, lines: {} };
    const other = await bench();
    await other.import(cube.join('\n'), whole);
    expect((await other.rows(shown))[0]).toEqual({ id: '1', amount: 3300, items: '水, 茶, 送料', pieces: 4 });
  });

  it('takes the order from its first row where later ones leave it blank, as Shopify does', async () => {
    const work = await bench();
    const shop = [
      'Name,Email,Currency,Total,Created at,Lineitem quantity,Lineitem name',
      '#1001,a@example.com,JPY,1200,2024-05-01 09:58:12 +0900,1,Tea',
      '#1001,a@example.com,,,,2,Cup',
      '#1002,b@example.com,JPY,300,2024-05-02 09:58:12 +0900,1,Tea',
    ];
    const columns = {
      event_id: 'Name',
      ordered_at: 'Created at',
      amount: 'Total',
      currency: 'Currency',
      items_summary: 'Lineitem name',
      item_quantity: 'Lineitem quantity',
    };
    const report = await work.import(shop.join('\n'), { timezone: 'Asia/Tokyo', columns, lines: {} });
    expect(report).toMatchObject({ read: 3, accepted: 2, rejected: 0, lines: 1 });
    expect(await work.rows(shown)).toEqual([
      { id: '#1001', amount: 1200, items: 'Tea, Cup', pieces: 3 },
      { id: '#1002', amount: 300, items: 'Tea', pieces: 1 },
    ]);
  });

  it('refuses lines as repeated ids unless the mapping says that rows are lines', async () => {
    const work = await bench();
    const orders: Mapping = { timezone: byLine.timezone, columns: byLine.columns };
    const report = await work.import(cube.join('\n'), orders);
    expect(report).toMatchObject({ accepted: 4, rejected: 6 });
    expect(report).not.toHaveProperty('lines');
  });

  it('is proposed as such where an id repeats with its order, and with it which rows are goods', async () => {
    const work = await bench();
    const proposal = async (rows: readonly string[]) => {
      const file = work.grant(fileOf(rows.join('\n')));
      return (await work.handlers['import.preview']({ file }, context())).proposal;
    };
    expect((await proposal(cube.slice(0, 6))).lines).toEqual({ only: { from: '明細区分', values: ['商品'] } });
    const header = '注文番号,注文日時,金額,商品名';
    expect((await proposal([header, 'a,2024-01-01,5,x', 'a,2024-01-01,5,y', 'b,2024-01-02,5,x'])).lines).toEqual({});
    expect((await proposal([header, 'a,2024-01-01,5,x', 'a,,,y', 'b,2024-01-02,5,x'])).lines).toEqual({});
    for (const other of ['a,2024-01-01,6,y', 'a,2024-01-02,5,y', 'c,2024-01-01,5,y'])
      expect((await proposal([header, 'a,2024-01-01,5,x', other, 'b,2024-01-02,5,x'])).lines).toBeUndefined();
    expect(basic.lines).toBeUndefined();
  });
});
