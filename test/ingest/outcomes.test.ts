import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outcomeSources } from '../../analysis/ingest/outcome-columns.ts';
import { outcomeKind, reasonFamily } from '../../analysis/ingest/reason-family.ts';
import type { Feature } from '../../analysis/model/features.ts';
import type { OutcomesReport } from '../../analysis/model/import-report.ts';
import { sql } from '../../analysis/store/sql.ts';
import { computed } from '../features/computed.ts';
import { basic, bench, codeOf, context, csv, fileOf } from './workbench.ts';

const orders = csv('A1,2024-01-01,1000', 'A2,2024-01-02,2000', 'A3,2024-01-03,3000', 'A4,2024-01-04,4000');

describe('a report of a day', () => {
  it('is known from the last second of that day, whichever way the day is written', async () => {
    const work = await bench();
    const days = ['2024/3/1', '2024-03-01 00:00:00', '2024/3/1 0:00', '20240301', '45352', '2024-03-01 10:30'];
    const lines = days.map((day, i) => `A${i},${day},10.4`);
    await work.import(csv(...days.map((_, i) => `A${i},2024-01-01,1000`)), basic, {
      outcomes: ['受注番号,通知日,理由コード', ...lines, ''].join('\n'),
    });
    const found = await work.rows(sql`SELECT reported_at FROM outcomes ORDER BY source_line`);
    expect(found.map((row) => new Date(Number(row['reported_at'])).toISOString())).toEqual([
      ...Array.from({ length: 5 }, () => '2024-03-01T14:59:59.000Z'),
      '2024-03-01T01:30:00.000Z',
    ]);
  });

  it('says nothing of orders made on that day, as nobody knew it on its morning', async () => {
    const work = await bench();
    const line = (order: string, time: string): string => `${order},${time},1000,d1`;
    await work.import(
      [
        '注文番号,注文日時,金額,端末ID',
        line('A1', '2024-01-01 10:00'),
        line('A2', '2024-03-01 09:00'),
        line('A3', '2024-03-01 23:59'),
        line('A4', '2024-03-02 00:00'),
        '',
      ].join('\n'),
      { ...basic, columns: { ...basic.columns, device_id: '端末ID' } },
      { outcomes: '受注番号,通知日,理由コード\nA1,2024/3/1,10.4\n' },
    );
    const known: Feature = { id: 'k', agg: 'known_bad', by: ['device.id'], window: 'all' };
    expect(await computed(work.project, [known])).toEqual([[0, 0, 0, 1]]);
  });
});

describe('a chargeback list', () => {
  it('is joined by order id; unmatched and repeated rows are counted, in yen too', async () => {
    const work = await bench();
    const list = [
      '受注番号,通知日,理由コード,チャージバック金額,ステータス',
      'A1,2024/3/1,10.4,"1,000",',
      'A1,2024/3/1,10.4,"1,000",',
      'A2,2024/3/5,4853 未着,,対応中',
      'A3,2024/3/6,4837,3000,取下げ',
      'X9,2024/3/7,546,500,',
      ',2024/3/8,546,500,',
      'A4,いつか,546,500,',
      '',
    ].join('\n');
    const report = await work.import(orders, basic, { outcomes: list });
    expect(report.outcomes).toMatchObject({
      read: 7,
      matched: 4,
      unmatched: 1,
      rejected: 2,
      amountMatched: 1000 + 2000 + 3000 + 500,
      amountUnmatched: 500,
    });
    const codes = report.warnings.map(({ code, params }) => [code, params['rows']]);
    expect(codes).toEqual([
      ['outcomes-unmatched', 1],
      ['outcomes-duplicate', 1],
      ['outcomes-reversed', 1],
      ['value-unreadable', 1],
    ]);
    expect(
      await work.rows(
        sql`SELECT told_id AS order_id, kind, reported_at, amount, currency, reason, family, source_line FROM outcomes ORDER BY source_line`,
      ),
    ).toEqual([
      {
        order_id: 'A1',
        kind: 'chargeback',
        reported_at: Date.parse('2024-03-01T14:59:59Z'),
        amount: 1000,
        currency: 'JPY',
        reason: '10.4',
        family: 'fraud',
        source_line: 2,
      },
      {
        order_id: 'A2',
        kind: 'chargeback',
        reported_at: Date.parse('2024-03-05T14:59:59Z'),
        amount: null,
        currency: 'JPY',
        reason: '4853 未着',
        family: 'consumer',
        source_line: 4,
      },
      {
        order_id: 'A3',
        kind: 'chargeback-reversed',
        reported_at: Date.parse('2024-03-06T14:59:59Z'),
        amount: 3000,
        currency: 'JPY',
        reason: '4837',
        family: 'fraud',
        source_line: 5,
      },
      {
        order_id: 'X9',
        kind: 'chargeback',
        reported_at: Date.parse('2024-03-07T14:59:59Z'),
        amount: 500,
        currency: 'JPY',
        reason: '546',
        family: 'fraud',
        source_line: 6,
      },
      {
        order_id: 'A4',
        kind: 'chargeback',
        reported_at: null,
        amount: 500,
        currency: 'JPY',
        reason: '546',
        family: 'fraud',
        source_line: 8,
      },
    ]);
    expect((await work.project.info()).outcomes).toBe(5);
  });

  it('keeps every row it did not take, with line and reason, and saves them as CSV', async () => {
    const work = await bench();
    await work.import(orders, basic);
    const list = fileOf('注文番号,通知日,備考\nA1,2024-03-01,=1\n,2024-03-01,x\nA1,2024-03-01\nA1,2024-03-01,二度目\n');
    const run = async (): Promise<OutcomesReport> =>
      work.handlers['import.outcomes']({ file: work.grant(list), mapping: undefined }, context());
    const report = await run();
    expect(report).toMatchObject({ read: 4, matched: 1, unmatched: 0, rejected: 3 });
    expect(report.rejects).toEqual([
      { reason: 'id-missing', column: '注文番号', rows: 1, firstLine: 3 },
      { reason: 'too-few-cells', column: null, rows: 1, firstLine: 4 },
      { reason: 'outcome-duplicate', column: null, rows: 1, firstLine: 5 },
    ]);
    const saved = await work.handlers['import.rejects']({ importId: report.importId ?? '' }, context());
    expect(saved.suggestedName).toMatch(/注文 一覧-rejected[.]csv$/);
    const text = readFileSync(join(work.project.stagingDir, saved.staged), 'utf8');
    expect(text.slice(1).split('\r\n')).toEqual([
      'line,reason,column,注文番号,通知日,備考',
      '3,id-missing,注文番号,,2024-03-01,x',
      '4,too-few-cells,,A1,2024-03-01',
      '5,outcome-duplicate,,A1,2024-03-01,二度目',
      '',
    ]);
    expect(await run()).toMatchObject({ read: 4, matched: 0, rejected: 4 });
  });

  it('is taken once however often it is loaded, alone or with orders', async () => {
    const work = await bench();
    const list = '注文番号,通知日,金額,理由\nA1,2024-03-01,100,10.4\nX9,,,\nA2,いつか,,\n';
    const load = async (content: string): Promise<OutcomesReport> =>
      work.handlers['import.outcomes']({ file: work.grant(fileOf(content)), mapping: undefined }, context());
    await work.import(orders, basic, { outcomes: list });
    expect(await load(list)).toMatchObject({ read: 3, matched: 0, unmatched: 0, rejected: 3 });
    const again = await work.import(csv('B1,2024-01-01,1'), basic, { outcomes: list });
    expect(again.outcomes).toMatchObject({ read: 3, rejected: 3 });
    expect((await work.project.info()).outcomes).toBe(3);
    expect(await load('注文番号,通知日,金額,理由\nA1,2024-03-02,100,10.4\n')).toMatchObject({ matched: 1 });
    expect((await work.project.info()).outcomes).toBe(4);
    // The same rows without their amounts or dates tell nothing new.
    expect(await load('注文番号,通知日,理由\nA1,2024-03-02,10.4\n')).toMatchObject({ matched: 0, rejected: 1 });
    const undated = await load('注文番号,金額,理由\nA1,100,10.4\n');
    expect(undated).toMatchObject({ matched: 0, rejected: 1 });
    expect(undated.warnings?.map(({ code }) => code)).toEqual(['outcomes-duplicate']);
    // A day that is told later takes the place of the same report without one.
    await load('注文番号,金額,理由\nA2,100,10.5\n');
    await load('注文番号,通知日,金額,理由\nA2,2024-03-05,100,10.5\n');
    const told = sql`SELECT reported_at IS NOT NULL AS dated FROM outcomes WHERE reason = '10.5'`;
    expect(await work.rows(told)).toEqual([{ dated: true }]);
    await work.handlers['import.remove'](
      { importId: (await work.handlers['import.outcomeFiles']({}, context()))[0]?.importId ?? '' },
      context(),
    );
    expect((await work.project.info()).outcomes).toBe(4);
  });

  it('can be added to a project later, with columns named by a mapping', async () => {
    const work = await bench();
    const list = fileOf('no;when;what\nA1;2024-03-01;貸倒\nA2;2024-03-02;延滞\n');
    const file = work.grant(list);
    expect(await codeOf(work.handlers['import.outcomes']({ file, mapping: undefined }, context()))).toBe(
      'project-empty',
    );
    await work.import(orders, basic);
    expect(
      await codeOf(
        work.handlers['import.outcomes']({ file: work.grant(fileOf('a;b\n1;2\n')), mapping: undefined }, context()),
      ),
    ).toBe('outcomes-no-order-id');
    const mapping = { columns: { event_id: 'no', reported_at: 'when', kind: 'what' } };
    const report = await work.handlers['import.outcomes']({ file, mapping }, context());
    expect(report).toMatchObject({
      read: 2,
      matched: 2,
      unmatched: 0,
      rejected: 0,
      amountMatched: 3000,
      amountUnmatched: 0,
    });
    expect(await work.rows(sql`SELECT order_id, kind, family FROM outcomes ORDER BY order_id`)).toEqual([
      { order_id: 'A1', kind: 'bad-debt', family: null },
      { order_id: 'A2', kind: 'overdue', family: null },
    ]);
  });

  it('is listed with the others, and its unmatched rows leave as a CSV until their orders come', async () => {
    const work = await bench();
    const outcomes = 'order_id,reported_at,amount,reason\nA1,2024-03-01,1000,10.4\n=1+1,2024-03-02,500,10.4\nA9,,,\n';
    const report = await work.import(orders, basic, { outcomes });
    const later = await work.handlers['import.outcomes'](
      { file: work.grant(fileOf('order_id,kind\nA2,返金\n')), mapping: undefined },
      context(),
    );
    const before = await work.rows(sql`SELECT seq, event_id FROM orders ORDER BY seq`);
    expect(later.warnings?.map(({ code }) => code)).toEqual(['outcomes-unknown-kind', 'no-report-dates']);
    expect(await work.handlers['import.outcomeFiles']({}, context())).toEqual([later, report.outcomes]);
    const unmatched = async (importId: string | undefined): Promise<string> => {
      const staged = await work.handlers['import.unmatched']({ importId: importId ?? '' }, context());
      return readFileSync(join(work.project.stagingDir, staged.staged), 'utf8');
    };
    expect(await unmatched(report.outcomes?.importId)).toBe(
      [
        '\uFEFFline,order_id,kind,reported_at,amount,currency,reason,reason_family,state,candidates,transaction_id,approval_number,purchased_at,card',
        "3,'=1+1,chargeback,2024-03-02,500,JPY,10.4,fraud,unmatched,,,,,",
        '4,A9,chargeback,,,JPY,,unknown,unmatched,,,,,',
        '',
      ].join('\r\n'),
    );
    const orders9 = await work.import(csv('A9,2024-01-09,900'), basic);
    const [, first] = await work.handlers['import.outcomeFiles']({}, context());
    expect(first).toMatchObject({ matched: 2, unmatched: 1, amountMatched: 1900, amountUnmatched: 500, read: 3 });
    expect((await unmatched(report.outcomes?.importId)).split('\r\n')).toHaveLength(3);
    expect((await unmatched(later.importId)).split('\r\n')).toHaveLength(2);
    expect(await codeOf(work.handlers['import.unmatched']({ importId: 'none' }, context()))).toBe('input-invalid');

    await work.handlers['import.remove']({ importId: orders9.importId }, context());
    expect(await work.rows(sql`SELECT seq, event_id FROM orders ORDER BY seq`)).toEqual(before);
    expect((await work.handlers['import.list']({}, context())).map(({ importId }) => importId)).toEqual([
      report.importId,
    ]);
    await work.handlers['import.remove']({ importId: report.outcomes?.importId ?? '' }, context());
    expect(await work.project.info()).toMatchObject({ outcomes: 1 });
    expect(await work.handlers['import.outcomeFiles']({}, context())).toEqual([later]);
    expect(await work.rows(sql`SELECT count(*) AS n FROM rejects WHERE import_id = ${orders9.importId}`)).toEqual([
      { n: 0 },
    ]);
    expect(await codeOf(work.handlers['import.remove']({ importId: orders9.importId }, context()))).toBe(
      'input-invalid',
    );
    await work.handlers['import.remove']({ importId: report.importId }, context());
    expect(await work.project.info()).toMatchObject({ orders: 0, period: null });
    await work.import(orders, basic);
    expect(await work.rows(sql`SELECT seq, event_id FROM orders ORDER BY seq`)).toEqual(before);
  });

  it('keeps kinds nobody knows out of every target, and names them', async () => {
    const work = await bench();
    const outcomes = 'order_id,reported_at,kind\nA1,2024-03-01,返金\nA2,2024-03-02,不正利用\n';
    const report = await work.import(orders, basic, { outcomes });
    expect(report.warnings).toContainEqual({ code: 'outcomes-unknown-kind', params: { kinds: '返金', rows: 1 } });
    expect(await work.rows(sql`SELECT order_id, kind, family, reason FROM outcomes ORDER BY order_id`)).toEqual([
      { order_id: 'A1', kind: 'other', family: null, reason: '返金' },
      { order_id: 'A2', kind: 'chargeback', family: 'fraud', reason: null },
    ]);
  });

  it('says how many dates lie in the future, of orders and of reports', async () => {
    const work = await bench();
    const outcomes = 'order_id,reported_at\nA1,2098-03-01\nA2,2024-03-02\n';
    const dated = csv('A1,2024-01-01,1', 'A2,2099-01-01,1');
    const { warnings } = await work.import(dated, basic, { outcomes });
    expect(warnings.filter(({ code }) => code === 'dates-in-future')).toEqual([
      { code: 'dates-in-future', params: { column: '注文日時', rows: 1 } },
      { code: 'dates-in-future', params: { column: 'reported_at', rows: 1 } },
    ]);
    expect((await work.project.info()).asOf).toBeLessThan(Date.UTC(2024, 2, 3));
  });

  it('shows the columns it found before it is imported', async () => {
    const work = await bench();
    const file = work.grant(fileOf('Order ID,Reported Date,Reason Code,Amount,Status\n1,2024-01-01,10.4,5,won\n'));
    const seen = await work.handlers['import.previewOutcomes']({ file }, context());
    expect(seen.columnsFound).toEqual({
      event_id: 'Order ID',
      reported_at: 'Reported Date',
      reason: 'Reason Code',
      amount: 'Amount',
      status: 'Status',
    });
  });

  it('shows what it found also while nothing tells the order', async () => {
    const work = await bench();
    const file = work.grant(fileOf('控え,CB通知日,金額\n1,2024-01-01,5\n'));
    const seen = await work.handlers['import.previewOutcomes']({ file }, context());
    expect(seen.columnsFound).toEqual({ reported_at: 'CB通知日', amount: '金額' });
  });

  it.each(['通知受領日', 'CB通知日', '受付日', 'CB発生日', 'CB日'])('takes %s for the report date', async (header) => {
    const work = await bench();
    const file = work.grant(fileOf(`注文番号,${header}\n1,2024-01-01\n`));
    const seen = await work.handlers['import.previewOutcomes']({ file }, context());
    expect(seen.columnsFound).toEqual({ event_id: '注文番号', reported_at: header });
  });
});

describe('outcomeSources', () => {
  it('takes a blank constant for no column, whatever the headers say', () => {
    const columns = { reported_at: { value: '' }, reason: 'why' };
    expect(outcomeSources(['order_id', 'date', 'reason', 'why'], { columns })).toEqual({
      event_id: 'order_id',
      reason: 'why',
    });
  });
});

describe('reason codes', () => {
  it.each([
    ['10.4', 'fraud'],
    ['VISA 13.1', 'consumer'],
    ['11.3', 'authorisation'],
    ['12.6.1', 'processing'],
    ['4837', 'fraud'],
    ['Mastercard 4853 - Cardholder Dispute', 'consumer'],
    ['4808', 'authorisation'],
    ['4834', 'processing'],
    ['546', 'fraud'],
    ['JCB-502', 'consumer'],
    ['545', 'processing'],
    ['F29', 'fraud'],
    ['FR2', 'fraud'],
    ['4534', 'fraud'],
    ['C08', 'consumer'],
    ['UA02', 'fraud'],
    ['第三者不正利用', 'fraud'],
    ['商品未着', 'consumer'],
    ['カード会員が承認していない取引', 'fraud'],
    ['会員は承認しておらず', 'fraud'],
    ['名義人が認めていない', 'fraud'],
    ['本人否認', 'fraud'],
    ['利用否認', 'fraud'],
    ['偽造カード', 'fraud'],
    ['Cardholder did not authorize', 'fraud'],
    ['cardholder does not recognise transaction', 'fraud'],
    ['Counterfeit', 'fraud'],
    ['counterfeit card', 'fraud'],
    ['Counterfeit Merchandise', 'consumer'],
    ['偽造品', 'consumer'],
    ['オーソリ承認なし', 'authorisation'],
    ['承認番号相違', 'authorisation'],
    ['14.1', 'unknown'],
    ['110.4', 'unknown'],
    ['よく分からない', 'unknown'],
    [null, 'unknown'],
  ] as const)('%s is %s', (code, family) => {
    expect(reasonFamily(code)).toBe(family);
  });

  it('tells kinds and reversals by their words', () => {
    expect(outcomeKind(null, null)).toBe('chargeback');
    expect(outcomeKind('チャージバック', '勝訴')).toBe('chargeback-reversed');
    expect(outcomeKind(null, 'Won')).toBe('chargeback-reversed');
    expect(outcomeKind('貸倒', '取消')).toBe('bad-debt');
    expect(outcomeKind('キャンセル', null)).toBe('cancelled');
    const kinds = ['unpaid', 'past due', '未収', '督促中', 'charge-off', 'paid', '入金済', '注文取消', '受注取消'];
    expect(kinds.map((kind) => outcomeKind(kind, null))).toEqual([
      ...['overdue', 'overdue', 'overdue', 'overdue', 'bad-debt'],
      ...['confirmed-good', 'confirmed-good', 'cancelled', 'cancelled'],
    ]);
    // The acquirer takes the sale back: that is the chargeback, and contesting it is not yet winning.
    expect([outcomeKind('売上取消', null), outcomeKind(null, '売上取消済')]).toEqual(['chargeback', 'chargeback']);
    expect([outcomeKind(null, '取消不可'), outcomeKind(null, 'represented')]).toEqual(['chargeback', 'chargeback']);
    expect(outcomeKind(null, '取消')).toBe('chargeback-reversed');
  });

  it.each([
    ['12.1 Late Presentment', null, 'chargeback'],
    ['C08 Goods/Services Not Received', null, 'chargeback'],
    ['Goods not as described', null, 'chargeback'],
    ['Counterfeit goods', '4853', 'chargeback'],
    ['Prepaid card fraud', null, 'chargeback'],
    ['不正キャンセル', null, 'cancelled'],
    ['二重注文キャンセル', null, 'cancelled'],
    ['fraud cancel', null, 'cancelled'],
    ['Escalated', null, 'other'],
    ['Related', null, 'other'],
    ['Pay later', null, 'other'],
    ['Counterfeit goods', null, 'other'],
    ['Written complaint', null, 'other'],
    ['正常でない取引', null, 'other'],
    ['late payment', null, 'overdue'],
    ['LATE', null, 'overdue'],
    ['written-off', null, 'bad-debt'],
    ['good', null, 'confirmed-good'],
    ['正常', null, 'confirmed-good'],
  ])('takes %s (reason %s) for %s, however its words begin', (kind, reason, expected) => {
    expect(outcomeKind(kind, null, reason)).toBe(expected);
  });

  it('takes the reason of a chargeback for one, and no other word', () => {
    const told = [
      '不正利用',
      '盗難',
      'Stolen card',
      '4837',
      '10.4 Fraud',
      '4853',
      '商品未着',
      'item not received',
      '1',
      'あり',
    ];
    const spelled = ['CHARGE_BACK', 'charge-back', 'Chargeback', 'チャージ・バック', 'C/B', 'CB', 'CHB', '異議申立'];
    for (const kind of [...told, ...spelled]) expect([kind, outcomeKind(kind, null)]).toEqual([kind, 'chargeback']);
    expect([outcomeKind('加盟店請求', null, '10.4'), outcomeKind('返金', null, 'お客様都合')]).toEqual([
      'chargeback',
      'other',
    ]);
    for (const kind of ['返金', 'refund', '要確認', 'なし']) expect(outcomeKind(kind, null)).toBe('other');
  });
});
