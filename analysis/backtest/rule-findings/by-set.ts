import { policyOf, type CheckedRuleSet } from '../../expression/index.ts';
import type { RuleFinding } from '../../model/rule-findings.ts';
import { firstStep, ofRule, type LookedAt } from './set.ts';

/** What the set tells without any order: rules that no group names, and what rules read that they should not. */
export function findingsBySet(set: LookedAt, checked: CheckedRuleSet): readonly RuleFinding[] {
  const grouped = policyOf(set.ruleSet) === 'groups';
  return [...checked.rules].flatMap(([code, rule]) => {
    const paths = (wanted: readonly string[]): string[] => [
      ...new Set(
        rule.issues.flatMap((found) =>
          wanted.includes(found.code) && 'path' in found.params ? String(found.params.path) : [],
        ),
      ),
    ];
    const [leaks, unsure] = [paths(['refused-outcome', 'refused-after']), paths(['unsure-field'])];
    return [
      ...(leaks.length > 0 ? [ofRule(code, { code: 'leak', basis: 'set', fields: leaks })] : []),
      ...(grouped && rule.ok && firstStep(set, code) < 0 ? [ofRule(code, { code: 'ungrouped', basis: 'set' })] : []),
      ...(rule.ok && unsure.length > 0 ? [ofRule(code, { code: 'unsure', basis: 'set', fields: unsure })] : []),
    ];
  });
}
