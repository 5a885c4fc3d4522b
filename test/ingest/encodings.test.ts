import Encoding from 'encoding-japanese';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelMessages } from '../../analysis/model/messages/index.ts';
import { sql } from '../../analysis/store/sql.ts';
import { basic, bench, codeOf, context, fileOf } from './workbench.ts';

type Coding = 'utf-8' | 'utf-8 with mark' | 'shift_jis' | 'euc-jp' | 'utf-16le' | 'utf-16be';

const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16();

function encoded(text: string, coding: Coding): Uint8Array {
  switch (coding) {
    case 'utf-8':
      return Buffer.from(text);
    case 'utf-8 with mark':
      return Buffer.from(`\uFEFF${text}`);
    case 'shift_jis':
      return Uint8Array.from(Encoding.convert(Encoding.stringToCode(text), { to: 'SJIS', from: 'UNICODE' }));
    case 'euc-jp':
      return Uint8Array.from(Encoding.convert(Encoding.stringToCode(text), { to: 'EUCJP', from: 'UNICODE' }));
    case 'utf-16le':
      return Buffer.from(`\uFEFF${text}`, 'utf16le');
    case 'utf-16be':
      return swapped(Buffer.from(`\uFEFF${text}`, 'utf16le'));
  }
}

const codings: readonly Coding[] = ['utf-8', 'utf-8 with mark', 'shift_jis', 'euc-jp', 'utf-16le', 'utf-16be'];
const reported = (coding: Coding): string => (coding === 'utf-8 with mark' ? 'utf-8' : coding);

describe('encodings', () => {
  it.each(codings)('%s is detected and read', async (coding) => {
    const work = await bench();
    const text = '注文番号,注文日時,金額,氏名\n受1,2024年1月5日,¥1,山田 太郎\n受2,2024/1/6,2,渡辺はなこ\n'.replace(
      '¥1',
      '1',
    );
    const report = await work.import(encoded(text, coding), {
      ...basic,
      columns: { ...basic.columns, buyer_name: '氏名' },
    });
    expect(report).toMatchObject({ encoding: reported(coding), accepted: 2, rejected: 0 });
    expect(await work.rows(sql`SELECT event_id, buyer_name FROM orders ORDER BY seq`)).toEqual([
      { event_id: '受1', buyer_name: '山田 太郎' },
      { event_id: '受2', buyer_name: '渡辺はなこ' },
    ]);
  });

  it('keeps the characters of Windows that Shift_JIS tables often lose', async () => {
    const work = await bench();
    // ①㈱髙～ﾞ in CP932
    const name = Buffer.from([0x87, 0x40, 0x87, 0x8a, 0xfb, 0xfc, 0x81, 0x60, 0xde]);
    const head = encoded('注文番号,注文日時,金額,氏名\n1,2024-01-05,1,', 'shift_jis');
    await work.import(Buffer.concat([head, name]), { ...basic, columns: { ...basic.columns, buyer_name: '氏名' } });
    expect(await work.rows(sql`SELECT buyer_name FROM orders`)).toEqual([{ buyer_name: '①㈱髙～ﾞ' }]);
  });

  it('rejects the lines whose bytes cannot be read, and only those', async () => {
    const work = await bench();
    const bytes = Buffer.concat([
      Buffer.from('注文番号,注文日時,金額\n甲,2024-01-01,1\n乙'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from(',2024-01-01,2\n丙,2024-01-01,3\n'),
    ]);
    const report = await work.import(bytes, { ...basic, file: { encoding: 'utf-8' } });
    expect(report).toMatchObject({ read: 3, accepted: 2 });
    expect(report.rejects).toEqual([{ reason: 'bad-encoding', column: '注文番号', rows: 1, firstLine: 3 }]);
  });

  it('counts bytes that are no CP932 and says where they stand: file, line and column', async () => {
    const line = (id: string, name: Uint8Array) =>
      Buffer.concat([encoded(`${id},2024-01-01,1,`, 'shift_jis'), name, Buffer.from('\n')]);
    const good = encoded('山田', 'shift_jis');
    const head = encoded('注文番号,注文日時,金額,氏名\n', 'shift_jis');
    const work = await bench();
    // A lead byte before the end of the line, one that CP932 has not, and a lead byte without its trail.
    const bad = [[0x8e], [0x8e, 0x52, 0xff], [0x81, 0x20]].map((bytes) => Uint8Array.from(bytes));
    const granted = (n: number, ...lines: Uint8Array[]) =>
      work.grant(fileOf(Buffer.concat([head, ...lines]), `注文${n}.csv`));
    const [one = good, two = good, three = good] = bad;
    const first = granted(1, line('甲', good), line('乙', one), line('丙', two));
    const second = granted(2, line('丁', good), line('戊', three), line('己', good));
    const columns = { ...basic.columns, buyer_name: '氏名' };
    const report = await work.handlers['import.run'](
      { file: first, more: [second], mapping: { ...basic, columns, file: { encoding: 'shift_jis' } } },
      context(),
    );
    expect(report).toMatchObject({ read: 6, accepted: 3, rejected: 3, encoding: 'shift_jis' });
    expect(report.rejects).toMatchObject([{ reason: 'bad-encoding', column: '氏名', rows: 3, firstLine: 3 }]);
    expect(report.rejectSample.map(({ file, line: at, column }) => [file?.replace(/^\d+-/, ''), at, column])).toEqual([
      ['注文1.csv', 3, '氏名'],
      ['注文1.csv', 4, '氏名'],
      ['注文2.csv', 3, '氏名'],
    ]);
    expect(modelMessages('ja').rejects['bad-encoding']).toMatch(/文字/);
    expect(modelMessages('en').rejects['bad-encoding']).toMatch(/characters/);
  });

  it('says so when the chosen encoding cannot be the right one', async () => {
    const work = await bench();
    const file = encoded('注文番号,注文日時,金額\n1,2024-01-01,1\n', 'shift_jis');
    expect(await codeOf(work.import(file, { ...basic, file: { encoding: 'utf-8' } }))).toBe('file-encoding');
  });

  it('finds the encoding behind a megabyte of ASCII', async () => {
    const work = await bench();
    const lines = Array.from({ length: 60_000 }, (_, i) => `${i},2024-01-01 00:00,100,abc`).join('\n');
    const text = `id,at,amt,memo\n${lines}\nlast,2024-01-01 00:00,1,日本橋`;
    expect(text.length).toBeGreaterThan(1 << 20);
    const report = await work.import(encoded(text, 'shift_jis'), {
      timezone: 'Asia/Tokyo',
      columns: { event_id: 'id', ordered_at: 'at', amount: 'amt', buyer_city: 'memo' },
    });
    expect(report).toMatchObject({ encoding: 'shift_jis', accepted: 60_001 });
    expect(await work.rows(sql`SELECT buyer_city FROM orders WHERE event_id = 'last'`)).toEqual([
      { buyer_city: '日本橋' },
    ]);
  });
});

const word = fc.stringMatching(/^[a-z0-9あ-んア-ンー一二三、 "']{0,6}$/);
const row = fc.array(word, { minLength: 1, maxLength: 5 });
const quoted = (cell: string): string => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

describe('random ragged files', () => {
  it('have every row accepted or rejected, and every accepted row in the project', async () => {
    const work = await bench();
    let total = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 20 }),
        fc.constantFrom(...codings),
        fc.nat(),
        async (rows, coding, salt) => {
          const lines = rows.map((cells, i) => [`r${salt}-${total}-${i}`, ...cells].map(quoted).join(','));
          const good = `g${salt}-${total},2024-01-01,1`;
          const text = ['注文番号,注文日時,金額', good, ...lines, ''].join('\r\n');
          const report = await work.import(encoded(text, coding), basic);
          total += report.accepted;
          expect(report.read).toBe(rows.length + 1);
          expect(report.accepted + report.rejected).toBe(report.read);
          expect(report.rejects.reduce((sum, group) => sum + group.rows, 0)).toBe(report.rejected);
          expect(await work.rows(sql`SELECT count(*) AS n, count(DISTINCT seq) AS d FROM orders`)).toEqual([
            { n: total, d: total },
          ]);
        },
      ),
      { numRuns: 12 },
    );
  }, 120_000);
});

describe('delimiters', () => {
  it.each([',', '\t', ';', '|'])('%j is detected', async (delimiter) => {
    const work = await bench();
    const text =
      ['id', 'at', 'memo', 'amt'].join(delimiter) + '\n' + ['1', '2024-01-01', '"a,b;c"', '5'].join(delimiter) + '\n';
    const seen = await work.handlers['import.preview']({ file: work.grant(fileOf(text)) }, context());
    expect(seen.delimiter).toBe(delimiter);
    expect(seen.rows).toEqual([['1', '2024-01-01', 'a,b;c', '5']]);
  });
});
