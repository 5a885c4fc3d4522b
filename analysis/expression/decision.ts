import { groupName } from '../model/group-name.ts';
import type { DecidedBy, Decision } from '../model/decision.ts';
import { combinationOf, combinations, type Combination } from '../model/policy.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { decisionPlan, reachedOf, scoreSums, type DecisionPlan } from './decision-plan.ts';

const none: ReadonlySet<number> = new Set();

/** The decision on an order on which exactly these rules fired and these exceptions (by index) hold. */
export function decide(ruleSet: RuleSet, fired: ReadonlySet<string>, holding: ReadonlySet<number> = none): Decision {
  return decideBy(decisionPlan(ruleSet), fired, holding);
}

/** The same by the plan alone. */
export function decideBy(plan: DecisionPlan, fired: ReadonlySet<string>, holding: ReadonlySet<number>): Decision {
  const held = plan.exceptions.filter(({ index }) => holding.has(index));
  const allowed = held.find(({ snoozed }) => snoozed === null);
  if (allowed !== undefined) return { result: 'OK', by: { kind: 'allow', exception: allowed.index } };
  const snoozed = new Set(held.flatMap(({ snoozed: rules }) => rules ?? []));
  const counts = (code: string): boolean => fired.has(code) && !snoozed.has(code);
  return plan.kind === 'scores' ? bySums(plan, counts) : bySteps(plan, counts);
}

function bySums(plan: Extract<DecisionPlan, { kind: 'scores' }>, counts: (code: string) => boolean): Decision {
  const sums = scoreSums(plan.scores, counts);
  const reached = combinationOf(reachedOf(sums, plan.thresholds));
  const result = plan.results[combinations.indexOf(reached)];
  if (result === undefined) throw new Error('a combination without a result');
  return { result, by: { kind: 'scores', reached, sums, rules: plan.rules.filter(counts) } };
}

function bySteps(plan: Extract<DecisionPlan, { kind: 'steps' }>, counts: (code: string) => boolean): Decision {
  for (const { result, needs, rules, group } of plan.steps) {
    const wanted = [...new Set(rules)];
    const hits = wanted.filter(counts);
    const [first] = hits;
    if (first === undefined || (needs === 'all' && hits.length < wanted.length)) continue;
    return { result, by: group === null ? { kind: 'rule', code: first } : { kind: 'group', group, rules: hits } };
  }
  return { result: plan.otherwise, by: { kind: 'default' } };
}

/** What decided as one short text, the same in SQL, packages and figures. */
export function decidedByText({ groups }: Pick<RuleSet, 'groups'>, by: DecidedBy): string {
  switch (by.kind) {
    case 'allow':
      return decidedByName.allow(by.exception);
    case 'group':
      return decidedByName.group(groups, by.group);
    case 'rule':
      return decidedByName.rule(by.code);
    case 'scores':
      return decidedByName.scores(by.reached);
    case 'default':
      return decidedByName.default;
  }
}

/** `allow:1` counts exceptions from 1; a group has the name production gives it. */
export const decidedByName = {
  allow: (exception: number): string => `allow:${exception + 1}`,
  group: (groups: RuleSet['groups'], index: number): string => {
    const group = groups?.[index];
    return group === undefined ? `group:${index + 1}` : groupName(group);
  },
  rule: (code: string): string => `rule:${code}`,
  scores: (reached: Combination): string => `scores:${reached}`,
  default: 'default',
} as const;
