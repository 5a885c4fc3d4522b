import { describe, expect, it } from 'vitest';
import { outcomeColumns, type Mapping } from '../../analysis/model/mapping.ts';
import { linkOrders } from '../../analysis/identity/link.ts';
import { qualityHandlers } from '../../analysis/quality/index.ts';
import { storedReport } from '../../analysis/personal/stored.ts';
import { sql } from '../../analysis/store/sql.ts';
import { jsonLines } from './published-layouts.ts';
import { basic, bench, codeOf, context, csv, fileOf, type Bench } from './workbench.ts';

const shop = async (): Promise<Bench> => {
  const work = await bench();
  await work.import(
    csv('A1,2024-01-01 10:00,100', '002,2024-01-02 10:00,200', 'A3,2024-01-03 10:00,300', 'A4,2024-01-04 10:00,400'),
    { ...basic, columns: { ...basic.columns } },
  );
  return work;
};
const take = (work: Bench, content: string | Uint8Array, name = '審査結果.csv') =>
  work.handlers['import.recorded']({ file: work.grant(fileOf(content, name)) }, context());
const recorded = sql`SELECT event_id AS id, amount, recorded_result AS result, recorded_manual_result AS manual,
  recorded_rules AS rules FROM orders ORDER BY seq`;

const results = [
  '注文番号,審査結果,該当ルール,スコア',
  'A1,NG,BLK_COK,10000',
  'A1,ng,NEG_ITEM,10000',
  'A1,NG,BLK_COK,10000',
  '2,OK,,0',
  'A3,OK,,0',
  'A3,NG,SEI,10',
  'B9,REVIEW,,0',
  ',OK,,0',
].join('\n');

describe('recorded screening results', () => {
  it('are written to their orders, never taken as chargebacks; rows of no order and contradicting ones are told', async () => {
    const work = await shop();
    const report = await take(work, results);
    expect(report).toMatchObject({ of: 'recorded', read: 8, accepted: 4, rejected: 4, outcomes: null });
    expect(report.rejects.map(({ reason, rows, firstLine }) => [reason, rows, firstLine]).toSorted()).toEqual([
      ['id-missing', 1, 9],
      ['recorded-differs', 2, 6],
      ['recorded-no-order', 1, 8],
    ]);
    expect(report.upsert).toMatchObject({
      ...{ inserted: 0, updated: 2, unchanged: 0, conflicting: 2 },
      columns: [
        { column: 'recorded_result', filled: 2, changed: 0 },
        { column: 'recorded_rules', filled: 1, changed: 0 },
      ],
    });
    expect(await work.rows(recorded)).toEqual([
      { id: 'A1', amount: 100, result: expect.stringMatching(/^ng$/iu), manual: null, rules: 'BLK_COK, NEG_ITEM' },
      { id: '002', amount: 200, result: 'OK', manual: null, rules: null },
      { id: 'A3', amount: 300, result: null, manual: null, rules: null },
      { id: 'A4', amount: 400, result: null, manual: null, rules: null },
    ]);
    expect(await work.rows(sql`SELECT * FROM outcomes`)).toEqual([]);
    expect((await work.handlers['import.list']({}, context()))[0]).toMatchObject({ of: 'recorded', read: 8 });
    const changed = await take(work, '注文番号,審査結果\nA1,OK\n002,OK');
    expect(changed.upsert).toMatchObject({ updated: 1, unchanged: 1 });
    expect(changed.upsert?.columns).toEqual([{ column: 'recorded_result', filled: 0, changed: 1 }]);
    expect((await work.rows(recorded))[0]).toMatchObject({ result: 'OK', rules: 'BLK_COK, NEG_ITEM' });
  });

  it('are those of the latest screening by its time; only what differs at one time is refused', async () => {
    const work = await shop();
    const report = await take(
      work,
      [
        '注文番号,審査日時,審査結果,目視審査結果,該当ルール',
        'A1,2024/01/01 10:05,NG,,BLK_COK',
        'A1,2024-01-01 10:05:00,NG,,NEG_ITEM',
        'A1,2024/01/01 10:00,REVIEW,,SEI',
        'A1,2024/01/02 09:00,,OK,',
        '002,2024/01/02 10:00,OK,,',
        '002,,NG,,SEI',
        'A3,2024/01/03 10:00,OK,,',
        'A3,2024/01/03 10:00,NG,,SEI',
        'A3,2024/01/02 10:00,NG,,SEI',
        'A4,2024/01/04 10:00,HOLD,,',
        'A4,いつか,NG,,SEI',
      ].join('\n'),
    );
    expect(report).toMatchObject({ read: 11, accepted: 8, rejected: 3, upsert: { updated: 3 } });
    expect(report.rejects).toMatchObject([{ reason: 'recorded-differs', rows: 3, firstLine: 8 }]);
    expect(report.warnings).toEqual([
      { code: 'recorded-earlier', params: { rows: 3 } },
      { code: 'value-unreadable', params: { column: '審査日時', rows: 1 } },
    ]);
    expect(await work.rows(recorded)).toEqual([
      { id: 'A1', amount: 100, result: 'NG', manual: 'OK', rules: 'BLK_COK, NEG_ITEM' },
      { id: '002', amount: 200, result: 'OK', manual: null, rules: null },
      { id: 'A3', amount: 300, result: null, manual: null, rules: null },
      { id: 'A4', amount: 400, result: 'HOLD', manual: null, rules: null },
    ]);
  });

  it('are read of O-PLUX results as they are exported, with what a person decided', async () => {
    const work = await shop();
    const report = await take(
      work,
      jsonLines(
        {
          event_id: 'e-1',
          event_id_for_shop: 'A1',
          aaresult: { result: 'REVIEW' },
          maresult: { result: 'OK' },
          rules: [{ code: 'BLK_COK', ng: 1 }, { code: 'NEG_ITEM' }],
          score: { ok: 0, ng: 10 },
          rule_group: '優先度3_OK_ルール単発',
        },
        {
          event_id: 'e-2',
          event_id_for_shop: 'A4',
          aaresult: { result: 'NG' },
          rules: [],
        },
      ),
      'results.jsonl',
    );
    expect(report).toMatchObject({ read: 2, accepted: 2, rejected: 0 });
    const rows = await work.rows(recorded);
    expect([rows[0], rows[3]]).toEqual([
      { id: 'A1', amount: 100, result: 'REVIEW', manual: 'OK', rules: 'BLK_COK, NEG_ITEM' },
      { id: 'A4', amount: 400, result: 'NG', manual: null, rules: null },
    ]);
  });

  it('leave the links of orders as they are, and are taken back without them', async () => {
    const work = await bench();
    await work.import(
      [
        '注文番号,注文日時,合計金額,メール',
        'A1,2024-01-01 10:00,100,hanako@shop.ne.jp',
        'A2,2024-01-02 10:00,200,hanako@shop.ne.jp',
      ].join('\n'),
      { ...basic, columns: { event_id: '注文番号', ordered_at: '注文日時', amount: '合計金額', email: 'メール' } },
    );
    const linked = await work.project.write({}, (db) => linkOrders(db, 30));
    expect(linked).toMatchObject({ linked: 2, entities: 1 });
    const links = () =>
      work.rows(
        sql`SELECT event_id AS id, entity_id AS entity, entity_orders AS orders, email_key AS mail FROM orders ORDER BY seq`,
      );
    const before = await links();
    const first = await take(work, '注文番号,審査結果,該当ルール\nA1,NG,BLK_COK\nA2,OK,');
    const second = await take(work, '注文番号,審査結果\nA2,HOLD');
    expect(await links()).toEqual(before);
    expect((await work.rows(sql`SELECT count(*) AS n FROM entity_links`))[0]).not.toEqual({ n: 0 });
    expect(await work.rows(sql`SELECT 1 AS there FROM settings WHERE key = 'links'`)).toHaveLength(1);

    await work.handlers['import.remove']({ importId: first.importId }, context());
    expect(await links()).toEqual(before);
    const told = () =>
      work.rows(sql`SELECT recorded_result AS result, recorded_rules AS rules FROM orders ORDER BY seq`);
    expect(await told()).toEqual([
      { result: null, rules: null },
      { result: 'HOLD', rules: null },
    ]);
    await work.handlers['import.remove']({ importId: second.importId }, context());
    expect(await told()).toEqual([
      { result: null, rules: null },
      { result: null, rules: null },
    ]);
    expect(await work.handlers['import.list']({}, context())).toMatchObject([{ accepted: 2 }]);
    expect(await links()).toEqual(before);
  });

  it('stay where another file says the same, and are not taken from an order that came later under the same id', async () => {
    const work = await shop();
    const told = () =>
      work.rows(sql`SELECT event_id AS id, recorded_result AS result FROM orders ORDER BY seq LIMIT 2`);
    const remove = (importId: string) => work.handlers['import.remove']({ importId }, context());
    const first = await take(work, '注文番号,審査結果\nA1,NG\n002,OK');
    const again = await take(work, '注文番号,審査結果\nA1,NG\n002,HOLD');
    await remove(first.importId);
    expect(await told()).toEqual([
      { id: 'A1', result: 'NG' },
      { id: '002', result: 'HOLD' },
    ]);
    await remove(again.importId);
    expect(await told()).toEqual([
      { id: 'A1', result: null },
      { id: '002', result: null },
    ]);
    const one = await take(work, '注文番号,審査結果\nA1,NG');
    const other = await take(work, '注文番号,審査結果\nA1,NG');
    await remove(other.importId);
    expect((await told())[0]).toEqual({ id: 'A1', result: 'NG' });
    const [orders] = await work.handlers['import.list']({}, context()).then((all) =>
      all.filter(({ of }) => of !== 'recorded'),
    );
    await remove(orders?.importId ?? '');
    await work.import('注文番号,注文日時,金額,審査結果\nA1,2024-01-01 10:00,100,OK', {
      ...basic,
      columns: { ...basic.columns, recorded_result: '審査結果' },
    });
    await remove(one.importId);
    expect(await told()).toEqual([{ id: 'A1', result: 'OK' }]);
  });

  it('are no file of orders to quality and to what is stored', async () => {
    const work = await shop();
    await take(work, results);
    const { findings } = await qualityHandlers(work.project)['quality.report']({}, context());
    expect(findings.map(({ code }) => code)).not.toContain('rows-rejected');
    expect(findings.find(({ code }) => code === 'recorded-rejected')).toMatchObject({
      ...{ unit: 'rows', count: 4, of: 8, severity: 'warning', params: { differing: 2 } },
    });
    const { files } = await work.project.read({}, (db) => storedReport(work.project, db));
    expect(files.map(({ kind, rows }) => [kind, rows])).toEqual([
      ['orders', 4],
      ['recorded', 2],
    ]);
  });

  it('are refused where nothing tells an order or a result, or no row is of an order', async () => {
    const work = await shop();
    expect(await codeOf(take(work, '顧客,審査結果\nx,OK'))).toBe('recorded-columns');
    expect(await codeOf(take(work, '注文番号,備考\nA1,OK'))).toBe('recorded-columns');
    expect(await codeOf(take(work, '注文番号,審査結果\nB1,OK'))).toBe('import-nothing-accepted');
    expect(await codeOf(take(await bench(), results))).toBe('project-empty');
  });
});

describe('a list of results given as outcomes', () => {
  const outcomes = (work: Bench, content: string, mapping?: NonNullable<Mapping['outcomes']>) =>
    work.handlers['import.outcomes']({ file: work.grant(fileOf(content, '結果.csv')), mapping }, context());

  it('is asked about, and taken as chargebacks only where its kind is said', async () => {
    const work = await shop();
    const preview = await work.handlers['import.previewOutcomes'](
      { file: work.grant(fileOf(results, '結果.csv')) },
      context(),
    );
    expect(preview.looksRecorded).toBe(true);
    expect(await codeOf(outcomes(work, results))).toBe('outcomes-are-results');
    expect(await codeOf(work.import(csv('A5,2024-01-05,5'), basic, { outcomes: results }))).toBe(
      'outcomes-are-results',
    );
    const none = Object.fromEntries(outcomeColumns.map((name) => [name, { value: '' }]));
    const said = { columns: { ...none, event_id: '注文番号', kind: { value: 'chargeback' } } };
    expect(await outcomes(work, '注文番号,審査結果\nA1,NG', said)).toMatchObject({ matched: 1 });
    expect(await work.rows(sql`SELECT order_id, kind FROM outcomes`)).toEqual([{ order_id: 'A1', kind: 'chargeback' }]);
  });

  it('is none where a kind, a reason, a day, an amount or a state tells what its rows are', async () => {
    for (const header of ['理由コード', '種別', 'チャージバック日', '金額', 'event.ec.settle.status', '目視審査結果']) {
      const work = await bench();
      const content = `注文番号,審査結果,${header}\nA1,NG,1`;
      const preview = await work.handlers['import.previewOutcomes'](
        { file: work.grant(fileOf(content, '結果.csv')) },
        context(),
      );
      expect([header, preview.looksRecorded]).toEqual([header, undefined]);
    }
    const plain = await shop();
    expect(await outcomes(plain, '注文番号,備考\nA1,あ')).toMatchObject({ matched: 1 });
  });

  it('finds the order id of status exports of O-PLUX under its own name', async () => {
    const work = await shop();
    for (const header of ['event.event_id_for_shop', 'event_id_for_shop']) {
      const content = `${header},event_id,event.ec.settle.status,event.ec.settle.datetime,event.ec.settle.amount\nA1,e-1,60,2024/03/01 00:00:00,100`;
      const preview = await work.handlers['import.previewOutcomes'](
        { file: work.grant(fileOf(content, 'status.csv')) },
        context(),
      );
      expect(preview.columnsFound).toMatchObject({
        event_id: header,
        settle_status: 'event.ec.settle.status',
        reported_at: 'event.ec.settle.datetime',
        amount: 'event.ec.settle.amount',
      });
    }
  });
});
