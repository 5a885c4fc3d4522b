import type { CheckedRule, CheckedRuleSet, DecisionPlan, DecisionStep } from '../../expression/index.ts';
import { decisionPlan } from '../../expression/index.ts';
import type { Needed } from '../../expression/logic/index.ts';
import type { RuleFinding } from '../../model/rule-findings.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import type { Told } from '../measurement.ts';

/** A rule set as its findings are looked for: the rules and exceptions that can run, and the steps of its policy. */
export interface LookedAt {
  /** Without exceptions that cannot run. */
  readonly ruleSet: RuleSet;
  readonly plan: DecisionPlan;
  readonly rules: ReadonlyMap<string, CheckedRule>;
  /** In the order of the set. */
  readonly exceptions: readonly CheckedRule[];
  /** None where sums decide: no rule decides before another. */
  readonly steps: readonly Step[];
  /** Codes of rules that an exception may keep from deciding. */
  readonly snoozed: ReadonlySet<string>;
  /** Orders on which each rule counts: it fires and no exception snoozes it. */
  readonly counting: ReadonlyMap<string, Told>;
  /** Orders that an exception makes OK. */
  readonly allowed: Told;
}

export interface Step extends DecisionStep {
  /** Its rules that can run; none where one is missing that it needs. */
  readonly able: readonly CheckedRule[];
  /** The same as logic asks for it. */
  readonly needed: Needed;
  /** What of it fires whatever the exceptions are. */
  readonly certain: Needed;
}

/** A code that is there twice is its first rule, as the checks have it. */
export function lookedAt(given: RuleSet, checked: CheckedRuleSet): LookedAt {
  const rules = new Map([...checked.rules].flatMap(([code, rule]) => (rule.ok ? [[code, rule] as const] : [])));
  const able = (given.exceptions ?? []).flatMap((exception, index) => {
    const holds = checked.exceptions[index];
    return holds?.ok === true ? [{ exception, holds }] : [];
  });
  const ruleSet = { ...given, exceptions: able.map(({ exception }) => exception) };
  const plan = decisionPlan(ruleSet);
  const snoozed = new Set(plan.exceptions.flatMap((one) => one.snoozed ?? []));
  const steps = plan.kind === 'steps' ? plan.steps : [];
  return {
    ...{ ruleSet, plan, rules, snoozed },
    exceptions: able.map(({ holds }) => holds),
    steps: steps.map((step) => stepOf(step, rules, snoozed)),
    counting: new Map([...rules.keys()].map((code) => [code, countingOf(plan, code)])),
    allowed: holding(plan, (codes) => codes === null),
  };
}

function stepOf(step: DecisionStep, rules: ReadonlyMap<string, CheckedRule>, snoozed: ReadonlySet<string>): Step {
  const able = ableIn(step, rules);
  return { ...step, able, needed: { needs: step.needs, rules: able }, certain: certainOf(step, rules, snoozed) };
}

/** What of a step fires whatever the exceptions are, and whether some rules fire or not (`without`). */
export function certainOf(
  step: DecisionStep,
  rules: ReadonlyMap<string, CheckedRule>,
  without: ReadonlySet<string>,
): Needed {
  const certain = step.rules.filter((code) => !without.has(code));
  if (step.needs === 'all' && certain.length < step.rules.length) return nothing;
  return { needs: step.needs, rules: ableIn({ ...step, rules: certain }, rules) };
}

const nothing: Needed = { needs: 'any', rules: [] };

const holding = ({ exceptions }: DecisionPlan, wanted: (snoozed: readonly string[] | null) => boolean): Told => ({
  kind: 'any',
  of: exceptions.flatMap(({ index, snoozed }) => (wanted(snoozed) ? [{ kind: 'exception', index }] : [])),
});

function countingOf(plan: DecisionPlan, code: string): Told {
  const asleep = holding(plan, (codes) => codes?.includes(code) ?? false);
  return {
    kind: 'all',
    of: [
      { kind: 'rule', code },
      { kind: 'not', of: asleep },
    ],
  };
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

type Said = Pick<RuleFinding, 'code' | 'basis'> & Partial<Omit<RuleFinding, 'code' | 'basis' | 'rule' | 'group'>>;

const silent = { others: [], fields: [], combinations: [], adds: false, hits: 0, unevaluable: 0 } as const;

export const ofRule = (rule: string, said: Said): RuleFinding => ({ ...silent, ...said, rule, group: null });
export const ofGroup = (group: number, said: Said): RuleFinding => ({ ...silent, ...said, rule: null, group });
export const ofSet = (said: Said): RuleFinding => ({ ...silent, ...said, rule: null, group: null });

/** A rule that says what another one does; where both add to sums, neither can simply go. */
export function repeats(
  { plan }: LookedAt,
  rule: string,
  other: string,
  said: Pick<RuleFinding, 'basis'> & Partial<Pick<RuleFinding, 'hits'>>,
): RuleFinding {
  const adds = plan.kind === 'scores' && [rule, other].every((code) => plan.rules.includes(code));
  return ofRule(rule, { ...said, code: 'duplicate', others: [other], adds });
}
