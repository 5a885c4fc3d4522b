import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KeptRows } from '../../analysis/columns/kept-rows.ts';
import { exploreHandlers } from '../../analysis/explore/index.ts';
import { comparedByDuckdb } from '../../analysis/explore/linked/by-duckdb.ts';
import { LinkedViews } from '../../analysis/explore/linked/linked-views.ts';
import { youngerSide, type CompareAsked } from '../../analysis/model/compare.ts';
import { decomposed } from '../../analysis/model/decomposition.ts';
import { everything, outsideOf, type Clause, type Filter } from '../../analysis/model/filter.ts';
import type { LinkedAxis } from '../../analysis/model/linked.ts';
import { listening, openHistory, type History } from '../backtest/history.ts';
import { anyOrders, withCustom } from './any-orders.ts';

let history: History;
beforeAll(async () => {
  history = await openHistory(withCustom);
});
afterAll(() => history.close());

const column = (name: string): LinkedAxis => ({ kind: 'column', column: name });
const axes: readonly LinkedAxis[] = [
  ...['amount', 'item_quantity', 'payment_method', 'email', 'ordered_at', 'custom.score', 'custom.gift'].map(column),
  { kind: 'weekHours' },
];
const anySide: fc.Arbitrary<Filter> = fc
  .subarray<Clause>(
    [
      { kind: 'range', column: 'amount', min: 100, max: null },
      { kind: 'notIn', column: 'payment_method', values: ['カード'] },
      { kind: 'in', column: 'payment_method', values: ['カード', null] },
      { kind: 'hour', from: 22, to: 6 },
      { kind: 'time', column: 'ordered_at', from: '2024-02-01T00:00:00.000Z', to: null },
      { kind: 'time', column: 'ordered_at', from: null, to: '2024-06-15T00:00:00.000Z' },
      {
        kind: 'outside',
        clauses: [
          { kind: 'in', column: 'payment_method', values: ['カード'] },
          { kind: 'range', column: 'amount', min: 3000, max: null },
        ],
      },
    ],
    { minLength: 0, maxLength: 3 },
  )
  .map((clauses) => ({ clauses }));

const compare = (asked: CompareAsked) => exploreHandlers(history.project)['explore.compare'](asked, listening());

test('coded columns, DuckDB and the overview of each side agree, and groups add up to the change', async () => {
  const passing = new LinkedViews(history.project, new KeptRows(history.project, { memory: { kept: 0, passing: 1 } }));
  const watch = { signal: undefined, done: () => undefined };
  await fc.assert(
    fc.asyncProperty(anyOrders, anySide, anySide, async (orders, a, b) => {
      await history.load(orders);
      const asked = { axes: [...axes], a, b };
      const { views, both, ...sides } = await compare(asked);
      expect(views).toEqual(await history.project.read({}, (db) => comparedByDuckdb(history.project, db, asked)));
      expect(views).toEqual(await history.project.read({}, (db) => passing.compared(db, asked, watch)));
      const overview = async (filter: Filter) =>
        exploreHandlers(history.project)['explore.overview']({ filter }, listening());
      expect(both).toBe((await overview({ clauses: [...a.clauses, ...b.clauses] })).orders);
      for (const side of ['a', 'b'] as const) {
        const { weekly: _, ...own } = await overview(asked[side]);
        expect(sides[side]).toEqual(own);
      }
      for (const view of views) {
        const found = decomposed(view, 'orders');
        if (sides.a.badRate === null || sides.b.badRate === null) expect(found).toBeNull();
        else expect(found?.change).toBeCloseTo(sides.b.badRate - sides.a.badRate, 12);
        const byAmount = decomposed(view, 'amount');
        if (byAmount !== null && sides.a.badRateAmount !== null && sides.b.badRateAmount !== null)
          expect(byAmount.mix + byAmount.inner).toBeCloseTo(sides.b.badRateAmount - sides.a.badRateAmount, 8);
      }
    }),
    { numRuns: 15 },
  );
}, 240_000);

test('everything else is what a filter leaves out, missing values too', async () => {
  await fc.assert(
    fc.asyncProperty(anyOrders, anySide, async (orders, filter) => {
      await history.load(orders);
      const rest = outsideOf(filter);
      const told = filter.clauses.some(({ kind }) => kind === 'outside');
      if (filter.clauses.length === 0 || told) {
        expect(rest).toBeNull();
        return;
      }
      if (rest === null) throw new Error('nothing left');
      const { a, b, both } = await compare({ axes: [column('amount')], a: filter, b: rest });
      expect([a.orders + b.orders, both]).toEqual([orders.length, 0]);
    }),
    { numRuns: 12 },
  );
}, 120_000);

const order = (event_id: string, ordered_at: string, payment_method: string | null, label: boolean | null) => ({
  ...{ event_id, ordered_at: `${ordered_at}T03:00:00Z`, amount: 1000, currency: 'JPY', payment_method, label },
});

test('two months by how they were paid, missing values as a group of their own, orders behind each number', async () => {
  await history.load([
    ...['a1', 'a2', 'a3', 'a4'].map((id) => order(id, '2024-01-10', 'カード', id === 'a1')),
    ...['a5', 'a6'].map((id) => order(id, '2024-01-20', null, false)),
    ...['b1', 'b2'].map((id) => order(id, '2024-02-10', 'カード', true)),
    ...['b3', 'b4', 'b5', 'b6'].map((id) => order(id, '2024-02-11', '代引', false)),
    order('b7', '2024-02-12', null, null),
  ]);
  const month = (from: string, to: string): Filter => ({
    clauses: [{ kind: 'time', column: 'ordered_at', from: `${from}T00:00:00.000Z`, to: `${to}T00:00:00.000Z` }],
  });
  const [a, b] = [month('2024-01-01', '2024-02-01'), month('2024-02-01', '2024-03-01')];
  const { views, both, ...sides } = await compare({ axes: [column('payment_method')], a, b });
  expect([sides.a.orders, sides.b.orders, both]).toEqual([6, 7, 0]);
  expect(youngerSide(sides)).toBeNull();
  const [view] = views;
  const found = view === undefined ? null : decomposed(view, 'orders');
  expect([found?.a, found?.b].map((side) => [side?.bad, side?.known])).toEqual([
    [1, 6],
    [2, 6],
  ]);
  const groups = found?.groups.map(({ bin, a: own, b: other, only }) => [bin.label, own.known, other.known, only]);
  expect(groups).toEqual([
    ['カード', 4, 2, null],
    ['代引', 0, 4, 'b'],
    [null, 2, 0, 'a'],
  ]);
  const clause = view?.bins[0]?.clause;
  if (clause === undefined) throw new Error('no group');
  const opened = await exploreHandlers(history.project)['explore.overview'](
    { filter: { clauses: [...b.clauses, clause, { kind: 'state', states: ['bad'] }] } },
    listening(),
  );
  expect(opened.orders).toBe(2);
});

test('unknown columns are refused, and a side may be everything', async () => {
  await expect(compare({ axes: [column('custom.none')], a: everything, b: everything })).rejects.toMatchObject({
    failure: { code: 'input-invalid' },
  });
  const same = await compare({ axes: [column('amount')], a: everything, b: everything });
  expect(same.both).toBe(same.a.orders);
  const [view] = same.views;
  expect(view === undefined ? null : decomposed(view, 'orders')).toMatchObject({ change: 0, mix: 0, inner: 0 });
});

test('it can be cancelled', async () => {
  const stop = new AbortController();
  stop.abort();
  const asked = { axes: [...axes], a: everything, b: everything };
  const cancelled = exploreHandlers(history.project)['explore.compare'](asked, { ...listening(), signal: stop.signal });
  await expect(cancelled).rejects.toMatchObject({ failure: { code: 'cancelled' } });
});
