import Encoding from 'encoding-japanese';
import { describe, expect, it } from 'vitest';
import { orderDetail } from '../../analysis/explore/order-detail.ts';
import { eventPassed } from '../../analysis/ingest/event-result.ts';
import type { EventKind, EventMapping, EventsReport } from '../../analysis/model/events.ts';
import { changedEvents } from '../../analysis/store/events.ts';
import { sql } from '../../analysis/store/sql.ts';
import { basic, bench, codeOf, context, csv, fileOf, type Bench } from './workbench.ts';

const history = csv('A1,2024-01-05 10:00,1000', 'A2,2024-01-06 10:00,2000');

const add = (
  work: Bench,
  kind: EventKind,
  content: string | Uint8Array,
  name = 'イベント.csv',
  mapping?: EventMapping,
): Promise<EventsReport> =>
  work.handlers['import.events'](
    { file: work.grant(fileOf(content, name)), kind, ...(mapping === undefined ? {} : { mapping }) },
    context(),
  );

const shiftJis = (text: string): Uint8Array =>
  Uint8Array.from(Encoding.convert(Encoding.stringToCode(text), { to: 'SJIS', from: 'UNICODE' }));

const found = (work: Bench, columns = sql`event_id, order_id, passed`): Promise<Record<string, unknown>[]> =>
  work.rows(sql`SELECT ${columns} FROM events ORDER BY happened_at, ident`);

async function shop(): Promise<Bench> {
  const work = await bench();
  await work.import(history, basic);
  return work;
}

describe('authorisation attempts', () => {
  const auths = [
    'オーソリID,注文番号,オーソリ日時,カード番号,会員ID,メールアドレス,電話番号,IPアドレス,端末ID,オーソリ金額,通貨,オーソリ結果,エラーコード',
    'E1,A1,2024/01/05 09:58:00,4111 1111 1111 1111,m1,A.B+x@example.com,090-1234-5678,126.1.2.3,d1,"1,000",JPY,否認,G12',
    'E2,A1,2024/01/05 09:59:30,4111-1111-1111-1111,m1,a.b@example.com,09012345678,126.1.2.3,d1,"1,000",JPY,承認,',
    'E3,Z9,2024/01/06 00:00:00,411111******1111,m2,,,,d2,12.50,USD,承認,',
    ',,2024/01/07 00:00:00,,,,,,,1,JPY,承認,',
    'E4,A2,いつか,,m1,,,,,1,JPY,承認,',
    'E5,A2,,,m1,,,,,1,JPY,承認,',
  ].join('\r\n');

  it('are read from a Japanese file, card numbers replaced, refused rows with line and reason', async () => {
    const work = await shop();
    const report = await add(work, 'auth', shiftJis(auths));
    expect(report).toMatchObject({
      ...{ kind: 'auth', read: 6, accepted: 3, rejected: 3, replaced: 0, events: 3, otherOrders: 1, noOrder: 0 },
      period: { from: Date.parse('2024-01-05T00:58:00Z'), to: Date.parse('2024-01-05T15:00:00Z') },
    });
    expect(report.rejects).toEqual([
      { reason: 'event-keyless', column: null, rows: 1, firstLine: 5 },
      { reason: 'time-unreadable', column: 'オーソリ日時', rows: 1, firstLine: 6 },
      { reason: 'time-missing', column: 'オーソリ日時', rows: 1, firstLine: 7 },
    ]);
    expect(report.warnings).toEqual([{ code: 'card-numbers-replaced', params: { column: 'カード番号', rows: 2 } }]);
    const rows = await found(
      work,
      sql`event_id, order_id, happened_at, card_bin, card_last4, starts_with(card_token, 'card:411111:') AS token, amount,
        currency, passed, reason, email_key, phone_key, ip_key, source_line`,
    );
    const same = {
      card_bin: '411111',
      card_last4: null,
      token: true,
      amount: 1000,
      currency: 'JPY',
      ip_key: '126.1.2.3',
    };
    expect(rows).toMatchObject([
      { ...same, event_id: 'E1', happened_at: Date.parse('2024-01-05T00:58:00Z'), passed: false, reason: 'G12' },
      { ...same, event_id: 'E2', order_id: 'A1', passed: true, reason: null, source_line: 3 },
      {
        event_id: 'E3',
        order_id: 'Z9',
        card_bin: '411111',
        card_last4: '1111',
        token: null,
        amount: 1250,
        currency: 'USD',
      },
    ]);
    // The same phone however it is written, so that attempts can be counted over it.
    expect(rows[0]?.['phone_key']).toBe(rows[1]?.['phone_key']);
    expect(rows[0]?.['phone_key']).not.toBeNull();
    const everything = JSON.stringify([
      await work.rows(sql`SELECT * FROM events`),
      await work.rows(sql`SELECT * FROM rejects`),
    ]);
    expect(everything.replace(/[ -]/g, '')).not.toContain('4111111111111111');
    expect(work.staged()).toEqual([]);
  });

  it('told again take the place of those there, by their id; removal takes a file back', async () => {
    const work = await shop();
    const head = 'オーソリID,注文番号,オーソリ日時,オーソリ結果\n';
    await add(work, 'auth', `${head}E1,A1,2024-01-05 09:58,否認\nE2,A1,2024-01-05 09:59,承認\n`, 'a.csv');
    const second = await add(
      work,
      'auth',
      `${head}E2,A1,2024-01-05 09:59,処理中\nE2,A1,2024-01-05 09:59,否認\nE3,A2,2024-01-06 09:59,承認\n`,
      'b.csv',
    );
    // Of two rows with one id the last stands.
    expect(second).toMatchObject({ read: 3, accepted: 2, rejected: 1, replaced: 1, events: 2 });
    expect(second.warnings).toEqual([{ code: 'events-changed', params: { rows: 1 } }]);
    expect(second.rejects).toEqual([{ reason: 'event-repeated', column: 'オーソリID', rows: 1, firstLine: 2 }]);
    expect(await found(work)).toEqual([
      { event_id: 'E1', order_id: 'A1', passed: false },
      { event_id: 'E2', order_id: 'A1', passed: false },
      { event_id: 'E3', order_id: 'A2', passed: true },
    ]);
    // The same id of another kind is another event.
    await add(work, '3ds', '認証ID,注文番号,認証日時,認証結果\nE2,A1,2024-01-05 09:57,Y\n', 'c.csv');
    const overview = await work.handlers['import.eventFiles']({}, context());
    expect(overview.kinds.map(({ kind, events, passed, failed }) => [kind, events, passed, failed])).toEqual([
      ['auth', 3, 1, 2],
      ['3ds', 1, 1, 0],
    ]);
    expect(overview.files.map(({ fileName, events }) => [fileName.replace(/^.*-/, ''), events])).toEqual([
      ['c.csv', 1],
      ['b.csv', 2],
      ['a.csv', 1],
    ]);
    await work.handlers['import.remove']({ importId: second.importId }, context());
    expect(await found(work)).toEqual([
      { event_id: 'E2', order_id: 'A1', passed: true },
      { event_id: 'E1', order_id: 'A1', passed: false },
    ]);
    expect(await work.rows(sql`SELECT count(*) AS n FROM rejects WHERE import_id = ${second.importId}`)).toEqual([
      { n: 0 },
    ]);
    expect((await work.project.info()).orders).toBe(2);
  });

  it('told otherwise than before are warned of, and counted by kind for the features that read them', async () => {
    const work = await shop();
    const head = 'オーソリID,注文番号,オーソリ日時,オーソリ結果\n';
    await add(work, 'auth', `${head}E1,A1,2024-01-05 09:58,否認\nE2,A1,2024-01-05 09:59,承認\n`, 'a.csv');
    expect((await add(work, 'auth', `${head}E1,A1,2024-01-05 09:58,否認\n`, 'same.csv')).warnings).toEqual([]);
    const timed = await add(work, 'auth', `オーソリID,注文番号,オーソリ日時\nE1,A1,2024-01-05 09:58\n`, 'less.csv');
    expect(timed.warnings).toEqual([{ code: 'events-changed', params: { rows: 1 } }]);
    await add(work, 'auth', `${head}E1,A1,2024-01-05 09:58,否認\n`, 'again.csv');
    expect(await work.project.read({}, changedEvents)).toEqual(new Map([['auth', 2]]));
  });

  it('without an id are told by time and key: equal ones of a file all count, and are the same ones read again', async () => {
    const work = await shop();
    const bots = [
      'カード番号,日時,結果',
      ...Array.from({ length: 3 }, () => '5555555555554444,2024-01-05 03:00:00,declined'),
      '5555555555554444,2024-01-05 03:00:01,approved',
    ].join('\n');
    expect(await add(work, 'auth', bots)).toMatchObject({ accepted: 4, rejected: 0, noOrder: 4, otherOrders: 0 });
    expect(await add(work, 'auth', bots)).toMatchObject({ accepted: 4, replaced: 4, events: 4 });
    expect(await work.rows(sql`SELECT count(*) AS n, count(DISTINCT card_token) AS cards FROM events`)).toEqual([
      { n: 4, cards: 1 },
    ]);
  });

  it('refuse what cannot be theirs, and write nothing', async () => {
    const work = await shop();
    expect(await codeOf(add(work, 'auth', '注文番号,結果\nA1,OK\n'))).toBe('mapping-time-missing');
    expect(await codeOf(add(work, 'auth', '日時,結果\n2024-01-05,OK\n'))).toBe('events-no-key');
    expect(await codeOf(add(work, 'auth', '注文番号,日時\nA1,いつか\n'))).toBe('import-nothing-accepted');
    expect(await codeOf(add(work, 'auth', ''))).toBe('file-empty');
    const bad = { timezone: 'Mars/Olympus', columns: {} };
    expect(await codeOf(add(work, 'auth', '注文番号,日時\nA1,2024-01-05\n', 'x.csv', bad))).toBe('mapping-timezone');
    expect(await work.handlers['import.eventFiles']({}, context())).toEqual({ kinds: [], files: [] });
  });

  it('survive quotes, formulas, huge amounts and unreadable ones', async () => {
    const work = await shop();
    const rows = [
      '注文番号,日時,金額,結果,理由コード',
      `"A1'; DROP TABLE events; --",2024-01-05,99999999999999999999,OK,=1+1`,
      'A2,2024-01-06,abc,,00',
      'A2,2024-01-06,"1,5",NG,"51, ""insufficient"""',
    ].join('\n');
    const report = await add(work, 'auth', rows);
    expect(report).toMatchObject({ accepted: 3, rejected: 0 });
    expect(report.warnings).toEqual([{ code: 'value-unreadable', params: { column: '金額', rows: 3 } }]);
    expect(await found(work, sql`order_id, amount, passed, reason`)).toEqual([
      { order_id: `A1'; DROP TABLE events; --`, amount: null, passed: true, reason: '=1+1' },
      { order_id: 'A2', amount: null, passed: true, reason: '00' },
      { order_id: 'A2', amount: null, passed: false, reason: '51, "insufficient"' },
    ]);
  });
});

describe('the other kinds', () => {
  it('3-D Secure: status, ECI and flow, in the words of a payment provider', async () => {
    const work = await shop();
    const rows = [
      'dsTransId,orderId,authenticatedAt,transStatus,ECI,threeDsFlow',
      'D1,A1,2024-01-05T00:59:00Z,Y,05,frictionless',
      'D2,A1,2024-01-05T00:59:30Z,C,,challenge',
      'D3,A2,2024-01-05T00:59:40Z,N,07,challenge',
      'D4,A2,2024-01-05T00:59:50Z,A,06,frictionless',
    ];
    await add(work, '3ds', rows.join('\n'));
    expect(await found(work, sql`event_id, order_id, trans_status, eci, flow, passed`)).toEqual([
      { event_id: 'D1', order_id: 'A1', trans_status: 'Y', eci: '05', flow: 'frictionless', passed: true },
      { event_id: 'D2', order_id: 'A1', trans_status: 'C', eci: null, flow: 'challenge', passed: null },
      { event_id: 'D3', order_id: 'A2', trans_status: 'N', eci: '07', flow: 'challenge', passed: false },
      { event_id: 'D4', order_id: 'A2', trans_status: 'A', eci: '06', flow: 'frictionless', passed: true },
    ]);
  });

  it('of which a day alone is told stand at its last second; midnight that is written is midnight', async () => {
    const work = await shop();
    await add(work, 'payment', '注文番号,入金日,入金額\nA1,2024/1/6,1000\nA2,2024/1/7 00:00,2000\n');
    const found = await work.rows(sql`SELECT order_id, happened_at FROM events ORDER BY order_id`);
    expect(found).toEqual([
      { order_id: 'A1', happened_at: Date.parse('2024-01-06T23:59:59+09:00') },
      { order_id: 'A2', happened_at: Date.parse('2024-01-07T00:00:00+09:00') },
    ]);
  });

  it('logins have no order, shipments a carrier, payments an amount', async () => {
    const work = await shop();
    const login =
      '会員ID,ログイン日時,IPアドレス,端末ID,ログイン結果\nm1,2024-01-05 09:00,203.0.113.1,d9,失敗\nm1,2024-01-05 09:01,203.0.113.1,d9,成功\n';
    expect(await add(work, 'login', login)).toMatchObject({ accepted: 2, noOrder: 2, otherOrders: 0 });
    const shipped =
      '注文番号,出荷日,配送会社,送り状番号,配送状況\nA1,2024-01-07,ヤマト運輸,1234-5678-9012,配達完了\nA2,2024-01-08,佐川急便,,返送\n';
    expect(await add(work, 'shipment', shipped)).toMatchObject({ accepted: 2, otherOrders: 0 });
    const paid =
      '注文番号,入金日,入金額,入金方法,入金区分\nA1,2024-01-20,1000,コンビニ,速報\nX1,2024-01-21,500,ゆうちょ,確報\n';
    expect(await add(work, 'payment', paid)).toMatchObject({ accepted: 2, otherOrders: 1 });
    expect(
      await found(work, sql`kind, member_id, order_id, carrier, tracking_number, method, amount, currency, passed`),
    ).toEqual(
      [
        ['login', 'm1', null, null, null, null, null, 'JPY', false],
        ['login', 'm1', null, null, null, null, null, 'JPY', true],
        ['shipment', null, 'A1', 'ヤマト運輸', '1234-5678-9012', null, null, 'JPY', true],
        ['shipment', null, 'A2', '佐川急便', null, null, null, 'JPY', false],
        ['payment', null, 'A1', null, null, 'コンビニ', 1000, 'JPY', true],
        ['payment', null, 'X1', null, null, 'ゆうちょ', 500, 'JPY', true],
      ].map(([kind, member_id, order_id, carrier, tracking_number, method, amount, currency, passed]) => ({
        ...{ kind, member_id, order_id, carrier, tracking_number, method, amount, currency, passed },
      })),
    );
  });

  it.each([
    ['auth', { result: 'APPROVED' }, true],
    ['auth', { result: 'not approved' }, false],
    ['auth', { result: '承認' }, true],
    ['auth', { result: '承認エラー' }, false],
    ['auth', { result: '未承認' }, false],
    ['auth', { result: '1' }, true],
    ['auth', { result: null, reason: '00' }, true],
    ['auth', { result: null, reason: 'G12' }, false],
    ['auth', { result: null, reason: null }, null],
    ['3ds', { result: 'Y' }, true],
    ['3ds', { result: '成功', transStatus: 'R' }, false],
    ['3ds', { result: 'challenge' }, null],
    ['login', { result: 'success' }, true],
    ['login', { result: 'account locked' }, false],
    ['shipment', { result: '出荷済' }, true],
    ['payment', { result: '受付' }, null],
    ['auth', { result: 'Processing' }, null],
    ['auth', { result: 'NG' }, false],
    ['auth', { result: 'NG:G12' }, false],
    ['shipment', { result: 'Shipping' }, null],
    ['login', { result: 'token' }, null],
  ] as const)('%s %j succeeded: %s', (kind, texts, expected) => {
    expect(eventPassed(kind, { transStatus: null, reason: null, ...texts })).toBe(expected);
  });
});

describe('several files, other sources and the order they are of', () => {
  it('files with the same columns are read as one, each with its counts', async () => {
    const work = await shop();
    const head = '注文番号,日時,結果\n';
    const [one, two] = ['1.csv', '2.csv'].map((name, i) =>
      work.grant(fileOf(`${head}A${i + 1},2024-01-0${i + 5},OK\n,,\n`, name)),
    );
    if (one === undefined || two === undefined) throw new Error('no files');
    const report = await work.handlers['import.events']({ file: one, more: [two], kind: 'auth' }, context());
    expect(report).toMatchObject({ read: 4, accepted: 2, rejected: 2 });
    expect(report.files.map(({ read, accepted, rejected }) => [read, accepted, rejected])).toEqual([
      [2, 1, 1],
      [2, 1, 1],
    ]);
  });

  it('a preview tells the kind by the headers and which header is what; a mapping says otherwise', async () => {
    const work = await shop();
    const see = (headers: string, kind?: EventKind) =>
      work.handlers['import.previewEvents'](
        { file: work.grant(fileOf(`${headers}\n1,2,3\n`, 'x.csv')), ...(kind === undefined ? {} : { kind }) },
        context(),
      );
    expect(await see('注文番号,認証日時,ECI')).toMatchObject({
      kind: '3ds',
      columnsFound: { order_id: '注文番号', happened_at: '認証日時', eci: 'ECI' },
    });
    expect((await see('会員ID,ログイン日時,x')).kind).toBe('login');
    expect((await see('注文番号,出荷日,追跡番号')).kind).toBe('shipment');
    expect((await see('注文番号,入金日,入金額')).kind).toBe('payment');
    expect((await see('注文番号,日時,結果')).kind).toBe('auth');
    expect((await see('注文番号,日時,結果', 'payment')).kind).toBe('payment');
    const mapping = { timezone: 'UTC', columns: { happened_at: 'when', member_id: 'who', result: { value: '' } } };
    await add(work, 'login', 'when,who,結果\n2024-01-05 09:00,m1,成功\n', 'x.csv', mapping);
    expect(await found(work, sql`happened_at, member_id, passed`)).toEqual([
      { happened_at: Date.parse('2024-01-05T09:00:00Z'), member_id: 'm1', passed: null },
    ]);
  });

  it('an order shows its events in time order, those told by transaction id too', async () => {
    const work = await bench();
    const columns = { ...basic.columns, transaction_id: '取引ID' };
    await work.import('注文番号,注文日時,金額,取引ID\nA1,2024-01-05 10:00,1000,T1\n', { ...basic, columns });
    await add(
      work,
      'auth',
      '取引ID,オーソリ日時,オーソリ結果,カード番号\nT1,2024-01-05 09:59,承認,411111******1111\nT2,2024-01-05 09:59,承認,\n',
    );
    await add(work, 'shipment', '注文番号,出荷日,配送会社\nA1,2024-01-07,ヤマト運輸\n');
    const detail = await work.project.read({}, (db) => orderDetail(work.project, db, 0));
    expect(detail.events).toMatchObject([
      {
        ...{ kind: 'auth', at: Date.parse('2024-01-05T00:59:00Z'), passed: true },
        texts: [
          { column: 'transaction_id', text: 'T1' },
          { column: 'result', text: '承認' },
          { column: 'card_bin', text: '411111******1111' },
        ],
      },
      { kind: 'shipment', texts: [{ column: 'carrier', text: 'ヤマト運輸' }] },
    ]);
    // They stay when their orders go, and find them again.
    const [orders] = await work.handlers['import.list']({}, context());
    await work.handlers['import.remove']({ importId: orders?.importId ?? '' }, context());
    const { kinds } = await work.handlers['import.eventFiles']({}, context());
    expect(kinds.map(({ events, otherOrders }) => [events, otherOrders])).toEqual([
      [2, 2],
      [1, 1],
    ]);
  });
});
