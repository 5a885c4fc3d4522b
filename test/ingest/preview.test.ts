import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { proposeMapping } from '../../analysis/ingest/header-match.ts';
import { bench, codeOf, context, fileOf, freshPath } from './workbench.ts';

const seen = (
  columns: Record<string, readonly string[]>,
  types: Record<string, string> = {},
): Parameters<typeof proposeMapping>[0] =>
  Object.entries(columns).map(([name, values]) => ({ name, values, type: types[name] ?? 'VARCHAR' }));

describe('a proposed mapping', () => {
  it('matches Japanese headers in any width, and keeps the rest', () => {
    const { mapping, confidence } = proposeMapping(
      seen({
        受注番号: ['1', '2'],
        '注文 日時': ['2024/1/5 9:03', '2024/1/6 9:03'],
        合計金額: ['1,000', '2,000'],
        ＩＰアドレス: ['203.0.113.1', '203.0.113.2'],
        連絡先: ['a@example.com', 'b@example.jp'],
        備考: ['', 'x'],
        不正フラグ: ['0', '1'],
      }),
      'Asia/Tokyo',
    );
    expect(mapping.columns).toEqual({
      event_id: '受注番号',
      ordered_at: '注文 日時',
      amount: '合計金額',
      ip_address: 'ＩＰアドレス',
      email: '連絡先',
    });
    expect(mapping.keep).toEqual(['備考']);
    expect(mapping.label).toEqual({ from: '不正フラグ', bad: [1] });
    expect(confidence['event_id']).toBeGreaterThan(confidence['email'] ?? 1);
  });

  it('reads a polite header as the plain one, and is as sure of it', () => {
    const { mapping, confidence } = proposeMapping(
      seen({
        ご注文者名: ['山田 太郎'],
        ご注文者メール: ['a@example.jp'],
        ご注文者電話番号: ['090-1234-5678'],
        御社名: ['x'],
      }),
      'Asia/Tokyo',
    );
    const found = { buyer_name: 'ご注文者名', email: 'ご注文者メール', phone: 'ご注文者電話番号' };
    expect(mapping.columns).toEqual(found);
    for (const name of Object.keys(found)) expect(confidence[name]).toBeGreaterThanOrEqual(0.9);
  });

  it('reads お before a header as nothing, with い or without', () => {
    const { mapping } = proposeMapping(
      seen({ ご注文番号: ['1'], お支払方法: ['代引'], お届け先お名前: ['山田'], お電話番号: ['090-1234-5678'] }),
      'Asia/Tokyo',
    );
    expect(mapping.columns).toMatchObject({
      event_id: 'ご注文番号',
      payment_method: 'お支払方法',
      phone: 'お電話番号',
    });
    const other = proposeMapping(seen({ お支払い種別: ['代引'] }), 'Asia/Tokyo');
    expect(other.mapping.columns.payment_method).toBe('お支払い種別');
  });

  it('joins a date with the clock time beside it', () => {
    const day = { 注文日: ['2024/1/5'], 注文時刻: ['9:03'], 出荷日: ['2024/1/9'] };
    expect(proposeMapping(seen(day), 'Asia/Tokyo').mapping.columns).toMatchObject({
      ordered_at: { from: ['注文日', '注文時刻'] },
      shipped_at: '出荷日',
    });
    const typed = {
      dob: ['1968-05-10'],
      trans_date: ['2024-01-01'],
      trans_time: ['00:00:12'],
      is_fraud: ['0'],
      amt: ['70.04'],
    };
    const types = { dob: 'DATE', trans_date: 'DATE', trans_time: 'TIME', is_fraud: 'BIGINT', amt: 'DOUBLE' };
    const { mapping } = proposeMapping(seen(typed, types), 'Asia/Tokyo');
    expect(mapping.columns).toEqual({ ordered_at: { from: ['trans_date', 'trans_time'] }, amount: 'amt' });
    expect(mapping.keep).toEqual(['dob']);
    expect(mapping.label).toEqual({ from: 'is_fraud', bad: [1] });
  });

  it('joins a card with a number that counts its transactions, or that repeats', () => {
    const columns = { cc_num: ['1', '2'], trans_num: ['a', 'b'], amt: ['1', '2'] };
    expect(proposeMapping(seen(columns), 'UTC').mapping.columns).toMatchObject({
      event_id: { from: ['cc_num', 'trans_num'] },
    });
    const numbered = (numbers: string[]): unknown =>
      proposeMapping(seen({ カード番号: ['1', '2'], 注文番号: numbers }), 'UTC').mapping.columns.event_id;
    expect(numbered(['1', '1'])).toEqual({ from: ['カード番号', '注文番号'] });
    expect(numbered(['1', '2'])).toBe('注文番号');
    expect(proposeMapping(seen({ trans_num: ['a', 'b'] }), 'UTC').mapping.columns.event_id).toBe('trans_num');
  });

  it('takes most amounts for all, and their sign for the currency', () => {
    const of = (...values: string[]): unknown => proposeMapping(seen({ 金額: values }), 'UTC').mapping.columns;
    expect(of('$1.50', '不明', '$2')).toEqual({ amount: '金額', currency: { value: 'USD' } });
    expect(of('€1,50', '€2')).toEqual({ amount: '金額', currency: { value: 'EUR' } });
    expect(of('1.50', '2.25')).toEqual({ amount: '金額' });
    expect(of('1,000円', '¥200')).toEqual({ amount: '金額' });
  });

  it('does not take other numbers for a label', () => {
    expect(proposeMapping(seen({ class: ['0', '2'] }), 'Asia/Tokyo').mapping.label).toBeUndefined();
  });
});

describe('a preview', () => {
  it('matches headers without what stands in their parentheses, whole ones first', async () => {
    const work = await bench();
    const see = async (headers: string): Promise<string | undefined> => {
      const file = work.grant(fileOf(`${headers}\nA1,2024-01-01,1000,900\n`));
      const seen = await work.handlers['import.preview']({ file }, context());
      return JSON.stringify(seen.proposal.columns.amount);
    };
    expect(await see('注文番号,注文日時,ご請求金額（税込）,送料')).toBe('"ご請求金額（税込）"');
    expect(await see('注文番号,注文日時,合計金額(税込),金額')).toBe('"金額"');
  });

  it('of Parquet looks for repeated numbers in all of the file', async () => {
    const work = await bench();
    const path = freshPath('long.parquet');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const rows = `SELECT 'c' || i AS card_number, 'n' || (i % 999) AS order_no, 1 AS amount FROM range(1000) t(i)`;
    await connection.run(`COPY (${rows}) TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`);
    connection.closeSync();
    instance.closeSync();
    const { proposal } = await work.handlers['import.preview']({ file: work.grant(path) }, context());
    expect(proposal.columns.event_id).toEqual({ from: ['card_number', 'order_no'] });
  });

  it('shows fifty rows, what was detected, and obeys a correction', async () => {
    const work = await bench();
    const lines = Array.from({ length: 80 }, (_, i) => `${i};2024-01-01;${i}`);
    const path = fileOf(['注文番号;注文日;金額', ...lines].join('\n'));
    const first = await work.handlers['import.preview']({ file: work.grant(path) }, context());
    expect(first).toMatchObject({ format: 'csv', encoding: 'utf-8', delimiter: ';' });
    expect(first.rows).toHaveLength(50);
    expect(first.fileName).toContain('注文 一覧.csv');
    const corrected = await work.handlers['import.preview']({ file: work.grant(path), delimiter: ',' }, context());
    expect(corrected.columns).toHaveLength(1);
    expect(corrected.proposal.file).toEqual({ delimiter: ',' });
    expect(work.staged()).toEqual([]);
    expect(await codeOf(work.handlers['import.preview']({ file: work.grant(fileOf('')) }, context()))).toBe(
      'file-empty',
    );
  });
});
