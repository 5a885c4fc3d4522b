import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Mapping } from '../../analysis/model/mapping.ts';
import { sql } from '../../analysis/store/sql.ts';
import { basic, bench, context, fileOf } from './workbench.ts';

/** Bad rows far behind whatever a reader looks at to tell what a file is. */
const rows = 220_000;
const late = 210_000;
const mapping: Mapping = { ...basic, keep: ['点数'] };

const csvOf = (bad: Readonly<Record<number, string>>): string =>
  [
    '注文番号,注文日時,金額,点数',
    ...Array.from({ length: rows }, (_, i) => bad[i] ?? `o${i},2024-01-01 00:00:00,${i % 1000},${i % 7}`),
  ].join('\n');
const jsonOf = (bad: Readonly<Record<number, string>>): string =>
  Array.from(
    { length: rows },
    (_, i) => bad[i] ?? `{"注文番号":"o${i}","注文日時":"2024-01-01 00:00:00","金額":${i % 1000},"点数":${i % 7}}`,
  ).join('\n');

async function taken(content: string | Uint8Array, name: string) {
  const work = await bench();
  const report = await work.handlers['import.run']({ file: work.grant(fileOf(content, name)), mapping }, context());
  const [orders] = await work.rows(
    sql`SELECT count(*) AS n, count(DISTINCT event_id) AS ids, sum(amount)::DOUBLE AS amount FROM orders`,
  );
  return { report, orders };
}

/** Of the rows that are left. */
function rest(without: readonly number[]) {
  const kept = Array.from({ length: rows }, (_, i) => i).filter((i) => !without.includes(i));
  return { n: kept.length, ids: kept.length, amount: kept.reduce((sum, i) => sum + (i % 1000), 0) };
}

describe('bad rows late in a long file are rejected where they stand, and everything else is taken in', () => {
  const places = [0, 1, 2, 3].map((n) => late + n * 10);
  const [quote = 0, wide = 0, number = 0, time = 0] = places;
  const bad = {
    [quote]: 'q,2024-01-01 00:00:00,"1,1',
    [wide]: 'w,2024-01-01 00:00:00,1,1,1',
    [number]: 'n,2024-01-01 00:00:00,いち,1',
    [time]: 't,2024-02-30 00:00:00,1,1',
  };
  const why = [
    ['bad-quoting', null, quote + 2],
    ['too-many-cells', null, wide + 2],
    ['amount-unreadable', '金額', number + 2],
    ['time-unreadable', '注文日時', time + 2],
  ];

  it.each([
    ['CSV', '注文.csv', (text: string) => text],
    ['gzip', '注文.csv.gz', (text: string) => gzipSync(text, { level: 1 })],
  ] as const)(
    '%s',
    async (_, name, packed) => {
      const { report, orders } = await taken(packed(csvOf(bad)), name);
      expect(report).toMatchObject({ read: rows, accepted: rows - 4, rejected: 4 });
      expect(report.rejectSample.map(({ reason, column, line }) => [reason, column, line])).toEqual(why);
      expect(orders).toEqual(rest(places));
    },
    240_000,
  );

  it('JSON lines', async () => {
    const { report, orders } = await taken(
      jsonOf({
        [quote]: '{"注文番号":"q","注文日時":"2024-01-01 00:00:00","金額":1',
        [number]: '{"注文番号":"n","注文日時":"2024-01-01 00:00:00","金額":"いち","点数":1}',
        [time]: '{"注文番号":"t","注文日時":"2024-02-30 00:00:00","金額":1,"点数":1}',
      }),
      '注文.jsonl',
    );
    expect(report).toMatchObject({ read: rows, accepted: rows - 3, rejected: 3 });
    expect(report.rejectSample.map(({ column, line }) => [column, line])).toEqual([
      [null, quote + 1],
      ['金額', number + 1],
      ['注文日時', time + 1],
    ]);
    expect(orders).toEqual(rest([quote, number, time]));
  }, 240_000);
});
