import type { RuleSet, ScreeningResult } from '../model/ruleset.ts';
import { predicate, sqlString, type SqlPredicate } from './sql/predicate.ts';

/** One step of a policy: when any or all of its rules fire, it gives the result and ends. */
export interface DecisionStep {
  readonly result: ScreeningResult;
  readonly needs: 'any' | 'all';
  readonly rules: readonly string[];
  /** Index in the rule set's groups; null where the set has none. */
  readonly group: number | null;
}

/** A rule set's policy as the ordered steps that the decision and its SQL both follow. */
export interface DecisionPlan {
  readonly steps: readonly DecisionStep[];
  readonly otherwise: ScreeningResult;
}

/** What decided: a group with those of its rules that fired, one rule, or the default. */
export type DecidedBy =
  | { readonly kind: 'group'; readonly group: number; readonly rules: readonly string[] }
  | { readonly kind: 'rule'; readonly code: string }
  | { readonly kind: 'default' };

export interface Decision {
  readonly result: ScreeningResult;
  readonly by: DecidedBy;
}

/** Order of results where the rule set has no groups: allow rules first. */
const classOrder: readonly ScreeningResult[] = ['OK', 'NG', 'HOLD', 'REVIEW'];

/** Order of groups that share a priority: the severest first. */
const severity: readonly ScreeningResult[] = ['NG', 'HOLD', 'REVIEW', 'OK'];

/**
 * The policy. With groups: ascending priority number (1 first), among equals NG, HOLD, REVIEW, OK, then as written;
 * codes of no rule never fire. Without groups: OK rules, then NG, HOLD, REVIEW, each in the set's order.
 */
export function decisionPlan(ruleSet: RuleSet): DecisionPlan {
  const { groups, rules } = ruleSet;
  const otherwise = ruleSet.default;
  if (groups === undefined || groups.length === 0) {
    const steps = classOrder.flatMap((result) =>
      rules
        .filter((rule) => rule.result === result)
        .map((rule) => ({ result, needs: 'any' as const, rules: [rule.code], group: null })),
    );
    return { steps, otherwise };
  }
  const steps = groups
    .map((group, index) => ({ group, index }))
    .sort(
      (a, b) => a.group.priority - b.group.priority || rank(a.group.result) - rank(b.group.result) || a.index - b.index,
    )
    .map(({ group, index }) => ({
      result: group.result,
      needs: group.kind === 'single' ? ('any' as const) : ('all' as const),
      rules: group.rules,
      group: index,
    }));
  return { steps, otherwise };
}

/** Codes of rules in the order in which a policy asks them; those it does not ask come last, as given. */
export function rulesInOrder({ steps }: DecisionPlan, codes: readonly string[]): string[] {
  const known = new Set(codes);
  return [...new Set([...steps.flatMap(({ rules }) => rules), ...codes])].filter((code) => known.has(code));
}

function rank(result: ScreeningResult): number {
  return severity.indexOf(result);
}

/** The decision on an order on which exactly these rules fired. */
export function decide(ruleSet: RuleSet, fired: ReadonlySet<string>): Decision {
  const { steps, otherwise } = decisionPlan(ruleSet);
  for (const { result, needs, rules, group } of steps) {
    const wanted = [...new Set(rules)];
    const hits = wanted.filter((code) => fired.has(code));
    const [first] = hits;
    if (first === undefined || (needs === 'all' && hits.length < wanted.length)) continue;
    return { result, by: group === null ? { kind: 'rule', code: first } : { kind: 'group', group, rules: hits } };
  }
  return { result: otherwise, by: { kind: 'default' } };
}

/**
 * The decision as a SQL value ('OK', 'REVIEW', 'HOLD', 'NG'), never NULL. `predicates` holds a condition per rule code;
 * a code without one never fires.
 */
export function duckdbDecision(ruleSet: RuleSet, predicates: ReadonlyMap<string, SqlPredicate>): SqlPredicate {
  const { steps, otherwise } = decisionPlan(ruleSet);
  const branches: { when: string; then: ScreeningResult }[] = [];
  for (const step of steps) {
    const when = stepCondition(step, predicates);
    if (when === null) continue;
    const last = branches[branches.length - 1];
    if (last !== undefined && last.then === step.result) last.when = `${last.when} OR ${when}`;
    else branches.push({ when, then: step.result });
  }
  if (branches.length === 0) return predicate(sqlString(otherwise));
  const cases = branches.map(({ when, then }) => `WHEN ${when} THEN ${sqlString(then)}`);
  return predicate(`CASE ${cases.join(' ')} ELSE ${sqlString(otherwise)} END`);
}

/** Null when the step can never hold. */
function stepCondition({ needs, rules }: DecisionStep, predicates: ReadonlyMap<string, SqlPredicate>): string | null {
  const known = [...new Set(rules)].map((code) => predicates.get(code)).filter((found) => found !== undefined);
  if (known.length === 0 || (needs === 'all' && known.length < new Set(rules).size)) return null;
  const parts = known.map(({ text }) => `(${text})`);
  return parts.length === 1 ? (parts[0] ?? null) : `(${parts.join(needs === 'any' ? ' OR ' : ' AND ')})`;
}
