import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { mappingSchema } from '../../analysis/model/mapping.ts';
import { sql } from '../../analysis/store/sql.ts';
import { basic, bench, codeOf, context, csv, fileOf, freshPath, type Bench } from './workbench.ts';
import { rawWorkbook } from './xlsx-files.ts';

async function writeParquet(path: string, query: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (${query}) TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
}

/** A workbook in which digits are numbers, as people type them. */
const workbookOf = (rows: readonly (readonly string[])[]): Uint8Array => {
  const cell = (text: string): string =>
    /^[0-9.e]+$/.test(text) ? `<c><v>${text}</v></c>` : `<c t="inlineStr"><is><t>${text}</t></is></c>`;
  return rawWorkbook({ sheets: { 注文: rows.map((row) => `<row>${row.map(cell).join('')}</row>`).join('') } });
};

const minute = (iso: string): number => Date.parse(iso);

describe('a small order file', () => {
  it('is taken in sorted by time and id bytes and numbered from 0', async () => {
    const work = await bench();
    const report = await work.import(
      csv('B,2024/1/5 9:03,1200', 'a,2024-01-05 09:03,"12,345"', 'A,2024-01-05T09:02:00,¥300'),
      basic,
    );
    expect(report).toMatchObject({
      read: 3,
      accepted: 3,
      rejected: 0,
      currency: 'JPY',
      amount: 13845,
      encoding: 'utf-8',
      delimiter: ',',
    });
    expect(report.period).toEqual({ from: minute('2024-01-05T00:02:00Z'), to: minute('2024-01-05T00:03:00Z') });
    expect(
      await work.rows(sql`SELECT seq, event_id, ordered_at, amount, currency, source_line FROM orders ORDER BY seq`),
    ).toEqual([
      {
        seq: 0,
        event_id: 'A',
        ordered_at: minute('2024-01-05T00:02:00Z'),
        amount: 300,
        currency: 'JPY',
        source_line: 4,
      },
      {
        seq: 1,
        event_id: 'B',
        ordered_at: minute('2024-01-05T00:03:00Z'),
        amount: 1200,
        currency: 'JPY',
        source_line: 2,
      },
      {
        seq: 2,
        event_id: 'a',
        ordered_at: minute('2024-01-05T00:03:00Z'),
        amount: 12345,
        currency: 'JPY',
        source_line: 3,
      },
    ]);
    expect(work.staged()).toEqual([]);
  });

  it('rejects what cannot be read, with reason, line and column, and keeps the rest', async () => {
    const work = await bench();
    const report = await work.import(
      csv(
        '1,2024-01-01 00:00,100',
        ',2024-01-01 00:00,100',
        '3,,100',
        '4,2024-02-30,100',
        '5,1889-01-01,100',
        '6,2024-01-01,',
        '7,2024-01-01,abc',
        '8,2024-01-01,12.5',
        '9,2024-01-01,99999999999999',
        '1,2024-01-01,200',
        '11,2024-01-01',
        '12,2024-01-01,100,1',
        '13,来週,100',
      ),
      basic,
    );
    expect(report).toMatchObject({ read: 13, accepted: 1, rejected: 12 });
    const found = report.rejectSample.map(({ line, reason, column }) => [line, reason, column]);
    expect(found).toEqual([
      [3, 'id-missing', '注文番号'],
      [4, 'time-missing', '注文日時'],
      [5, 'time-unreadable', '注文日時'],
      [6, 'time-out-of-range', '注文日時'],
      [7, 'amount-missing', '金額'],
      [8, 'amount-unreadable', '金額'],
      [9, 'amount-decimals', '金額'],
      [10, 'amount-out-of-range', '金額'],
      [11, 'id-duplicate', '注文番号'],
      [12, 'too-few-cells', null],
      [13, 'too-many-cells', null],
      [14, 'time-unreadable', '注文日時'],
    ]);
    const groups = new Map(report.rejects.map((group) => [group.reason, group.rows]));
    expect([...groups.values()].reduce((sum, rows) => sum + rows, 0)).toBe(12);
    expect(report.rejects.find((group) => group.reason === 'time-unreadable')).toMatchObject({ rows: 2, firstLine: 5 });
  });

  it('fails clearly when nothing can be taken in, leaving the project as it was', async () => {
    const work = await bench();
    await expect(work.import(csv('1,x,1', ',2024-01-01,1', '3,y,1'), basic)).rejects.toMatchObject({
      failure: {
        code: 'import-nothing-accepted',
        params: { read: 3, rejected: 3, reason: 'time-unreadable', line: 2 },
      },
    });
    expect(await work.rows(sql`SELECT count(*) AS n FROM imports`)).toEqual([{ n: 0 }]);
    expect(work.staged()).toEqual([]);
  });

  it('adds a second file, refusing rows that contradict orders the project has', async () => {
    const work = await bench();
    await work.import(csv('b,2024-01-02,200', 'd,2024-01-04,400'), { ...basic, keep: [] });
    const report = await work.import(
      '注文番号,注文日時,金額,メモ\na,2024-01-01,100,x\nb,2024-01-09,9,y\nc,2024-01-03,300,z\n',
      {
        ...basic,
        keep: ['メモ'],
      },
    );
    expect(report).toMatchObject({ read: 3, accepted: 2, rejected: 1 });
    expect(report.rejects[0]).toMatchObject({ reason: 'order-time-differs', firstLine: 3 });
    expect(await work.rows(sql`SELECT seq, event_id, amount, "custom.c1" AS memo FROM orders ORDER BY seq`)).toEqual([
      { seq: 0, event_id: 'a', amount: 100, memo: 'x' },
      { seq: 1, event_id: 'b', amount: 200, memo: null },
      { seq: 2, event_id: 'c', amount: 300, memo: 'z' },
      { seq: 3, event_id: 'd', amount: 400, memo: null },
    ]);
    expect(
      (
        await work.handlers['import.list'](
          {},
          { signal: new AbortController().signal, progress: () => undefined, emit: () => undefined },
        )
      ).length,
    ).toBe(2);
  });

  it('names a missing column, a missing id and a missing time', async () => {
    const work = await bench();
    const file = csv('1,2024-01-01,1');
    expect(await codeOf(work.import(file, { ...basic, keep: ['無い列'] }))).toBe('mapping-column-missing');
    expect(await codeOf(work.import(file, { ...basic, columns: { ordered_at: '注文日時', amount: '金額' } }))).toBe(
      'mapping-id-missing',
    );
    expect(await codeOf(work.import(file, { ...basic, columns: { event_id: '注文番号', amount: '金額' } }))).toBe(
      'mapping-time-missing',
    );
    expect(await codeOf(work.import(file, { ...basic, timezone: 'Asia/Nowhere' }))).toBe('mapping-timezone');
    const odd = { ...basic, columns: { ...basic.columns, ordered_at: { from: '注文日時', format: 'yyyy-QQ' } } };
    expect(await codeOf(work.import(file, odd))).toBe('mapping-format');
  });
});

describe('alternatives of a mapping', () => {
  const first = (...names: string[]) => ({ first: names });

  it('are read as far as the file has them; a file with none is refused', async () => {
    const work = await bench();
    const file = '注文番号,注文日時,金額,固定\n1,2024-01-01,1,0312345678';
    const mapping = { ...basic, columns: { ...basic.columns, phone: first('携帯', '固定') } };
    await work.import(file, mapping);
    expect(await work.rows(sql`SELECT phone FROM orders`)).toEqual([{ phone: '0312345678' }]);
    const none = { ...basic, columns: { ...basic.columns, phone: first('携帯', '自宅') } };
    expect(await codeOf(work.import(file, none))).toBe('mapping-column-missing');
    const outcomes = { columns: { event_id: first('番号', '注文番号') } };
    const list = work.grant(fileOf('注文番号,種別\n1,chargeback', '結果.csv'));
    expect(await work.handlers['import.outcomes']({ file: list, mapping: outcomes }, context())).toMatchObject({
      matched: 1,
    });
  });
});

describe('kept columns and labels', () => {
  it('infers types over the whole file and keeps leading zeros', async () => {
    const work = await bench();
    const header = '注文番号,注文日時,金額,Age,ratio,flag,会員No,seenAt,Zip,Big';
    const lines = [
      '1,2024-01-01,1,20,1.5,true,007,2024-01-01 10:00,1,1234567890123456789',
      '2,2024-01-02,1,-3,2e3,FALSE,8,2024/1/2,02,1',
      '3,2024-01-03,1, ,,,,,,',
    ];
    const report = await work.import([header, ...lines].join('\n'), {
      ...basic,
      keep: ['Age', 'ratio', 'flag', '会員No', 'seenAt', 'Zip', 'Big'],
    });
    expect(await work.project.customColumns()).toEqual([
      { id: 'age', label: 'Age', type: 'int', knownAtScreening: 'unsure' },
      { id: 'ratio', label: 'ratio', type: 'double', knownAtScreening: 'unsure' },
      { id: 'flag', label: 'flag', type: 'bool', knownAtScreening: 'unsure' },
      { id: 'c1', label: '会員No', type: 'text', knownAtScreening: 'unsure' },
      { id: 'seen_at', label: 'seenAt', type: 'timestamp', knownAtScreening: 'unsure' },
      { id: 'zip', label: 'Zip', type: 'text', knownAtScreening: 'unsure' },
      { id: 'big', label: 'Big', type: 'text', knownAtScreening: 'unsure' },
    ]);
    const rows = await work.rows(
      sql`SELECT "custom.age" AS a, "custom.ratio" AS r, "custom.flag" AS f, "custom.c1" AS m, "custom.seen_at" AS s FROM orders ORDER BY seq`,
    );
    expect(rows).toEqual([
      { a: 20, r: 1.5, f: true, m: '007', s: minute('2024-01-01T01:00:00Z') },
      { a: -3, r: 2000, f: false, m: '8', s: minute('2024-01-01T15:00:00Z') },
      { a: null, r: null, f: null, m: null, s: null },
    ]);
    expect(report.blanks).toContainEqual({ column: 'custom.age', rows: 1 });
  });

  const named = ['会員ID', '受付番号', 'orderNo', 'member_code', '点数', 'casino', 'far', 'item_num', 'has_phone'];
  const asText = ['text', 'text', 'text', 'text', 'int', 'int', 'text', 'int', 'int'];
  const typesOf = async (work: Bench) => (await work.project.customColumns()).map(({ type }) => type);

  it('keeps digits that name something as texts, in a text file and a workbook', async () => {
    const rows = [
      ['注文番号', '注文日時', '金額', ...named],
      ...['1', '2'].map((n) => [
        n,
        '2024-01-01',
        '1',
        `10${n}`,
        `2000${n}`,
        n,
        '7',
        n,
        n,
        n === '1' ? '9e15' : '9.1e15',
        n,
        n === '1' ? '0' : '1',
      ]),
    ];
    const work = await bench();
    await work.import(rows.map((row) => row.join(',')).join('\n'), { ...basic, keep: named });
    expect(await typesOf(work)).toEqual(asText);
    const book = await bench();
    const mapping = { ...basic, keep: named };
    await book.handlers['import.run']({ file: book.grant(fileOf(workbookOf(rows), '注文.xlsx')), mapping }, context());
    expect(await typesOf(book)).toEqual(asText);
    expect(await book.rows(sql`SELECT "custom.c1" AS member FROM orders ORDER BY seq`)).toEqual([
      { member: '101' },
      { member: '102' },
    ]);
  });

  it('keeps ids of Parquet as texts, whatever number they are stored as', async () => {
    const path = freshPath('ids.parquet');
    await writeParquet(
      path,
      `SELECT 'o' || i AS "注文番号", TIMESTAMP '2024-01-01' + i * INTERVAL 1 DAY AS "注文日時", 1::DOUBLE AS "金額",
        (100 + i)::INTEGER AS "会員ID", (9007199254740993 + i)::BIGINT AS "big", (5000000000 + i)::DOUBLE AS "伝票番号",
        i::INTEGER AS points FROM range(2) t(i)`,
    );
    const work = await bench();
    const mapping = { ...basic, keep: ['会員ID', 'big', '伝票番号', 'points'] };
    await work.handlers['import.run']({ file: work.grant(path), mapping }, context());
    expect(await typesOf(work)).toEqual(['text', 'text', 'text', 'int']);
    expect(
      await work.rows(sql`SELECT "custom.c1" AS a, "custom.big" AS b, "custom.c2" AS c FROM orders ORDER BY seq`),
    ).toEqual([
      { a: '100', b: '9007199254740993', c: '5000000000' },
      { a: '101', b: '9007199254740994', c: '5000000001' },
    ]);
  });

  it('takes what is not a number in a column of doubles as no value', async () => {
    const work = await bench();
    const path = freshPath('nan.parquet');
    await writeParquet(
      path,
      `SELECT 'o' || i AS "注文番号", TIMESTAMP '2024-01-01' + i * INTERVAL 1 DAY AS "注文日時",
        1::DOUBLE AS "金額", CASE i WHEN 1 THEN 'NaN'::DOUBLE ELSE i + 0.5 END AS share FROM range(3) t(i)`,
    );
    const mapping = { ...basic, keep: ['share'] };
    await work.handlers['import.run']({ file: work.grant(path), mapping }, context());
    expect(await work.rows(sql`SELECT "custom.share" AS s FROM orders ORDER BY seq`)).toEqual([
      { s: 0.5 },
      { s: null },
      { s: 2.5 },
    ]);
  });

  it('reads numbers written in groups of three, and no other commas', async () => {
    const work = await bench();
    const lines = [
      '注文番号,注文日時,金額,points,share,codes',
      '1,2024-01-01,1,"1,234,567","1,234.5","1,23"',
      '2,2024-01-02,1,12,-7,"1,234"',
    ];
    await work.import(lines.join('\n'), { ...basic, keep: ['points', 'share', 'codes'] });
    const types = (await work.project.customColumns()).map(({ id, type }) => [id, type]);
    expect(types).toEqual([
      ['points', 'int'],
      ['share', 'double'],
      ['codes', 'text'],
    ]);
    expect(
      await work.rows(
        sql`SELECT "custom.points" AS p, "custom.share" AS s, "custom.codes" AS c FROM orders ORDER BY seq`,
      ),
    ).toEqual([
      { p: 1234567, s: 1234.5, c: '1,23' },
      { p: 12, s: -7, c: '1,234' },
    ]);
  });

  it('takes a kept column that also is the settlement status for an outcome, whatever the mapping says', async () => {
    const work = await bench();
    await work.import(['注文番号,注文日時,金額,決済状況,ランク', '1,2024-01-01,1,60,A'].join('\n'), {
      ...basic,
      columns: { ...basic.columns, settle_status: '決済状況' },
      keep: ['決済状況', 'ランク'],
      knownAtScreening: { 決済状況: 'yes', ランク: 'yes' },
    });
    const known = (await work.project.customColumns()).map(({ label, knownAtScreening }) => [label, knownAtScreening]);
    expect(known).toEqual([
      ['決済状況', 'no'],
      ['ランク', 'yes'],
    ]);
  });

  it('reads whole quantities only, and rounds or reinterprets none', async () => {
    const work = await bench();
    const quantities = ['3', '２', '4.0', '1,000', '2.7', '0x10', '1e3', '-1'];
    const lines = quantities.map((quantity, i) => `${i},2024-01-0${i + 1},1,"${quantity}"`);
    const report = await work.import(['注文番号,注文日時,金額,点数', ...lines].join('\n'), {
      ...basic,
      columns: { ...basic.columns, item_quantity: '点数' },
    });
    const rows = await work.rows(sql`SELECT item_quantity AS n FROM orders ORDER BY seq`);
    expect(rows.map(({ n }) => n)).toEqual([3, 2, 4, 1000, null, null, null, -1]);
    expect(report.warnings.find(({ code }) => code === 'value-unreadable')?.params).toMatchObject({ rows: 3 });
  });

  it.each([[1], ['1'], [true]])('reads a label whose bad value is %j by value', async (bad) => {
    const work = await bench();
    const lines = [
      'a,2024-01-01,1,1',
      'b,2024-01-02,1,1.0',
      'c,2024-01-03,1,0',
      'd,2024-01-04,1, ',
      'e,2024-01-05,1,true',
    ];
    const report = await work.import(['注文番号,注文日時,金額,不正', ...lines].join('\n'), {
      ...basic,
      label: { from: '不正', bad: [bad] },
    });
    expect(await work.rows(sql`SELECT label FROM orders ORDER BY seq`)).toEqual(
      [true, true, false, null, true].map((label) => ({ label })),
    );
    expect(report.warnings).toContainEqual({ code: 'label-blank', params: { column: '不正', rows: 1 } });
    expect((await work.project.info()).target.id).toBe('label');
  });
});

describe('alternatives of a mapping', () => {
  it('give each row the first that says something, also of times, amounts and joined columns', async () => {
    const work = await bench();
    const file = [
      'no,day,clock,moment,price,total,home,mobile,last,first,full',
      '1,2024-01-01,10:00,,100,,0312345678,09011112222,青木,夏帆,',
      '2,,,2024-01-02 11:00,,200,0312345678, ,,,見本 太郎',
      '3,2024-01-03,,2024-01-03 12:00,,,,,,,',
    ].join('\n');
    const mapping = mappingSchema.parse({
      timezone: 'Asia/Tokyo',
      columns: {
        event_id: 'no',
        ordered_at: { first: [['day', 'clock'], 'moment'] },
        amount: { first: ['price', 'total'] },
        phone: { first: ['mobile', 'home'] },
        buyer_name: { first: [['last', 'first'], 'full'] },
      },
    });
    const report = await work.import(file, mapping);
    expect(report).toMatchObject({ accepted: 2, rejected: 1 });
    expect(report.rejects).toEqual([{ reason: 'amount-missing', column: 'price | total', rows: 1, firstLine: 4 }]);
    expect(
      await work.rows(
        sql`SELECT event_id AS id, epoch_ms(ordered_at) AS at, amount, phone, buyer_name AS name FROM orders ORDER BY 1`,
      ),
    ).toEqual([
      { id: '1', at: minute('2024-01-01T10:00+09:00'), amount: 100, phone: '09011112222', name: '青木 夏帆' },
      { id: '2', at: minute('2024-01-02T11:00+09:00'), amount: 200, phone: '0312345678', name: '見本 太郎' },
    ]);
  });

  it('put a zero back that a spreadsheet took, in each of them', async () => {
    const work = await bench();
    const file = 'no,at,total,home,mobile\n1,2024-01-01,100,,9011112222\n2,2024-01-01,100,8033334444,';
    const mapping = mappingSchema.parse({
      timezone: 'Asia/Tokyo',
      columns: { event_id: 'no', ordered_at: 'at', amount: 'total', phone: { first: ['mobile', 'home'] } },
    });
    const { warnings } = await work.import(file, mapping);
    expect(
      warnings.filter(({ code }) => code === 'phone-zeros-restored').map(({ params }) => params['column']),
    ).toEqual(['mobile', 'home']);
    expect(await work.rows(sql`SELECT phone FROM orders ORDER BY event_id`)).toEqual([
      { phone: '09011112222' },
      { phone: '08033334444' },
    ]);
  });
});
