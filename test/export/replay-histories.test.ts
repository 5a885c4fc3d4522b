import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replayHistory, type ReplayReport } from '../../analysis/export/replay-history.ts';
import { velocityPath, type Feature } from '../../analysis/model/features.ts';
import type { Policy } from '../../analysis/model/policy.ts';
import type { Rule, RuleSet } from '../../analysis/model/ruleset.ts';
import { fraudWithin30Days, openHistory, type History } from '../backtest/history.ts';
import { factsOf } from '../features/computed.ts';
import { isRefused } from '../features/undated-facts.ts';
import { cases, custom, listed, load, unique } from '../features/histories.ts';

const results = ['OK', 'NG', 'HOLD', 'REVIEW'] as const;
const rule = (code: string, when: string, index: number): Rule => ({
  ...{ code, when, description: { ja: code, en: code } },
  result: results[index % 4] ?? 'NG',
  scores: { ok: index % 3, ng: 1 + (index % 5), hold: index % 2 },
});

/** Rules over orders, lists and every feature, so that what rules make of features is compared too. */
function ruleSetOf(features: readonly Feature[], policy: Policy['kind']): RuleSet {
  const timed = new Set(
    features.flatMap(({ id, agg, of }) => (agg.endsWith('_seen') || of === 'order.time' ? [id] : [])),
  );
  const whens = [
    'order.amount > 300',
    'buyer.id in lists.neg',
    'custom.score < 0.3 || order.amount < 0',
    'order.time.getMinutes("Asia/Kolkata") > 30 && !(buyer.id == "m2")',
    'has(buyer.email) && buyer.email != "é"',
    ...features.map(({ id, agg, of }) => {
      const path = velocityPath(id);
      if (timed.has(id)) return `order.time == ${path} || order.time > ${path} + duration("10m")`;
      const double = agg === 'avg' ? of !== 'order.amount' : of === 'custom.score';
      return double ? `${path} > 0.5` : `${path} >= 2`;
    }),
  ];
  const rules = whens.map((when, index) => rule(`R${index}`, when, index));
  const codes = rules.map(({ code }) => code);
  return {
    ...{ format: 'shinsa-ruleset', formatVersion: 1, profile: 'wb-1', modelId: 'ATB_01', name: 'x' },
    ...{ currency: 'JPY', timezone: 'Asia/Tokyo', default: 'REVIEW', rules },
    features: [...features],
    exceptions: [
      { kind: 'allow', field: 'buyer.id', value: 'm3', from: '2024-03-01T00:10:00Z', until: '2024-03-01T00:50:00Z' },
      { kind: 'snooze', field: 'buyer.id', value: 'm1', rules: codes.slice(0, 9), from: '2024-03-01T00:30:00Z' },
    ],
    ...(policy === 'scores' ? { policy: scores } : {}),
    ...(policy === 'classes' ? { policy: { kind: policy } } : {}),
    ...(policy === 'groups'
      ? {
          groups: [
            { priority: 2, result: 'OK', kind: 'single', rules: codes.slice(0, 2) },
            { priority: 1, result: 'NG', kind: 'combination', rules: codes.slice(4, 7) },
            { priority: 2, result: 'HOLD', kind: 'single', rules: codes.slice(7, 12) },
            { priority: 3, result: 'REVIEW', kind: 'combination', rules: [codes[3] ?? '', codes[14] ?? ''] },
          ],
        }
      : {}),
  };
}

const scores: Policy = {
  kind: 'scores',
  thresholds: { ok: 4, ng: 12, hold: 3 },
  results: {
    ...{ none: 'OK', ok: 'OK', ng: 'NG', 'ok+ng': 'REVIEW' },
    ...{ hold: 'HOLD', 'ok+hold': 'OK', 'ng+hold': 'NG', 'ok+ng+hold': 'HOLD' },
  },
};

describe('histories full of ties, late reports and missing values', () => {
  let history: History;
  beforeAll(async () => {
    history = await openHistory({ target: fraudWithin30Days, custom });
    await history.write(...listed);
  });
  afterAll(() => history.close());

  const replayed = (ruleSet: RuleSet): Promise<ReplayReport> =>
    history.project.read({}, (db) => replayHistory(history.project, db, ruleSet));

  test('are decided by the runtime as by the engine', async () => {
    let [compared, outcomes, events] = [0, 0, 0];
    await fc.assert(
      fc.asyncProperty(
        cases,
        fc.constantFrom('groups' as const, 'classes' as const, 'scores' as const),
        async ({ orders, facts, events: beside, features }, policy) => {
          await load(history, unique(orders), facts, beside);
          const told = await factsOf(history.project);
          const ids = new Set(orders.map(({ event_id }) => event_id));
          const computable = features.filter((feature) => !isRefused(feature, told, ids));
          const report = await replayed(ruleSetOf(computable, policy));
          expect(report.first).toBeNull();
          expect(report.orders).toBe(unique(orders).length);
          compared += report.compared;
          outcomes += report.outcomes;
          events += report.events;
        },
      ),
      { numRuns: 10 },
    );
    expect(compared).toBeGreaterThan(10_000);
    expect(Math.min(outcomes, events)).toBeGreaterThan(40);
  }, 240_000);
});
