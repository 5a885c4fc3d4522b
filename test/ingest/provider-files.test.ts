import { describe, expect, it } from 'vitest';
import { mappingSchema } from '../../analysis/model/mapping.ts';
import { sql } from '../../analysis/store/sql.ts';
import { bench, context, fileOf, type Bench } from './workbench.ts';

/**
 * Files of payment and pay-later providers that publish no layout (or none that could be read): headings are words their
 * screens and interfaces use, the files are ours. No preset knows them; header spellings must.
 */
const orders = `注文番号,注文日時,金額,決済方法
A1,2026-04-01 10:00:00,4300,クレジットカード
A2,2026-04-01 11:00:00,5300,クレジットカード
A3,2026-04-01 12:00:00,6300,後払い
A4,2026-04-01 13:00:00,7300,後払い
`;
const mapping = mappingSchema.parse({
  timezone: 'Asia/Tokyo',
  columns: {
    event_id: '注文番号',
    ordered_at: '注文日時',
    amount: '金額',
    currency: { value: 'JPY' },
    payment_method: '決済方法',
  },
});

const multiPayment = `ショップID,オーダーID,状態,処理日時,取引ID,登録日時,エラーコード,利用金額,税送料,支払方法,承認番号,カード番号
tshop1,A1,仮売上,2026/04/01 10:00:05,0a1b,2026/04/01 10:00:00,,4300,0,一括,123456,************1111
tshop1,A2,決済失敗,2026/04/01 11:00:05,0a1c,2026/04/01 11:00:00,G12,5300,0,一括,,************2222
tshop1,A2,実売上,2026/04/02 11:00:05,0a1d,2026/04/01 11:00:00,,5300,0,一括,234567,************2222
`;
const slips = `マーチャントID,サービスID,購入ID,顧客ID,トラッキングID,受注日時,決済方法,請求金額,請求ステータス,入金ステータス,処理日時,承認番号,エラーコード
30132,002,A1,c1,50000000000001,2026/04/01 10:00:00,クレジットカード,4300,正常,入金済み,2026/04/02 00:00:00,123456,
30132,002,A2,c2,50000000000002,2026/04/01 11:00:00,クレジットカード,5300,エラー,,2026/04/01 11:00:05,,10142999
`;
const inquiry = `決済ID,マーチャント取引ID,決済種別,決済ステータス,決済金額,決済日時,承認番号
9001,A1,クレジットカード,消込済,4300,2026/04/01 10:00:05,123456
9002,A2,クレジットカード,オーソリNG,5300,2026/04/01 11:00:05,
`;
const payLater = `加盟店取引ID,NP取引ID,加盟店注文日,顧客請求金額,利用照会結果,与信NG事由,請求書発行日,支払期限日,支払ステータス,購入者支払日
A3,18121200001,2026/04/01,6300,OK,,2026/04/05,2026/04/19,入金済,2026/04/15
A4,18121200002,2026/04/01,7300,NG,NG001,,,,
`;
const payLaterToo = `GMO取引ID,加盟店取引ID,加盟店注文日,自動審査結果,請求金額,取引状況,入金状況,入金日
G001,A3,2026/04/01,OK,6300,請求書発行済,入金済,2026/04/15
G002,A4,2026/04/01,NG,7300,審査NG,未入金,
`;

async function withOrders(): Promise<Bench> {
  const work = await bench();
  await work.import(orders, mapping);
  return work;
}
const outcomes = (work: Bench, content: string) =>
  work.handlers['import.outcomes']({ file: grant(work, content), mapping: undefined }, context());
const grant = (work: Bench, content: string) => work.grant(fileOf(content, 'provider.csv'));

describe('a provider file that no preset knows', () => {
  it.each([
    ['card processor, transactions', multiPayment, 3],
    ['card processor, slips', slips, 2],
    ['card processor, inquiry', inquiry, 2],
  ] as const)('is taken as authorisations of the orders without a hand: %s', async (_what, content, events) => {
    const work = await withOrders();
    const report = await work.handlers['import.events']({ file: grant(work, content), kind: 'auth' }, context());
    expect(report).toMatchObject({ read: events, accepted: events, rejected: 0, otherOrders: 0, noOrder: 0 });
    const rows = await work.rows(sql`SELECT DISTINCT order_id FROM events ORDER BY 1`);
    expect(rows.map((row) => row['order_id'])).toEqual(['A1', 'A2']);
  });

  it.each([
    ['card processor, transactions', multiPayment, { billing: 4300, other: 5300, paid: 5300 }],
    ['card processor, slips', slips, { other: 5300, paid: 4300 }],
    ['card processor, inquiry', inquiry, { other: 5300, paid: 4300 }],
    ['pay later, by bills', payLater, { other: 7300, paid: 6300 }],
    ['pay later, by states', payLaterToo, { billing: 7300, paid: 6300 }],
  ] as const)('is taken as outcomes, none of them a chargeback that nobody told: %s', async (_what, content, kinds) => {
    const work = await withOrders();
    const report = await outcomes(work, content);
    expect(report).toMatchObject({ rejected: 0, unmatched: 0, several: 0 });
    const rows = await work.rows(
      sql`SELECT kind, sum(amount)::BIGINT AS amount FROM outcomes GROUP BY kind ORDER BY kind`,
    );
    expect(Object.fromEntries(rows.map(({ kind, amount }) => [kind, Number(amount)]))).toEqual(kinds);
  });

  it('names the statuses it does not understand', async () => {
    const work = await withOrders();
    const report = await outcomes(work, multiPayment);
    expect(report.warnings).toContainEqual({ code: 'outcomes-unknown-kind', params: { kinds: '決済失敗', rows: 1 } });
  });

  it('still is a list of chargebacks where nothing in it is of sales', async () => {
    const work = await withOrders();
    const list = 'オーダーID,状態,通知日,金額\nA1,対応中,2026-05-01,4300\nA2,勝訴,2026-05-02,5300\n';
    await outcomes(work, list);
    const rows = await work.rows(sql`SELECT kind FROM outcomes ORDER BY kind`);
    expect(rows.map((row) => row['kind'])).toEqual(['chargeback', 'chargeback-reversed']);
  });
});
