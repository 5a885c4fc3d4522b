import { scoreParts, type ScorePart } from '../model/policy.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { policyOf } from './decision-plan.ts';
import { issue, type Issue } from './issue.ts';
import { intLimit, type Checked } from './term.ts';

const nowhere = { from: 0, to: 0 };

/** What is wrong with how a set decides: groups asked for or left over, scores that nothing adds to. */
export function policyIssues(ruleSet: RuleSet, add: (code: string, found: readonly Issue[]) => void): Issue[] {
  const { policy, groups = [], rules } = ruleSet;
  const found: Issue[] = [];
  if (policyOf(ruleSet) === 'groups' && groups.length === 0) found.push(issue('policy-no-groups', {}, nowhere));
  if (policyOf(ruleSet) !== 'groups' && groups.length > 0) found.push(issue('policy-groups-unused', {}, nowhere));
  if (policy?.kind !== 'scores') return found;
  for (const { code, scores } of rules)
    if (scoreParts.every((part) => (scores?.[part] ?? 0) === 0)) add(code, [issue('rule-unscored', { code }, nowhere)]);
  return [...found, ...scoreParts.flatMap((part) => sumIssues(ruleSet, part, policy.thresholds[part]))];
}

/** A sum that no rule adds to is not used, and is never said to be out of reach. */
function sumIssues({ rules }: RuleSet, part: ScorePart, threshold: number): Issue[] {
  const most = rules.reduce((total, { scores }) => total + BigInt(scores?.[part] ?? 0), 0n);
  if (most > intLimit) return [issue('policy-sum-range', { part }, nowhere)];
  if (most === 0n || most >= threshold) return [];
  return [issue('policy-out-of-reach', { part, threshold, most: Number(most) }, nowhere)];
}

/** What is wrong with the exceptions of a set. */
export function exceptionIssues(
  { exceptions = [] }: RuleSet,
  checked: readonly Checked[],
  rules: ReadonlyMap<string, unknown>,
): Issue[] {
  return exceptions.flatMap((exception, index) => {
    const number = index + 1;
    const { field, from, until } = exception;
    const unknown = exception.kind === 'snooze' ? exception.rules.filter((code) => !rules.has(code)) : [];
    const never = until !== undefined && Date.parse(until) <= Date.parse(from);
    return [
      ...(checked[index]?.ok === true ? [] : [issue('exception-field', { number, path: field }, nowhere)]),
      ...unknown.map((code) => issue('exception-rule-unknown', { number, code }, nowhere)),
      ...(never ? [issue('exception-period', { number }, nowhere)] : []),
      ...(exception.surrogate === true ? [issue('exception-surrogate', { number }, nowhere)] : []),
    ];
  });
}
