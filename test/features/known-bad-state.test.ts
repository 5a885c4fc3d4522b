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

test('an order is bad where a later one of its device knows it to be', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fact, { minLength: 20, maxLength: 60 }), families, async (facts, reasonFamilies) => {
      const row = { amount: 1000, currency: 'JPY' };
      const all = Array.from({ length: orders }, (_, n) => [
        { event_id: `o${n}`, ordered_at: day(n / 100), device_id: device(n), ...row },
        { event_id: `z${n}`, ordered_at: day(200 + n / 100), device_id: device(n), ...row },
      ]).flat();
      await history.load(all, facts);
      await history.project.update({ target: { ...fraudWithin30Days, reasonFamilies } });
      const outcome: Feature['outcome'] = {
        kinds: ['chargeback'],
        ...(reasonFamilies.length === 0 ? {} : { reasonFamilies: [...reasonFamilies] }),
      };
      const asked: Feature = { id: 'f', agg: 'known_bad', by: ['device.id'], window: 'all', outcome };
      const [known = []] = await computed(history.project, [asked]);
      const states = await history.project.read({}, async (db) =>
        db.rows(sql`SELECT state FROM ${await history.project.rows(db, [])} ORDER BY seq`),
      );
      const bad = states.slice(0, orders).map(({ state }) => (state === stateCode('bad') ? 1 : 0));
      expect(known.slice(orders)).toEqual(bad);
    }),
    { numRuns: 30 },
  );
}, 240_000);
