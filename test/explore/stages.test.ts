import { afterAll, beforeAll, expect, test } from 'vitest';
import { exploreHandlers } from '../../analysis/explore/index.ts';
import { bandEdges } from '../../analysis/explore/nice-edges.ts';
import { everything, type Filter } from '../../analysis/model/filter.ts';
import { stageFigures, stageIds, stageOfClause, stagesOf, toldIn, ways } from '../../analysis/model/stages.ts';
import {
  fraudWithin30Days,
  listening,
  openHistory,
  type FactRow,
  type History,
  type OrderRow,
} from '../backtest/history.ts';

let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-06-01' });
});
afterAll(() => history.close());

const order = (event_id: string, told: Partial<OrderRow> = {}): OrderRow => ({
  ...{ event_id, ordered_at: '2024-01-10T00:00:00Z', amount: 1000, currency: 'JPY', shipped_at: null },
  ...{ recorded_result: 'OK', recorded_manual_result: null, settle_status: null },
  ...told,
});
const shipped = { shipped_at: '2024-01-11T00:00:00Z' };
const fact = (order_id: string, kind: string): FactRow => ({
  ...{ order_id, kind, reported_at: '2024-02-01T00:00:00Z' },
  ...(kind === 'chargeback' ? { family: 'fraud' } : {}),
});

const orders = [
  order('good', shipped),
  order('bad', { ...shipped, amount: 5000 }),
  order('young', { ...shipped, ordered_at: '2024-05-25T00:00:00Z' }),
  order('cancelled', { settle_status: '99' }),
  order('told cancelled'),
  order('refused', { recorded_result: 'NG' }),
  order('held', { recorded_result: 'HOLD' }),
  order('review passed', { recorded_result: 'REVIEW', recorded_manual_result: 'OK', ...shipped }),
  order('review refused', { recorded_result: 'REVIEW', recorded_manual_result: 'NG' }),
  order('overruled', { recorded_result: 'OK', recorded_manual_result: 'NG' }),
  // Shipped although refused: on the way it is not among those that passed.
  order('shipped anyway', { recorded_result: 'NG', ...shipped }),
  order('unread', { recorded_result: '?' }),
];
const facts = [fact('bad', 'chargeback'), fact('told cancelled', 'cancelled')];
const calls = () => exploreHandlers(history.project);
const axes = [{ kind: 'stages' as const }];

async function funnel(filter: Filter = everything) {
  const [view] = (await calls()['explore.linked']({ axes, filter }, listening())).views;
  if (view === undefined) throw new Error('no view');
  return view.figures;
}

const counted = async (filter: Filter): Promise<number> =>
  (await calls()['explore.overview']({ filter }, listening())).orders;

test('every stage is a part of the one before it, by hand, and filters to exactly its orders', async () => {
  await history.load(orders, facts);
  const figures = await funnel();
  const told = stagesOf(toldIn(figures));
  const byStage = Object.fromEntries(told.map((stage) => [stage.id, stageFigures(figures, stage).orders]));
  expect(byStage).toEqual({
    ...{ all: 12, decided: 11, autoOk: 6, autoReview: 2, autoHold: 1, autoNg: 2 },
    ...{ reviewed: 3, personOk: 1, personNg: 2, passed: 6, shipped: 4, cancelled: 2 },
    ...{ matured: 3, bad: 1 },
  });
  expect(told.map(({ id, of }) => [id, of])).toEqual([
    ...[
      ['all', null],
      ['decided', 'all'],
      ['autoOk', 'decided'],
      ['autoReview', 'decided'],
      ['autoHold', 'decided'],
    ],
    ...[
      ['autoNg', 'decided'],
      ['reviewed', 'decided'],
      ['personOk', 'reviewed'],
      ['personNg', 'reviewed'],
    ],
    ...[
      ['passed', 'decided'],
      ['shipped', 'passed'],
      ['cancelled', 'passed'],
      ['matured', 'shipped'],
      ['bad', 'matured'],
    ],
  ]);
  for (const stage of told) {
    const whole = stageFigures(figures, stage);
    expect(await counted({ clauses: [whole.clause] }), stage.id).toBe(whole.orders);
    expect(whole.clause.kind === 'stages' ? stageOfClause(whole.clause) : null).toBe(stage.id);
    // A view does not filter itself.
    expect(await funnel({ clauses: [whole.clause] })).toEqual(figures);
  }
  const bad = told.find(({ id }) => id === 'bad');
  if (bad === undefined) throw new Error('bad');
  expect(stageFigures(figures, bad)).toMatchObject({ amount: 5000, bad: 1, good: 0 });
});

test('stages that nothing in the data tells are named with what they lack, and leave no gap', async () => {
  await history.load(
    orders.map((one) => ({ ...one, recorded_result: null, recorded_manual_result: null })),
    [fact('bad', 'chargeback')],
  );
  const figures = await funnel();
  const told = stagesOf(toldIn(figures));
  const lacking = told.flatMap(({ id, lacks }) => (lacks === null ? [] : [[id, lacks]]));
  expect(lacking).toEqual([
    ...['decided', 'autoOk', 'autoReview', 'autoHold', 'autoNg'].map((id) => [id, 'auto']),
    ...['reviewed', 'personOk', 'personNg'].map((id) => [id, 'person']),
    ['passed', 'auto'],
  ]);
  expect(told.find(({ id }) => id === 'shipped')?.of).toBe('all');
  expect(told.find(({ id }) => id === 'matured')?.of).toBe('shipped');
});

test('goods that were shipped after the as-of day had not left, whatever is shipped later', async () => {
  const at = (event_id: string, shipped_at: string) =>
    order(event_id, { ordered_at: '2024-05-30T00:00:00Z', shipped_at });
  // The day ends in Tokyo.
  await history.load([
    at('that day', '2024-06-01T14:59:59.999Z'),
    at('the next', '2024-06-01T15:00:00Z'),
    at('later', '2024-06-03T00:00:00Z'),
    { ...at('cancelled first', '2024-06-03T00:00:00Z'), settle_status: '99' },
  ]);
  const figures = await funnel();
  const shares = stagesOf(toldIn(figures)).flatMap((stage) =>
    stage.id === 'shipped' || stage.id === 'cancelled' ? [stageFigures(figures, stage)] : [],
  );
  expect(shares.map(({ orders: n }) => n)).toEqual([1, 1]);
  for (const { clause, orders: n } of shares) expect(await counted({ clauses: [clause] })).toBe(n);
});

test('there is one cell for each way, and a name for each stage', () => {
  expect(ways).toHaveLength(45);
  expect(stagesOf(new Set()).map(({ id }) => id)).toEqual([...stageIds]);
});

test('bands of amounts have round edges within the middle of the amounts, at least one', () => {
  const spread = { lo: 120, hi: 980_000, q02: 900, q50: 5200, q98: 60_000 };
  expect(bandEdges(spread, 1)).toEqual([1000, 2000, 3000, 5000, 10_000, 20_000, 30_000, 50_000]);
  expect(bandEdges({ lo: 7, hi: 7, q02: 7, q50: 7, q98: 7 }, 1)).toHaveLength(1);
  // Cents: no edge within a major unit.
  expect(bandEdges({ lo: 50, hi: 900, q02: 60, q50: 300, q98: 700 }, 100)).toEqual([100, 200, 300, 500]);
});
