import { describe, expect, it } from 'vitest';
import { mappingSchema, type Mapping } from '../../analysis/model/mapping.ts';
import { failureOf } from '../../analysis/model/failure.ts';
import { targetPresets } from '../../analysis/model/target.ts';
import { sql } from '../../analysis/store/sql.ts';
import { basic, bench, codeOf, context, csv, fileOf } from './workbench.ts';

const keeping: Mapping = { ...basic, keep: ['メモ'] };
const memo = (...lines: string[]): string => ['注文番号,注文日時,金額,メモ', ...lines, ''].join('\n');

describe('a kept column in a second import', () => {
  it('stays known or unknown as the project has it, where the mapping says nothing', async () => {
    const work = await bench();
    await work.import(memo('a,2024-01-01,1,x'), { ...keeping, knownAtScreening: { メモ: 'no' } });
    await work.import(memo('b,2024-01-01,1,x'), keeping);
    expect(await work.project.customColumns()).toMatchObject([{ label: 'メモ', knownAtScreening: 'no' }]);
    await work.import(memo('c,2024-01-01,1,x'), { ...keeping, knownAtScreening: { メモ: 'yes' } });
    expect(await work.project.customColumns()).toMatchObject([{ knownAtScreening: 'yes' }]);
  });

  it('is unsure where nobody ever said, and the report says so once', async () => {
    const work = await bench();
    const both = '注文番号,注文日時,金額,メモ,備考\na,2024-01-01,1,x,y\n';
    const report = await work.import(both, { ...basic, keep: ['メモ', '備考'] });
    expect(report.warnings).toContainEqual({
      code: 'known-at-screening-unsure',
      params: { column: 'メモ, 備考', columns: 2 },
    });
  });

  it.each([
    ['7', 'int'],
    ['1.5', 'double'],
    ['true', 'bool'],
    ['2024-01-05 10:00', 'timestamp'],
  ])('keeps its type (%s is %s) when a file leaves it blank, before or after', async (value, type) => {
    for (const order of [
      [value, ''],
      ['', value],
    ]) {
      const work = await bench();
      for (const [i, cell] of order.entries()) await work.import(memo(`${i},2024-01-01,1,${cell}`), keeping);
      expect(await work.project.customColumns()).toMatchObject([{ type }]);
      const filled = await work.rows(sql`SELECT count("custom.c1") AS n, count(*) AS orders FROM orders`);
      expect(filled).toEqual([{ n: 1, orders: 2 }]);
    }
  });
});

describe('the target of a project', () => {
  const labelled = '注文番号,注文日時,金額,不正\na,2024-01-01,1,1\nb,2024-01-02,1,0\n';
  const withLabel: Mapping = { ...basic, label: { from: '不正', bad: [1] } };
  const unpaid = targetPresets.find(({ id }) => id === 'unpaid');

  it('that somebody chose stays, whatever the first file holds', async () => {
    const work = await bench();
    if (unpaid !== undefined) await work.project.update({ target: unpaid });
    await work.import(labelled, withLabel);
    expect((await work.project.info()).target.id).toBe('unpaid');
  });

  it('that nobody chose follows what the files tell', async () => {
    const work = await bench();
    await work.import(csv('c,2024-01-03,1'), basic);
    expect((await work.project.info()).target.id).toBe('card-fraud');
    await work.import(labelled, withLabel);
    expect(await work.project.info()).toMatchObject({ target: { id: 'label' }, outcomesKnown: true });
  });
});

describe('the mapping of a second file', () => {
  const first = '番号,受注,税込,税抜,メモ,区分\na,2024-01-01,110,100,x,1\n';
  const mapping: Mapping = {
    timezone: 'Asia/Seoul',
    columns: { event_id: '番号', ordered_at: '受注', amount: '税込', currency: { value: 'JPY' } },
    keep: ['メモ'],
    knownAtScreening: { メモ: 'yes' },
  };
  const previewOf = async (work: Awaited<ReturnType<typeof bench>>, content: string) => {
    const file = work.grant(fileOf(content, '翌月.csv'));
    return work.handlers['import.preview']({ file }, context());
  };

  it('is that of the first, as far as it goes; new columns are mapped as proposed, known ones nobody wanted are not', async () => {
    const work = await bench();
    expect((await previewOf(work, first)).earlier).toBeNull();
    await work.import(first, mapping, { name: '四月.csv' });
    const { earlier } = await previewOf(
      work,
      '税抜,税込,番号,受注,区分,メールアドレス,備考\n100,110,b,2024-02-01,1,a@b.jp,y\n',
    );
    expect(earlier).toMatchObject({ missing: ['メモ'], added: ['メールアドレス', '備考'] });
    expect(earlier?.fileName).toContain('四月.csv');
    expect(earlier?.mapping).toEqual({
      timezone: 'Asia/Seoul',
      columns: { ...mapping.columns, email: 'メールアドレス' },
      keep: ['備考'],
    });
  });

  it('is that of the earlier file most like it, and of none where id, time or amount have other headers', async () => {
    const work = await bench();
    await work.import(first, mapping);
    const other = { ...mapping, columns: { ...mapping.columns, amount: '税抜' }, keep: ['区分'] };
    await work.import('番号,受注,税抜,区分\nc,2024-03-01,100,1\n', other);
    expect((await previewOf(work, first.replace('a,', 'd,'))).earlier?.mapping.columns.amount).toBe('税込');
    expect((await previewOf(work, '番号,受注,税抜,区分\ne,2024-03-01,100,1\n')).earlier?.mapping).toMatchObject({
      columns: { amount: '税抜' },
      keep: ['区分'],
    });
    expect((await previewOf(work, '番号,受注,合計\nf,2024-03-01,100\n')).earlier).toBeNull();
  });
});

describe('a kept column that holds values', () => {
  it('of whole numbers takes decimals and texts beside them, none of them changed', async () => {
    const work = await bench();
    await work.import(memo('a,2024-01-01,1,7'), keeping);
    await work.import(memo('b,2024-01-02,1,7.5'), keeping);
    expect(await work.project.customColumns()).toMatchObject([{ type: 'double' }]);
    const other = await bench();
    await other.import(memo('a,2024-01-01,1,7'), keeping);
    await other.import(memo('b,2024-01-02,1,A007'), keeping);
    expect(await other.rows(sql`SELECT "custom.c1" AS memo FROM orders ORDER BY seq`)).toEqual([
      { memo: '7' },
      { memo: 'A007' },
    ]);
  });

  it.each([
    ['1.50', '1.50.2', 'double'],
    ['TRUE', '要確認', 'bool'],
    ['2024-01-05 10:00', '指定なし', 'timestamp'],
  ])('%s and refuses a file with %s says where, and leaves the project as it was', async (before, after, type) => {
    const work = await bench();
    await work.import(memo(`a,2024-01-01,1,${before}`), keeping);
    const stored = await work.rows(sql`SELECT * FROM orders`);
    const file = memo(`b,2024-01-02,1,${before}`, `c,2024-01-02,1,${after}`, `d,2024-01-02,1,${after}`);
    const failed = await work.import(file, keeping).then(
      () => null,
      (error: unknown) => failureOf(error),
    );
    expect(failed).toMatchObject({ code: 'kept-column-type', params: { column: 'メモ', type, rows: 2, line: 3 } });
    expect(await work.rows(sql`SELECT * FROM orders`)).toEqual(stored);
    await work.import(file, basic);
    expect((await work.project.info()).orders).toBe(4);
  });

  it.each([
    ['double', '1.5', ['007', '1_000', 'inf', '12345678901234567', 'TRUE']],
    ['bool', 'TRUE', ['1', 'yes']],
  ])('of type %s takes no value that it would only read by casting', async (type, before, others) => {
    const work = await bench();
    await work.import(memo(`a,2024-01-01,1,${before}`), keeping);
    for (const after of others) {
      const code = await codeOf(work.import(memo(`b,2024-01-02,1,${after}`), keeping));
      expect([type, after, code]).toEqual([type, after, 'kept-column-type']);
    }
  });

  it('is not judged by rows that are rejected anyway', async () => {
    const work = await bench();
    await work.import(memo('a,2024-01-01,1,1.5'), keeping);
    expect(await work.import(memo('a,2024-01-01,2,x', 'b,2024-01-02,1,2.5'), keeping)).toMatchObject({ accepted: 1 });
  });

  it('of times reads every way to write one that the first file would have read', async () => {
    const work = await bench();
    await work.import(memo('a,2024-01-01,1,2024-01-05 10:00'), keeping);
    await work.import(memo('b,2024-01-02,1,2024年1月5日 10時00分'), keeping);
    const [first, second] = await work.rows(sql`SELECT "custom.c1" AS memo FROM orders ORDER BY seq`);
    expect(second).toEqual(first);
  });
});

describe('a kept text column', () => {
  it.each([
    ['不明', '2024/06/01'],
    ['1.10.2', '1.10'],
    ['なし', 'TRUE'],
    ['A12', '12e5'],
  ])('that holds %s takes %s as it is written', async (before, after) => {
    const work = await bench();
    await work.import(memo(`a,2024-01-01,1,${before}`), keeping);
    await work.import(memo(`b,2024-01-02,1,${after}`), keeping);
    expect(await work.project.customColumns()).toMatchObject([{ type: 'text' }]);
    expect(await work.rows(sql`SELECT "custom.c1" AS memo FROM orders ORDER BY seq`)).toEqual([
      { memo: before },
      { memo: after },
    ]);
  });
});

describe("the file's own label", () => {
  it('is never known at screening when it is kept too', async () => {
    const work = await bench();
    const label: Mapping = { ...keeping, label: { from: 'メモ', bad: [1] }, knownAtScreening: { メモ: 'yes' } };
    await work.import(memo('a,2024-01-01,1,1'), label);
    expect(await work.project.customColumns()).toMatchObject([{ label: 'メモ', knownAtScreening: 'no' }]);
  });

  it('cannot be a canonical column', () => {
    const label = { from: 'メモ', bad: [1] };
    for (const source of ['メモ', { from: 'メモ' }, { from: ['注文番号', 'メモ'] }]) {
      const columns = { ...basic.columns, buyer_name: source };
      expect(mappingSchema.safeParse({ ...basic, columns }).success).toBe(true);
      expect(mappingSchema.safeParse({ ...basic, columns, label }).error?.issues).toMatchObject([
        { path: ['columns', 'buyer_name'] },
      ]);
    }
  });

  it('nor can any other column that knows the outcome; a header that only contains its name can', () => {
    const columns = { ...basic.columns, settle_status: '状況', payment_method: '状況' };
    expect(mappingSchema.safeParse({ ...basic, columns }).error?.issues).toMatchObject([
      { path: ['columns', 'payment_method'] },
    ]);
    const shipped = { ...basic.columns, shipped_at: '出荷', payment_method: '出荷' };
    expect(mappingSchema.safeParse({ ...basic, columns: shipped }).success).toBe(false);
    const status = {
      ...basic,
      columns: { ...basic.columns, settle_status: '状況' },
      label: { from: '状況', bad: [1] },
    };
    expect(mappingSchema.safeParse(status).success).toBe(true);
    const longer = { ...basic.columns, buyer_name: { from: 'メモ欄' } };
    expect(mappingSchema.safeParse({ ...basic, columns: longer, label: { from: 'メモ', bad: [1] } }).success).toBe(
      true,
    );
  });
});

describe('zone and target of a project', () => {
  const byLabel: Mapping = { ...basic, timezone: 'UTC', label: { from: 'メモ', bad: [1] } };
  const [first, second] = targetPresets;

  it('the zone is set by the first import and left alone by a later one', async () => {
    const work = await bench();
    await work.import(memo('a,2024-01-01,1,x'), basic);
    await work.import(memo('b,2024-01-01,1,1'), byLabel);
    expect((await work.project.info()).timezone).toBe('Asia/Tokyo');
    const other = await bench();
    await other.import(memo('a,2024-01-01,1,1'), byLabel);
    await other.import(memo('b,2024-01-01,1,x'), basic);
    const { timezone, target } = await other.project.info();
    expect([timezone, target.id]).toEqual(['UTC', 'label']);
  });

  it('change later where the call or the mapping asks for a target', async () => {
    const work = await bench();
    await work.import(csv('a,2024-01-01,1'), basic);
    await work.import(csv('b,2024-01-01,1'), { ...basic, ...(second === undefined ? {} : { target: second }) });
    expect((await work.project.info()).target).toEqual(second);
    const file = work.grant(fileOf(csv('c,2024-01-01,1')));
    await work.handlers['import.run'](
      { file, mapping: basic, ...(first === undefined ? {} : { target: first }) },
      context(),
    );
    expect((await work.project.info()).target).toEqual(first);
  });
});

describe('ids joined of several columns', () => {
  it('that collide although their parts differ are told apart from repeated ones', async () => {
    const work = await bench();
    const file = 'a,b,t,n\nA-1,2,2024-01-01,1\nA,1-2,2024-01-01,1\nA-1,2,2024-01-01,1\nB,1,2024-01-01,1\n';
    const columns = { event_id: { from: ['a', 'b'] }, ordered_at: 't', amount: 'n' };
    const report = await work.import(file, { timezone: 'Asia/Tokyo', columns });
    expect(report).toMatchObject({ read: 4, accepted: 2, rejected: 2 });
    expect(report.warnings).toContainEqual({ code: 'joined-ids-collide', params: { column: 'a + b', rows: 1 } });
  });
});

describe('amounts in a report', () => {
  it('add up the currency most orders have, and no other', async () => {
    const work = await bench();
    const mapping: Mapping = { ...basic, columns: { ...basic.columns, currency: 'メモ' } };
    const report = await work.import(
      memo('a,2024-01-01,100,JPY', 'b,2024-01-01,200,JPY', 'c,2024-01-01,4.97,USD'),
      mapping,
      {
        outcomes: '注文番号,金額\na,\nc,\n',
      },
    );
    expect(report).toMatchObject({ currency: 'JPY', amount: 300, outcomes: { matched: 2, amountMatched: 100 } });
  });

  it('fail rather than be rounded', async () => {
    const work = await bench();
    const huge = Array.from({ length: 1001 }, (_, i) => `${i},2024-01-01,9999999999999`);
    await expect(work.import(csv(...huge), basic)).rejects.toMatchObject({ failure: { code: 'amount-overflow' } });
  });
});
