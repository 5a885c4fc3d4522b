import type { RuleSet } from '../model/ruleset.ts';
import { plainCel } from './cel.ts';
import { check } from './check.ts';
import { featureIssues } from './feature.ts';
import { policyOf } from './decision-plan.ts';
import { exceptionIssues, policyIssues } from './check-policy.ts';
import { checkException } from './exception.ts';
import { issue, type Issue } from './issue.ts';
import type { Scope } from './scope.ts';
import type { Checked } from './term.ts';
import { isZone } from '../model/zone.ts';

/** A rule set checked as a whole. */
export interface CheckedRuleSet {
  /** No error anywhere; warnings do not count. */
  readonly ok: boolean;
  /** Each rule as checked, by code; where a code is used twice, the first one. */
  readonly rules: ReadonlyMap<string, Checked>;
  /** Every rule's findings by code, those about its place in the set included; rules without findings are left out. */
  readonly issues: ReadonlyMap<string, readonly Issue[]>;
  /** Findings about the set and its groups; their places are 0. */
  readonly setIssues: readonly Issue[];
  /** The set's exceptions as conditions, in their order. */
  readonly exceptions: readonly Checked[];
}

const nowhere = { from: 0, to: 0 };

/** Checks every rule against the scope, and codes, groups and the zone of the set. */
export function checkRuleSet(ruleSet: RuleSet, scope: Scope): CheckedRuleSet {
  const rules = new Map<string, Checked>();
  const issues = new Map<string, Issue[]>();
  const add = (code: string, found: readonly Issue[]): void => {
    if (found.length > 0) issues.set(code, [...(issues.get(code) ?? []), ...found]);
  };
  const texts = new Map<string, string>();
  for (const { code, when } of ruleSet.rules) {
    if (rules.has(code)) {
      add(code, [issue('rule-code-duplicate', { code }, nowhere)]);
      continue;
    }
    const checked = check(when, scope);
    rules.set(code, checked);
    add(code, checked.issues);
    if (checked.ok) add(code, sameText(code, plainCel(checked), texts));
  }
  const exceptions = (ruleSet.exceptions ?? []).map((one) => checkException(one, scope));
  const setIssues = [
    ...zoneIssues(ruleSet),
    ...featureIssues(scope),
    ...groupIssues(ruleSet, rules, add),
    ...policyIssues(ruleSet, add),
    ...exceptionIssues(ruleSet, exceptions, rules),
  ];
  const all = [...setIssues, ...[...issues.values()].flat()];
  return { ok: all.every((found) => found.severity === 'warning'), rules, issues, setIssues, exceptions };
}

function sameText(code: string, text: string, texts: Map<string, string>): Issue[] {
  const other = texts.get(text);
  if (other !== undefined) return [issue('rule-text-duplicate', { code, other }, nowhere)];
  texts.set(text, code);
  return [];
}

function zoneIssues({ timezone }: RuleSet): Issue[] {
  return isZone(timezone) ? [] : [issue('ruleset-timezone', { zone: timezone }, nowhere)];
}

function groupIssues(
  ruleSet: RuleSet,
  rules: ReadonlyMap<string, Checked>,
  add: (code: string, found: readonly Issue[]) => void,
): Issue[] {
  const { groups = [] } = ruleSet;
  if (groups.length === 0) return [];
  const found: Issue[] = [];
  const grouped = new Set<string>();
  const priorities = new Set<number>();
  const shared = new Set<number>();
  for (const { priority, rules: codes } of groups) {
    if (priorities.has(priority)) shared.add(priority);
    priorities.add(priority);
    const own = new Set<string>();
    for (const code of codes) {
      if (!rules.has(code)) found.push(issue('group-rule-unknown', { code, priority }, nowhere));
      if (own.has(code)) found.push(issue('group-rule-repeated', { code, priority }, nowhere));
      own.add(code);
      grouped.add(code);
    }
  }
  for (const priority of shared) found.push(issue('group-priority-shared', { priority }, nowhere));
  if (policyOf(ruleSet) !== 'groups') return found;
  for (const code of rules.keys()) if (!grouped.has(code)) add(code, [issue('rule-ungrouped', { code }, nowhere)]);
  return found;
}
