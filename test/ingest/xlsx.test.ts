import { writeXlsx } from 'hucre';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { lookOf, numberText } from '../../analysis/ingest/xlsx-values.ts';
import type { Mapping } from '../../analysis/model/mapping.ts';
import { sql } from '../../analysis/store/sql.ts';
import { bench, codeOf, context, fileOf, type Bench } from './workbench.ts';
import { rawWorkbook } from './xlsx-files.ts';

const mapping: Mapping = {
  timezone: 'Asia/Tokyo',
  columns: { event_id: '注文番号', ordered_at: '注文日時', amount: '金額', phone: '電話番号', buyer_zip: '郵便番号' },
};
const header = ['注文番号', '注文日時', '電話番号', '郵便番号', '金額'];

const look = (work: Bench, content: Uint8Array, sheet?: string) =>
  work.handlers['import.preview'](
    { file: work.grant(fileOf(content, '注文.xlsx')), ...(sheet === undefined ? {} : { sheet }) },
    context(),
  );
const run = (work: Bench, content: Uint8Array, how: Mapping = mapping) =>
  work.handlers['import.run']({ file: work.grant(fileOf(content, '注文.xlsx')), mapping: how }, context());

describe('a number of a workbook', () => {
  it.each<[string, number, string | undefined, string]>([
    ['4300', 0, undefined, '4300'],
    ['9012345678', 0, undefined, '9012345678'],
    ['123456789012345', 0, undefined, '123456789012345'],
    ['1234567890123456', 0, undefined, '1.23456789012346E+15'],
    ['9.012345678E9', 0, undefined, '9012345678'],
    ['1234.5600000000001', 4, undefined, '1234.56'],
    ['0.1', 10, undefined, '0.1'],
    ['600001', 164, '0000000', '0600001'],
    ['600001', 164, '000-0000', '060-0001'],
    ['312345678', 164, '00-0000-0000', '03-1234-5678'],
    ['12345678901', 164, '000', '12345678901'],
    ['46113', 14, undefined, '2026-04-01'],
    ['46113.5', 22, undefined, '2026-04-01 12:00:00'],
    ['46113.876388889', 164, 'yyyy"年"m"月"d"日" h:mm', '2026-04-01 21:02:00'],
    ['46113', 164, '[$-411]ggge"年"m"月"d"日";@', '2026-04-01'],
    ['0.75', 20, undefined, '18:00:00'],
    ['1', 14, undefined, '1900-01-01'],
    ['59', 14, undefined, '1900-02-28'],
    ['61', 14, undefined, '1900-03-01'],
    ['1200', 164, '#,##0"円"', '1200'],
    ['1200', 164, '[Red]"¥"#,##0', '1200'],
  ])('%s with the format %i %s is %s', (text, id, code, shown) => {
    expect(numberText(text, lookOf(id, code), 1900)).toBe(shown);
  });

  it('counts its days from 1904 where the workbook does', () => {
    expect(numberText('44651', { kind: 'date' }, 1904)).toBe('2026-04-01');
  });
});

describe('a workbook', () => {
  it('written by a library is read: dates by their cells, ids and phones as they stand', async () => {
    const work = await bench();
    const content = await writeXlsx({
      sheets: [
        {
          name: '受注',
          rows: [
            header,
            ['A1', new Date('2026-04-01T21:03:00Z'), '09012345678', '0600001', 4300],
            [1002, new Date('2026-04-02T00:00:00Z'), '0312345678', '1000005', '¥1,200'],
            ['A3', 'いつか', '', '', 1],
          ],
        },
      ],
    });
    expect(await look(work, content)).toMatchObject({
      format: 'xlsx',
      packing: null,
      delimiter: null,
      sheets: ['受注'],
      sheet: '受注',
    });
    const report = await run(work, content);
    expect(report).toMatchObject({ read: 3, accepted: 2, rejected: 1, format: 'xlsx', sheet: '受注' });
    expect(report.rejectSample).toMatchObject([{ line: 4, reason: 'time-unreadable' }]);
    expect(
      await work.rows(
        sql`SELECT event_id, epoch_ms(ordered_at) AS at, phone, buyer_zip, amount FROM orders ORDER BY event_id`,
      ),
    ).toEqual([
      {
        event_id: '1002',
        at: Date.parse('2026-04-02T00:00+09:00'),
        phone: '0312345678',
        buyer_zip: '1000005',
        amount: 1200,
      },
      {
        event_id: 'A1',
        at: Date.parse('2026-04-01T21:03+09:00'),
        phone: '09012345678',
        buyer_zip: '0600001',
        amount: 4300,
      },
    ]);
  });

  it('is read by its chosen sheet; blank rows above the header and readings of names are left out', async () => {
    const work = await bench();
    const content = rawWorkbook({
      sheets: {
        表紙: '<row r="1"><c r="A1" t="inlineStr"><is><t>説明</t></is></c></row><row r="2"><c r="A2"><v>1</v></c></row>',
        明細:
          '<row r="1"><c r="A1" t="inlineStr"><is><t> </t></is></c></row>' +
          '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="C3" t="inlineStr"><is><t>金額</t></is></c><c r="D3" t="s"><v>2</v></c></row>' +
          '<row r="5"><c r="A5" s="1"><v>17</v></c><c r="B5" s="2"><v>46113.5</v></c><c r="C5"><f>SUM(1,2)</f><v>3</v></c><c r="D5" t="str"><f>A5&amp;"x"</f><v>青木_x000D_</v></c></row>' +
          '<row r="6"><c r="A6" t="b"><v>1</v></c><c r="B6"><v>46114.25</v></c><c r="C6" t="e"><v>#N/A</v></c></row>' +
          '<row r="7"><c r="A7"><v>9</v></c><c r="B7"><v>46114.25</v></c><c r="C7"><v>5</v></c><c r="F7"><v>5</v></c></row>',
      },
      texts:
        '<si><t>注文番号</t><rPh sb="0" eb="2"><t>チュウモン</t></rPh></si><si><r><t>注文</t></r><r><t>日時</t></r></si><si><t>氏名</t></si>',
      formats: ['"No".0000', 22, '000000'],
    });
    expect((await look(work, content)).columns).toEqual([{ name: '説明', type: 'VARCHAR' }]);
    const seen = await look(work, content, '明細');
    expect(seen).toMatchObject({ sheets: ['表紙', '明細'], sheet: '明細', proposal: { file: { sheet: '明細' } } });
    expect(seen.columns.map(({ name }) => name)).toEqual(['注文番号', '注文日時', '金額', '氏名']);
    const own: Mapping = {
      timezone: 'Asia/Tokyo',
      columns: { event_id: '注文番号', ordered_at: '注文日時', amount: '金額', buyer_name: '氏名' },
      file: { sheet: '明細' },
    };
    const report = await run(work, content, own);
    expect(report.rejectSample.map(({ line, reason }) => [line, reason])).toEqual([
      [6, 'amount-unreadable'],
      [7, 'too-many-cells'],
    ]);
    expect(await work.rows(sql`SELECT event_id, epoch_ms(ordered_at) AS at, amount, buyer_name FROM orders`)).toEqual([
      { event_id: '17', at: Date.parse('2026-04-01T12:00+09:00'), amount: 3, buyer_name: '青木' },
    ]);
  });

  it('tells its sheets when the asked one is not there', async () => {
    const content = rawWorkbook({ sheets: { 受注: '<row r="1"><c t="inlineStr"><is><t>a</t></is></c></row>' } });
    expect(await codeOf(look(await bench(), content, '返品'))).toBe('xlsx-sheet-missing');
  });

  it.each<[string, Uint8Array, string]>([
    ['broken XML', rawWorkbook({ sheets: { a: '<row><c></row>' } }), 'xlsx-damaged'],
    [
      'an entity bomb',
      rawWorkbook({ sheets: { a: '<row><c t="inlineStr"><is><t>&lol9;</t></is></c></row>' } }),
      'xlsx-damaged',
    ],
    ['no cells', rawWorkbook({ sheets: { a: '' } }), 'file-empty'],
    [
      'a header only',
      rawWorkbook({ sheets: { a: '<row><c t="inlineStr"><is><t>注文番号</t></is></c></row>' } }),
      'file-header-only',
    ],
    ['no workbook part', zipSync({ 'xl/workbook.xml': strToU8('<a/>') }), 'xlsx-damaged'],
    [
      'a missing sheet part',
      zipSync({
        'xl/workbook.xml': strToU8('<workbook xmlns:r="r"><sheets><sheet name="a" r:id="x"/></sheets></workbook>'),
        'xl/_rels/workbook.xml.rels': strToU8('<R><Relationship Id="x" Target="worksheets/a.xml"/></R>'),
      }),
      'xlsx-damaged',
    ],
  ])('with %s is refused', async (_what, content, code) => {
    expect(await codeOf(look(await bench(), content))).toBe(code);
  });
});
