import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { everything, type Filter } from '../../analysis/model/filter.ts';
import { headlinesOf } from '../../analysis/model/results/headline.ts';
import { figuresOf } from '../../analysis/model/results/of-run.ts';
import { opensOf, ordersOpened } from '../../analysis/model/results/opened.ts';
import { pickedFrom } from '../../analysis/model/results/tally.ts';
import { sql } from '../../analysis/store/sql.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { fraudWithin30Days, listening, openHistory, type FactRow, type History, type OrderRow } from './history.ts';

/**
 * By amount: 1 NG, 2 REVIEW, 3 HOLD, 4 OK; of each decision eight orders that differ in how they ended and in what a person
 * decided then. Amounts add a different power of two, so that a sum tells which orders are in it.
 *
 *  n    0     1     2   3   4     5     6   7 (too young)
 *       bad   bad           bad
 *  hand OK    -     -   OK  NG    NG    OK  OK
 */
const hands = ['OK', null, null, 'OK', 'NG', 'NG', 'OK', 'OK'];
const orders: OrderRow[] = [1, 2, 3, 4].flatMap((kind) =>
  hands.map((hand, n): OrderRow => ({
    event_id: `${kind}-${n}`,
    ordered_at: `2024-0${n === 7 ? '6' : '4'}-${10 + kind}T1${n}:00:00+09:00`,
    ...{ amount: kind * 1_000_000 + 2 ** n, currency: 'JPY', device_id: `d${kind}`, email: `${kind}${n}@example.jp` },
    ...{ recorded_result: n === 5 ? 'NG' : 'OK', recorded_manual_result: hand },
  })),
);
const facts = [1, 2, 3, 4].flatMap((kind) =>
  [0, 1, 4].map((n): FactRow => ({
    ...{ order_id: `${kind}-${n}`, kind: 'chargeback', family: 'fraud', reported_at: '2024-05-02T00:00:00+09:00' },
  })),
);
const ruleSet = ruleSetOf(
  ruleOf('ONE', 'device.id == "d1"', 'NG'),
  ruleOf('TWO', 'device.id == "d2"', 'REVIEW'),
  ruleOf('THREE', 'device.id == "d3"', 'HOLD'),
);

let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-06-30' });
  await history.load(orders, facts);
});
afterAll(() => history.close());

const opened = (filter: Filter) =>
  history.project.read({}, async (db) => {
    const { where, columns } = await history.project.condition(filter);
    const rows = await history.project.rows(db, [...columns, 'amount']);
    const row = await db.first(sql`SELECT count(*) AS n, sum(amount) AS amount FROM ${rows} WHERE ${where}`);
    return { orders: Number(row?.['n']), amount: Number(row?.['amount']) };
  });

test('every figure of the trade opens exactly the orders of its numerator', async () => {
  const { result } = await backtestHandlers(history.project)['backtest.run'](
    { ruleSet, filter: everything, save: false },
    listening(),
  );
  if (result.cells === undefined) throw new Error('no cells');
  const beta = 2;
  const headlines = headlinesOf(result.cells, null, beta);
  const told = await Promise.all(
    headlines.map(async ({ name, part, opens }) => {
      const found = await opened(ordersOpened(opens, ruleSet, everything));
      const counted = name.endsWith('Amount') ? found.amount : found.orders;
      return [name, name.startsWith('fBeta') ? counted * (1 + beta * beta) : counted, part] as const;
    }),
  );
  for (const [name, counted, part] of told) expect([name, counted]).toEqual([name, part]);
  // REVIEW and HOLD: of the persons' OK (0, 3, 6, 7) each, not all eight.
  expect(told.find(([name]) => name === 'reviewPassed')?.[1]).toBe(8);
});

test('a line of the money opens the orders that it is made of', async () => {
  const { result } = await backtestHandlers(history.project)['backtest.run'](
    { ruleSet, filter: everything, save: false },
    listening(),
  );
  const { money, cells } = figuresOf({ result, groups: null, given: {}, perMajor: 1 });
  for (const { name, linear } of [...money.lines, money.net]) {
    const opens = opensOf(linear);
    const { orders: found } = await opened(ordersOpened(opens, ruleSet, everything));
    expect([name, found]).toEqual([name, pickedFrom(cells, { ...opens, measure: 'orders' })]);
  }
  expect(opensOf(money.lines.find(({ name }) => name === 'margin')?.linear ?? [])).toEqual({
    results: ['REVIEW', 'HOLD', 'NG'],
    states: ['good'],
  });
});
