import { classOrder } from '../../analysis/expression/index.ts';
import type { RuleGroup, RuleSet } from '../../analysis/model/ruleset.ts';

/** Groups to start from: they decide every order as the rules' own results do. */
export function firstGroups({ rules }: RuleSet): RuleGroup[] {
  const named = rules.filter(({ code }) => code !== '');
  return classOrder
    .map((result) => ({ result, codes: named.filter((rule) => rule.result === result).map(({ code }) => code) }))
    .filter(({ codes }) => codes.length > 0)
    .map(({ result, codes }, at) => ({ priority: at + 1, result, kind: 'single', rules: codes }));
}
