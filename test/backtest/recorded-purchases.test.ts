import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { byDuckdb } from '../../analysis/backtest/measuring.ts';
import { everything, recordedResults, type RecordedResult } from '../../analysis/model/filter.ts';
import { crossedOf, movedSum } from '../../analysis/model/results/crossed.ts';
import { results, type ScreeningResult } from '../../analysis/model/ruleset.ts';
import type { OutcomeState } from '../../analysis/model/target.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { fraudWithin30Days, listening, openHistory, type FactRow, type History, type OrderRow } from './history.ts';

/**
 * Attempts of three persons, ten minutes apart. The one that was reported stands for its purchase (else the last of those known
 * best), but passed is what any attempt passed, then and now.
 *
 *      person  device  reported  then      decided
 *  a1  A       d1      fraud     REVIEW    NG
 *  a2  A       d2      -         OK        OK      → a bad purchase, passed then and now
 *  b1  B       d1      fraud     NG        NG
 *  b2  B       d1      -         -         NG      → a bad purchase, refused then and now: what is not recorded passed nothing
 *  c1  C       d2      -         HOLD      OK      → a good purchase
 */
const attempt = (
  event_id: string,
  person: string,
  device_id: string,
  minute: string,
  recorded_result: string | null,
): OrderRow => ({
  ...{ event_id, ordered_at: `2024-04-10T12:${minute}:00+09:00`, amount: 1000, currency: 'JPY' },
  ...{ email: `${person}@example.jp`, device_id, recorded_result },
});
const orders = [
  attempt('a1', 'a', 'd1', '00', 'REVIEW'),
  attempt('a2', 'a', 'd2', '10', 'OK'),
  attempt('b1', 'b', 'd1', '00', 'NG'),
  attempt('b2', 'b', 'd1', '10', null),
  attempt('c1', 'c', 'd2', '00', 'HOLD'),
];
const facts = ['a1', 'b1'].map((order_id): FactRow => ({
  ...{ order_id, kind: 'chargeback', family: 'fraud', reported_at: '2024-05-20T00:00:00+09:00' },
}));

let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-06-30' });
  await history.load(orders, facts);
});
afterAll(() => history.close());

test.each(['matrix', 'duckdb'])(
  'beside what was decided then a purchase is where its most lenient attempt was (%s)',
  async (by) => {
    const calls =
      by === 'matrix'
        ? backtestHandlers(history.project)
        : backtestHandlers(history.project, byDuckdb(history.project));
    const ruleSet = ruleSetOf(ruleOf('ONE', 'device.id == "d1"'));
    const parts = recordedResults.map((one) => ({
      clauses: [{ kind: 'recorded' as const, by: 'auto' as const, results: [one] }],
    }));
    const found = await calls['backtest.breakdown']({ ruleSet, filter: everything, parts }, listening());
    const crossed = crossedOf(found.parts, recordedResults);
    const told = (measure: 'orders' | 'intents') =>
      recordedResults.flatMap((from) =>
        results.flatMap((to) =>
          (['bad', 'good'] as const).flatMap((state): [RecordedResult, ScreeningResult, OutcomeState, number][] => {
            const n = movedSum(crossed, { from: [from], to: [to], states: [state] }, measure);
            return n === 0 ? [] : [[from, to, state, n]];
          }),
        ),
      );
    expect(told('orders')).toEqual([
      ['OK', 'OK', 'good', 1],
      ['REVIEW', 'NG', 'bad', 1],
      ['HOLD', 'OK', 'good', 1],
      ['NG', 'NG', 'bad', 1],
      ['none', 'NG', 'good', 1],
    ]);
    expect(told('intents')).toEqual([
      ['OK', 'OK', 'bad', 1],
      ['HOLD', 'OK', 'good', 1],
      ['NG', 'NG', 'bad', 1],
    ]);
  },
);
