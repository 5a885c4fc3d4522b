import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { csvTokenizer } from '../../analysis/ingest/csv-tokenizer.ts';
import type { ProcessStarter } from '../../analysis/process.ts';
import { sql } from '../../analysis/store/sql.ts';
import { basic, bench, codeOf, context, csv, fileOf, freshPath, inProcess, type Bench } from './workbench.ts';

const run = (work: Bench, path: string): Promise<unknown> =>
  work.handlers['import.run']({ file: work.grant(path), mapping: basic }, context());

const snapshot = async (work: Bench): Promise<unknown> => ({
  orders: await work.rows(sql`SELECT * FROM orders ORDER BY seq`),
  rejects: await work.rows(sql`SELECT * FROM rejects ORDER BY ALL`),
  imports: await work.rows(sql`SELECT * FROM imports`),
  outcomes: await work.rows(sql`SELECT * FROM outcomes`),
  custom: await work.rows(sql`SELECT * FROM custom_columns`),
  settings: await work.rows(sql`SELECT * FROM settings ORDER BY key`),
});

describe('broken files', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['an empty file', '', 'file-empty'],
    ['only line ends', '\n\r\n\n', 'file-empty'],
    ['a header only', '注文番号,注文日時,金額\n', 'file-header-only'],
    ['10,000 columns', `${Array.from({ length: 10_000 }, (_, i) => `c${i}`).join(',')}\n1\n`, 'file-too-many-columns'],
    [
      'a damaged Parquet file',
      Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(500, 7), Buffer.from('PAR1')]),
      'file-damaged',
    ],
    ['a cut Parquet file', Buffer.from('PAR1abcd'), 'file-damaged'],
    ['a cut Excel workbook', Buffer.from([0x50, 0x4b, 3, 4, 20, 0]), 'file-packed-damaged'],
    ['an old Excel workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'workbook-old-or-locked'],
    ['something binary', Buffer.alloc(5000).fill(1, 0, 100), 'file-format-unknown'],
  ])('%s is refused', async (_what, content, code) => {
    const work = await bench();
    const before = await snapshot(work);
    expect(await codeOf(run(work, fileOf(content)))).toBe(code);
    expect(await snapshot(work)).toEqual(before);
    expect(work.staged()).toEqual([]);
  });

  it('a folder, a missing and a changed file are refused', async () => {
    const work = await bench();
    const folder = freshPath('folder');
    mkdirSync(folder);
    expect(await codeOf(run(work, folder))).toBe('file-unreadable');
    const changed = fileOf(csv('1,2024-01-01,1'));
    const file = work.grant(changed);
    appendFileSync(changed, '2,2024-01-01,2\n');
    expect(await codeOf(work.handlers['import.run']({ file, mapping: basic }, context()))).toBe('file-changed');
    const gone = work.grant(fileOf(csv('1,2024-01-01,1')));
    const missing = fileOf('x');
    const lost = work.grant(missing);
    rmSync(missing);
    expect(await codeOf(work.handlers['import.run']({ file: lost, mapping: basic }, context()))).toBe('file-not-found');
    expect(await codeOf(work.handlers['import.run']({ file: gone, mapping: basic }, context()))).toBe('nothing');
  });

  it('a file changed while it is read leaves the project as it was', async () => {
    const path = fileOf(csv(...Array.from({ length: 50_000 }, (_, i) => `${i},2024-01-01,1`)));
    const work = await bench(inProcess(() => void setTimeout(() => appendFileSync(path, 'x,2024-01-01,1\n'), 15)));
    const before = await snapshot(work);
    expect(await codeOf(run(work, path))).toBe('file-changed');
    expect(await snapshot(work)).toEqual(before);
    expect(work.staged()).toEqual([]);
  });
});

describe('odd CSV', () => {
  it('numbers rows by the line of the file, also after quoted line ends', async () => {
    const work = await bench();
    const text =
      '注文番号,注文日時,金額,メモ\r\n1,2024-01-01,1,"二行\r\nの ""メモ"""\r\n\r\n2,2024-01-01,x,\r\n3,2024-01-01,3,5" 管\r\n';
    const report = await work.import(text, { ...basic, keep: ['メモ'] });
    expect(report.rejectSample.map(({ line, reason }) => [line, reason])).toEqual([[5, 'amount-unreadable']]);
    expect(await work.rows(sql`SELECT source_line, "custom.c1" AS memo FROM orders ORDER BY source_line`)).toEqual([
      { source_line: 2, memo: '二行\r\nの "メモ"' },
      { source_line: 6, memo: '5" 管' },
    ]);
  });

  it('loses one line to an open quote, not the file', async () => {
    const work = await bench();
    const report = await work.import(
      csv('1,2024-01-01,1', '2,2024-01-01,"2', '3,2024-01-01,3', '4,2024-01-01,4'),
      basic,
    );
    expect(report).toMatchObject({ read: 4, accepted: 3 });
    expect(report.rejects).toEqual([{ reason: 'bad-quoting', column: null, rows: 1, firstLine: 3 }]);
  });

  it('takes two stray quotes for one bad line each', async () => {
    const work = await bench();
    const report = await work.import(
      csv('1,2024-01-01,1', '"2,2024-01-01,2', '3,2024-01-01,3', '"4",2024-01-01,4', '5,2024-01-01,5'),
      basic,
    );
    expect(report).toMatchObject({ read: 5, accepted: 4, rejected: 1 });
    expect(report.rejects[0]).toMatchObject({ reason: 'bad-quoting', firstLine: 3 });
  });

  it('tells blank and repeated headers apart', async () => {
    const work = await bench();
    const { fileOf: file } = await import('./workbench.ts');
    const seen = await work.handlers['import.preview']({ file: work.grant(file('a,,a, b ,\n1,2,3,4,5\n')) }, context());
    expect(seen.columns.map((column) => column.name)).toEqual(['a', 'column 2', 'a (2)', 'b', 'column 5']);
  });

  it('rejects NUL bytes and over-long cells by their row', async () => {
    const work = await bench();
    const report = await work.import(
      `${csv('1,2024-01-01,1', '2\0,2024-01-01,2')}3,2024-01-01,"${'9'.repeat((1 << 20) + 1)}"\n`,
      basic,
    );
    expect(report.rejects.map(({ reason, firstLine }) => [reason, firstLine])).toEqual([
      ['bad-encoding', 3],
      ['value-too-long', 4],
    ]);
  });

  it('reads old Mac line ends, and a file without a last line end', async () => {
    const work = await bench();
    expect(await work.import('注文番号,注文日時,金額\r1,2024-01-01,1\r2,2024-01-02,2', basic)).toMatchObject({
      read: 2,
      accepted: 2,
    });
  });

  it('counts formula cells and writes them harmless into the CSV of rejected rows', async () => {
    const work = await bench();
    const report = await work.import(csv('=1+1,2024-01-01,x', '@SUM(A1),2024-01-01,-5', '1,2024-01-01,+3'), basic);
    expect(report.warnings).toContainEqual({ code: 'formula-cells', params: { rows: 3 } });
    const staged = await work.handlers['import.rejects']({ importId: report.importId }, context());
    const { readFileSync } = await import('node:fs');
    const { join } = await import('node:path');
    const text = readFileSync(join(work.project.stagingDir, staged.staged), 'utf8');
    expect(text).toBe(
      "\uFEFFline,reason,column,注文番号,注文日時,金額\r\n2,amount-unreadable,金額,'=1+1,2024-01-01,x\r\n",
    );
    expect(staged.bytes).toBe(Buffer.byteLength(text));
    expect(await codeOf(work.handlers['import.rejects']({ importId: 'none' }, context()))).toBe('input-invalid');
  });

  it('gives the same rows however the text is cut into pieces', () => {
    const text = 'a,b\r\n"x\r\ny",1\r\n"q""q",2\r\nplain,"3"\r\n"open,4\r\nlast,5';
    const read = (size: number): unknown[] => {
      const rows: unknown[] = [];
      const tokenizer = csvTokenizer(',', '\n', {
        row: (line, cells) => rows.push([line, ...cells]),
        badQuoting: (line) => rows.push([line, 'bad']),
      });
      for (let i = 0; i < text.length; i += size) tokenizer.push(text.slice(i, i + size));
      tokenizer.end();
      return rows;
    };
    const expected = [
      [1, 'a', 'b'],
      [2, 'x\r\ny', '1'],
      [4, 'q"q', '2'],
      [5, 'plain', '3'],
      [6, 'bad'],
      [7, 'last', '5'],
    ];
    for (let size = 1; size <= text.length; size += 1) expect(read(size)).toEqual(expected);
  });
});

describe('an import that stops', () => {
  const files = { a: csv('a,2024-01-01,1'), b: csv('b,2024-01-02,2') };

  /** A process that does what `act` does instead of the job. */
  const acting = (act: (exit: (code: number | null) => void, path: string) => void): ProcessStarter => ({
    start: () => {
      let exit: (code: number | null) => void = () => undefined;
      return Promise.resolve({
        post: (job) => {
          const { folder } = job as { folder: string };
          writeFileSync(`${folder}/half.parquet`, 'half');
          act((code) => exit(code), folder);
        },
        onMessage: () => undefined,
        onExit: (listener) => {
          exit = listener;
        },
        kill: () => exit(null),
      });
    },
  });

  it.each([
    ['crashes', (exit: (code: number) => void) => exit(134), 'engine-stopped'],
    ['is cancelled', () => undefined, 'cancelled'],
  ] as const)('because its process %s leaves project and staging as they were', async (_what, act, code) => {
    let processes = inProcess();
    const work = await bench({ start: (entry) => processes.start(entry) });
    await work.import(files.a, basic);
    const before = await snapshot(work);
    processes = acting(act);
    const stop = new AbortController();
    const running = work.handlers['import.run'](
      { file: work.grant(fileOf(files.b)), mapping: basic },
      context(stop.signal),
    );
    if (code === 'cancelled') setTimeout(() => stop.abort(), 100);
    expect(await codeOf(running)).toBe(code);
    expect(await snapshot(work)).toEqual(before);
    expect(work.staged()).toEqual([]);
    processes = inProcess();
    expect(await work.import(files.b, basic)).toMatchObject({ accepted: 1 });
  });
});
