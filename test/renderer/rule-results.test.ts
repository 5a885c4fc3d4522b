import { describe, expect, it } from 'vitest';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { onlyPasses, onlyTogether, ruleResults } from '../../renderer/rule-sets/rule-results.ts';

const rule = (code: string, result: 'OK' | 'NG') => ({
  code,
  description: { ja: '', en: '' },
  when: 'order.amount > 1',
  result,
});
const ruleSet: RuleSet = {
  format: 'shinsa-ruleset',
  formatVersion: 1,
  modelId: 'CRD_01',
  name: 'set',
  profile: 'wb-1',
  currency: 'JPY',
  timezone: 'Asia/Tokyo',
  default: 'OK',
  rules: [rule('A', 'OK'), rule('B', 'NG'), rule('C', 'OK')],
};

describe('results of rules', () => {
  const passing = (results: ReturnType<typeof ruleResults>) =>
    [...results].filter(([, own]) => onlyPasses(own)).map(([code]) => code);

  it('are their own where there are no groups', () => {
    const results = ruleResults(ruleSet);
    expect([...results]).toEqual([
      ['A', ['OK']],
      ['B', ['NG']],
      ['C', ['OK']],
    ]);
    expect(passing(results)).toEqual(['A', 'C']);
  });

  it('are those of the combinations their scores help to reach, alone or together', () => {
    const scored = (code: string, ng: number, hold: number) => ({ ...rule(code, 'NG'), scores: { ok: 0, ng, hold } });
    const by = {
      none: 'OK',
      ok: 'OK',
      ng: 'NG',
      'ok+ng': 'REVIEW',
      hold: 'HOLD',
      'ok+hold': 'REVIEW',
      'ng+hold': 'NG',
      'ok+ng+hold': 'REVIEW',
    } as const;
    const rules = [scored('A', 60, 0), scored('B', 40, 0), scored('C', 0, 9), scored('D', 0, 0)];
    const policy = { kind: 'scores' as const, thresholds: { ok: 1, ng: 60, hold: 10 }, results: by };
    // No rule adds to ok, and hold never reaches 10.
    expect([...ruleResults({ ...ruleSet, rules, policy })]).toEqual([
      ['A', ['NG']],
      ['B', ['NG']],
      ['C', []],
      ['D', []],
    ]);
    expect([...onlyTogether({ ...ruleSet, rules, policy })]).toEqual(['B', 'C']);
    const lower = { ...policy, thresholds: { ok: 1, ng: 60, hold: 9 } };
    expect([...ruleResults({ ...ruleSet, rules, policy: lower })].map(([, own]) => own)).toEqual([
      ['NG'],
      ['NG'],
      ['HOLD', 'NG'],
      [],
    ]);
  });

  it('are those of their groups where there are any; a rule in none decides nothing', () => {
    const group = (priority: number, result: 'OK' | 'NG', rules: string[]) => ({
      priority,
      result,
      kind: 'single' as const,
      rules,
    });
    const groups = [group(1, 'NG', ['A']), group(2, 'OK', ['B', 'C']), group(3, 'NG', ['C'])];
    const results = ruleResults({ ...ruleSet, rules: [...ruleSet.rules, rule('D', 'OK')], groups });
    expect([...results]).toEqual([
      ['A', ['NG']],
      ['B', ['OK']],
      ['C', ['OK', 'NG']],
      ['D', []],
    ]);
    expect(passing(results)).toEqual(['B']);
    const both = { priority: 4, result: 'NG' as const, kind: 'combination' as const, rules: ['A', 'B'] };
    const alone = { ...both, rules: ['C'] };
    expect([...onlyTogether({ ...ruleSet, groups: [both, alone] })]).toEqual(['A', 'B']);
    expect([...onlyTogether({ ...ruleSet, groups: [both, group(5, 'NG', ['A'])] })]).toEqual(['B']);
    expect([...onlyTogether(ruleSet)]).toEqual([]);
  });
});
