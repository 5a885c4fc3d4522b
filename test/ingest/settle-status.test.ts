import { describe, expect, it } from 'vitest';
import { settleCode } from '../../analysis/ingest/settle-status.ts';
import { outcomeStates, targetPresets } from '../../analysis/model/target.ts';
import { sql } from '../../analysis/store/sql.ts';
import { basic, bench, context, fileOf } from './workbench.ts';

describe('settlement statuses', () => {
  it.each([
    ['00', '00'],
    ['0', '00'],
    ['１０', '10'],
    ['請求前', '00'],
    ['与信OK', '00'],
    ['請求済み', '10'],
    ['未入金', '10'],
    ['支払待ち', '10'],
    ['入金済', '20'],
    ['入金済み', '20'],
    ['支払完了', '20'],
    ['Paid', '20'],
    ['延滞', '30'],
    ['督促中', '30'],
    ['overdue', '30'],
    ['回収移管', '40'],
    ['貸倒', '50'],
    ['written off', '50'],
    ['チャージバック', '60'],
    ['キャンセル', '99'],
    ['取消済', '99'],
    ['受取拒否', '100'],
    ['出荷後キャンセル', '100'],
    ['unpaid', '10'],
    ...[
      'partially_paid',
      'unsettled',
      'not paid',
      'uncaptured',
      'not_settled',
      '一部入金済',
      '延滞なし',
      '延滞解消',
    ].map((text): [string, null] => [text, null]),
    ...['未督促', '督促後入金済', '入金済み(督促1回)', 'chargeback reversed', 'dispute won', 'チャージバック取消'].map(
      (text): [string, null] => [text, null],
    ),
    ['確認中', null],
    ['7', null],
    ['prepaid card', null],
  ])('%s is %s', (text, code) => {
    expect(settleCode(text)).toBe(code);
  });

  it('that tell of unpaid bills propose them as the target, of chargebacks not', async () => {
    const work = await bench();
    const proposed = async (...words: string[]): Promise<string | undefined> => {
      const lines = words.map((word, i) => `${i},2024-01-0${i + 1},100,${word}`);
      const file = work.grant(fileOf(['注文番号,注文日時,金額,入金状況', ...lines].join('\n')));
      return (await work.handlers['import.preview']({ file }, context())).proposal.target?.id;
    };
    expect(await proposed('入金済', '督促中')).toBe('unpaid');
    expect(await proposed('50', '20')).toBe('unpaid');
    expect(await proposed('入金済', '貸倒', 'チャージバック')).toBeUndefined();
    expect(await proposed('入金済', '未入金')).toBeUndefined();
  });

  it('in words are stored as their codes; those nobody knows are named and make no order good', async () => {
    const work = await bench();
    const words = ['入金済', '督促中', '貸倒', '未入金', '謎の状態', ''];
    const lines = words.map((word, i) => `${i},2024-01-0${i + 1},100,${word}`);
    const report = await work.import(['注文番号,注文日時,金額,入金状況', ...lines].join('\n'), {
      ...basic,
      columns: { ...basic.columns, settle_status: '入金状況' },
    });
    expect(report.warnings).toEqual([{ code: 'settle-status-unknown', params: { values: '謎の状態', rows: 1 } }]);
    const unpaid = targetPresets.find(({ id }) => id === 'unpaid');
    if (unpaid !== undefined) await work.project.update({ target: unpaid });
    const rows = await work.project.read({}, async (db) => {
      const from = await work.project.rows(db, ['settle_status']);
      return db.rows(sql`SELECT settle_status AS s, state FROM ${from} ORDER BY seq`);
    });
    expect(rows.map(({ s, state }) => [s, outcomeStates[Number(state)]])).toEqual([
      ['20', 'good'],
      ['30', 'bad'],
      ['50', 'bad'],
      ['10', 'excluded'],
      ['謎の状態', 'excluded'],
      [null, 'excluded'],
    ]);
  });
});
