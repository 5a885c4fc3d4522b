import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { proposeMapping } from '../../analysis/ingest/header-match.ts';
import { outcomeSourcesFound } from '../../analysis/ingest/outcome-columns.ts';
import type { OutcomesReport } from '../../analysis/model/import-report.ts';
import type { Mapping } from '../../analysis/model/mapping.ts';
import type { OpenOutcomes, OutcomeChoice } from '../../analysis/model/outcome-match.ts';
import { sql } from '../../analysis/store/sql.ts';
import { bench, codeOf, context, fileOf, type Bench } from './workbench.ts';

const mapping: Mapping = {
  timezone: 'Asia/Tokyo',
  columns: {
    event_id: '注文番号',
    ordered_at: '注文日時',
    amount: '金額',
    transaction_id: '決済ID',
    approval_number: '承認番号',
    card_bin: 'カード番号',
    email: 'メール',
  },
};

const orders = (...lines: string[]): string =>
  ['注文番号,注文日時,金額,決済ID,承認番号,カード番号,メール', ...lines, ''].join('\n');

const shop = orders(
  'A1,2024-01-10 10:00,1000,T-1,012345,411111******1111,a@example.jp',
  'A2,2024-01-10 23:30,2000,T-2,111111,411111******2222,b@example.jp',
  // One payment for two orders.
  'B1,2024-02-01 10:00,3000,T-3,222222,4222 22** **** 3333,c@example.jp',
  'B2,2024-02-01 10:00,4000,T-3,222223,4222 22** **** 3333,c@example.jp',
  // One card, one day, one amount.
  'C1,2024-03-01 09:00,5000,T-5,333331,************4444,d@example.jp',
  'C2,2024-03-01 21:00,5000,T-6,333332,************4444,d@example.jp',
  // The approval number of A2, much later.
  'D1,2024-06-10 10:00,9000,T-7,111111,455555******7777,e@example.jp',
);

async function filled(): Promise<Bench> {
  const work = await bench();
  await work.import(shop, mapping);
  return work;
}

const load = (work: Bench, lines: readonly string[], columns?: Mapping['outcomes']): Promise<OutcomesReport> =>
  work.handlers['import.outcomes'](
    { file: work.grant(fileOf([...lines, ''].join('\n'))), mapping: columns },
    context(),
  );

const joined = (work: Bench): Promise<unknown[][]> =>
  work
    .rows(sql`SELECT source_line, order_id, matched_by, candidates FROM outcomes ORDER BY source, source_line`)
    .then((rows) => rows.map((row) => [row['source_line'], row['order_id'], row['matched_by'], row['candidates']]));

const open = (work: Bench, { importId = '' }: OutcomesReport): Promise<OpenOutcomes> =>
  work.handlers['import.openOutcomes']({ importId, offset: 0, limit: 50 }, context());

const resolve = (
  work: Bench,
  { importId = '' }: OutcomesReport,
  line: number,
  choice: OutcomeChoice,
): Promise<OutcomesReport> => work.handlers['import.resolveOutcome']({ importId, line, choice }, context());

const wholeSum = (report: OutcomesReport): void => {
  const { read, matched, several, unmatched, rejected, matchedBy } = report;
  expect(matched + several + unmatched + rejected).toBe(read);
  expect(matchedBy.reduce((sum, { rows }) => sum + rows, 0)).toBe(matched);
  expect(matchedBy.reduce((sum, { amount }) => sum + amount, 0)).toBe(report.amountMatched);
};

describe('a list whose order ids are written otherwise', () => {
  it('finds orders by wide and small letters and without lost zeros, an id that is there as it stands before all', async () => {
    const work = await bench();
    const ids = ['00000012', '0012', '00000034', 'EC-A01', 'ec-b01', '7', '07'];
    await work.import(orders(...ids.map((id, i) => `${id},2024-01-1${i} 10:00,${1000 + i},,,,`)), mapping);
    const report = await load(work, [
      '注文番号,通知日,金額',
      '34,2024-03-01,1002',
      'ｅｃ－ａ０１,2024-03-01,1003',
      'EC-B01,2024-03-01,1004',
      '12,2024-03-01,1000',
      '7,2024-03-01,1005',
      'EC-A1,2024-03-01,1003',
    ]);
    expect(await joined(work)).toEqual([
      [2, '00000034', 'order-id-written', 1],
      [3, 'EC-A01', 'order-id-written', 1],
      [4, 'ec-b01', 'order-id-written', 1],
      [5, null, null, 2],
      [6, '7', 'order-id', 1],
      [7, null, null, 0],
    ]);
    expect(report.matchedBy.map(({ by, rows }) => [by, rows])).toEqual([
      ['order-id', 1],
      ['order-id-written', 3],
    ]);
    wholeSum(report);
    const { rows } = await open(work, report);
    expect(rows[0]?.candidates.map(({ orderId }) => orderId)).toEqual(['00000012', '0012']);
  });
});

describe('a list without order ids', () => {
  it('is joined by transaction id; one payment for two orders leaves both as candidates', async () => {
    const work = await filled();
    const report = await load(work, [
      '取引ID,報告日,金額',
      'T-1,2024-03-01,1000',
      'T-3,2024-03-01,3000',
      'T-9,2024-03-01,70',
    ]);
    expect(await joined(work)).toEqual([
      [2, 'A1', 'transaction-id', 1],
      [3, null, null, 2],
      [4, null, null, 0],
    ]);
    expect(report).toMatchObject({
      ...{ read: 3, matched: 1, several: 1, unmatched: 1, rejected: 0 },
      ...{ amountMatched: 1000, amountSeveral: 3000, amountUnmatched: 70, amountRejected: 0 },
      matchedBy: [{ by: 'transaction-id', rows: 1, amount: 1000 }],
    });
    const { staged } = await work.handlers['import.unmatched']({ importId: report.importId ?? '' }, context());
    const saved = readFileSync(join(work.project.stagingDir, staged), 'utf8').split('\r\n');
    expect(saved.slice(1, -1)).toEqual([
      '3,T-3,chargeback,2024-03-01,3000,JPY,,unknown,several,2,T-3,,,',
      '4,T-9,chargeback,2024-03-01,70,JPY,,unknown,unmatched,,T-9,,,',
    ]);
    expect(report.warnings?.map(({ code, params }) => [code, params['rows'], params['amount']])).toEqual([
      ['outcomes-unmatched', 1, 70],
      ['outcomes-several', 1, 3000],
    ]);
  });

  it('takes a header that may be either id for both: the order id first', async () => {
    const work = await filled();
    await load(work, ['取引ID,報告日', 'A2,2024-03-01', 'T-2,2024-03-02']);
    expect(await joined(work)).toEqual([
      [2, 'A2', 'order-id', 1],
      [3, 'A2', 'transaction-id', 1],
    ]);
  });

  it('is joined by approval number only with its date: seven days before to one day after it', async () => {
    const work = await filled();
    const report = await load(work, [
      '承認番号,利用日,CB金額,CB日',
      '12345,2024/1/10,1000,2024-03-01',
      '111111,2024-01-17,2000,2024-03-01',
      '111111,2024-01-18,2000,2024-03-01',
      '111111,2024-01-09,2000,2024-03-02',
      '111111,2024-01-08,2000,2024-03-01',
      '111111,2024-06-11,9000,2024-07-01',
      '111111,,2000,2024-03-01',
    ]);
    // A2 was made on 10 January at 23:30 in Tokyo, still the 10th there: the days are those of the project's zone.
    expect(await joined(work)).toEqual([
      [2, 'A1', 'approval', 1],
      [3, 'A2', 'approval', 1],
      [4, null, null, 0],
      [5, 'A2', 'approval', 1],
      [6, null, null, 0],
      [7, 'D1', 'approval', 1],
      [8, null, null, 0],
    ]);
    wholeSum(report);
    expect(report.unmatched).toBe(3);
  });

  it('is joined by amount, day and card; two orders of one card, day and amount stay candidates', async () => {
    const work = await filled();
    const report = await load(work, [
      'カード番号,売上日,チャージバック金額,通知日',
      '4111 11** **** 1111,2024-01-12,1000,2024-03-01',
      '411111******2222,2024-01-12,1000,2024-03-01',
      '************4444,2024-03-02,5000,2024-05-01',
      '************4444,2024-03-02,5000,2024-05-01',
      '************4444,2024-03-02,2500,2024-05-01',
      '4222-22**-****-3333,2024-02-05,4000,2024-05-01',
      '************7777,2024-06-10,"9,000",2024-08-01',
    ]);
    expect(await joined(work)).toEqual([
      [2, 'A1', 'amount', 1],
      // The card of another order of that amount.
      [3, null, null, 0],
      // Said twice: two sales may look the same, so neither is a repetition.
      [4, null, null, 2],
      [5, null, null, 2],
      // A part of the amount finds nothing by itself.
      [6, null, null, 0],
      [7, 'B2', 'amount', 1],
      [8, 'D1', 'amount', 1],
    ]);
    expect(report).toMatchObject({ read: 7, matched: 3, several: 2, unmatched: 2, amountSeveral: 10_000 });
    wholeSum(report);
    // Loaded again, every row is one the project has.
    const again = await load(work, [
      'カード番号,売上日,チャージバック金額,通知日',
      '************4444,2024-03-02,5000,2024-05-01',
      '************4444,2024-03-02,5000,2024-05-01',
      '************4444,2024-03-02,5000,2024-05-01',
    ]);
    expect(again).toMatchObject({ read: 3, several: 1, rejected: 2, amountRejected: 10_000 });
  });

  it('lets a later key narrow what an earlier one left, and the first that finds one order decide', async () => {
    const work = await filled();
    await load(work, [
      '注文番号,決済番号,承認番号,購入日,金額,下4桁,報告日',
      // Two orders by transaction id; the amount tells which.
      ',T-3,,2024-02-01,4000,3333,2024-03-01',
      // The approval number tells which, before the amount is asked.
      ',T-3,222222,2024-02-01,4000,3333,2024-03-02',
      // The order id decides, whatever the others say.
      'A1,T-2,111111,2024-01-10,2000,2222,2024-03-03',
      // An order id nobody knows says nothing.
      'Z9,T-2,,,,,2024-03-04',
      // A key that contradicts the candidates says nothing.
      ',T-3,012345,2024-01-10,,,2024-03-05',
    ]);
    expect(await joined(work)).toEqual([
      [2, 'B2', 'amount', 1],
      [3, 'B1', 'approval', 1],
      [4, 'A1', 'order-id', 1],
      [5, 'A2', 'transaction-id', 1],
      [6, null, null, 2],
    ]);
  });

  it('rejects a row without any key, and refuses a list without a column for one', async () => {
    const work = await filled();
    const report = await load(work, ['決済番号,承認番号,利用日,金額', 'T-1,,,10', ',,,20', ',,2024-01-01,30']);
    expect(report).toMatchObject({ read: 3, matched: 1, unmatched: 1, rejected: 1, amountRejected: 20 });
    expect(report.rejects).toEqual([{ reason: 'id-missing', column: '決済番号', rows: 1, firstLine: 3 }]);
    const refused = async (header: string): Promise<string> => codeOf(load(work, [header, '1,2,3']));
    expect(await refused('承認番号,報告日,金額')).toBe('outcomes-no-order-id');
    expect(await refused('下4桁,報告日,金額')).toBe('outcomes-no-order-id');
    expect(await refused('下4桁,利用日,金額')).toBe('nothing');
  });

  it('replaces full card numbers, and shows of a card no more than its first six and last four digits', async () => {
    const work = await filled();
    const report = await load(work, [
      'カード番号,利用日,金額,通知日',
      '4111111111111111,2024-01-10,1000,2024-03-01',
      '=555555******9999,2024-01-10,1,2024-03-01',
      '555555******9999,2024-01-10,1,2024-03-01',
    ]);
    // Of a full number the first digits are kept: A1 agrees in amount, day and BIN.
    expect((await joined(work))[0]).toEqual([2, 'A1', 'amount', 1]);
    const { staged } = await work.handlers['import.unmatched']({ importId: report.importId ?? '' }, context());
    const text = readFileSync(join(work.project.stagingDir, staged), 'utf8');
    expect(text.split('\r\n').slice(1, -1)).toEqual([
      '3,,chargeback,2024-03-01,1,JPY,,unknown,unmatched,,,,2024-01-10,',
      '4,,chargeback,2024-03-01,1,JPY,,unknown,unmatched,,,,2024-01-10,555555******9999',
    ]);
    const all = JSON.stringify([
      await work.rows(sql`SELECT * FROM outcomes`),
      await work.rows(sql`SELECT * FROM orders`),
    ]);
    expect(all).not.toMatch(/4111111111111111/);
  });
});

describe('orders that come after their outcomes', () => {
  it('are found by every key, and a second order that fits makes an outcome doubtful again', async () => {
    const work = await bench();
    await work.import(orders('X,2023-01-01 00:00,1,,,,'), mapping);
    const report = await load(work, [
      '注文番号,決済番号,承認番号,購入日,金額,下4桁,報告日',
      'A1,,,,,,2024-05-01',
      ',T-2,,,,,2024-05-01',
      ',,111111,2024-06-10,,,2024-08-01',
      ',,,2024-03-01,5000,4444,2024-05-01',
    ]);
    expect(report).toMatchObject({ read: 4, matched: 0, unmatched: 4 });
    const first = orders('C1,2024-03-01 09:00,5000,T-5,333331,************4444,d@example.jp');
    await work.import(first, mapping);
    expect((await joined(work))[3]).toEqual([5, 'C1', 'amount', 1]);
    const rest = shop.replace(/^C1.*\n/m, '');
    const later = await work.import(rest, mapping);
    expect(await joined(work)).toEqual([
      [2, 'A1', 'order-id', 1],
      [3, 'A2', 'transaction-id', 1],
      [4, 'D1', 'approval', 1],
      [5, null, null, 2],
    ]);
    await work.handlers['import.remove']({ importId: later.importId }, context());
    expect((await joined(work)).map(([, order]) => order)).toEqual([null, null, null, 'C1']);
  });
});

describe('an outcome decided by hand', () => {
  const list = [
    'カード番号,売上日,金額,通知日',
    '************4444,2024-03-02,5000,2024-05-01',
    '************4444,2024-03-02,2500,2024-05-02',
  ];

  it('shows its candidates side by side, with what agrees and persons masked', async () => {
    const work = await filled();
    const report = await load(work, list);
    const { total, rows } = await open(work, report);
    expect(total).toBe(2);
    expect(rows.map(({ line, state, found }) => [line, state, found])).toEqual([
      [2, 'several', 2],
      [3, 'unmatched', 2],
    ]);
    expect(rows[0]?.candidates.map(({ orderId, agrees }) => [orderId, agrees])).toEqual([
      ['C2', ['date', 'amount', 'card']],
      ['C1', ['date', 'amount', 'card']],
    ]);
    // A part of the amount: the same card on the same day is shown, though nothing decides for it.
    expect(rows[1]?.candidates.map(({ orderId, agrees }) => [orderId, agrees])).toEqual([
      ['C2', ['date', 'card']],
      ['C1', ['date', 'card']],
    ]);
    const [candidate] = rows[0]?.candidates ?? [];
    expect(candidate?.card).toBe('************4444');
    expect(candidate?.buyer).toMatch(/^[0-9a-f]{12}@example[.]jp$/);
  });

  it('stays with its order through later imports, counts at once, and can be undone', async () => {
    const work = await filled();
    const report = await load(work, list);
    const before = await work.project.info();
    const resolved = await resolve(work, report, 2, { kind: 'order', orderId: 'C1' });
    expect(resolved).toMatchObject({
      ...{ read: 2, matched: 1, several: 0, unmatched: 1, rejected: 0, amountMatched: 5000 },
      matchedBy: [{ by: 'hand', rows: 1, amount: 5000 }],
    });
    const after = await work.project.info();
    expect(after.dataVersion).not.toBe(before.dataVersion);
    expect([before.matched.matched, after.matched.matched]).toEqual([0, 1]);
    await resolve(work, report, 3, { kind: 'none' });
    await work.import(orders('E1,2024-03-01 12:00,5000,,,************4444,'), mapping);
    await load(work, ['注文番号,報告日', 'A1,2024-05-01']);
    const page = await open(work, report);
    expect(page.rows.map(({ line, state, decided }) => [line, state, decided?.orderId])).toEqual([
      [2, 'hand', 'C1'],
      [3, 'hand', null],
    ]);
    expect(page.rows[0]?.decided?.at).toBeGreaterThan(Date.now() - 60_000);
    expect(await resolve(work, report, 2, { kind: 'undo' })).toMatchObject({ matched: 0, several: 1, unmatched: 1 });
    expect((await joined(work)).filter(([line]) => line === 2)).toContainEqual([2, null, null, 3]);
  });

  it('outlives a report that is told again with its day', async () => {
    const work = await filled();
    const undated = await load(work, ['決済番号,金額,理由', 'T-3,100,10.4']);
    await resolve(work, undated, 2, { kind: 'order', orderId: 'B2' });
    const dated = await load(work, ['決済番号,報告日,金額,理由', 'T-3,2024-05-01,100,10.4']);
    expect(dated).toMatchObject({ matched: 1, matchedBy: [{ by: 'hand', rows: 1, amount: 100 }] });
    expect(await work.handlers['import.outcomeFiles']({}, context())).toMatchObject([
      { matched: 1 },
      { read: 1, matched: 0, rejected: 1, amountRejected: 100 },
    ]);
  });

  it('is refused for a file, a row or an order nobody knows', async () => {
    const work = await filled();
    const report = await load(work, list);
    expect(await codeOf(resolve(work, { ...report, importId: 'x' }, 2, { kind: 'none' }))).toBe('input-invalid');
    expect(await codeOf(resolve(work, report, 9, { kind: 'none' }))).toBe('input-invalid');
    expect(await codeOf(resolve(work, report, 2, { kind: 'order', orderId: 'nobody' }))).toBe('order-unknown');
    expect((await joined(work)).map(([, , by]) => by)).toEqual([null, null]);
  });
});

describe('headers of a list without order ids', () => {
  it.each([
    [
      ['加盟店番号', 'カード番号', '承認番号', 'ご利用日', 'ご利用金額', 'CB通知日', '理由コード'],
      {
        card_number: 'カード番号',
        approval_number: '承認番号',
        purchased_at: 'ご利用日',
        amount: 'ご利用金額',
        reported_at: 'CB通知日',
        reason: '理由コード',
      },
    ],
    [
      ['注文番号', '決済ID', 'カード番号(下4桁)', 'カード番号（上6桁）', '売上日', '受付日', '金額'],
      {
        event_id: '注文番号',
        transaction_id: '決済ID',
        card_last4: 'カード番号(下4桁)',
        card_bin: 'カード番号（上6桁）',
        purchased_at: '売上日',
        reported_at: '受付日',
        amount: '金額',
      },
    ],
    [
      ['Transaction ID', 'Auth Code', 'Transaction Date', 'Chargeback Date', 'Amount', 'Last 4', 'Card Number'],
      {
        event_id: 'Transaction ID',
        transaction_id: 'Transaction ID',
        approval_number: 'Auth Code',
        purchased_at: 'Transaction Date',
        reported_at: 'Chargeback Date',
        amount: 'Amount',
        card_last4: 'Last 4',
        card_number: 'Card Number',
      },
    ],
    [
      ['オーダーID', '取引日', '発生日'],
      { event_id: 'オーダーID', transaction_id: 'オーダーID', purchased_at: '取引日', reported_at: '発生日' },
    ],
  ])('%j', (headers, found) => {
    expect(outcomeSourcesFound(headers, undefined)).toEqual(found);
  });
});

describe('an order file of a payment provider', () => {
  it.each([
    ['4111 11** **** 1111', '411111', '1111'],
    ['411111******1111', '411111', '1111'],
    ['4111-1122-xxxx-0042', '41111122', '0042'],
    ['************1111', null, '1111'],
    ['**** **** **** 1111', null, '1111'],
    ['4111-11**-****-1111', '411111', '1111'],
    ['４１１１－１１＊＊－＊＊＊＊－１１１１', '411111', '1111'],
    ['411111', '411111', null],
    ['41111122', '41111122', null],
    ['４１１１１１', '411111', null],
    ['４１１１１１２２', '41111122', null],
    ['4111-11', '411111', null],
    ['4111 1122', '41111122', null],
    ['4111111111111111', '411111', null],
  ])('gives of the card %s the first digits %s and the last four %s', async (written, bin, four) => {
    const work = await bench();
    await work.import(orders(`A1,2024-01-10 10:00,1000,T-1,1,${written},`), mapping);
    expect(await work.rows(sql`SELECT card_bin, card_last4 FROM orders`)).toEqual([
      { card_bin: bin, card_last4: four },
    ]);
  });

  it.each([
    [
      ['注文番号', '注文日', '合計', '決済ID', '承認番号', 'カード番号(下4桁)', 'カード番号(上6桁)'],
      {
        event_id: '注文番号',
        transaction_id: '決済ID',
        approval_number: '承認番号',
        card_last4: 'カード番号(下4桁)',
        card_bin: 'カード番号(上6桁)',
      },
    ],
    [
      ['Order ID', 'Created At', 'Total', 'Transaction ID', 'Auth Code', 'Last4', 'BIN'],
      {
        event_id: 'Order ID',
        transaction_id: 'Transaction ID',
        approval_number: 'Auth Code',
        card_last4: 'Last4',
        card_bin: 'BIN',
      },
    ],
    // Where nothing else tells the order, the transaction id does.
    [['Transaction ID', 'Created At', 'Total'], { event_id: 'Transaction ID' }],
    [['受注番号', '受注日時', '合計金額', 'オーダーID'], { event_id: '受注番号', transaction_id: 'オーダーID' }],
  ])('is mapped by its headers %j', (headers, found) => {
    const columns = headers.map((name) => ({ name, type: 'VARCHAR', values: [] }));
    const { mapping: proposed } = proposeMapping(columns, 'Asia/Tokyo');
    const told = ['event_id', 'transaction_id', 'approval_number', 'card_last4', 'card_bin'] as const;
    expect(Object.fromEntries(told.map((name) => [name, proposed.columns[name]]))).toEqual({
      ...Object.fromEntries(told.map((name) => [name, undefined])),
      ...found,
    });
  });

  it('takes the last four digits from a column that says so, with the zeros a spreadsheet took', async () => {
    const work = await bench();
    const columns = { ...mapping.columns, card_last4: '決済ID' };
    await work.import(orders('A1,2024-01-10 10:00,1000,42,1,411111,'), { ...mapping, columns });
    expect(await work.rows(sql`SELECT card_bin, card_last4 FROM orders`)).toEqual([
      { card_bin: '411111', card_last4: '0042' },
    ]);
  });
});
