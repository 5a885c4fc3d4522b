import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileSays } from '../../analysis/model/import-report.ts';
import type { Mapping } from '../../analysis/model/mapping.ts';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import type { Clause } from '../../analysis/model/filter.ts';
import { sql } from '../../analysis/store/sql.ts';
import { ordersBehind } from '../store/orders-behind.ts';
import { basic, bench, context, csv, fileOf, type Bench } from './workbench.ts';

const full: Mapping = {
  timezone: 'Asia/Tokyo',
  columns: {
    event_id: '注文番号',
    ordered_at: '注文日時',
    amount: '金額',
    email: 'メール',
    buyer_address: '住所',
    shipped_at: '出荷日',
    recorded_result: '審査結果',
  },
  keep: ['メモ'],
  knownAtScreening: { メモ: 'yes' },
};
const head = '注文番号,注文日時,金額,メール,住所,出荷日,審査結果,メモ';
const file = (...lines: string[]): string => [head, ...lines, ''].join('\n');
const first = file(
  'a,2024-01-01,100,a@x.jp,東京都港区1-2,,,x',
  'b,2024-01-02,200,b@x.jp,,,,',
  'c,2024-01-03,300,c@x.jp,,2024-01-05,OK,y',
  'd,2024-01-04,400,,,,,',
);

const stored = (work: Bench) => work.rows(sql`SELECT * EXCLUDE (import_id) FROM orders ORDER BY seq`);
const some = (work: Bench) =>
  work.rows(sql`SELECT event_id, amount, email, email_key, recorded_result AS result, shipped_at IS NOT NULL AS shipped,
    "custom.c1" AS memo, source_line FROM orders ORDER BY seq`);

describe('a file with orders the project has', () => {
  it('reads prefectures that an earlier version kept as codes as it would today, and calls none of them changed', async () => {
    const mapping = { ...basic, columns: { ...basic.columns, buyer_pref: '都道府県', buyer_zip: '郵便番号' } };
    const lines = (...rows: string[]): string => ['注文番号,注文日時,金額,都道府県,郵便番号', ...rows, ''].join('\n');
    const [one, other] = ['a,2024-01-01,100,JP13,107-0052', 'b,2024-01-02,200,Osaka,530-0001'];
    const work = await bench();
    await work.import(lines(one, other), mapping);
    const stored = () =>
      work.rows(sql`SELECT event_id AS id, buyer_pref AS pref, buyer_address_prefecture AS said
      FROM orders ORDER BY seq`);
    const asToday = [
      { id: 'a', pref: '東京都', said: '東京都' },
      { id: 'b', pref: '大阪府', said: '大阪府' },
    ];
    expect(await stored()).toEqual(asToday);
    const asBefore = (): Promise<void> =>
      work.project.write({}, (db) =>
        db.run(sql`UPDATE order_rows SET buyer_pref = CASE event_id WHEN 'a' THEN 'JP13' ELSE 'Osaka' END`),
      );
    await asBefore();
    const again = await work.import(lines(one), mapping);
    expect(again.upsert).toMatchObject({ updated: 1, columns: [{ column: 'buyer_pref', filled: 1, changed: 0 }] });
    expect(again.warnings).toEqual([]);
    expect(await stored()).toEqual(asToday);
    await asBefore();
    await work.import(lines('c,2024-01-03,300,JP01,060-0001'), mapping);
    expect((await stored()).slice(0, 2)).toEqual(asToday);
    await asBefore();
    await work.handlers['import.keys']({}, context());
    expect((await stored()).slice(0, 2)).toEqual(asToday);
  });

  it('inserts, fills in, changes, leaves and refuses, and says how many of each', async () => {
    const work = await bench();
    const before = await work.import(first, full);
    expect(before.upsert).toBeUndefined();
    const revision = (await work.project.info()).dataVersion;
    const report = await work.import(
      file(
        // Says the same, and blanks where the project knows more.
        'c,2024-01-03,300,,,,,',
        // Fills in.
        'b,2024-01-02,200,b@x.jp,,2024-01-09,NG,z',
        // Changes what was known at the order, and what was not.
        'a,2024-01-01,100,new@x.jp,,,REVIEW,x',
        // Contradicts.
        'd,2024-01-04,350,d@x.jp,,,,',
        'e,2024-01-05,500,,,,,',
      ),
      full,
    );
    expect(report).toMatchObject({ read: 5, accepted: 4, rejected: 1 });
    expect(report.upsert).toEqual({
      inserted: 1,
      updated: 2,
      unchanged: 1,
      conflicting: 1,
      columns: [
        { column: 'email', filled: 0, changed: 1 },
        { column: 'shipped_at', filled: 1, changed: 0 },
        { column: 'recorded_result', filled: 2, changed: 0 },
        { column: 'custom.c1', filled: 1, changed: 0 },
      ],
    });
    expect(report.rejectSample).toMatchObject([{ line: 5, reason: 'order-amount-differs', column: '金額' }]);
    expect(report.warnings).toContainEqual({
      code: 'screening-changed',
      params: { rows: 1, column: 'メール', columns: 1 },
    });
    expect(await some(work)).toEqual([
      {
        event_id: 'a',
        amount: 100,
        email: 'new@x.jp',
        email_key: 'new@x.jp',
        result: 'REVIEW',
        shipped: false,
        memo: 'x',
        source_line: 2,
      },
      {
        event_id: 'b',
        amount: 200,
        email: 'b@x.jp',
        email_key: 'b@x.jp',
        result: 'NG',
        shipped: true,
        memo: 'z',
        source_line: 3,
      },
      {
        event_id: 'c',
        amount: 300,
        email: 'c@x.jp',
        email_key: 'c@x.jp',
        result: 'OK',
        shipped: true,
        memo: 'y',
        source_line: 4,
      },
      {
        event_id: 'd',
        amount: 400,
        email: null,
        email_key: null,
        result: null,
        shipped: false,
        memo: null,
        source_line: 5,
      },
      {
        event_id: 'e',
        amount: 500,
        email: null,
        email_key: null,
        result: null,
        shipped: false,
        memo: null,
        source_line: 6,
      },
    ]);
    expect((await work.project.info()).dataVersion).not.toBe(revision);
    // The value nobody says any more is forgotten.
    expect(await work.rows(sql`SELECT count(*) AS n FROM identity_values WHERE raw = 'a@x.jp'`)).toEqual([{ n: 0 }]);
  });

  it('is warned of where rules read what it changed, themselves, by a key or by a feature', async () => {
    const work = await bench();
    await work.import(first, full);
    await work.import(file('a,2024-01-01,100,new@x.jp,,,REVIEW,x', 'c,2024-01-03,300,c2@x.jp,,,,z'), full);
    const features = [{ id: 'mails', by: ['buyer.email'], agg: 'count' as const, window: 'all' as const }];
    const warned = async (when: string, ...clauses: Clause[]) => {
      const rule = { when, currency: 'JPY', timezone: 'Asia/Tokyo', filter: { clauses }, features };
      const { warnings } = await backtestHandlers(work.project)['rules.impact'](rule, context());
      return warnings.filter(({ code }) => code === 'fields-changed').map(({ params }) => params);
    };
    const mail = [{ fields: 'buyer.email: 2', count: 1 }];
    expect(await warned('buyer.email == "x"')).toEqual(mail);
    expect(await warned('buyer.email_domain == "x"')).toEqual(mail);
    expect(await warned('velocity.mails > 1')).toEqual(mail);
    expect(await warned('buyer.email == "x"', { kind: 'in', column: 'event_id', values: ['a'] })).toEqual([
      { fields: 'buyer.email: 1', count: 1 },
    ]);
    expect(await warned('order.amount > 1')).toEqual([]);
    expect(await warned('custom.c1 == "x" || buyer.email == "x"')).toEqual([
      { fields: 'buyer.email: 2, custom.c1: 1', count: 2 },
    ]);
  });

  it('keeps which orders are behind every count, whatever comes after', async () => {
    const work = await bench();
    const { importId: firstId } = await work.import(first, full);
    const report = await work.import(
      file(
        'c,2024-01-03,300,,,,,',
        'b,2024-01-02,200,b@x.jp,,2024-01-09,NG,z',
        'a,2024-01-01,100,new@x.jp,,いつか,REVIEW,x',
        'd,2024-01-04,350,d@x.jp,,,,',
        'e,2024-01-05,-5,,,,,',
      ),
      full,
    );
    await work.import(file('c,2024-01-03,300,c2@x.jp,,,,'), full);
    const behind = (says: FileSays, column: string | null = null, importId = report.importId) =>
      ordersBehind(work.project, { kind: 'file', importId, says, column });
    expect(await behind('accepted')).toEqual(['a', 'b', 'c', 'e']);
    expect(await behind('inserted')).toEqual(['e']);
    expect(await behind('updated')).toEqual(['a', 'b']);
    expect(await behind('unchanged')).toEqual(['c']);
    expect(await behind('conflicting')).toEqual(['d']);
    expect(await behind('filled', 'recorded_result')).toEqual(['a', 'b']);
    expect(await behind('filled', 'shipped_at')).toEqual(['b']);
    expect(await behind('changed', 'email')).toEqual(['a']);
    expect(await behind('screening-changed')).toEqual(['a']);
    expect(await behind('negative-amounts', '金額')).toEqual(['e']);
    expect(await behind('value-unreadable', '出荷日')).toEqual(['a']);
    expect(await behind('value-unreadable', '住所')).toEqual([]);
    expect(await behind('accepted', null, firstId)).toEqual(['a', 'b', 'c', 'd']);
    expect(await behind('updated', null, firstId)).toEqual([]);
    // As many as the report says.
    expect(report.upsert).toMatchObject({ inserted: 1, updated: 2, unchanged: 1, conflicting: 1 });
    const order = { orderId: 'd', orderedAt: Date.parse('2024-01-04T00:00:00+09:00'), amount: 400, currency: 'JPY' };
    expect(report.rejectSample).toMatchObject([{ line: 5, reason: 'order-amount-differs', order }]);
    await work.handlers['import.remove']({ importId: report.importId }, context());
    expect(await behind('updated')).toEqual([]);
  });

  it.each([
    ['a,2024-01-01 00:01,100', 'order-time-differs', '注文日時'],
    ['a,2024-01-01,101', 'order-amount-differs', '金額'],
  ])('refuses %s as %s', async (line, reason, column) => {
    const work = await bench();
    await work.import(csv('a,2024-01-01,100'), basic);
    const report = await work.import(csv(line, 'b,2024-01-01,1'), basic);
    expect(report.rejectSample).toMatchObject([{ line: 2, reason, column }]);
    expect(report.upsert).toEqual({ inserted: 1, updated: 0, unchanged: 0, conflicting: 1, columns: [] });
    expect(await work.rows(sql`SELECT amount FROM orders WHERE event_id = 'a'`)).toEqual([{ amount: 100 }]);
  });

  it('refuses another currency, also one the mapping gives', async () => {
    const work = await bench();
    await work.import(csv('a,2024-01-01,100'), basic);
    const dollars = { ...basic, columns: { ...basic.columns, currency: { value: 'USD' } } };
    const report = await work.import(csv('a,2024-01-01,1.00', 'b,2024-01-01,1'), dollars);
    expect(report.rejectSample).toMatchObject([{ line: 2, reason: 'order-currency-differs', column: null }]);
  });

  it('keeps the rule for ids repeated inside it', async () => {
    const work = await bench();
    await work.import(csv('a,2024-01-01,100'), basic);
    const report = await work.import(csv('a,2024-01-01,100', 'a,2024-01-01,100', 'a,2024-01-01,9'), basic);
    expect(report.rejectSample.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'id-duplicate'],
      [4, 'id-duplicate'],
    ]);
    expect(report.upsert).toMatchObject({ unchanged: 1, conflicting: 0 });
  });

  it('maps columns the first did not, and leaves those alone that only the first mapped', async () => {
    const work = await bench();
    await work.import(first, { ...full, columns: { ...basic.columns, email: 'メール' } });
    const shipped = '注文番号,注文日時,金額,出荷日,新しい列\nc,2024-01-03,300,2024-01-06,7\n';
    const report = await work.import(shipped, {
      ...basic,
      columns: { ...basic.columns, shipped_at: '出荷日' },
      keep: ['新しい列'],
    });
    expect(report.upsert?.columns).toEqual([
      { column: 'shipped_at', filled: 1, changed: 0 },
      { column: 'custom.c2', filled: 1, changed: 0 },
    ]);
    expect(
      await work.rows(sql`SELECT email, "custom.c1" AS memo, "custom.c2" AS fresh, shipped_at IS NOT NULL AS shipped
        FROM orders WHERE event_id IN ('b', 'c') ORDER BY seq`),
    ).toEqual([
      { email: 'b@x.jp', memo: null, fresh: null, shipped: false },
      { email: 'c@x.jp', memo: 'y', fresh: 7, shipped: true },
    ]);
  });

  it('widens the type of a kept column without changing what stood there', async () => {
    const work = await bench();
    const memo = (...lines: string[]): string => ['注文番号,注文日時,金額,メモ', ...lines, ''].join('\n');
    const keeping = { ...basic, keep: ['メモ'], knownAtScreening: { メモ: 'no' as const } };
    await work.import(memo('a,2024-01-01,1,7', 'b,2024-01-02,1,8'), keeping);
    const report = await work.import(memo('a,2024-01-01,1,7', 'b,2024-01-02,1,8.5'), keeping);
    expect(report.upsert).toMatchObject({ updated: 1, unchanged: 1, columns: [{ column: 'custom.c1', changed: 1 }] });
    // Known only after screening: no hindsight to warn of.
    expect(report.warnings.map(({ code }) => code)).not.toContain('screening-changed');
    expect(await work.rows(sql`SELECT "custom.c1" AS memo FROM orders ORDER BY seq`)).toEqual([
      { memo: 7 },
      { memo: 8.5 },
    ]);
  });

  it('may bring labels and outcomes late', async () => {
    const work = await bench();
    const labelled = (cells: readonly string[]): string =>
      ['注文番号,注文日時,金額,不正', ...cells.map((cell, i) => `${i},2024-01-0${i + 1},1,${cell}`), ''].join('\n');
    const mapping: Mapping = { ...basic, label: { from: '不正', bad: [1] } };
    await work.import(labelled(['', '0', '1']), mapping);
    const report = await work.import(labelled(['1', '1', '']), mapping, { outcomes: '注文番号,理由\n2,不正\n' });
    expect(report.upsert).toMatchObject({
      updated: 2,
      unchanged: 1,
      columns: [{ column: 'label', filled: 1, changed: 1 }],
    });
    expect(report.outcomes).toMatchObject({ read: 1, matched: 1 });
    expect(await work.rows(sql`SELECT label FROM orders ORDER BY seq`)).toEqual([
      { label: true },
      { label: true },
      { label: true },
    ]);
  });

  it('finds the orders of outcomes by ids it fills in', async () => {
    const work = await bench();
    await work.import(csv('a,2024-01-01,100'), basic);
    const file = work.grant(fileOf('決済ID,報告日\nT-1,2024-02-01\n', '結果.csv'));
    expect(await work.handlers['import.outcomes']({ file }, context())).toMatchObject({ matched: 0, unmatched: 1 });
    await work.import('注文番号,注文日時,金額,決済ID\na,2024-01-01,100,T-1\n', {
      ...basic,
      columns: { ...basic.columns, transaction_id: '決済ID' },
    });
    expect(await work.rows(sql`SELECT order_id, matched_by FROM outcomes`)).toEqual([
      { order_id: 'a', matched_by: 'transaction-id' },
    ]);
  });
});

describe('taking back an import', () => {
  it('takes the orders it first brought, updated or not, and no update of others', async () => {
    const work = await bench();
    const one = await work.import(first, full);
    const two = await work.import(file('b,2024-01-02,200,,,,NG,', 'z,2024-01-09,1,,,,,'), full);
    await work.handlers['import.remove']({ importId: two.importId }, context());
    expect(await work.rows(sql`SELECT event_id, recorded_result AS result FROM orders ORDER BY seq`)).toEqual([
      { event_id: 'a', result: null },
      { event_id: 'b', result: 'NG' },
      { event_id: 'c', result: 'OK' },
      { event_id: 'd', result: null },
    ]);
    await work.import(file('a,2024-01-01,100,,,,NG,', 'z,2024-01-09,1,,,,,'), full);
    await work.handlers['import.remove']({ importId: one.importId }, context());
    expect(await work.rows(sql`SELECT event_id FROM orders`)).toEqual([{ event_id: 'z' }]);
  });
});

describe('any two files', () => {
  const cell = fc.constantFrom('', '', 'p', 'q', '12');
  const order = fc.record({ id: fc.integer({ min: 0, max: 6 }), memo: cell, result: cell, mail: cell });
  const orders = fc.uniqueArray(order, { selector: ({ id }) => id, minLength: 1, maxLength: 7 });
  type Order = { readonly id: number; readonly memo: string; readonly result: string; readonly mail: string };
  const text = (rows: readonly Order[]): string =>
    file(
      ...rows.map(({ id, memo, result, mail }) => `o${id},2024-01-0${id + 1},${100 + id},${mail},,,${result},m${memo}`),
    ).replaceAll(/,m$/gm, ',');

  it(
    'come to what each order last said, in either order; each again changes nothing',
    { timeout: 60_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(orders, orders, async (a, b) => {
          const work = await bench();
          await work.import(text(a), full);
          const once = await stored(work);
          const again = await work.import(text(a), full);
          expect(again.upsert).toEqual({ inserted: 0, updated: 0, unchanged: a.length, conflicting: 0, columns: [] });
          expect(await stored(work)).toEqual(once);
          const { upsert } = await work.import(text(b), full);
          const old = new Map<number, Order>(a.map((one) => [one.id, one]));
          const expected = new Map(old);
          const told = { inserted: 0, updated: 0, unchanged: 0 };
          for (const one of b) {
            const before = old.get(one.id);
            const now =
              before === undefined
                ? one
                : {
                    id: one.id,
                    memo: one.memo || before.memo,
                    result: one.result || before.result,
                    mail: one.mail || before.mail,
                  };
            told[
              before === undefined
                ? 'inserted'
                : JSON.stringify(now) ===
                    JSON.stringify({ id: before.id, memo: before.memo, result: before.result, mail: before.mail })
                  ? 'unchanged'
                  : 'updated'
            ] += 1;
            expected.set(one.id, now);
          }
          expect(upsert).toMatchObject(told);
          const rows =
            await work.rows(sql`SELECT event_id, coalesce(email, '') AS mail, coalesce(recorded_result, '') AS result,
          coalesce(substr("custom.c1", 2), '') AS memo FROM orders ORDER BY seq`);
          expect(rows).toEqual(
            [...expected.values()]
              .sort((x, y) => x.id - y.id)
              .map(({ id, mail, result, memo }) => ({ event_id: `o${id}`, mail, result, memo })),
          );
          await work.project.close();
        }),
        { numRuns: 6, seed: Number(process.env['PROPERTY_SEED'] ?? 20240501) },
      );
    },
  );
});
