import { describe, expect, it } from 'vitest';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { passingRules } from '../../renderer/rule-sets/passes.ts';

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

describe('rules that let orders pass', () => {
  it('are those of result OK where there are no groups', () => {
    expect([...passingRules(ruleSet)]).toEqual(['A', 'C']);
  });

  it('are told by their groups where there are any, and by all of them', () => {
    const group = (priority: number, result: 'OK' | 'NG', rules: string[]) => ({
      priority,
      result,
      kind: 'single' as const,
      rules,
    });
    const groups = [group(1, 'NG', ['A']), group(2, 'OK', ['B', 'C']), group(3, 'NG', ['C'])];
    expect([...passingRules({ ...ruleSet, groups })]).toEqual(['B']);
  });
});
