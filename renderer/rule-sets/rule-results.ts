import { decisionPlan, type DecisionPlan } from '../../analysis/expression/index.ts';
import { combinations, reaches, scoreParts, type ScorePart } from '../../analysis/model/policy.ts';
import type { RuleSet, ScreeningResult } from '../../analysis/model/ruleset.ts';

type ScoresPlan = Extract<DecisionPlan, { kind: 'scores' }>;

/**
 * Results a hit of each rule can lead to, by code, in the order they are tried. Where there are groups they say so, not
 * the rule; a rule that no group names, or that adds to no sum, decides nothing and has none.
 */
export function ruleResults(ruleSet: RuleSet): ReadonlyMap<string, readonly ScreeningResult[]> {
  const plan = decisionPlan(ruleSet);
  const codes = ruleSet.rules.map(({ code }) => code);
  return new Map(
    codes.map((code) => {
      if (plan.kind === 'scores') return [code, resultsOfScores(plan, code)];
      const own = plan.steps.filter(({ rules }) => rules.includes(code)).map(({ result }) => result);
      return [code, [...new Set(own)]];
    }),
  );
}

/** Codes of rules that lead to a result only together with others: their own hits decide nothing. */
export function onlyTogether(ruleSet: RuleSet): ReadonlySet<string> {
  const plan = decisionPlan(ruleSet);
  const codes = ruleSet.rules.map(({ code }) => code);
  if (plan.kind === 'scores')
    return new Set(
      codes.filter((code) => {
        const own = partsOf(plan, code);
        return own.length > 0 && own.every((part) => scoreOf(plan, part, code) < plan.thresholds[part]);
      }),
    );
  return new Set(
    codes.filter((code) => {
      const own = plan.steps.filter(({ rules }) => rules.includes(code));
      return own.length > 0 && own.every(({ needs, rules }) => needs === 'all' && new Set(rules).size > 1);
    }),
  );
}

/** Results of the combinations in which a sum that the rule adds to reached its threshold, of those that can. */
function resultsOfScores(plan: ScoresPlan, code: string): readonly ScreeningResult[] {
  const possible = (part: ScorePart): boolean => mostOf(plan, part) >= plan.thresholds[part];
  const own = partsOf(plan, code);
  const found = combinations.flatMap((combination, at) => {
    const reached = scoreParts.filter((part) => reaches(combination, part));
    if (!reached.every(possible) || !reached.some((part) => own.includes(part))) return [];
    return [plan.results[at]].filter((result) => result !== undefined);
  });
  return [...new Set(found)];
}

const scoreOf = ({ scores }: ScoresPlan, part: ScorePart, code: string): number =>
  scores[part].find((one) => one.code === code)?.score ?? 0;

const partsOf = (plan: ScoresPlan, code: string): readonly ScorePart[] =>
  scoreParts.filter((part) => scoreOf(plan, part, code) > 0);

const mostOf = ({ scores }: ScoresPlan, part: ScorePart): number =>
  scores[part].reduce((sum, { score }) => sum + score, 0);

/** Whether all that a rule's hit can lead to is letting the order pass: such a rule catches nothing. */
export function onlyPasses(results: readonly ScreeningResult[] | undefined): boolean {
  return results !== undefined && results.length > 0 && results.every((result) => result === 'OK');
}
