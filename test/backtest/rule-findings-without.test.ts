import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { byDuckdb } from '../../analysis/backtest/measuring.ts';
import { decide, decisionPlan } from '../../analysis/expression/index.ts';
import type { Decision } from '../../analysis/model/decision.ts';
import { everything } from '../../analysis/model/filter.ts';
import { combinations, type Combination, type RuleSetException } from '../../analysis/model/policy.ts';
import type { RuleFinding } from '../../analysis/model/rule-findings.ts';
import { results, type RuleSet } from '../../analysis/model/ruleset.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { fraudWithin30Days, listening, openHistory, type History, type OrderRow } from './history.ts';

interface Row extends OrderRow {
  readonly event_id: string;
  readonly ordered_at: string;
  readonly amount: number;
  readonly currency: string;
  readonly device_id: string | null;
  readonly user_agent: string;
}

const rows: readonly Row[] = Array.from({ length: 60 }, (_, n) => ({
  event_id: `o${n}`,
  ordered_at: `2024-05-01T00:00:${String(n).padStart(2, '0')}Z`,
  amount: (n * 37) % 100,
  currency: 'JPY',
  device_id: n % 3 === 0 ? null : `d${n % 3}`,
  user_agent: `u${n % 4}`,
}));

let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days });
  await history.load(rows);
});
afterAll(() => history.close());

/** A condition and on which rows it is true; NULL is not. */
interface Condition {
  readonly when: string;
  readonly fires: (row: Row) => boolean;
}

const amounts: fc.Arbitrary<Condition> = fc
  .tuple(fc.boolean(), fc.integer({ min: 0, max: 100 }))
  .map(([from, value]) =>
    from
      ? { when: `order.amount >= ${value}`, fires: ({ amount }) => amount >= value }
      : { when: `order.amount < ${value}`, fires: ({ amount }) => amount < value },
  );
const devices: fc.Arbitrary<Condition> = fc
  .constantFrom('d1', 'd2')
  .map((id) => ({ when: `device.id == "${id}"`, fires: ({ device_id }) => device_id === id }));
const part = fc.oneof({ weight: 3, arbitrary: amounts }, { weight: 1, arbitrary: devices });
const condition: fc.Arbitrary<Condition> = fc.oneof(
  part,
  fc.tuple(part, part).map(([a, b]) => ({
    when: `(${a.when}) && (${b.when})`,
    fires: (row: Row) => a.fires(row) && b.fires(row),
  })),
  fc.tuple(part, part).map(([a, b]) => ({
    when: `(${a.when}) || (${b.when})`,
    fires: (row: Row) => a.fires(row) || b.fires(row),
  })),
);

const codes = ['R0', 'R1', 'R2', 'R3', 'R4', 'R5'] as const;
const result = fc.constantFrom(...results);
const score = fc.constantFrom(0, 0, 1, 2, 3);
const threshold = fc.integer({ min: 1, max: 5 });
const list = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.array(of, { minLength: codes.length, maxLength: codes.length });

/** Half of the rows are told by the time, the others by the value. */
const anyException: fc.Arbitrary<RuleSetException> = fc
  .record({
    value: fc.constantFrom('u0', 'u1', 'nobody'),
    until: fc.constantFrom(undefined, '2024-05-01T00:00:30Z'),
    rules: fc.option(fc.subarray([...codes], { minLength: 1 })),
  })
  .map(({ value, until, rules }) => {
    const own = { field: 'device.user_agent', value, from: '2024-01-01T00:00:00Z', ...(until && { until }) };
    return rules === null ? { ...own, kind: 'allow' } : { ...own, kind: 'snooze', rules };
  });

const anySet = fc
  .record({
    kind: fc.constantFrom('classes', 'groups', 'scores'),
    rules: list(condition),
    given: list(result),
    scores: list(fc.record({ ok: score, ng: score, hold: score })),
    thresholds: fc.record({ ok: threshold, ng: threshold, hold: threshold }),
    named: fc.array(result, { minLength: 8, maxLength: 8 }),
    otherwise: result,
    groups: fc.array(
      fc.record({
        priority: fc.integer({ min: 1, max: 4 }),
        result,
        kind: fc.constantFrom('single' as const, 'single' as const, 'combination' as const),
        rules: fc.subarray([...codes], { minLength: 1 }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    exceptions: fc.array(anyException, { maxLength: 3 }),
  })
  .map(({ kind, rules, given, scores, thresholds, named, otherwise, groups, exceptions }) => {
    const policy = {
      kind: 'scores' as const,
      thresholds,
      // Every one of the eight is named.
      results: Object.fromEntries(combinations.map((one, i) => [one, named[i]])) as Record<
        Combination,
        (typeof results)[number]
      >,
    };
    const ruleSet: RuleSet = {
      ...ruleSetOf(
        ...codes.map((code, i) => ({
          ...ruleOf(code, rules[i]?.when ?? '', given[i]),
          ...(scores[i] && { scores: scores[i] }),
        })),
      ),
      default: otherwise,
      exceptions,
      ...(kind === 'groups' ? { groups } : {}),
      ...(kind === 'scores' ? { policy } : {}),
    };
    return { ruleSet, rules };
  });

const holding = ({ exceptions = [] }: RuleSet, row: Row): ReadonlySet<number> =>
  new Set(
    exceptions.flatMap(({ value, until }, index) =>
      row.user_agent === value && (until === undefined || row.ordered_at < until) ? [index] : [],
    ),
  );

test('no finding claims what is not so, and every rule that changes no result on the orders is named', async () => {
  const seen = { shadowed: 0, idle: 0, byLogic: 0, kept: 0 };
  await fc.assert(
    fc.asyncProperty(anySet, async ({ ruleSet, rules }) => {
      const input = { ruleSet, filter: everything };
      const answer = await backtestHandlers(history.project)['rules.findings'](input, listening());
      const byQueries = backtestHandlers(history.project, byDuckdb(history.project));
      expect(await byQueries['rules.findings'](input, listening())).toEqual(answer);
      const { findings } = answer;
      const fired = (row: Row): string[] => codes.filter((_, i) => rules[i]?.fires(row) === true);
      const decisions = (without?: string): Decision[] =>
        rows.map((row) =>
          decide(ruleSet, new Set(fired(row).filter((code) => code !== without)), holding(ruleSet, row)),
        );
      const all = decisions();
      for (const code of codes) {
        const hits = rows.filter((row) => fired(row).includes(code)).length;
        const same = decisions(code).every((one, i) => one.result === all[i]?.result);
        const own = findings.filter((finding) => finding.rule === code);
        const told = own.filter((finding) => ['shadowed', 'idle', 'contradiction'].includes(finding.code));
        for (const finding of told) {
          expect([finding, same]).toEqual([finding, true]);
          seen.shadowed += finding.code === 'shadowed' ? 1 : 0;
          seen.idle += finding.code === 'idle' ? 1 : 0;
          seen.byLogic += finding.basis === 'logic' ? 1 : 0;
          if (finding.code === 'shadowed' && finding.basis === 'data') decidedByOthers(finding);
        }
        if (!same) seen.kept += 1;
        const ungrouped = own.some((finding) => finding.code === 'ungrouped');
        const repeats = own.flatMap(({ code: said, others }) => (said === 'duplicate' ? others : []));
        // Told as a repetition of a rule that stands before it.
        if (same && hits > 0 && !ungrouped && repeats.length === 0) expect([code, told.length]).not.toEqual([code, 0]);
      }
      function decidedByOthers({ rule, others }: RuleFinding): void {
        rows.forEach((row, i) => {
          if (rule === null || !fired(row).includes(rule)) return;
          const by = all[i]?.by;
          const deciding = by?.kind === 'rule' ? [by.code] : by?.kind === 'group' ? by.rules : [];
          expect(deciding.length).toBeGreaterThan(0);
          expect(others).toEqual(expect.arrayContaining([...deciding]));
        });
      }
      const reached = new Set(all.map(({ by }) => (by.kind === 'scores' ? by.reached : null)));
      const none = decisionPlan(ruleSet).kind === 'scores' ? combinations.filter((one) => !reached.has(one)) : [];
      expect(findings.flatMap((finding) => finding.combinations)).toEqual(none);
    }),
    { numRuns: 120 },
  );
  // Each of them has been seen often enough to mean something.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
}, 120_000);
