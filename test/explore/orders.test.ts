import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exploreHandlers } from '../../analysis/explore/index.ts';
import type { PersonalValues } from '../../analysis/model/explore.ts';
import { everything } from '../../analysis/model/filter.ts';
import {
  fraudWithin30Days,
  inOrder,
  listening,
  openHistory,
  type History,
  type OrderRow,
} from '../backtest/history.ts';

let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-12-31' });
});
afterAll(() => history.close());

const base = { ordered_at: '2024-05-01T09:00:00+09:00', currency: 'JPY' };
const orders: readonly OrderRow[] = [
  { ...base, event_id: 'a', amount: 300, email: 'hanako@example.jp', buyer_name: '山田花子', phone: '090-1111-2222' },
  { ...base, event_id: 'b', amount: null, email: 'hanako@example.jp', buyer_name: '=1+1', phone: '+819011112222' },
  { ...base, event_id: 'c', amount: 100, email: null, buyer_name: '田中"太郎",\n様', phone: null },
  { ...base, event_id: 'd', amount: 300, email: 'x@example.com', buyer_name: '＠SUM', phone: null },
];

const handlers = () => exploreHandlers(history.project);

async function page(viewId: string, offset: number, limit: number, columns: string[]) {
  const context = listening();
  const { rowCount } = await handlersOf(viewId)['orders.page']({ viewId, offset, limit, columns }, context);
  return { rowCount, batches: context.batches };
}

const opened = new Map<string, ReturnType<typeof handlers>>();
const handlersOf = (viewId: string): ReturnType<typeof handlers> => opened.get(viewId) ?? handlers();

async function open(sort: { column: string; descending: boolean }, calls = handlers()) {
  const view = await calls['orders.open']({ filter: everything, sort }, listening());
  opened.set(view.viewId, calls);
  return view;
}

async function ids(sort: { column: string; descending: boolean }): Promise<string[]> {
  const { viewId } = await open(sort);
  const { batches } = await page(viewId, 0, 100, ['event_id']);
  return batches.flatMap((batch) => {
    const column = batch.columns[batch.names.indexOf('event_id')];
    return column?.kind === 'texts' ? column.values.map(String) : [];
  });
}

test('missing values come last in both directions, equal ones in the order of time', async () => {
  await history.load(orders);
  expect(await ids({ column: 'amount', descending: false })).toEqual(['c', 'a', 'd', 'b']);
  expect(await ids({ column: 'amount', descending: true })).toEqual(['a', 'd', 'c', 'b']);
  expect(await ids({ column: 'ordered_at', descending: true })).toEqual(['d', 'c', 'b', 'a']);
});

test('a view knows its size and amount, and a page is the asked part of it', async () => {
  await history.load(orders);
  const view = await open({ column: 'amount', descending: false });
  expect(view).toMatchObject({ count: 4, amount: 700 });
  const { rowCount, batches } = await page(view.viewId, 1, 2, ['amount', 'state', 'buyer_name']);
  expect(rowCount).toBe(2);
  expect(batches[0]?.names).toEqual(['seq', 'amount', 'state', 'buyer_name']);
  expect(batches[0]?.columns[0]).toEqual({ kind: 'numbers', values: Float64Array.of(0, 3) });
  expect(batches[0]?.columns[2]).toEqual({ kind: 'texts', values: ['excluded', 'excluded'] });
  expect((await page(view.viewId, 4, 10, ['amount'])).rowCount).toBe(0);
});

test('pages of any size together are the sorted orders, whatever is sorted by', async () => {
  const anyOrders = fc.array(
    fc.record({ amount: fc.option(fc.integer({ min: 0, max: 5 })), second: fc.integer({ min: 0, max: 3 }) }),
    { maxLength: 40 },
  );
  await fc.assert(
    fc.asyncProperty(anyOrders, fc.integer({ min: 1, max: 15 }), fc.boolean(), async (rows, size, descending) => {
      const given = inOrder(
        rows.map(({ amount, second }, index) => ({
          event_id: `o${index}`,
          ordered_at: `2024-05-01T00:00:0${second}Z`,
          amount,
        })),
      );
      await history.load(given);
      const { viewId, count } = await open({ column: 'amount', descending });
      const seen: number[] = [];
      for (let offset = 0; offset < count; offset += size) {
        for (const batch of (await page(viewId, offset, size, ['amount'])).batches) {
          const [column] = batch.columns;
          if (column?.kind === 'numbers') seen.push(...column.values);
        }
      }
      const rank = ({ amount }: OrderRow): number =>
        amount === null ? Infinity : descending ? -Number(amount) : Number(amount);
      const expected = given
        .map((order, seq) => ({ order, seq }))
        .sort((a, b) => (rank(a.order) < rank(b.order) ? -1 : rank(a.order) > rank(b.order) ? 1 : a.seq - b.seq))
        .map(({ seq }) => seq);
      expect(seen).toEqual(expected);
    }),
    { numRuns: 25 },
  );
}, 60_000);

test('more than a thousand rows come in several batches', async () => {
  const { sql } = await import('../../analysis/store/sql.ts');
  await history.load([]);
  await history.write(sql`INSERT INTO order_rows (seq, event_id, ordered_at, amount, currency)
    SELECT i, 'o' || i, TIMESTAMPTZ '2024-05-01 00:00:00+00' + to_seconds(i), i % 7, 'JPY' FROM range(2500) AS t(i)`);
  const { viewId } = await open({ column: 'amount', descending: true });
  const { rowCount, batches } = await page(viewId, 100, 2200, ['event_id']);
  expect(rowCount).toBe(2200);
  expect(batches.map((batch) => batch.rowCount)).toEqual([1000, 1000, 200]);
});

test('the eight last used views stay; older ones and those of changed data are gone', async () => {
  await history.load(orders);
  const calls = handlers();
  const views = [];
  for (let i = 0; i < 8; i += 1) views.push(await open({ column: 'amount', descending: false }, calls));
  const first = views[0]?.viewId ?? '';
  await page(first, 0, 1, ['amount']);
  await open({ column: 'amount', descending: true }, calls);
  expect((await page(first, 0, 1, ['amount'])).rowCount).toBe(1);
  await expect(page(views[1]?.viewId ?? '', 0, 1, ['amount'])).rejects.toMatchObject({
    failure: { code: 'view-gone' },
  });
  await history.load(orders.slice(1));
  await expect(page(first, 0, 1, ['amount'])).rejects.toMatchObject({ failure: { code: 'view-gone' } });
});

test('unknown columns are refused', async () => {
  await expect(open({ column: 'nothing', descending: false })).rejects.toMatchObject({
    failure: { code: 'input-invalid' },
  });
  const { viewId } = await open({ column: 'amount', descending: false });
  await expect(page(viewId, 0, 1, ['amount', 'x"; --'])).rejects.toMatchObject({ failure: { code: 'input-invalid' } });
});

test('one order with all that was reported about it', async () => {
  await history.load(orders, [
    { order_id: 'a', kind: 'chargeback', family: 'fraud', reported_at: '2024-07-01T00:00:00Z' },
    { order_id: 'a', kind: 'chargeback-reversed', reported_at: null },
    { order_id: 'b', kind: 'cancelled', reported_at: null },
  ]);
  const detail = await handlers()['orders.detail']({ seq: 0 }, listening());
  expect(detail.order).toMatchObject({ event_id: 'a', amount: 300, ordered_at: Date.parse(base.ordered_at) });
  expect(detail.outcomes.map(({ kind, reportedAt, family }) => [kind, reportedAt, family])).toEqual([
    ['chargeback', Date.parse('2024-07-01T00:00:00Z'), 'fraud'],
    ['chargeback-reversed', null, null],
  ]);
  expect(detail.state).toBe('good');
  await expect(handlers()['orders.detail']({ seq: 99 }, listening())).rejects.toMatchObject({
    failure: { code: 'input-invalid' },
  });
});

async function csv(columns: string[], personal: PersonalValues): Promise<string[][]> {
  const sort = { column: 'ordered_at', descending: false };
  const input = { filter: everything, sort, columns, personal };
  const { staged, bytes, suggestedName } = await handlers()['orders.exportCsv'](input, listening());
  const text = readFileSync(join(dirname(history.project.stagingPath('x')), staged));
  expect(text.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  expect(text.length).toBe(bytes);
  expect(suggestedName).toMatch(/\.csv$/);
  return parse(text, { bom: true });
}

test('the CSV holds the orders as they are, no cell of it runs as a formula', async () => {
  await history.load(orders);
  expect(await csv(['event_id', 'ordered_at', 'amount', 'buyer_name', 'phone'], 'plain')).toEqual([
    ['event_id', 'ordered_at', 'amount', 'buyer_name', 'phone'],
    ['a', '2024-05-01 09:00:00', '300', '山田花子', '090-1111-2222'],
    ['b', '2024-05-01 09:00:00', '', "'=1+1", "'+819011112222"],
    ['c', '2024-05-01 09:00:00', '100', '田中"太郎",\n様', ''],
    ['d', '2024-05-01 09:00:00', '300', "'＠SUM", ''],
  ]);
});

test('amounts are written in major units of their own currency, exactly', async () => {
  await history.load([
    { ...base, event_id: 'a', amount: 9007199254740991, currency: 'USD' },
    { ...base, event_id: 'b', amount: -5, currency: 'USD' },
    { ...base, event_id: 'c', amount: 1050, currency: 'JPY' },
  ]);
  expect((await csv(['amount'], 'plain')).flat()).toEqual(['amount', '90071992547409.91', '-0.05', '1050']);
});

test('a redacted CSV tells no person but keeps who is the same', async () => {
  await history.load(orders);
  const rows = await csv(['event_id', 'email', 'buyer_name', 'phone', 'amount'], 'masked');
  const text = rows.flat().join(' ');
  for (const personal of ['hanako', '山田', '太郎', '1111-2222', '819011112222']) expect(text).not.toContain(personal);
  const [, a, b, , d] = rows;
  expect(a?.[1]).toMatch(/^[0-9a-f]{12}@example\.jp$/);
  expect(a?.[1]).toBe(b?.[1]);
  expect(a?.[1]).not.toBe(d?.[1]);
  expect(a?.[2]).toBe('●●●');
  expect(a?.[4]).toBe('300');
});

test('names and mail accounts can leave as the hashes that events carry; what else is personal is masked', async () => {
  const phone = '090-1111-2222';
  await history.load([
    { ...base, event_id: 'a', amount: 1, email: 'taro@example.jp', buyer_name: '山田　太郎', phone },
  ]);
  const [, row] = await csv(['email', 'buyer_name', 'phone'], 'hashed');
  const sha = (text: string): string => createHash('sha256').update(text).digest('hex').toUpperCase();
  expect(row?.slice(0, 2)).toEqual([`${sha('taro')}@example.jp`, `${sha('山田')} ${sha('太郎')}`]);
  expect(row?.[2]).toMatch(/^[0-9a-f]{12}$/);
});

test('a cancelled CSV leaves a cancelled failure', async () => {
  await history.load(orders);
  const cancelled = new AbortController();
  cancelled.abort();
  const input = {
    filter: everything,
    sort: { column: 'amount', descending: false },
    columns: ['amount'],
    personal: 'plain' as const,
  };
  await expect(handlers()['orders.exportCsv'](input, listening(cancelled.signal))).rejects.toMatchObject({
    failure: { code: 'cancelled' },
  });
});
