import Encoding from 'encoding-japanese';
import { describe, expect, it } from 'vitest';
import { isGarbled } from '../../analysis/ingest/garbled-text.ts';
import { failureOf } from '../../analysis/model/failure.ts';
import type { Mapping } from '../../analysis/model/mapping.ts';
import { sql } from '../../analysis/store/sql.ts';
import { bench, context, fileOf, type Bench } from './workbench.ts';

const mapping: Mapping = {
  timezone: 'Asia/Tokyo',
  columns: {
    event_id: '注文番号',
    ordered_at: '注文日時',
    amount: '金額',
    phone: '電話',
    buyer_zip: '郵便番号',
    buyer_pref: '都道府県',
    member_id: '会員ID',
  },
  keep: ['端末番号', '点数'],
};
const head = '注文番号,注文日時,金額,電話,郵便番号,都道府県,会員ID,端末番号,点数';
const file = (...rows: string[]): string => [head, ...rows, ''].join('\n');
const told = async (work: Bench, text: string, how = mapping) =>
  Object.fromEntries(
    (await work.import(text, how)).warnings.map(({ code, params }) => [`${code} ${params['column'] ?? ''}`, params]),
  );
const kept = (work: Bench) =>
  work.rows(sql`SELECT event_id AS id, phone, buyer_zip AS zip FROM orders ORDER BY event_id`);

describe('what a spreadsheet does to digits', () => {
  it('puts back a 0 where it is certain, tells how often, and leaves the rest as it stands', async () => {
    const work = await bench();
    const warnings = await told(
      work,
      file(
        'A1,2024-01-01,1,9012345678,1000005,東京都,,,',
        'A2,2024-01-01,1,80-1234-5678,600001,北海道,,,',
        'A3,2024-01-01,1,312345678,100001,秋田県,,,',
        'A4,2024-01-01,1,0312345678,600001,東京都,,,',
        'A5,2024-01-01,1,6012345678,60-0001,北海道札幌市,,,',
        'A6,2024-01-01,1,09012345678,10021,北海道,,,',
        'A7,2024-01-01,1,,300001,,,,',
        ...Array.from({ length: 5 }, (_, i) => `B${i},2024-01-01,1,,53000${i}1,大阪府,,,`),
      ),
    );
    expect(warnings).toMatchObject({
      'phone-zeros-restored 電話': { rows: 2, line: 2 },
      'phone-zeros-lost 電話': { rows: 1, line: 4 },
      'zip-zeros-restored 郵便番号': { rows: 4, line: 3 },
      'zip-zeros-lost 郵便番号': { rows: 2, line: 5 },
    });
    expect((await kept(work)).slice(0, 7)).toEqual([
      { id: 'A1', phone: '09012345678', zip: '1000005' },
      { id: 'A2', phone: '080-1234-5678', zip: '0600001' },
      { id: 'A3', phone: '312345678', zip: '0100001' },
      { id: 'A4', phone: '0312345678', zip: '600001' },
      { id: 'A5', phone: '6012345678', zip: '060-0001' },
      { id: 'A6', phone: '09012345678', zip: '0010021' },
      { id: 'A7', phone: null, zip: '300001' },
    ]);
  });

  it('tells a short code without a place beside it, and leaves it as it stands', async () => {
    const { buyer_pref: _pref, ...columns } = mapping.columns;
    const work = await bench();
    const rows = ['A1,2024-01-01,1,,600001,,,,', 'A2,2024-01-01,1,,1000005,,,,', 'A3,2024-01-01,1,,0600002,,,,'];
    const warnings = await told(work, file(...rows), { ...mapping, columns });
    expect(warnings).toMatchObject({ 'zip-zeros-lost 郵便番号': { column: '郵便番号', rows: 1, line: 2 } });
    expect(warnings).not.toHaveProperty(['zip-zeros-restored 郵便番号']);
    expect((await kept(work)).map(({ zip }) => zip)).toEqual(['600001', '1000005', '0600002']);
  });

  it('reads a prefecture beside a short code as code or in Latin letters, too', async () => {
    const work = await bench();
    await told(
      work,
      file(
        'A1,2024-01-01,1,,600001,JP-01,,,',
        'A2,2024-01-01,1,,100001,JP05,,,',
        'A3,2024-01-01,1,,300001,Aomori-ken,,,',
        'A4,2024-01-01,1,,200001,Aomori,,,',
        ...Array.from({ length: 5 }, (_, i) => `B${i},2024-01-01,1,,53000${i}1,Ōsaka Prefecture,,,`),
      ),
    );
    expect((await kept(work)).slice(0, 4).map(({ zip }) => zip)).toEqual(['0600001', '0100001', '0300001', '200001']);
  });

  it('leaves codes of other countries alone', async () => {
    const work = await bench();
    const warnings = await told(
      work,
      file(
        'A1,2024-01-01,1,,90210,CA,,,',
        'A2,2024-01-01,1,,10001,NY,,,',
        'A3,2024-01-01,1,,1000005,東京都,,,',
        'A4,2024-01-01,1,,SW1A 1AA,,,,',
      ),
    );
    expect(Object.keys(warnings).filter((key) => key.startsWith('zip'))).toEqual([]);
    expect((await kept(work)).map(({ zip }) => zip)).toEqual(['90210', '10001', '1000005', 'SW1A 1AA']);
  });

  it('tells shortened numbers with their column and first line, and guesses nothing', async () => {
    const work = await bench();
    const warnings = await told(
      work,
      file(
        'A1,2024-01-01,1,9.01E+09,,,m1,1,1E+10',
        '1.23457E+15,2024-01-01,1,,,,1.23457E+15,3.5E+14,2',
        'A3,46113.5,1,,,,E+1,x,3',
      ),
    );
    expect(warnings).toMatchObject({
      'exponent-numbers 電話': { rows: 1, line: 2 },
      'exponent-numbers 注文番号': { rows: 1, line: 3 },
      'exponent-numbers 会員ID': { rows: 1, line: 3 },
      'exponent-numbers 端末番号': { rows: 1, line: 3 },
      'serial-dates 注文日時': { rows: 1, line: 4 },
    });
    expect(warnings['exponent-numbers 点数']).toBeUndefined();
    expect(
      await work.rows(sql`SELECT event_id, phone, epoch_ms(ordered_at) AS at FROM orders ORDER BY event_id`),
    ).toMatchObject([
      { event_id: '1.23457E+15' },
      { event_id: 'A1', phone: '9.01E+09' },
      { event_id: 'A3', at: Date.parse('2026-04-01T12:00+09:00') },
    ]);
  });
});

describe('garbled text', () => {
  const text =
    '注文番号,氏名,商品\nA1,青木 夏帆,ジェラートとお菓子の詰め合わせ\nA2,山田 太郎,りんごのケーキとクッキー\n';
  const bytes = (to: 'SJIS' | 'UTF8'): Uint8Array =>
    Uint8Array.from(Encoding.convert(Encoding.stringToCode(text), { to, from: 'UNICODE' }));
  const preview = async (content: Uint8Array | string, encoding?: string) => {
    const work = await bench();
    return work.handlers['import.preview'](
      { file: work.grant(fileOf(content)), ...(encoding === undefined ? {} : { encoding }) },
      context(),
    );
  };

  it('is told by what it looks like, and proper text is not', () => {
    expect(isGarbled(text)).toBe(false);
    expect(isGarbled('縺薙ｓ縺ｫ縺｡縺ｯ')).toBe(true);
    expect(isGarbled('ã“ã‚“ã«ã¡ã¯')).toBe(true);
    expect(isGarbled(new TextDecoder('windows-1252').decode(bytes('SJIS')))).toBe(true);
    expect(isGarbled('繧ぐ 薔薇の縺れ '.repeat(1) + text.repeat(5))).toBe(false);
    expect(isGarbled('Çağlar Åse æble naïve crème brûlée fiancé')).toBe(false);
  });

  it('names the right encoding where the wrong one was chosen', async () => {
    expect((await preview(bytes('UTF8'))).garbled).toBeNull();
    const latin = Buffer.from(Buffer.from(bytes('UTF8')).toString().replace(/^.*/, 'id,name,item'));
    expect((await preview(latin, 'shift_jis')).garbled).toEqual({ encoding: 'utf-8' });
    const failure = await preview(bytes('UTF8'), 'shift_jis').catch((error: unknown) => failureOf(error));
    expect(failure).toMatchObject({ code: 'file-encoding', params: { encoding: 'shift_jis', likely: 'utf-8' } });
  });

  it('that was garbled when it was written is told as such', async () => {
    const broken = new TextDecoder('shift_jis').decode(bytes('UTF8')).replaceAll('\uFFFD', '?');
    expect((await preview(broken)).garbled).toEqual({ encoding: null });
  });
});
