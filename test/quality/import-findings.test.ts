import { expect, test } from 'vitest';
import { qualityHandlers } from '../../analysis/quality/index.ts';
import { everything } from '../../analysis/model/filter.ts';
import { rejectedFindings, type Finding, type RejectedFinding } from '../../analysis/model/quality.ts';
import { filteredRows } from '../../analysis/store/filtered-rows.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { sql } from '../../analysis/store/sql.ts';
import { basic, bench, context } from '../ingest/workbench.ts';
import { told } from './shop.ts';

test('what the reports of imports say is told with its rows, and not counted again', async () => {
  const { project, import: take } = await bench();
  await take(
    [
      '注文番号,注文日時,金額,点数',
      'A-1,2024-01-05 10:00:01,1980,1',
      'A-2,2024-01-05 11:00:02,2980,二個',
      'A-2,2024-01-05 12:00:03,3980,1',
      'A-3,2024-01-05 13:00:04,いくら,1',
      ',2024-01-05 14:00:05,4980,1',
      '',
    ].join('\n'),
    {
      ...basic,
      columns: { ...basic.columns, item_quantity: '点数' },
      outcomes: { timezone: 'Asia/Tokyo', columns: { event_id: '注文番号', reported_at: '報告日' } },
    },
    { outcomes: '注文番号,報告日\nA-1,2024-02-10\nX-1,2024-02-10\nX-2,2024-02-11\n' },
  );
  const { findings } = await qualityHandlers(project)['quality.report']({}, context());
  expect(findings.map(told)).toEqual([
    ['outcomes-unmatched', null, 2, 3],
    ['ids-shared', null, 1, 2],
    ['values-unreadable', null, 1, 2],
    ['ids-reused', null, 1, 2],
    ['rows-rejected', null, 2, 5],
  ]);
  expect(findings.map(({ unit, filter }) => [unit, filter === null])).toEqual([
    ['outcomes', true],
    ['orders', false],
    ['orders', false],
    ['orders', false],
    ['rows', true],
  ]);
  expect(findings[2]?.params['header']).toBe('点数');
  expect(await idsBehind(project, findings[1])).toEqual(['A-2']);
  expect(await idsBehind(project, findings[2])).toEqual(['A-2']);
  expect(findings[3]?.params).toEqual({ rows: 1 });
  expect(await idsBehind(project, findings[3])).toEqual(['A-2']);
});

test('rejected rows behind a finding are listed with file, line, reason and value, page by page', async () => {
  const { project, import: take, handlers } = await bench();
  const head = '注文番号,注文日時,金額,カード';
  await take([head, 'A-1,2024-01-05 10:00:01,1980,', 'A-2,いつか,1980,4111111111111111', ''].join('\n'), basic);
  await take(
    [head, 'B-1,2024-01-06 10:00:01,1980,', 'B-1,2024-01-06 10:00:02,2980,', 'B-1,2024-01-06 10:00:01,1980,', ''].join(
      '\n',
    ),
    basic,
    { outcomes: '注文番号,報告日\nB-1,2024-02-10\nB-1,2024-02-10\nB-1,2024-02-10,too many\n' },
  );
  const page = (finding: RejectedFinding, offset = 0, limit = 200) =>
    handlers['import.rejectedRows']({ finding, offset, limit }, context());
  const { total, rows } = await page('ids-reused');
  expect(total).toBe(2);
  expect(rows).toMatchObject([
    {
      line: 3,
      reason: 'id-duplicate',
      column: '注文番号',
      value: 'B-1',
      cells: ['B-1', '2024-01-06 10:00:02', '2980', ''],
    },
    { line: 4, reason: 'id-duplicate' },
  ]);
  expect((await page('ids-reused', 1, 1)).rows).toEqual(rows.slice(1));
  const unread = await page('rows-rejected');
  expect(unread).toMatchObject({ total: 1, rows: [{ line: 3, reason: 'time-unreadable', value: 'いつか' }] });
  expect(JSON.stringify(unread)).not.toContain('4111111111111111');
  // What another row tells again is no loss, so that it is in neither count nor list.
  expect(await page('outcome-rows-rejected')).toMatchObject({
    total: 1,
    rows: [{ line: 4, reason: 'too-many-cells' }],
  });
  expect(await page('recorded-rejected')).toEqual({ total: 0, rows: [] });
  const { findings } = await qualityHandlers(project)['quality.report']({}, context());
  const counted = new Map(findings.map(({ code, count, params }) => [code, params['rows'] ?? count]));
  for (const code of rejectedFindings) expect(counted.get(code) ?? 0).toBe((await page(code)).total);
  expect(
    (
      await idsBehind(
        project,
        findings.find(({ code }) => code === 'ids-reused'),
      )
    ).length,
  ).toBe(1);
});

test('outcomes that several orders fit, and rows of outcome lists that were rejected, are told', async () => {
  const { project, import: take } = await bench();
  const orders = Array.from({ length: 60 }, (_, i) => `A-${i},2024-01-05 10:00:0${i % 10},1980,411111,T-${i}`);
  const several = Array.from({ length: 40 }, (_, i) => `B-${i},2024-01-06 10:00:0${i % 10},2980,422222,T-${100 + i}`);
  const told = orders.map((_, i) => `A-${i},2024-02-10,,,`);
  const unclear = several.map((_, i) => `,2024-02-10,2024-01-06,2980,422222`.replace('02-10', `02-${10 + (i % 19)}`));
  await take(
    ['注文番号,注文日時,金額,カードBIN,取引ID', ...orders, ...several, ''].join('\n'),
    {
      ...basic,
      columns: { ...basic.columns, card_bin: 'カードBIN', transaction_id: '取引ID' },
      outcomes: {
        timezone: 'Asia/Tokyo',
        columns: {
          event_id: '注文番号',
          reported_at: '報告日',
          purchased_at: '利用日',
          amount: '利用金額',
          card_bin: 'BIN',
        },
      },
    },
    {
      outcomes: [
        '注文番号,報告日,利用日,利用金額,BIN',
        ...told,
        ...unclear,
        'A-1,2024-03-01,,,,,too many',
        'A-2,2024-02-10,,,',
        '',
      ].join('\n'),
    },
  );
  const { findings, clean } = await qualityHandlers(project)['quality.report']({}, context());
  const ofOutcomes = findings.filter(({ code }) => code.startsWith('outcome'));
  expect(ofOutcomes.map(({ code, severity, unit, count, of }) => [code, severity, unit, count, of])).toEqual([
    ['outcomes-several', 'blocking', 'outcomes', 40, 100],
    ['outcome-rows-rejected', 'warning', 'rows', 1, 102],
  ]);
  expect(clean).toContain('outcomes-unmatched');
  expect(clean).not.toContain('outcomes-several');
});

/** Ids of the orders that a finding opens. */
async function idsBehind(project: OpenProject, found: Finding | undefined): Promise<readonly unknown[]> {
  return project.read({}, async (db) => {
    const { from, where: chosen } = await filteredRows(project, db, found?.filter ?? everything, ['event_id']);
    return (await db.rows(sql`SELECT event_id FROM ${from} WHERE ${chosen} ORDER BY 1`)).map((row) => row['event_id']);
  });
}

test('the same id for another order in another file is told with its orders', async () => {
  const { project, import: take } = await bench();
  const mapping = {
    ...basic,
    columns: { ...basic.columns, member_id: '会員', buyer_name: '氏名', email: 'メール', phone: '電話' },
  };
  const head = '注文番号,注文日時,金額,会員,氏名,メール,電話';
  await take(
    [
      head,
      'A-1,2024-01-05 10:00:01,1980,m1,山田太郎,a@gmail.com,090-1234-5671',
      'A-2,2024-01-05 11:00:02,2980,m2,佐藤花子,b@gmail.com,090-1234-5672',
      'A-3,2024-01-05 12:00:03,3980,,鈴木一郎,c@gmail.com,090-1234-5673',
      'A-4,2024-01-05 13:00:04,4980,,田中健一,d@gmail.com,090-1234-5674',
      'A-5,2024-01-05 14:00:05,5980,m5,高橋美紀,e@gmail.com,090-1234-5675',
      '',
    ].join('\n'),
    mapping,
  );
  await take(
    [
      head,
      // Another amount; another member; another name and mail address; a new phone, which is no other buyer; the same.
      'A-1,2024-01-05 10:00:01,1000,m1,山田太郎,a@gmail.com,090-1234-5671',
      'A-2,2024-01-05 11:00:02,2980,m9,佐藤花子,b@gmail.com,090-1234-5672',
      'A-3,2024-01-05 12:00:03,3980,,渡辺次郎,z@gmail.com,090-1234-5673',
      'A-4,2024-01-05 13:00:04,4980,,田中健一,d@gmail.com,090-1234-9999',
      'A-5,2024-01-05 14:00:05,5980,m5,高橋美紀,e@gmail.com,090-1234-5675',
      '',
    ].join('\n'),
    mapping,
  );
  const { findings } = await qualityHandlers(project)['quality.report']({}, context());
  const shared = findings.find(({ code }) => code === 'ids-shared');
  expect([shared?.unit, shared?.count, shared?.of]).toEqual(['orders', 3, 5]);
  expect(await idsBehind(project, shared)).toEqual(['A-1', 'A-2', 'A-3']);
});

test('values are counted by the form of their column, and those of another open', async () => {
  const { project, import: take } = await bench();
  await take(
    [
      '注文番号,注文日時,金額,メール,電話,郵便番号,IP,BIN',
      'A-1,2024-01-05 10:00:01,1980,a@gmail.com,090-1234-5678,107-0052,126.0.0.1,411111',
      'A-2,2024-01-05 11:00:02,2980,a.gmail.com,０３-３５８３-２８０１,1070052,10.0.0.1,41111111',
      'A-3,2024-01-05 12:00:03,3980,,12345,000-0000,300.1.1.1,4111',
      '',
    ].join('\n'),
    {
      ...basic,
      columns: {
        ...basic.columns,
        ...{ email: 'メール', phone: '電話', buyer_zip: '郵便番号', ip_address: 'IP', card_bin: 'BIN' },
      },
    },
  );
  const { columns, findings } = await qualityHandlers(project)['quality.report']({}, context());
  const valid = new Map(columns.map((column) => [column.column, [column.filled, column.valid]]));
  expect(
    ['ordered_at', 'email', 'phone', 'buyer_zip', 'ip_address', 'card_bin'].map((name) => valid.get(name)),
  ).toEqual([
    [3, 3],
    [2, 1],
    [3, 2],
    [3, 2],
    // An address of a private network can be read, too.
    [3, 2],
    [3, 2],
  ]);
  expect(['amount', 'event_id'].map((name) => valid.get(name))).toEqual([
    [3, null],
    [3, null],
  ]);
  const malformed = findings.filter(({ code }) => code === 'values-malformed');
  expect(malformed.map(told).sort()).toEqual([
    ['values-malformed', 'buyer_zip', 1, 3],
    ['values-malformed', 'card_bin', 1, 3],
    ['values-malformed', 'email', 1, 2],
    ['values-malformed', 'ip_address', 1, 3],
    ['values-malformed', 'phone', 1, 3],
  ]);
  for (const one of malformed)
    expect(await idsBehind(project, one), String(one.column)).toEqual([one.column === 'email' ? 'A-2' : 'A-3']);
});

test('a canonical column is judged by the header it was read from', async () => {
  const { project, import: take } = await bench();
  const columns = { ...basic.columns, auth_result: '審査結果', order_kind: '注文種別' };
  await take(
    '注文番号,注文日時,金額,審査結果,注文種別\nA-1,2024-01-05 10:00:01,1980,1,a\nA-2,2024-01-05 11:00:02,2980,2,b\n',
    {
      ...basic,
      columns,
    },
  );
  const { findings } = await qualityHandlers(project)['quality.report']({}, context());
  expect(findings.map(told)).toEqual([['leak-header', 'auth_result', 2, 2]]);
  expect(findings[0]?.params).toEqual({ header: '審査結果' });
});
