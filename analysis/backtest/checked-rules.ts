import {
  check,
  checkRuleSet,
  duckdbPredicate,
  type CheckedRule,
  type Issue,
  type Scope,
  type SqlPredicate,
} from '../expression/index.ts';
import { ShinsaError, type FailureCode } from '../model/failure.ts';
import type { RuleSet } from '../model/ruleset.ts';

/** One rule, checked. Throws 'rule-invalid' with its code, the first error and that error's place in the text. */
export function checkedRule(code: string, when: string, scope: Scope): CheckedRule {
  const checked = check(when, scope);
  if (checked.ok) return checked;
  throw refused('rule-invalid', checked.issues, code === '' ? {} : { rule: code });
}

/** A rule set's rules by code, in its order. Throws 'ruleset-invalid' for codes and groups, else as `checkedRule`. */
export function checkedRules(ruleSet: RuleSet, scope: Scope): ReadonlyMap<string, CheckedRule> {
  const set = checkRuleSet(ruleSet, scope);
  const rules = new Map(ruleSet.rules.map(({ code, when }) => [code, checkedRule(code, when, scope)]));
  if (!set.ok) throw refused('ruleset-invalid', [...set.setIssues, ...[...set.issues.values()].flat()], {});
  return rules;
}

function refused(code: FailureCode, issues: readonly Issue[], params: { readonly rule?: string }): ShinsaError {
  const issue = issues.find(({ severity }) => severity === 'error');
  const place = { issue: issue?.code ?? 'empty', from: issue?.from ?? 0, to: issue?.to ?? 0 };
  return new ShinsaError(code, { ...params, ...place, ...issue?.params });
}

/** Each rule as the condition under which it fires. */
export function predicatesOf(
  rules: ReadonlyMap<string, CheckedRule>,
  options: { readonly singleCurrency: boolean },
): ReadonlyMap<string, SqlPredicate> {
  const { singleCurrency } = options;
  return new Map([...rules].map(([code, rule]) => [code, duckdbPredicate(rule, { singleCurrency })]));
}
