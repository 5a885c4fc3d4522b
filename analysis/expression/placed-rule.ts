import type { Feature } from '../model/features.ts';
import type { RuleSetException } from '../model/policy.ts';
import type { Rule, RuleGroup, RuleSet } from '../model/ruleset.ts';
import { decisionPlan, policyOf } from './decision-plan.ts';

/** A rule that is not at work in a set, with the features it reads that the set has not. */
export interface Newcomer {
  readonly rule: Rule;
  readonly features: readonly Feature[];
}

/** Whether a policy asks a rule at all. */
export function isAsked(ruleSet: RuleSet, code: string): boolean {
  const plan = decisionPlan(ruleSet);
  return plan.kind === 'scores' ? plan.rules.includes(code) : plan.steps.some(({ rules }) => rules.includes(code));
}

/**
 * The set with one more rule: behind all others of its result; where groups decide, in one of its own behind the last group
 * of its result, or behind all where there is none; where sums decide, with its scores. Null where it would never be asked.
 */
export function withNewcomer(ruleSet: RuleSet, { rule, features }: Newcomer): RuleSet | null {
  const rules = ruleSet.rules.some(({ code }) => code === rule.code) ? ruleSet.rules : [...ruleSet.rules, rule];
  const brought = features.length === 0 ? {} : { features: [...(ruleSet.features ?? []), ...features] };
  const grouped =
    policyOf(ruleSet) === 'groups' ? { groups: [...(ruleSet.groups ?? []), groupFor(ruleSet, rule)] } : {};
  const placed = { ...ruleSet, ...brought, ...grouped, rules };
  return isAsked(placed, rule.code) ? placed : null;
}

function groupFor({ groups = [] }: RuleSet, { code, result }: Rule): RuleGroup {
  const own = groups.filter((group) => group.result === result).map(({ priority }) => priority);
  const priority = own.length > 0 ? Math.max(...own) : Math.max(0, ...groups.map((group) => group.priority)) + 1;
  return { priority, result, kind: 'single', rules: [code] };
}

/** The set as it decides where a rule never fires: what needs the rule together with others never does. */
export function withoutRule(ruleSet: RuleSet, code: string): RuleSet {
  const { groups = [], exceptions, rules } = ruleSet;
  const left = groups.flatMap((group): RuleGroup[] => {
    if (!group.rules.includes(code)) return [group];
    const others = group.rules.filter((one) => one !== code);
    return group.kind === 'combination' || others.length === 0 ? [] : [{ ...group, rules: others }];
  });
  return {
    ...ruleSet,
    rules: rules.filter((rule) => rule.code !== code),
    // Also where no group is left they are what decides.
    ...(groups.length === 0 ? {} : { groups: left, policy: ruleSet.policy ?? { kind: 'groups' } }),
    ...(exceptions === undefined
      ? {}
      : {
          exceptions: exceptions.flatMap((one): RuleSetException[] => {
            if (one.kind === 'allow') return [one];
            const others = one.rules.filter((own) => own !== code);
            return others.length === 0 ? [] : [{ ...one, rules: others }];
          }),
        }),
  };
}
