import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkException,
  checkRuleSet,
  decide,
  decidedByText,
  decisionPlan,
  duckdbDecidedBy,
  duckdbDecision,
  evaluate,
  policyOf,
  scopeOf,
  type SqlPredicate,
} from '../../analysis/expression/index.ts';
import { projectColumns } from '../../analysis/model/columns.ts';
import { failureOf } from '../../analysis/model/failure.ts';
import { groupName, readGroupName } from '../../analysis/model/group-name.ts';
import {
  combinations,
  type Combination,
  type RuleSetException,
  type ScorePolicy,
} from '../../analysis/model/policy.ts';
import { readRuleSet } from '../../analysis/model/json-file.ts';
import type { RuleSet, ScreeningResult } from '../../analysis/model/ruleset.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { decidingArbitrary, snoozesArbitrary } from './generated-sets.ts';

const scope = scopeOf(projectColumns([], new Set()), 'JPY', 'Asia/Tokyo');

const failureFrom = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return failureOf(error);
  }
};

const named: ScorePolicy['results'] = {
  none: 'OK',
  ok: 'OK',
  ng: 'NG',
  'ok+ng': 'REVIEW',
  hold: 'HOLD',
  'ok+hold': 'REVIEW',
  'ng+hold': 'NG',
  'ok+ng+hold': 'HOLD',
};
const scored = (code: string, ok: number, ng: number, hold: number): RuleSet['rules'][number] => ({
  ...ruleOf(code, `order.amount > ${code.charCodeAt(0)}`, 'REVIEW'),
  scores: { ok, ng, hold },
});
const scores: RuleSet = {
  ...ruleSetOf(
    scored('A', 10, 0, 0),
    scored('B', 0, 60, 0),
    scored('C', 0, 40, 5),
    scored('D', 0, 0, 25),
    scored('E', 0, 39, 0),
  ),
  default: 'NG',
  policy: { kind: 'scores', thresholds: { ok: 10, ng: 100, hold: 30 }, results: named },
};

describe('by scores', () => {
  it.each([
    // Hand-computed: what fires, the sums, which of 10 / 100 / 30 are reached, and the result named for it.
    ['', { ok: 0, ng: 0, hold: 0 }, 'none', 'OK'],
    ['A', { ok: 10, ng: 0, hold: 0 }, 'ok', 'OK'],
    ['BE', { ok: 0, ng: 99, hold: 0 }, 'none', 'OK'],
    ['BC', { ok: 0, ng: 100, hold: 5 }, 'ng', 'NG'],
    ['ABC', { ok: 10, ng: 100, hold: 5 }, 'ok+ng', 'REVIEW'],
    ['D', { ok: 0, ng: 0, hold: 25 }, 'none', 'OK'],
    ['CD', { ok: 0, ng: 40, hold: 30 }, 'hold', 'HOLD'],
    ['ACD', { ok: 10, ng: 40, hold: 30 }, 'ok+hold', 'REVIEW'],
    ['BCD', { ok: 0, ng: 100, hold: 30 }, 'ng+hold', 'NG'],
    ['ABCD', { ok: 10, ng: 100, hold: 30 }, 'ok+ng+hold', 'HOLD'],
    ['ABCDE', { ok: 10, ng: 139, hold: 30 }, 'ok+ng+hold', 'HOLD'],
  ] as const)('%s adds up to %j, reaches %s and is %s', (fired, sums, reached, result) => {
    const decision = decide(scores, new Set(fired));
    expect(decision).toEqual({ result, by: { kind: 'scores', reached, sums, rules: [...fired] } });
    expect(decidedByText(scores, decision.by)).toBe(`scores:${reached}`);
  });

  it('a sum that reaches its threshold by one more or one less', () => {
    const at = (threshold: number): ScreeningResult =>
      decide(
        { ...scores, policy: { kind: 'scores', thresholds: { ok: 99, ng: threshold, hold: 99 }, results: named } },
        new Set(['B', 'C']),
      ).result;
    expect([at(99), at(100), at(101)]).toEqual(['NG', 'NG', 'OK']);
  });

  it('groups and results of rules decide nothing beside them', () => {
    const both: RuleSet = { ...scores, groups: [{ priority: 1, result: 'NG', kind: 'single', rules: ['A'] }] };
    expect(decide(both, new Set(['A'])).result).toBe('OK');
    expect(policyOf(both)).toBe('scores');
  });

  it('a combination without a result is an error at its place', () => {
    const left = (combination: Combination): unknown => {
      const { [combination]: _left, ...others } = named;
      return { ...scores, policy: { ...scores.policy, results: others } };
    };
    for (const combination of combinations) {
      const text = JSON.stringify(left(combination));
      const place = { file: 'r.json', field: `policy.results.${combination}` };
      expect(failureFrom(() => readRuleSet({ text, file: 'r.json' }))).toMatchObject({
        code: 'ruleset-invalid',
        place,
      });
    }
    expect(readRuleSet({ text: JSON.stringify(scores), file: 'r.json' })).toEqual(scores);
  });
});

describe('the policy a rule set names', () => {
  const groups: RuleSet['groups'] = [{ priority: 1, result: 'NG', kind: 'combination', rules: ['A', 'B'] }];
  const both = { ...scores, groups };
  it('classes let the rules decide where there are groups', () => {
    expect(decide({ ...both, policy: { kind: 'classes' } }, new Set(['A'])).by).toEqual({ kind: 'rule', code: 'A' });
  });
  it('groups without any leave the default', () => {
    expect(decide({ ...scores, policy: { kind: 'groups' } }, new Set(['A']))).toEqual({
      result: 'NG',
      by: { kind: 'default' },
    });
  });
  it('no policy goes by the groups there are', () => {
    const { policy: _policy, ...plain } = both;
    expect([policyOf(plain), policyOf({ ...plain, groups: [] })]).toEqual(['groups', 'classes']);
    const { by } = decide(plain, new Set(['A', 'B']));
    expect(decidedByText(plain, by)).toBe('優先度1_NG_ルール組み合わせ');
  });
});

describe('names of groups in production', () => {
  it.each([
    ['優先度3_OK_ルール単発', { priority: 3, result: 'OK', kind: 'single' }],
    ['優先度12_REVIEW_ルール組み合わせ', { priority: 12, result: 'REVIEW', kind: 'combination' }],
    ['優先度３_NG_ルール組合せ', { priority: 3, result: 'NG', kind: 'combination' }],
  ] as const)('%s', (name, group) => {
    expect(readGroupName(name)).toEqual(group);
    expect(readGroupName(groupName(group))).toEqual(group);
  });
  it('other texts are none', () => {
    for (const name of ['', '優先度0_OK_ルール単発', '優先度1_MAYBE_ルール単発', 'x優先度1_OK_ルール単発'])
      expect(readGroupName(name)).toBeNull();
  });
});

const allow: RuleSetException = {
  kind: 'allow',
  field: 'buyer.email_key',
  value: 'a@example.jp',
  from: '2026-04-01T00:00:00+09:00',
  until: '2026-05-01T00:00:00+09:00',
};
const snooze: RuleSetException = {
  kind: 'snooze',
  field: 'device.id',
  value: `d"'1\\`,
  rules: ['B', 'C'],
  from: '2026-04-01T00:00:00Z',
};

describe('exceptions', () => {
  const set: RuleSet = { ...scores, exceptions: [allow, snooze] };

  it('allow comes before everything, a snoozed rule does not count', () => {
    const all = new Set('ABCDE');
    expect(decide(set, all, new Set([0, 1]))).toEqual({ result: 'OK', by: { kind: 'allow', exception: 0 } });
    // Without B and C: ok 10, ng 39, hold 25.
    expect(decide(set, all, new Set([1]))).toEqual({
      result: 'OK',
      by: { kind: 'scores', reached: 'ok', sums: { ok: 10, ng: 39, hold: 25 }, rules: ['A', 'D', 'E'] },
    });
    expect(decide(set, all).result).toBe('HOLD');
  });

  it('a combination with a snoozed rule does not match, a single group goes by its others', () => {
    const grouped = (kind: 'single' | 'combination'): RuleSet => ({
      ...set,
      policy: { kind: 'groups' },
      groups: [{ priority: 1, result: 'REVIEW', kind, rules: ['A', 'B'] }],
    });
    const decided = (kind: 'single' | 'combination') => decide(grouped(kind), new Set(['A', 'B']), new Set([1]));
    expect(decided('combination')).toEqual({ result: 'NG', by: { kind: 'default' } });
    expect(decided('single')).toEqual({ result: 'REVIEW', by: { kind: 'group', group: 0, rules: ['A'] } });
  });

  it.each([
    // Order time against [from, until).
    ['2026-03-31T14:59:59.999Z', 'a@example.jp', false],
    ['2026-03-31T15:00:00.000Z', 'a@example.jp', true],
    ['2026-04-30T14:59:59.999Z', 'a@example.jp', true],
    ['2026-04-30T15:00:00.000Z', 'a@example.jp', false],
    ['2026-04-10T00:00:00.000Z', 'A@example.jp', false],
    ['2026-04-10T00:00:00.000Z', null, null],
  ] as const)('at %s for %s: %s', (at, email, holds) => {
    const checked = checkException(allow, scope);
    const record = { order: { time: new Date(at) }, buyer: email === null ? {} : { email_key: email } };
    const host = { matches: () => false };
    expect(checked.ok && evaluate(checked, record, host)).toBe(holds);
  });

  it('what is wrong with them is said, by number', () => {
    const wrong: RuleSet = {
      ...scores,
      exceptions: [
        { ...allow, field: 'order.amount' },
        { ...allow, field: 'recorded.result' },
        { ...allow, field: 'true || buyer.email' },
        { ...snooze, rules: ['B', 'X'], until: snooze.from },
        { ...allow, surrogate: true },
      ],
    };
    const { ok, setIssues } = checkRuleSet(wrong, scope);
    expect([ok, setIssues.map(({ code, params }) => [code, params])]).toEqual([
      false,
      [
        ['exception-field', { number: 1, path: 'order.amount' }],
        ['exception-field', { number: 2, path: 'recorded.result' }],
        ['exception-field', { number: 3, path: 'true || buyer.email' }],
        ['exception-rule-unknown', { number: 4, code: 'X' }],
        ['exception-period', { number: 4 }],
        ['exception-surrogate', { number: 5 }],
      ],
    ]);
    expect(checkRuleSet(set, scope)).toMatchObject({ ok: true, setIssues: [] });
  });
});

describe('checking a policy', () => {
  const codes = (set: RuleSet) => checkRuleSet(set, scope).setIssues.map(({ code, severity }) => [code, severity]);
  it('finds groups missed or left over, thresholds out of reach, sums too large, rules without a score', () => {
    const { policy: _policy, ...plain } = scores;
    const groups: RuleSet['groups'] = [{ priority: 1, result: 'NG', kind: 'single', rules: ['A'] }];
    expect(codes({ ...plain, policy: { kind: 'groups' } })).toEqual([['policy-no-groups', 'error']]);
    expect(codes({ ...plain, policy: { kind: 'classes' }, groups })).toEqual([['policy-groups-unused', 'warning']]);
    const far = { kind: 'scores' as const, thresholds: { ok: 10, ng: 140, hold: 31 }, results: named };
    expect(codes({ ...scores, policy: far })).toEqual([
      ['policy-out-of-reach', 'warning'],
      ['policy-out-of-reach', 'warning'],
    ]);
    const huge = { ...scored('Z', 0, Number.MAX_SAFE_INTEGER, 0) };
    expect(codes({ ...scores, rules: [...scores.rules, huge] })).toEqual([['policy-sum-range', 'error']]);
    const silent = { ...scores, rules: [...scores.rules, ruleOf('N', 'order.amount > 1')] };
    expect([...checkRuleSet(silent, scope).issues]).toMatchObject([['N', [{ code: 'rule-unscored' }]]]);
  });
});

const letters = ['A', 'B', 'C', 'D'] as const;
const holdings = ['x', 'y'] as const;
const anySet = fc
  .record({ deciding: decidingArbitrary(letters), snoozes: snoozesArbitrary(letters, holdings.length) })
  .map(({ deciding: { own, set }, snoozes }): RuleSet => ({
    ...ruleSetOf(...own.map((one) => ({ ...ruleOf(one.code, 'true'), ...one }))),
    ...set,
    exceptions: snoozes.map((named_): RuleSetException =>
      named_ === undefined ? allow : { ...snooze, rules: named_ },
    ),
  }));

it('SQL is the decision and what decided, with NULL as not fired and not holding', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const db = await instance.connect();
  const all = [...letters.map((code) => code.toLowerCase()), ...holdings];
  const columns = all.map((name) => `(VALUES (true), (false), (NULL)) t${name}(${name})`).join(', ');
  await db.run(`CREATE TABLE t AS SELECT ${all.join(', ')} FROM ${columns}`);
  const predicate = (text: string): SqlPredicate => ({ kind: 'predicate', text });
  const conditions = {
    rules: new Map(letters.map((code) => [code, predicate(code.toLowerCase())] as const)),
    exceptions: holdings.map(predicate),
  };
  await fc.assert(
    fc.asyncProperty(anySet, async (set) => {
      const [decision, by] = [duckdbDecision(set, conditions), duckdbDecidedBy(set, conditions)];
      const rows = (await db.runAndReadAll(`SELECT ${all.join(', ')}, ${decision.text}, ${by.text} FROM t`)).getRows();
      expect(rows).toHaveLength(729);
      for (const row of rows) {
        const fired = new Set(letters.filter((_, index) => row[index] === true));
        const holding = new Set([0, 1].filter((index) => row[4 + index] === true));
        const decided = decide(set, fired, holding);
        expect([row[6], row[7]]).toEqual([decided.result, decidedByText(set, decided.by)]);
      }
    }),
    { numRuns: 120 },
  );
  db.closeSync();
  instance.closeSync();
}, 60_000);

it('two thousand scored rules are one statement that DuckDB reads', async () => {
  const rules = Array.from({ length: 2000 }, (_, n) => scored(`R${n}`, 0, 1, 0));
  const set: RuleSet = {
    ...ruleSetOf(...rules),
    policy: { kind: 'scores', thresholds: { ok: 1, ng: 2000, hold: 1 }, results: named },
  };
  const plan = decisionPlan(set);
  expect(plan.kind === 'scores' && [plan.scores.ok.length, plan.scores.ng.length]).toEqual([0, 2000]);
  const conditions = (fires: string) => ({
    rules: new Map(rules.map(({ code }) => [code, { kind: 'predicate' as const, text: fires }])),
    exceptions: [],
  });
  const instance = await DuckDBInstance.create(':memory:');
  const db = await instance.connect();
  const said = async (fires: string): Promise<unknown> =>
    (await db.runAndReadAll(`SELECT ${duckdbDecision(set, conditions(fires)).text}`)).getRows()[0]?.[0];
  expect([await said('true'), await said('NULL')]).toEqual(['NG', 'OK']);
  db.closeSync();
  instance.closeSync();
}, 60_000);
