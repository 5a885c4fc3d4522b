import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkRuleSet,
  decide,
  decisionPlan,
  duckdbDecision,
  scopeOf,
  type SqlPredicate,
} from '../../analysis/expression/index.ts';
import { projectColumns } from '../../analysis/model/columns.ts';
import {
  results,
  type Rule,
  type RuleGroup,
  type RuleSet,
  type ScreeningResult,
} from '../../analysis/model/ruleset.ts';

const scope = scopeOf(projectColumns([], new Set()), 'JPY', 'Asia/Tokyo');

function ruleOf(
  code: string,
  result: ScreeningResult,
  when = `order.amount > ${code.length}${code.charCodeAt(0)}`,
): Rule {
  return { code, description: { ja: '', en: '' }, when, result };
}

function setOf(rules: readonly Rule[], groups?: readonly RuleGroup[], otherwise: ScreeningResult = 'REVIEW'): RuleSet {
  return {
    format: 'shinsa-ruleset',
    formatVersion: 1,
    modelId: 'm',
    name: 'm',
    profile: 'wb-1',
    currency: 'JPY',
    timezone: 'Asia/Tokyo',
    default: otherwise,
    rules: [...rules],
    ...(groups === undefined ? {} : { groups: [...groups] }),
  };
}

const byClass = setOf(
  [ruleOf('R', 'REVIEW'), ruleOf('H', 'HOLD'), ruleOf('N', 'NG'), ruleOf('A', 'OK'), ruleOf('N2', 'NG')],
  undefined,
  'OK',
);

describe('without groups, by class', () => {
  it.each([
    [[], 'OK', { kind: 'default' }],
    [['R'], 'REVIEW', { kind: 'rule', code: 'R' }],
    [['R', 'H'], 'HOLD', { kind: 'rule', code: 'H' }],
    [['R', 'H', 'N2'], 'NG', { kind: 'rule', code: 'N2' }],
    [['N2', 'N'], 'NG', { kind: 'rule', code: 'N' }],
    [['R', 'H', 'N', 'A'], 'OK', { kind: 'rule', code: 'A' }],
    [['unknown'], 'OK', { kind: 'default' }],
  ] as const)('%j gives %s', (fired, result, by) => {
    expect(decide(byClass, new Set(fired))).toEqual({ result, by });
  });
});

const grouped = setOf(
  [ruleOf('A', 'NG'), ruleOf('B', 'NG'), ruleOf('C', 'NG')],
  [
    { priority: 2, result: 'REVIEW', kind: 'single', rules: ['A', 'B'] },
    { priority: 1, result: 'HOLD', kind: 'combination', rules: ['A', 'B'] },
    { priority: 2, result: 'NG', kind: 'single', rules: ['B', 'C'] },
    { priority: 3, result: 'OK', kind: 'combination', rules: ['C', 'missing'] },
  ],
  'OK',
);

describe('with groups, by priority', () => {
  it.each([
    [['A'], 'REVIEW', { kind: 'group', group: 0, rules: ['A'] }],
    [['A', 'B'], 'HOLD', { kind: 'group', group: 1, rules: ['A', 'B'] }],
    [['B'], 'NG', { kind: 'group', group: 2, rules: ['B'] }],
    [['C'], 'NG', { kind: 'group', group: 2, rules: ['C'] }],
    [[], 'OK', { kind: 'default' }],
  ] as const)('%j gives %s', (fired, result, by) => {
    expect(decide(grouped, new Set(fired))).toEqual({ result, by });
  });

  it('equal priorities go by severity, then as written', () => {
    const plan = decisionPlan(grouped);
    expect(plan.kind === 'steps' ? plan.steps.map((step) => step.group) : plan.kind).toEqual([1, 2, 0, 3]);
  });

  it('a combination that names no rule of the set never decides', () => {
    const set = setOf(
      [ruleOf('C', 'NG')],
      [{ priority: 1, result: 'NG', kind: 'combination', rules: ['C', 'missing'] }],
      'OK',
    );
    expect(decide(set, new Set(['C'])).result).toBe('OK');
  });
});

const codes = ['A', 'B', 'C', 'D'] as const;
const result = fc.constantFrom(...results);
const anySet = fc.record({
  rules: fc.tuple(...codes.map((code) => result.map((one) => ruleOf(code, one)))),
  groups: fc.option(
    fc.array(
      fc.record({
        priority: fc.integer({ min: 1, max: 3 }),
        result,
        kind: fc.constantFrom('single' as const, 'combination' as const),
        rules: fc.array(fc.constantFrom(...codes, 'missing'), { minLength: 1, maxLength: 3 }),
      }),
      { maxLength: 4 },
    ),
  ),
  otherwise: result,
});

describe('the decision in SQL', () => {
  it('is the decision, with NULL as not fired', async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const db = await instance.connect();
    const columns = codes.map((code) => `(VALUES (true), (false), (NULL)) ${code}(${code.toLowerCase()})`).join(', ');
    await db.run(`CREATE TABLE t AS SELECT a, b, c, d FROM ${columns}`);
    const predicates = new Map(
      codes.map((code): [string, SqlPredicate] => [code, { kind: 'predicate', text: code.toLowerCase() }]),
    );
    await fc.assert(
      fc.asyncProperty(anySet, async ({ rules, groups, otherwise }) => {
        const set = setOf(rules, groups ?? undefined, otherwise);
        const { text } = duckdbDecision(set, { rules: predicates, exceptions: [] });
        const rows = (await db.runAndReadAll(`SELECT a, b, c, d, ${text} FROM t`)).getRows();
        expect(rows).toHaveLength(81);
        for (const row of rows) {
          const fired = new Set(codes.filter((_, index) => row[index] === true));
          expect(row[4]).toBe(decide(set, fired).result);
        }
      }),
      { numRuns: 150 },
    );
    db.closeSync();
    instance.closeSync();
  }, 60_000);

  it('without rules is the default', () => {
    expect(duckdbDecision(setOf([]), { rules: new Map(), exceptions: [] }).text).toBe(`'REVIEW'`);
  });
});

describe('checking a rule set', () => {
  it('accepts a good one', () => {
    const checked = checkRuleSet(byClass, scope);
    expect([checked.ok, [...checked.issues.keys()], checked.setIssues]).toEqual([true, [], []]);
    expect([...checked.rules.keys()]).toEqual(['R', 'H', 'N', 'A', 'N2']);
  });

  it('finds what is wrong, by rule and in the set', () => {
    const set = setOf(
      [
        ruleOf('A', 'NG', 'order.amount >'),
        ruleOf('A', 'NG'),
        ruleOf('B', 'NG', 'true'),
        ruleOf('C', 'OK', '(true)'),
        ruleOf('D', 'OK'),
      ],
      [
        { priority: 1, result: 'NG', kind: 'single', rules: ['A', 'B', 'A'] },
        { priority: 1, result: 'OK', kind: 'single', rules: ['C', 'E'] },
      ],
    );
    const checked = checkRuleSet({ ...set, timezone: 'Nowhere' }, scope);
    expect(checked.ok).toBe(false);
    expect(
      Object.fromEntries([...checked.issues].map(([code, issues]) => [code, issues.map((issue) => issue.code)])),
    ).toEqual({
      A: ['unexpected-end', 'rule-code-duplicate'],
      C: ['rule-text-duplicate'],
      D: ['rule-ungrouped'],
    });
    expect(checked.setIssues.map((issue) => issue.code)).toEqual([
      'ruleset-timezone',
      'group-rule-repeated',
      'group-rule-unknown',
      'group-priority-shared',
    ]);
  });

  it('lets warnings run', () => {
    const set = setOf([ruleOf('B', 'NG', 'true'), ruleOf('C', 'OK', 'true')]);
    expect(checkRuleSet(set, scope).ok).toBe(true);
    expect([...checkRuleSet(set, scope).issues.keys()]).toEqual(['C']);
  });
});
