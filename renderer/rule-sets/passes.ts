import { decisionPlan } from '../../analysis/expression/index.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';

/** Codes of rules whose hit lets an order pass: they catch nothing. Where there are groups, the group says so. */
export function passingRules(ruleSet: RuleSet): ReadonlySet<string> {
  const { steps } = decisionPlan(ruleSet);
  const codes = ruleSet.rules.map(({ code }) => code);
  return new Set(
    codes.filter((code) => {
      const own = steps.filter(({ rules }) => rules.includes(code));
      return own.length > 0 && own.every(({ result }) => result === 'OK');
    }),
  );
}
