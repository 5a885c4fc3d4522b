import { afterAll, beforeAll, expect, test } from 'vitest';
import { failureOf } from '../../analysis/model/failure.ts';
import type { Clause } from '../../analysis/model/filter.ts';
import type { ColumnQuality } from '../../analysis/model/quality.ts';
import type { Progress } from '../../analysis/engine-api.ts';
import { fraudWithin30Days, listening, openHistory, type History, type OrderRow } from '../backtest/history.ts';
import { cleanShop, custom, ordersOf, reportOf } from './shop.ts';

let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-12-31', custom });
  // Amounts 100, 200 … 900 and one of a million; the score is a number in five of ten orders.
  const orders = Array.from({ length: 10 }, (_, index): OrderRow => ({
    event_id: `A-${index}`,
    ordered_at: `2024-03-0${(index % 5) + 1}T01:0${index}:00Z`,
    amount: index === 9 ? 1_000_000 : (index + 1) * 100,
    currency: 'JPY',
    payment_method: index < 6 ? '02' : index < 9 ? '01' : null,
    email: `${index < 4 ? 'a' : `b${index}`}@gmail.com`,
    buyer_zip: index < 2 ? '150-0001' : null,
    'custom.score': index % 2 === 0 ? 7 : index === 1 ? 8 : null,
    'custom.rank': index === 0 ? 'gold' : null,
  }));
  await history.load(orders);
});
afterAll(() => history.close());

const columns = async (): Promise<ReadonlyMap<string, ColumnQuality>> =>
  new Map((await reportOf(history)).columns.map((column) => [column.column, column]));

test('filled, blank and distinct values with their denominator; only columns some file filled', async () => {
  const all = await columns();
  expect([...all.keys()]).toEqual([
    ...['event_id', 'ordered_at', 'amount', 'currency', 'payment_method', 'email', 'buyer_zip'],
    ...['custom.rank', 'custom.score'],
  ]);
  const figures = [...all.values()].map(({ column, filled, of, distinct }) => [column, filled, of, distinct]);
  expect(figures).toEqual([
    ['event_id', 10, 10, 10],
    ['ordered_at', 10, 10, 10],
    ['amount', 10, 10, 10],
    ['currency', 10, 10, 1],
    ['payment_method', 9, 10, 2],
    ['email', 10, 10, 7],
    ['buyer_zip', 2, 10, 1],
    ['custom.rank', 1, 10, 1],
    ['custom.score', 6, 10, 2],
  ]);
});

test('the most frequent values, as they stand: what a session may not see its guard masks', async () => {
  const all = await columns();
  expect(all.get('payment_method')?.top).toEqual([
    { value: '02', orders: 6 },
    { value: '01', orders: 3 },
  ]);
  const email = all.get('email');
  expect([email?.masked, email?.top.length, email?.top[0]?.orders]).toEqual([true, 5, 4]);
  expect(email?.top[0]?.value).toBe('a@gmail.com');
  expect(all.get('buyer_zip')?.top).toEqual([{ value: '150-0001', orders: 2 }]);
  expect(all.get('custom.rank')?.top[0]?.value).toBe('gold');
});

test('quartiles by hand; outliers of money by the logarithm, and their filter opens them', async () => {
  const spread = (await columns()).get('amount')?.spread;
  expect(spread).toMatchObject({ min: 100, q1: 300, median: 500, q3: 800, max: 1_000_000 });
  // Median of the logarithms' distances from ln 500: that of ln 300 and ln 900, both about 0.51 and 0.588.
  const distances = [100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000_000].map((amount) =>
    Math.abs(Math.log(amount) - (Math.log(500) + Math.log(600)) / 2),
  );
  const sorted = distances.toSorted((a, b) => a - b);
  const mad = ((sorted[4] ?? 0) + (sorted[5] ?? 0)) / 2;
  const high = Math.floor(Math.exp(Math.log(500) + 5 * 1.4826 * mad)) + 1;
  expect(spread?.outliers).toMatchObject({ rule: 'log-mad', below: 0, above: 1, high });
  const clause: Clause = { kind: 'range', column: 'amount', min: high, max: null };
  expect(await ordersOf(history, { clauses: [clause] })).toBe(1);
});

test('there is no rule for outliers where more than half of the values are the same', async () => {
  expect((await columns()).get('custom.score')?.spread).toEqual({
    min: 7,
    q1: 7,
    median: 7,
    q3: 7,
    max: 8,
    outliers: null,
  });
});

test('it tells how far it is, and stops when it is cancelled', async () => {
  const seen: Progress[] = [];
  await reportOf(history, { ...listening(), progress: (progress) => seen.push(progress) });
  expect(seen.length).toBeGreaterThan(9);
  expect(seen.every(({ phase, total }) => phase === 'checking' && total === seen.length)).toBe(true);
  const abort = new AbortController();
  const stopped = reportOf(history, {
    ...listening(abort.signal),
    progress: ({ done }) => done === 3 && abort.abort(),
  });
  expect(await stopped.catch((error: unknown) => failureOf(error).code)).toBe('cancelled');
});

test('a finding that cannot be about a column is no filter', async () => {
  const wrong = (code: 'hub-values' | 'zip-prefecture', column: string | null): Promise<unknown> =>
    ordersOf(history, { clauses: [{ kind: 'finding', code, column }] }).catch((error: unknown) => failureOf(error));
  const refused = { code: 'filter-invalid' };
  expect(await wrong('hub-values', null)).toMatchObject(refused);
  expect(await wrong('hub-values', 'device_id')).toMatchObject(refused);
  expect(await wrong('zip-prefecture', 'email')).toMatchObject(refused);
  expect(await wrong('hub-values', 'email')).toBe(0);
});

test('without orders there is nothing to judge', async () => {
  const empty = await openHistory({ target: fraudWithin30Days });
  expect(await reportOf(empty).catch((error: unknown) => failureOf(error).code)).toBe('project-empty');
  await empty.close();
});

test('values that tell by set or number are measured without orders of unknown outcome', async () => {
  const other = await openHistory({ target: fraudWithin30Days, asOf: '2024-03-20', custom });
  const { orders, facts } = cleanShop();
  await other.load(orders, facts);
  // Nothing is 30 days old yet: no order is known to be good or bad.
  expect((await reportOf(other)).known).toEqual({ bad: 0, good: 0 });
  await other.close();
});
