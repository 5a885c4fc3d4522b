import { decisionPlan } from '../../analysis/expression/index.ts';
import type { RuleSet, ScreeningResult } from '../../analysis/model/ruleset.ts';

/**
 * Results a hit of each rule can lead to, by code, in the order they are tried. Where there are groups they say so, not
 * the rule; a rule that no group names decides nothing and has none.
 */
export function ruleResults(ruleSet: RuleSet): ReadonlyMap<string, readonly ScreeningResult[]> {
  const { steps } = decisionPlan(ruleSet);
  const codes = ruleSet.rules.map(({ code }) => code);
  return new Map(
    codes.map((code) => {
      const own = steps.filter(({ rules }) => rules.includes(code)).map(({ result }) => result);
      return [code, [...new Set(own)]];
    }),
  );
}

/** Codes of rules that lead to a result only together with others of their groups: their own hits decide nothing. */
export function onlyTogether(ruleSet: RuleSet): ReadonlySet<string> {
  const { steps } = decisionPlan(ruleSet);
  const codes = ruleSet.rules.map(({ code }) => code);
  return new Set(
    codes.filter((code) => {
      const own = steps.filter(({ rules }) => rules.includes(code));
      return own.length > 0 && own.every(({ needs, rules }) => needs === 'all' && new Set(rules).size > 1);
    }),
  );
}

/** Whether all that a rule's hit can lead to is letting the order pass: such a rule catches nothing. */
export function onlyPasses(results: readonly ScreeningResult[] | undefined): boolean {
  return results !== undefined && results.length > 0 && results.every((result) => result === 'OK');
}
