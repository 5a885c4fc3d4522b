import { gzipSync } from 'node:zlib';
import Encoding from 'encoding-japanese';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { failureOf, type Failure } from '../../analysis/model/failure.ts';
import { sql } from '../../analysis/store/sql.ts';
import { appendFileSync } from 'node:fs';
import { basic, bench, codeOf, context, csv, fileOf, inProcess, type Bench } from './workbench.ts';

const run = (work: Bench, path: string) =>
  work.handlers['import.run']({ file: work.grant(path), mapping: basic }, context());

const failing = (promise: Promise<unknown>): Promise<Failure> =>
  promise.then(
    () => Promise.reject(new Error('nothing failed')),
    (error: unknown) => failureOf(error),
  );

const sjis = (text: string): Uint8Array =>
  Uint8Array.from(Encoding.convert(Encoding.stringToCode(text), { to: 'SJIS', from: 'UNICODE' }));

const ids = async (work: Bench): Promise<unknown[]> =>
  (await work.rows(sql`SELECT event_id FROM orders ORDER BY event_id`)).map((row) => row['event_id']);

/** Marks the first entry as encrypted, in its own header and in the directory. */
function encrypted(zip: Uint8Array): Uint8Array {
  const bytes = Buffer.from(zip);
  bytes[6] = (bytes[6] ?? 0) | 1;
  const entry = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  bytes[entry + 8] = (bytes[entry + 8] ?? 0) | 1;
  return bytes;
}

describe('gzip', () => {
  it('is read like the file in it: encoding, lines of rejected rows and card numbers', async () => {
    const work = await bench();
    const text = csv('A1,2024-01-01 10:00,100', 'A2,いつか,100', '4111111111111111,2024-01-01,5');
    const path = fileOf(gzipSync(sjis(text)), '注文.csv.gz');
    const preview = await work.handlers['import.preview']({ file: work.grant(path) }, context());
    expect(preview).toMatchObject({ format: 'csv', packing: 'gzip', encoding: 'shift_jis', delimiter: ',' });
    const report = await run(work, path);
    expect(report).toMatchObject({ read: 3, accepted: 2, rejected: 1, format: 'csv', encoding: 'shift_jis' });
    expect(report.rejectSample).toMatchObject([{ line: 3, reason: 'time-unreadable' }]);
    const [first, second] = await ids(work);
    expect(first).toBe('A1');
    expect(second).toMatch(/^card:411111/);
  });

  it('cut off, it is refused and nothing is taken in', async () => {
    const work = await bench();
    const whole = gzipSync(csv(...Array.from({ length: 5000 }, (_, i) => `${i},2024-01-01,${i * 7}`)));
    expect(await codeOf(run(work, fileOf(whole.subarray(0, whole.length - 900), 'a.csv.gz')))).toBe(
      'file-packed-damaged',
    );
    expect(await ids(work)).toEqual([]);
    expect(work.staged()).toEqual([]);
  });

  it('of a hundred times its size and more it is refused, sizes told', async () => {
    const work = await bench();
    const head = csv('A1,2024-01-01,1');
    const bomb = gzipSync(
      Buffer.concat([Buffer.from(head), Buffer.alloc(80 * 2 ** 20, `1,2024-01-01,${'x'.repeat(99_000)}\n`)]),
    );
    const failure = await failing(run(work, fileOf(bomb, 'bomb.csv.gz')));
    expect(failure.code).toBe('file-unpacks-too-large');
    expect(failure.params).toMatchObject({ unpacked: '64 MB', limit: '64 MB' });
  });

  it('of something else than a table is refused by the name inside', async () => {
    const work = await bench();
    expect(await failing(run(work, fileOf(gzipSync(Buffer.from('PAR1xxxxPAR1')), 'o.parquet.gz')))).toMatchObject({
      code: 'packed-not-text',
      params: { file: expect.stringMatching(/o\.parquet$/) as unknown },
    });
  });

  it('of one endless line is refused before it fills the memory', async () => {
    const work = await bench();
    const endless = gzipSync(Buffer.concat([Buffer.from(csv('A1,2024-01-01,1')), Buffer.alloc(20 * 2 ** 20, 'x')]));
    expect(await failing(run(work, fileOf(endless, 'a.csv.gz')))).toMatchObject({
      code: 'file-line-too-long',
      params: { line: 3 },
    });
  });

  it('changed while it is read leaves the project as it was', async () => {
    const path = fileOf(gzipSync(csv(...Array.from({ length: 50_000 }, (_, i) => `${i},2024-01-01,1`))), 'a.csv.gz');
    const work = await bench(inProcess(() => void setTimeout(() => appendFileSync(path, 'x'), 15)));
    expect(await codeOf(run(work, path))).toBe('file-changed');
    expect(await ids(work)).toEqual([]);
  });
});

describe('zip', () => {
  it('with one table is that table, whatever its extension', async () => {
    const work = await bench();
    const zip = zipSync({ 'orders.dat': strToU8(csv('A1,2024-01-01,1')), '__MACOSX/._orders.dat': strToU8('x') });
    const report = await run(work, fileOf(zip, '注文.zip'));
    expect(report).toMatchObject({ read: 1, accepted: 1, format: 'csv' });
    expect(report.files).toBeUndefined();
  });

  it('with several tables of the same columns is one history in the order of their names', async () => {
    const work = await bench();
    const zip = zipSync({
      'd-10.csv': strToU8(csv('C1,2024-01-10,3', 'A1,2024-01-10,3')),
      'd-2.csv': strToU8('金額,注文番号,注文日時\n2,B1,2024-01-02\nx,B2,2024-01-02\n'),
      'd-1.csv': strToU8(csv('A1,2024-01-01,1', 'A2,2024-01-01,1')),
    });
    const report = await run(work, fileOf(zip, 'days.zip'));
    expect(report).toMatchObject({ read: 6, accepted: 4, rejected: 2 });
    expect(report.files).toEqual([
      { name: 'd-1.csv', before: 0, read: 2, accepted: 2, rejected: 0 },
      { name: 'd-2.csv', before: 3, read: 2, accepted: 1, rejected: 1 },
      { name: 'd-10.csv', before: 6, read: 2, accepted: 1, rejected: 1 },
    ]);
    expect(report.rejectSample.map(({ file, line, reason }) => [file, line, reason])).toEqual([
      ['d-2.csv', 3, 'amount-unreadable'],
      ['d-10.csv', 3, 'id-duplicate'],
    ]);
  });

  it.each<[string, Uint8Array, object]>([
    [
      'tables of other columns',
      zipSync({ 'a.csv': strToU8(csv('1,2024-01-01,1')), 'b.csv': strToU8('注文番号,金額\n1,2\n') }),
      { code: 'files-differ', params: { file: 'b.csv', first: 'a.csv', missing: '注文日時' } },
    ],
    [
      'a table and something else',
      zipSync({ 'a.csv': strToU8(csv('1,2024-01-01,1')), 'about.pdf': strToU8('%PDF') }),
      { code: 'zip-without-table', params: { file: 'about.pdf' } },
    ],
    ['a password', encrypted(zipSync({ 'a.csv': strToU8(csv('1,2024-01-01,1')) })), { code: 'zip-encrypted' }],
    ['a zip', zipSync({ 'a.csv': zipSync({ 'b.csv': strToU8('a') }) }), { code: 'packed-not-text' }],
    ['nothing', zipSync({ 'a/': new Uint8Array() }), { code: 'zip-without-table' }],
    [
      'a bomb',
      zipSync({ 'a.csv': Buffer.alloc(80 * 2 ** 20, '1,2024-01-01,1\n') }, { level: 9 }),
      { code: 'file-unpacks-too-large', params: { unpacked: '80 MB', limit: '64 MB' } },
    ],
    [
      'its end missing',
      zipSync({ 'a.csv': strToU8(csv('1,2024-01-01,1')) }).subarray(0, 60),
      { code: 'file-packed-damaged' },
    ],
  ])('with %s is refused', async (_what, content, failure) => {
    const work = await bench();
    expect(await failing(run(work, fileOf(content, 'x.zip')))).toMatchObject(failure);
    expect(work.staged()).toEqual([]);
  });

  it('with a broken table inside is refused', async () => {
    const zip = Buffer.from(
      zipSync({ 'a.csv': strToU8(csv(...Array.from({ length: 900 }, (_, i) => `${i},2024-01-01,${i}`))) }),
    );
    zip.fill(0xff, 100, 400);
    const work = await bench();
    expect(await codeOf(run(work, fileOf(zip, 'x.zip')))).toBe('file-packed-damaged');
  });
});
