import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import '../property-seed.ts';
import type { Feature } from '../../analysis/model/features.ts';
import { stateCode, type Target } from '../../analysis/model/target.ts';
import { sql } from '../../analysis/store/sql.ts';
import { fraudWithin30Days, openHistory, type History } from '../backtest/history.ts';
import { computed } from './computed.ts';

/**
 * What is told of an order is read in two places: the state of the order itself, and the features of later ones. Long after
 * the last report both say the same.
 */
let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days });
});
afterAll(() => history.close());

const orders = 20;
const day = (n: number): string => new Date(Date.parse('2024-01-01T00:00:00Z') + n * 86_400_000).toISOString();
const fact = fc.record({
  order_id: fc.integer({ min: 0, max: orders - 1 }).map((n) => `o${n}`),
  kind: fc.constantFrom('chargeback', 'chargeback', 'chargeback-upheld', 'chargeback-reversed', 'chargeback-reversed'),
  reported_at: fc.integer({ min: 20, max: 60 }).map(day),
  family: fc.constantFrom('fraud', 'consumer'),
  amount: fc.constantFrom(null, 400, 600, 1000),
  repeats: fc.constantFrom(false, false, true),
});
const families = fc.constantFrom<Target['reasonFamilies']>([], ['fraud'], ['consumer']);

const device = (n: number): string => `d${n}`;

/** The states of the first orders, and what a later order of each device knows of them. */
async function both(outcome: Feature['outcome']): Promise<{ states: unknown[]; known: unknown[] }> {
  const asked: Feature = {
    ...{ id: 'f', agg: 'known_bad', by: ['device.id'], window: 'all' },
    ...(outcome === undefined ? {} : { outcome }),
  };
  const [known = []] = await computed(history.project, [asked]);
  const rows = await history.project.read({}, async (db) =>
    db.rows(sql`SELECT state FROM ${await history.project.rows(db, [])} ORDER BY seq`),
  );
  return {
    states: rows.slice(0, orders).map(({ state }) => (state === stateCode('bad') ? 1 : 0)),
    known: known.slice(orders),
  };
}

const ordersWith = (columns: (n: number) => Readonly<Record<string, string | null>>) =>
  Array.from({ length: orders }, (_, n) => {
    const row = { device_id: device(n), amount: 1000, currency: 'JPY' };
    return [
      { event_id: `o${n}`, ordered_at: day(n / 100), ...row, ...columns(n) },
      { event_id: `z${n}`, ordered_at: day(200 + n / 100), ...row },
    ];
  }).flat();

test('an order is bad where a later one of its device knows it to be', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fact, { minLength: 20, maxLength: 60 }), families, async (facts, reasonFamilies) => {
      await history.load(
        ordersWith(() => ({})),
        facts,
      );
      await history.project.update({ target: { ...fraudWithin30Days, reasonFamilies } });
      const outcome: Feature['outcome'] = {
        kinds: ['chargeback'],
        ...(reasonFamilies.length === 0 ? {} : { reasonFamilies: [...reasonFamilies] }),
      };
      const { states, known } = await both(outcome);
      expect(known).toEqual(states);
    }),
    { numRuns: 30 },
  );
}, 240_000);

const billFact = fc.record({
  order_id: fc.integer({ min: 0, max: orders - 1 }).map((n) => `o${n}`),
  kind: fc.constantFrom('overdue', 'bad-debt', 'billing', 'paid', 'chargeback', 'chargeback-reversed'),
  reported_at: fc.integer({ min: 20, max: 60 }).map(day),
  days_past_due: fc.constantFrom(null, 10, 35),
  due_at: fc.constantFrom(null, null, day(15)),
});
const statuses = fc.array(fc.constantFrom(null, '20', '30', '40', '50', '60'), {
  minLength: orders,
  maxLength: orders,
});
const asked = fc.constantFrom<Target['kinds']>(
  ['bad-debt', 'overdue'],
  ['bad-debt'],
  ['overdue'],
  ['bad-debt', 'overdue-30'],
  ['chargeback', 'bad-debt'],
);

test('so it is where bills have statuses, histories, and due dates', async () => {
  const said = { bad: 0, good: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(billFact, { minLength: 10, maxLength: 30 }),
      statuses,
      asked,
      async (facts, all, kinds) => {
        await history.load(
          ordersWith((n) => ({ settle_status: all[n] ?? null })),
          facts.map(({ order_id, kind, reported_at, days_past_due }) => ({
            order_id,
            kind,
            reported_at,
            days_past_due,
          })),
        );
        await history.write(
          ...facts.map(
            ({ order_id: order, kind, reported_at: at, due_at: due }) =>
              sql`UPDATE outcomes SET due_at = CAST(${due} AS TIMESTAMPTZ)
              WHERE order_id = ${order} AND kind = ${kind} AND reported_at = CAST(${at} AS TIMESTAMPTZ)`,
          ),
        );
        await history.project.update({ target: { ...fraudWithin30Days, kinds, reasonFamilies: [] } });
        const { states, known } = await both({ kinds: [...kinds], assumedDelayDays: 0 });
        expect(known, JSON.stringify({ kinds, all, facts })).toEqual(states);
        for (const state of states) said[state === 1 ? 'bad' : 'good'] += 1;
      },
    ),
    { numRuns: 12 },
  );
  expect(Math.min(said.bad, said.good)).toBeGreaterThan(20);
}, 240_000);
