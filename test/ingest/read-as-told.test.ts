import Encoding from 'encoding-japanese';
import { describe, expect, it } from 'vitest';
import { sql } from '../../analysis/store/sql.ts';
import { basic, bench, codeOf, context, csv, fileOf, type Bench } from './workbench.ts';
import { rawWorkbook } from './xlsx-files.ts';

/** Text of UTF-8 that some program took for CP932 and wrote anew: what detection finds is right, and garbled. */
const sjis = (text: string): Uint8Array =>
  Uint8Array.from(Encoding.convert(Encoding.stringToCode(text), { to: 'SJIS', from: 'UNICODE' }));

const cell = (text: string): string => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const row = (...cells: string[]): string => `<row>${cells.map(cell).join('')}</row>`;

async function shop(): Promise<Bench> {
  const work = await bench();
  await work.import(csv('A1,2024-01-05,100', 'A2,2024-01-06,200'), basic);
  return work;
}

describe('a list of outcomes', () => {
  it('on the second sheet of a workbook is read by that sheet', async () => {
    const work = await shop();
    const content = rawWorkbook({
      sheets: {
        表紙: row('チャージバック一覧'),
        明細: row('注文番号', '理由コード') + row('A1', '10.4'),
      },
    });
    const path = fileOf(content, 'cb.xlsx');
    const seen = await work.handlers['import.previewOutcomes']({ file: work.grant(path), sheet: '明細' }, context());
    expect(seen).toMatchObject({ sheets: ['表紙', '明細'], sheet: '明細', columnsFound: { event_id: '注文番号' } });
    // A cover without rows is passed over, and the sheet that is shown instead told.
    const unasked = await work.handlers['import.previewOutcomes']({ file: work.grant(path) }, context());
    expect(unasked).toMatchObject({ sheet: '明細', rows: [['A1', '10.4']] });
    const orders = await work.handlers['import.preview']({ file: work.grant(path) }, context());
    expect(orders.proposal.file).toEqual({ sheet: '明細' });
    const first = work.handlers['import.outcomes']({ file: work.grant(path) }, context());
    expect(await codeOf(first)).toBe('outcomes-no-order-id');
    const mapping = { columns: {}, file: { sheet: '明細' } };
    expect(await work.handlers['import.outcomes']({ file: work.grant(path), mapping }, context())).toMatchObject({
      ...{ read: 1, matched: 1 },
    });
  });

  it('is read in the encoding and with the delimiter that are told, and its dates by their format', async () => {
    const work = await shop();
    const mapping = {
      columns: { event_id: '番号', reported_at: { from: ['日', '時'], format: '%d/%m/%Y %H:%M' }, reason: '理由' },
      file: { encoding: 'shift_jis' as const, delimiter: ';' as const },
    };
    const file = work.grant(fileOf(sjis('番号;日;時;理由\nA1;03/02/2024;09:30;10.4\n'), 'cb.csv'));
    expect(await work.handlers['import.outcomes']({ file, mapping }, context())).toMatchObject({ read: 1, matched: 1 });
    expect(await work.rows(sql`SELECT epoch_ms(reported_at) AS at, reason FROM outcomes`)).toEqual([
      { at: Date.parse('2024-02-03T09:30:00+09:00'), reason: '10.4' },
    ]);
    const wrong = work.grant(fileOf(sjis('番号;日;時;理由\nA1;03/02/2024;09:30;10.4\n'), 'cb.csv'));
    const told = { ...mapping, file: { ...mapping.file, encoding: 'utf-8' as const } };
    expect(await codeOf(work.handlers['import.outcomes']({ file: wrong, mapping: told }, context()))).toBe(
      'file-encoding',
    );
  });

  it('may be several files of the same columns, in the order of their names', async () => {
    const work = await shop();
    const head = '注文番号,理由コード\n';
    const names = ['2024-02-02.csv', '2024-02-01.csv'];
    const [second, first] = [`${head}A2,10.4\n`, `${head}A1,10.4\nX9,10.4\n`].map((text, i) =>
      work.grant(fileOf(text, names[i])),
    );
    if (first === undefined || second === undefined) throw new Error('no files');
    const report = await work.handlers['import.outcomes']({ file: second, more: [first] }, context());
    expect(report).toMatchObject({ read: 3, matched: 2, unmatched: 1 });
    expect(report.files?.map(({ before, read }) => [before, read])).toEqual([
      [0, 1],
      [2, 2],
    ]);
    const again = work.grant(fileOf(`${head}A2,10.4\n`, 'more.csv'));
    const other = work.grant(fileOf('番号,わけ\nA1,x\n', 'other.csv'));
    expect(await codeOf(work.handlers['import.outcomes']({ file: again, more: [other] }, context()))).toBe(
      'files-differ',
    );
    expect(await work.handlers['import.outcomeFiles']({}, context())).toHaveLength(1);
  });
});

describe('other files', () => {
  it('of events, lines and lists are read in the encoding that is told, and previews offer the right one', async () => {
    const work = await shop();
    const bytes = sjis('注文番号,日時,結果\nA1,2024-01-05 10:00,成功\n');
    const file = { encoding: 'shift_jis' as const };
    const events = await work.handlers['import.events'](
      { file: work.grant(fileOf(bytes)), kind: 'auth', mapping: { columns: {}, file } },
      context(),
    );
    expect(events.accepted).toBe(1);
    const wrong = { file: { encoding: 'euc-jp' as const }, columns: {} };
    const misread = { file: work.grant(fileOf(bytes)), kind: 'auth' as const, mapping: wrong };
    expect(await codeOf(work.handlers['import.events'](misread, context()))).not.toBe('nothing');
    const goods = work.grant(fileOf(sjis('注文番号;商品名\nA1;りんご\n')));
    const lines = { columns: {}, file: { ...file, delimiter: ';' as const } };
    expect(await work.handlers['import.lines']({ file: goods, mapping: lines }, context())).toMatchObject({
      accepted: 1,
    });
    // What is right in UTF-8 is garbled in CP932: the preview that is asked for that says so.
    const list = { file: work.grant(fileOf('氏名\nりんごみかん\nああああ\n要注\n')), match: 'exact' as const };
    const garbled = await work.handlers['lists.preview']({ ...list, encoding: 'shift_jis' }, context());
    expect(garbled.garbled).toEqual({ encoding: 'utf-8' });
    expect(await work.handlers['lists.preview'](list, context())).toMatchObject({ encoding: 'utf-8', garbled: null });
    const names = { ja: '要注意', en: 'Watch' };
    const added = await work.handlers['lists.add'](
      { file: work.grant(fileOf(sjis('値\n山田太郎\n'))), names, purpose: 'negative', match: 'exact', reading: file },
      context(),
    );
    expect(added.accepted).toBe(1);
    expect(await work.rows(sql`SELECT value FROM list_entries`)).toEqual([{ value: '山田太郎' }]);
  });

  it('a plain list of domains is read in the encoding that is told', async () => {
    const work = await shop();
    const utf16 = Buffer.from('example.com\nexample.net\n', 'utf16le');
    const added = await work.handlers['lists.add'](
      {
        file: work.grant(fileOf(utf16, 'domains.txt')),
        names: { ja: 'd', en: 'd' },
        ...{ purpose: 'other', match: 'domain', reading: { encoding: 'utf-16le' } },
      },
      context(),
    );
    expect(added.accepted).toBe(2);
  });
});

describe('times shown before an import', () => {
  it('are what the import reads: by a format, joined from columns, or by their shape', async () => {
    const work = await bench();
    const read = (rows: string[][], format?: string) =>
      work.handlers['import.readTimes'](
        { rows, timezone: 'Asia/Tokyo', ...(format === undefined ? {} : { format }) },
        context(),
      );
    expect(
      await read(
        [
          ['03/02/2024', '09:30'],
          ['x', ''],
        ],
        '%d/%m/%Y %H:%M',
      ),
    ).toEqual([Date.parse('2024-02-03T09:30:00+09:00'), null]);
    expect(await read([['令和6年3月1日'], ['']])).toEqual([Date.parse('2024-03-01T00:00:00+09:00'), null]);
    expect(await codeOf(read([['1']], 'yyyy-QQ'))).toBe('mapping-format');
  });
});
