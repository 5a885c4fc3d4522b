import type { CheckedRule, CheckedRuleSet, DecisionStep } from '../../expression/index.ts';
import { decisionPlan } from '../../expression/index.ts';
import type { Needed } from '../../expression/logic/index.ts';
import type { RuleFinding } from '../../model/rule-findings.ts';
import type { RuleSet } from '../../model/ruleset.ts';

/** A rule set as its findings are looked for: the rules that can run, and the steps of its policy. */
export interface LookedAt {
  readonly ruleSet: RuleSet;
  readonly rules: ReadonlyMap<string, CheckedRule>;
  readonly steps: readonly Step[];
}

export interface Step extends DecisionStep {
  /** Its rules that can run; none where one is missing that it needs. */
  readonly able: readonly CheckedRule[];
  /** The same as logic asks for it. */
  readonly needed: Needed;
}

/** A code that is there twice is its first rule, as the checks have it. */
export function lookedAt(ruleSet: RuleSet, checked: CheckedRuleSet): LookedAt {
  const rules = new Map([...checked.rules].flatMap(([code, rule]) => (rule.ok ? [[code, rule] as const] : [])));
  const plan = decisionPlan(ruleSet);
  // Where sums decide no rule decides before another.
  const asked = plan.kind === 'steps' ? plan.steps : [];
  const steps = asked.map((step) => {
    const able = ableIn(step, rules);
    return { ...step, able, needed: { needs: step.needs, rules: able } };
  });
  return { ruleSet, rules, steps };
}

function ableIn(
  { needs, rules: codes }: DecisionStep,
  rules: ReadonlyMap<string, CheckedRule>,
): readonly CheckedRule[] {
  const able = [...new Set(codes)].flatMap((code) => rules.get(code) ?? []);
  return needs === 'all' && able.length < new Set(codes).size ? [] : able;
}

/** Index of the first step that a rule is in; -1 for none. */
export const firstStep = ({ steps }: LookedAt, code: string): number =>
  steps.findIndex(({ rules }) => rules.includes(code));

/** Whether a step has nothing to be told that is not told of its rules: it has none that can run, or one of its own. */
export function isOneRule(set: LookedAt, index: number): boolean {
  const { able = [], rules = [] } = set.steps[index] ?? {};
  return able.length === 0 || (able.length === 1 && rules.every((code) => firstStep(set, code) === index));
}

type Told = Pick<RuleFinding, 'code' | 'basis'> & Partial<Omit<RuleFinding, 'code' | 'basis' | 'rule' | 'group'>>;

const silent = { others: [], fields: [], hits: 0, unevaluable: 0 } as const;

export const ofRule = (rule: string, told: Told): RuleFinding => ({ ...silent, ...told, rule, group: null });
export const ofGroup = (group: number, told: Told): RuleFinding => ({ ...silent, ...told, rule: null, group });
