import type { RuleSet } from '../analysis/model/ruleset.ts';

type TestRule = RuleSet['rules'][number];

/** A rule of which only its code, condition and result matter. */
export const ruleOf = (code: string, when: string, result: TestRule['result'] = 'NG'): TestRule => ({
  code,
  description: { ja: code, en: code },
  when,
  result,
});

/** A rule set of a Japanese card shop: OK unless a rule fires. */
export const ruleSetOf = (...rules: readonly TestRule[]): RuleSet => ({
  format: 'shinsa-ruleset',
  formatVersion: 1,
  modelId: 'CRD_01',
  name: '標準',
  profile: 'wb-1',
  currency: 'JPY',
  timezone: 'Asia/Tokyo',
  default: 'OK',
  rules: [...rules],
});
