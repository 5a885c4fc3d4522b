import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { everything, type RecordedResult } from '../../analysis/model/filter.ts';
import { groupCount } from '../../analysis/model/results/intervals.ts';
import { reviewStageOf, type ReviewCell } from '../../analysis/model/results/person-review.ts';
import type { OutcomeState } from '../../analysis/model/target.ts';
import { ordersBehind } from '../store/orders-behind.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { fraudWithin30Days, listening, openHistory, type FactRow, type History, type OrderRow } from './history.ts';

/**
 * 100 orders waited for a person. Of 60 passed 6 were bad; of 30 stopped 3 came back as bad and 2 are confirmed to be good, of
 * the rest nobody knows; 10 were never decided. 5 more were refused automatically and passed by a person: 1 bad, 4 good.
 */
const order = (id: string, auto: string, person: string | null): OrderRow => ({
  ...{ event_id: id, ordered_at: '2024-04-10T12:00:00+09:00', amount: 1000, currency: 'JPY', member_id: id },
  ...{ recorded_result: auto, recorded_manual_result: person },
});
const many = (count: number, of: (i: number) => OrderRow): OrderRow[] => Array.from({ length: count }, (_, i) => of(i));
const orders = [
  ...many(60, (i) => order(`passed${i}`, i % 2 === 0 ? 'REVIEW' : '30', i < 50 ? 'OK' : null)),
  ...many(30, (i) => order(`stopped${i}`, 'review', '20')),
  ...many(10, (i) => order(`open${i}`, 'HOLD', null)),
  ...many(5, (i) => order(`over${i}`, 'NG', 'OK')),
  ...many(7, (i) => order(`let${i}`, 'OK', null)),
];
const fact = (order_id: string, kind: string, at: string): FactRow => ({
  ...{ order_id, kind, family: kind === 'chargeback' ? 'fraud' : '', reported_at: `${at}+09:00` },
});
const facts = [
  ...many(6, (i) => order(`passed${i}`, '', '')).map(({ event_id }) =>
    fact(event_id, 'chargeback', '2024-05-01T00:00:00'),
  ),
  ...[0, 1, 2].map((i) => fact(`stopped${i}`, 'chargeback', '2024-05-01T00:00:00')),
  ...[3, 4].map((i) => fact(`stopped${i}`, 'confirmed-good', '2024-05-02T00:00:00')),
  fact('over0', 'chargeback', '2024-05-01T00:00:00'),
  // Ten are decided in a list of their own, one an hour after the order, one after two hours and so on; one before it.
  ...many(10, (i) => order(`passed${50 + i}`, '', '')).map(({ event_id }, i) =>
    fact(event_id, 'review-ok', `2024-04-10T${String(13 + i)}:00:00`),
  ),
  fact('passed59', 'review-ok', '2024-04-10T11:00:00'),
];

let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-06-30' });
  await history.load(orders, facts);
});
afterAll(() => history.close());

test('reviews are a stage of their own: what persons passed, caught and stopped wrongly', async () => {
  const handlers = backtestHandlers(history.project);
  const found = await handlers['backtest.personReview']({ filter: everything }, listening());
  const stage = reviewStageOf(found);
  expect(stage).toMatchObject({ waited: 100, decided: 90 });
  expect(stage.passed).toMatchObject({ part: 60, whole: 90, value: 60 / 90, band: null });
  // 25 of those stopped may all be bad, or none.
  expect(stage.caught).toMatchObject({ part: 3, whole: 9, value: null });
  expect(stage.caught.band).toEqual({ low: 3 / 9, high: 28 / 34, unknown: 25 });
  expect(stage.wrong).toMatchObject({ part: 2, whole: 56, value: null });
  expect(stage.wrong.band).toEqual({ low: 2 / 56, high: 27 / 81, unknown: 25 });
  expect(stage.overridden).toEqual({ orders: 5, bad: 1, good: 4 });
  expect(found.time).toEqual({ orders: 10, median: 5.5, ninth: 9.1 });
  expect(found.entities).toEqual({ by: 'customer', count: 112 });
  expect(stage.passed.interval?.by).toBe('bootstrap');
  for (const { orders: all, groups } of found.cells) expect(groups.reduce((sum, one) => sum + one, 0)).toBe(all);
});

test('each count opens its orders', async () => {
  const auto = { kind: 'recorded' as const, by: 'auto' as const, results: ['REVIEW', 'HOLD'] as RecordedResult[] };
  const person = (result: 'OK' | 'NG' | 'none') => ({
    ...{ kind: 'recorded' as const, by: 'person' as const, results: [result] },
  });
  const opened = (...clauses: Parameters<typeof ordersBehind>[1][]) =>
    ordersBehind(history.project, ...clauses).then((ids) => ids.length);
  expect(await opened(auto, person('OK'))).toBe(60);
  expect(await opened(auto, person('NG'))).toBe(30);
  expect(await opened(auto, person('none'))).toBe(10);
  expect(await opened({ ...auto, results: ['none'] })).toBe(0);
});

test('where the outcome of what persons stopped is known, what they catch is measured', () => {
  const stage = reviewStageOf({
    ...{ entities: { by: 'order' } },
    cells: [cell('NG', 'bad', 62), cell('OK', 'bad', 38), cell('NG', 'good', 5), cell('OK', 'good', 195)],
  });
  expect(stage.caught).toMatchObject({ part: 62, whole: 100, value: 0.62, band: null });
  expect(stage.wrong).toMatchObject({ part: 5, whole: 200, value: 0.025 });
  expect(stage.caught.interval?.low).toBeCloseTo(0.522, 3);
});

/** Orders of a cell, `each` of one entity after the other from group `from` on. */
function cell(person: 'OK' | 'NG', state: OutcomeState, orders: number, each = 1, from = 0): ReviewCell {
  const groups = new Float64Array(groupCount);
  for (let i = 0; i < orders; i += 1) {
    const group = (from + Math.floor(i / each)) % groupCount;
    groups[group] = (groups[group] ?? 0) + 1;
  }
  return { auto: 'none', person, state, proved: false, orders, groups };
}

test('intervals are by linked entity: rings that persons judge as one tell less than as many orders apart', () => {
  // 30 rings of 5 orders each: persons stop all of 18, and pass all of 12.
  const cells = [cell('NG', 'bad', 90, 5), cell('OK', 'bad', 60, 5, 18)];
  const width = (by: 'entity' | 'order'): number => {
    const { interval } = reviewStageOf({ cells, entities: { by } }).caught;
    expect(interval?.by).toBe(by === 'entity' ? 'bootstrap' : 'wilson');
    return (interval?.high ?? NaN) - (interval?.low ?? NaN);
  };
  // √(0.6 · 0.4 ÷ 30) against √(0.6 · 0.4 ÷ 150): more than twice as wide.
  expect(width('entity')).toBeCloseTo(2 * 1.96 * Math.sqrt((0.6 * 0.4) / 30), 1);
  expect(width('order')).toBeCloseTo(2 * 1.96 * Math.sqrt((0.6 * 0.4) / 150), 1);
  expect(width('entity')).toBeGreaterThan(2 * width('order'));
  // Where few rings are passed at all, Wilson's over as many as the orders are worth.
  const few = reviewStageOf({
    ...{ entities: { by: 'entity' } },
    cells: [cell('NG', 'bad', 100, 5), cell('OK', 'bad', 20, 5, 20)],
  }).caught.interval;
  expect(few?.by).toBe('wilson');
  expect((few?.high ?? NaN) - (few?.low ?? NaN)).toBeGreaterThan(0.15);
  // 40 orders of four entities are no measurement.
  const four = reviewStageOf({ cells: [cell('NG', 'bad', 40, 10)], entities: { by: 'entity' } }).caught;
  expect(four).toMatchObject({ part: 40, whole: 40, value: null, interval: null });
});

test('a kept run is repeated to the same figures, and told apart when data change', async () => {
  const handlers = backtestHandlers(history.project);
  const ruleSet = ruleSetOf(ruleOf('R', 'order.amount >= 1000', 'REVIEW'));
  const assumptions = { marginRate: 0.4, reviewCatch: 0.5 };
  const input = { ruleSet, filter: everything, save: true, overlap: true, assumptions };
  const { runId } = await handlers['backtest.run'](input, listening());
  const again = () => handlers['backtest.repeat']({ runId }, listening());
  const first = await again();
  expect(first.differs).toEqual([]);
  expect(first.hashes).toEqual(['ruleSet', 'data', 'target', 'assumptions'].map((name) => ({ name, same: true })));
  expect(first.asOf.then).toBe(first.asOf.now);
  await handlers['backtest.assume']({ runId, assumptions: { marginRate: 0.1 } }, listening());
  expect((await again()).differs).toEqual([]);
  expect((await again()).hashes.every(({ same }) => same)).toBe(true);
  await history.load([...orders, order('new', 'OK', null)], facts);
  const later = await again();
  expect(later.hashes.find(({ name }) => name === 'data')?.same).toBe(false);
  expect(later.differs).toEqual(expect.arrayContaining(['rows', 'amount', 'cells', 'groups']));
});
