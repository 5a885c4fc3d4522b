import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exploreHandlers } from '../../analysis/explore/index.ts';
import { linkedByDuckdb, linkedIndexByDuckdb } from '../../analysis/explore/linked/by-duckdb.ts';
import { LinkedViews } from '../../analysis/explore/linked/linked-views.ts';
import { KeptRows } from '../../analysis/columns/kept-rows.ts';
import { everything, type Clause, type Filter } from '../../analysis/model/filter.ts';
import { chosenFigures, clauseOfBins, type LinkedAsked, type LinkedAxis } from '../../analysis/model/linked.ts';
import { outcomeStates } from '../../analysis/model/target.ts';
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
  ...[column('custom.seen_at'), { kind: 'weeks' } as const, { kind: 'weekHours' } as const],
  ...[{ kind: 'amountBands' } as const, { kind: 'deliveryDistance' } as const, { kind: 'stages' } as const],
];

/** Some of the views' own subjects, some that no view has; ranges on edges of bins and within them. */
const anyFilter: fc.Arbitrary<Filter> = fc
  .subarray<Clause>(
    [
      { kind: 'range', column: 'amount', min: 100, max: null },
      { kind: 'range', column: 'custom.score', min: null, max: 0.5 },
      { kind: 'notIn', column: 'payment_method', values: ['カード'] },
      { kind: 'in', column: 'payment_method', values: ['カード', null] },
      { kind: 'in', column: 'email', values: ['u1@example.com', 'u2@example.com', 'nobody@example.com'] },
      { kind: 'state', states: ['bad', 'good'] },
      { kind: 'hour', from: 22, to: 6 },
      { kind: 'weekHours', cells: [0, 1, 30, 167] },
      { kind: 'deliveryDistance', classes: ['address', 'under300', 'unknown'] },
      { kind: 'stages', cells: [0, 2, 9, 43, 44] },
      { kind: 'stages', cells: [2, 9, 42, 43, 44], states: ['bad'] },
      { kind: 'time', column: 'ordered_at', from: '2024-02-01T00:00:00.000Z', to: null },
    ],
    { minLength: 0, maxLength: 3 },
  )
  .map((clauses) => ({ clauses }));

const calls = () => exploreHandlers(history.project);
const linked = (asked: LinkedAsked) => calls()['explore.linked'](asked, listening());

test('views count what DuckDB counts, each without its own clause, also where rows pass through memory', async () => {
  const passing = new LinkedViews(history.project, new KeptRows(history.project, { memory: { kept: 0, passing: 1 } }));
  const watch = { signal: undefined, done: () => undefined };
  await fc.assert(
    fc.asyncProperty(anyOrders, anyFilter, fc.nat({ max: axes.length - 1 }), async (orders, filter, active) => {
      await history.load(orders);
      const asked = { axes: [...axes], filter };
      const plain = await history.project.read({}, (db) => linkedByDuckdb(history.project, db, asked));
      expect(await linked(asked)).toEqual(plain);
      expect(await history.project.read({}, (db) => passing.figures(db, asked, watch))).toEqual(plain);
      const index = await calls()['explore.linkedIndex']({ ...asked, active }, listening());
      const slow = await history.project.read({}, (db) =>
        linkedIndexByDuckdb(history.project, db, { ...asked, active }),
      );
      expect(index).toEqual(slow);
    }),
    { numRuns: 25 },
  );
}, 240_000);

test('the clause of a bin opens exactly its orders', async () => {
  await fc.assert(
    fc.asyncProperty(anyOrders, anyFilter, fc.constantFrom(...axes), async (orders, filter, axis) => {
      await history.load(orders);
      const [view] = (await linked({ axes: [axis], filter: { clauses: [] } })).views;
      for (const [at, bin] of (view?.bins ?? []).entries()) {
        const states = await calls()['explore.overview']({ filter: { clauses: [bin.clause] } }, listening());
        const own = outcomeStates.map((_, state) => view?.figures.orders[at * outcomeStates.length + state]);
        expect(own).toEqual(outcomeStates.map((state) => states.states[state].orders));
      }
      // Also together with what is filtered.
      const { orders: within } = await linked({ axes: [axis], filter });
      expect(within).toBe((await calls()['explore.overview']({ filter }, listening())).orders);
    }),
    { numRuns: 12 },
  );
}, 240_000);

test('what is about to be chosen on one axis is, in every view, what its clause then filters to', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyOrders,
      anyFilter,
      fc.constantFrom(0, 1, 4, 5, 8, 10, 11),
      fc.nat(),
      fc.nat(),
      async (orders, filter, active, a, b) => {
        await history.load(orders);
        const asked = { axes: [...axes], filter };
        const index = await calls()['explore.linkedIndex']({ ...asked, active }, listening());
        const own = (await linked(asked)).views[active];
        const spread = own?.bins.filter(({ kind }) => kind !== 'missing') ?? [];
        if (own === undefined || spread.length === 0) return;
        const from = a % spread.length;
        const to = from + 1 + (b % (spread.length - from));
        const clause = clauseOfBins(own.bins, from, to);
        if (clause === null) throw new Error('no clause');
        const one = await linked({ axes: [axes[active] ?? { kind: 'weeks' }], filter: everything });
        expect(one.views[0]?.bins).toEqual(own.bins);
        const kept = filter.clauses.filter(
          (other) => JSON.stringify(other) !== JSON.stringify(clause) && !sameAxis(other, axes[active]),
        );
        const then = await linked({ axes: [...axes], filter: { clauses: [...kept, clause] } });
        index.views.forEach((view, at) => {
          const other = then.views[at];
          if (view === null || other === undefined) return;
          expect(chosenFigures(view, other.bins.length, from, to)).toEqual(other.figures);
        });
      },
    ),
    { numRuns: 25 },
  );
}, 240_000);

/** What a person chose on an axis before is replaced by what is chosen now. */
function sameAxis(clause: Clause, axis: LinkedAxis | undefined): boolean {
  if (axis?.kind === 'amountBands') return 'column' in clause && clause.column === 'amount';
  if (axis?.kind === 'deliveryDistance') return clause.kind === 'deliveryDistance';
  if (axis?.kind === 'weeks') return clause.kind === 'time' && clause.column === 'ordered_at';
  if (axis?.kind !== 'column') return false;
  if (axis.column === 'ordered_at') return clause.kind === 'hour';
  return 'column' in clause && clause.column === axis.column;
}

test('a column that the project does not have is refused, and orders that change are counted anew', async () => {
  await history.load([{ event_id: 'a', ordered_at: '2024-01-01T00:00:00Z', amount: 10, currency: 'JPY', label: true }]);
  await expect(linked({ axes: [column('custom.none')], filter: everything })).rejects.toMatchObject({
    failure: { code: 'input-invalid' },
  });
  expect((await linked({ axes: [column('amount')], filter: everything })).orders).toBe(1);
  await history.load([
    { event_id: 'a', ordered_at: '2024-01-01T00:00:00Z', amount: 10, currency: 'JPY', label: true },
    { event_id: 'b', ordered_at: '2024-01-02T00:00:00Z', amount: 30, currency: 'JPY', label: false },
  ]);
  const { views } = await linked({ axes: [column('amount')], filter: everything });
  const [bad, good] = [0, 1].map((state) =>
    views[0]?.figures.amounts.filter((_, at) => at % 5 === state).reduce((a, b) => a + b, 0),
  );
  expect([bad, good]).toEqual([10, 30]);
});
