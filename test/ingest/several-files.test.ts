import { gzipSync } from 'node:zlib';
import { writeXlsx } from 'hucre';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../../analysis/model/failure.ts';
import type { Mapping } from '../../analysis/model/mapping.ts';
import { openScratch } from '../../analysis/store/scratch-database.ts';
import { literal, sql } from '../../analysis/store/sql.ts';
import { dirname, join } from 'node:path';
import { readFileSync } from 'node:fs';
import { basic, bench, codeOf, context, csv, fileOf, freshPath, type Bench } from './workbench.ts';

const run = (work: Bench, paths: readonly string[], mapping: Mapping = basic) => {
  const [file, ...more] = paths.map((path) => work.grant(path));
  if (file === undefined) throw new Error('no file');
  return work.handlers['import.run']({ file, more, mapping }, context());
};

describe('several files', () => {
  it('of different formats but the same columns are one history; rejected rows are told by file and line', async () => {
    const work = await bench();
    const book = await writeXlsx({
      sheets: [
        {
          name: 's',
          rows: [
            ['注文番号', '金額', '注文日時'],
            ['C1', 3, '2024-01-03'],
            ['A1', 3, '2024-01-03'],
          ],
        },
      ],
    });
    const paths = [
      fileOf(gzipSync(csv('A1,2024-01-01,1', 'A2,2024-01-01,x')), 'd-1.csv.gz'),
      fileOf(`\n${csv('B1,2024-01-02,2')}`, 'd-2.csv'),
      fileOf(book, 'd-3.xlsx'),
    ];
    // Names begin with a number that counts up, and decide, not the order in which files were chosen.
    const report = await run(work, paths.toReversed());
    expect(report).toMatchObject({ read: 5, accepted: 3, rejected: 2 });
    expect(report.files?.map(({ read, accepted, rejected }) => [read, accepted, rejected])).toEqual([
      [2, 1, 1],
      [1, 1, 0],
      [2, 1, 1],
    ]);
    expect(report.rejectSample).toMatchObject([
      { file: expect.stringContaining('d-1.csv') as unknown, line: 3, reason: 'amount-unreadable' },
      { file: expect.stringContaining('d-3.xlsx') as unknown, line: 3, reason: 'id-duplicate' },
    ]);
    const { staged } = await work.handlers['import.rejects']({ importId: report.importId }, context());
    const saved = readFileSync(join(work.project.stagingDir, staged), 'utf8').replace(/^\uFEFF/, '');
    const [header, first, second] = saved.split(/\r?\n/);
    expect(header).toBe('file,line,reason,column,注文番号,注文日時,金額');
    expect(first).toMatch(/d-1\.csv,3,amount-unreadable,金額,A2,2024-01-01,x$/);
    expect(second).toMatch(/d-3\.xlsx,3,id-duplicate,注文番号,A1,2024-01-03,3$/);
    expect(report.read).toBe(report.accepted + report.rejected);
  });

  it('of which one has other columns are refused whole', async () => {
    const work = await bench();
    const paths = [
      fileOf(csv('A1,2024-01-01,1'), 'a.csv'),
      fileOf('注文番号,注文日時,金額,追加\nB1,2024-01-01,1,x\n', 'b.csv'),
    ];
    const failure = await run(work, paths).catch((error: unknown) => failureOf(error));
    expect(failure).toMatchObject({ code: 'files-differ', params: { added: '追加' } });
    expect(await work.rows(sql`SELECT count(*) AS n FROM orders`)).toEqual([{ n: 0 }]);
    expect(work.staged()).toEqual([]);
  });

  it('of Parquet are one history where names and types agree, and are not mixed with others', async () => {
    const work = await bench();
    const write = async (type: string, id: string): Promise<string> => {
      const path = freshPath(`${id}.parquet`);
      const scratch = await openScratch({ files: [], folder: dirname(path) });
      await scratch.db.run(
        sql`COPY (SELECT ${id} AS "注文番号", '2024-01-01' AS "注文日時", TRY_CAST('5' AS ${type === 'INT' ? sql`INTEGER` : sql`DOUBLE`}) AS "金額") TO ${literal(path)} (FORMAT parquet)`,
      );
      scratch.close();
      return path;
    };
    const [first, second, other] = [await write('INT', 'A1'), await write('INT', 'A2'), await write('DOUBLE', 'A3')];
    expect(await codeOf(run(work, [first, other]))).toBe('files-differ');
    expect(await codeOf(run(work, [first, fileOf(csv('B1,2024-01-01,1'))]))).toBe('files-mixed');
    const report = await run(work, [first, second]);
    expect(report).toMatchObject({ read: 2, accepted: 2, format: 'parquet' });
    expect(report.files?.map(({ accepted }) => accepted)).toEqual([1, 1]);
  });

  it('may bring their outcomes as a workbook', async () => {
    const work = await bench();
    const outcomes = fileOf(
      await writeXlsx({
        sheets: [
          {
            name: 's',
            rows: [
              ['注文番号', '報告日', '理由'],
              ['A1', new Date('2024-02-01T00:00:00Z'), '不正利用'],
            ],
          },
        ],
      }),
      'cb.xlsx',
    );
    const file = work.grant(fileOf(csv('A1,2024-01-01,1')));
    const report = await work.handlers['import.run'](
      { file, mapping: basic, outcomes: [work.grant(outcomes)] },
      context(),
    );
    expect(report.outcomes).toMatchObject({ read: 1, matched: 1, rejected: 0 });
    expect(await work.rows(sql`SELECT epoch_ms(reported_at) AS at FROM outcomes`)).toEqual([
      { at: Date.parse('2024-02-01T23:59:59+09:00') },
    ]);
  });
});
