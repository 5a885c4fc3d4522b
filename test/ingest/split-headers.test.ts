import { describe, expect, it } from 'vitest';
import { splitColumns } from '../../analysis/ingest/split-headers.ts';
import { sql } from '../../analysis/store/sql.ts';
import { basic, bench, context, fileOf } from './workbench.ts';

describe('columns that a file keeps in several', () => {
  it.each([
    // EC-CUBE 4
    [
      ['お名前(姓)', 'お名前(名)', 'お名前(セイ)', 'お名前(メイ)', '配送先_お名前(姓)', '配送先_お名前(名)'],
      [
        ['buyer_name', 'お名前(姓)', 'お名前(名)'],
        ['buyer_kana', 'お名前(セイ)', 'お名前(メイ)'],
        ['delivery_name', '配送先_お名前(姓)', '配送先_お名前(名)'],
      ],
    ],
    // EC-CUBE 3
    [
      ['郵便番号1', '郵便番号2', 'TEL1', 'TEL2', 'TEL3', 'FAX1', 'FAX2', 'FAX3'],
      [
        ['buyer_zip', '郵便番号1', '郵便番号2'],
        ['phone', 'TEL1', 'TEL2', 'TEL3'],
      ],
    ],
    // Rakuten
    [
      [
        '注文者姓',
        '注文者名',
        '注文者姓カナ',
        '注文者名カナ',
        '送付先郵便番号1',
        '送付先郵便番号2',
        '送付先名',
        '送付先姓',
      ],
      [
        ['buyer_name', '注文者姓', '注文者名'],
        ['buyer_kana', '注文者姓カナ', '注文者名カナ'],
        ['delivery_zip', '送付先郵便番号1', '送付先郵便番号2'],
        ['delivery_name', '送付先姓', '送付先名'],
      ],
    ],
    [
      ['Billing First Name', 'Billing Last Name', 'Shipping First Name', 'Shipping Last Name'],
      [
        ['buyer_name', 'Billing First Name', 'Billing Last Name'],
        ['delivery_name', 'Shipping First Name', 'Shipping Last Name'],
      ],
    ],
    [['注文者名', '商品名', '会社名(姓)', '会社名(名)', '住所1', '住所2', '電話番号1'], []],
    [['氏名', '氏名カナ', '配送業者名'], []],
  ])('%j', (headers, expected) => {
    expect(
      splitColumns(headers.map((name) => ({ name, values: [] }))).map(({ name, headers: parts }) => [name, ...parts]),
    ).toEqual(expected);
  });

  it('are none where each holds a whole number', () => {
    const phones = { name: '電話番号1', values: ['03-1234-5678', ''] };
    const mobiles = { name: '電話番号2', values: ['090-1234-5678', '080-1111-2222'] };
    expect(splitColumns([phones, mobiles])).toEqual([]);
    expect(
      splitColumns([
        { ...phones, values: ['03'] },
        { ...mobiles, values: ['1234-5678'] },
      ]),
    ).toEqual([]);
  });

  it('are proposed, and joined as people write them, with what is there', async () => {
    const work = await bench();
    const header = '注文番号,注文日時,金額,お名前(姓),お名前(名),TEL1,TEL2,TEL3,郵便番号1,郵便番号2';
    const file = [header, '1,2024-01-01,100,山田,太郎,03,1234,5678,100,0001', '2,2024-01-02,100,佐藤,,0312345678,,,,'];
    const path = fileOf(file.join('\n'));
    const { proposal } = await work.handlers['import.preview']({ file: work.grant(path) }, context());
    expect(proposal.keep).toBeUndefined();
    await work.import(file.join('\n'), { ...proposal, timezone: basic.timezone });
    expect(await work.rows(sql`SELECT buyer_name AS n, phone AS p, buyer_zip AS z FROM orders ORDER BY seq`)).toEqual([
      { n: '山田 太郎', p: '03-1234-5678', z: '100-0001' },
      { n: '佐藤', p: '0312345678', z: null },
    ]);
  });
});
