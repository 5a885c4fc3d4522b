import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { everything } from '../../analysis/model/filter.ts';
import { cellsOver } from '../../analysis/model/results/tally.ts';
import { results, type RuleSet } from '../../analysis/model/ruleset.ts';
import { outcomeStates, type OutcomeState } from '../../analysis/model/target.ts';
import { fileLabel, inOrder, listening, openHistory, type History, type OrderRow } from './history.ts';

const ruleSet: RuleSet = {
  ...{ format: 'shinsa-ruleset', formatVersion: 1, modelId: 'CRD_01', name: '購入', profile: 'wb-1' },
  ...{ currency: 'JPY', timezone: 'Asia/Tokyo', default: 'OK' },
  rules: [{ code: 'BIG', description: { ja: '高額', en: 'Big' }, when: 'order.amount >= 200', result: 'NG' }],
};

let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fileLabel });
});
afterAll(() => history.close());

const minute = 60_000;
const anyOrders: fc.Arbitrary<readonly OrderRow[]> = fc
  .array(
    fc.record({
      at: fc.integer({ min: 0, max: 200 }),
      amount: fc.constantFrom(100, 200, null),
      email: fc.constantFrom('a@example.jp', 'b@example.jp', ' ', null),
      phone: fc.constantFrom('09000000001', null),
      label: fc.constantFrom(true, false, null),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((drawn) =>
    drawn.map(({ at, ...rest }, i) => ({
      ...{ event_id: `o${i}`, ordered_at: new Date(Date.UTC(2024, 3, 1) + at * minute).toISOString(), currency: 'JPY' },
      ...rest,
    })),
  );

const stateOf = ({ label }: OrderRow): OutcomeState => (label === true ? 'bad' : label === false ? 'good' : 'excluded');
const rank = (order: OrderRow): number => outcomeStates.indexOf(stateOf(order));

/** The purchases by reading orders one after the other, each told by its attempt. */
function purchases(orders: readonly OrderRow[]): readonly OrderRow[] {
  const open = new Map<string, OrderRow[]>();
  const made: OrderRow[][] = [];
  for (const order of inOrder(orders)) {
    const told = [order['email'], order['phone']].map((value) => (typeof value === 'string' ? value.trim() : ''));
    const person = told.find((value) => value !== '');
    const key = `${person} ${String(order['amount'])}`;
    const before = open.get(key);
    const last = before?.at(-1);
    const again =
      person !== undefined &&
      order['amount'] !== null &&
      last !== undefined &&
      Date.parse(order.ordered_at) - Date.parse(last.ordered_at) <= 30 * minute;
    if (again && before !== undefined) before.push(order);
    else {
      const fresh = [order];
      made.push(fresh);
      open.set(key, fresh);
    }
  }
  // The last of those whose outcome is known best.
  return made.map((attempts) => attempts.reduce((best, next) => (rank(next) <= rank(best) ? next : best)));
}

test('orders add up to purchases, and money over purchases, as reading them one by one finds', async () => {
  await fc.assert(
    fc.asyncProperty(anyOrders, async (orders) => {
      await history.load(orders);
      const { groups } = await backtestHandlers(history.project)['backtest.run'](
        { ruleSet, filter: everything, save: false },
        listening(),
      );
      const cells = cellsOver(groups);
      const found = purchases(orders);
      for (const decision of results)
        for (const state of outcomeStates) {
          const here = found.filter(
            (order) => stateOf(order) === state && (Number(order['amount'] ?? 0) >= 200 ? 'NG' : 'OK') === decision,
          );
          const amount = here.reduce((sum, order) => sum + Number(order['amount'] ?? 0), 0);
          expect(cells[decision][state]).toMatchObject({
            intents: here.length,
            intentAmount: amount,
            cohort: here.length,
            lossUnknown: state === 'bad' ? amount : 0,
            // A label is no chargeback.
            chargesUnknown: 0,
          });
        }
    }),
    { numRuns: 25 },
  );
});
