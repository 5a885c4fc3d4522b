import { combinations, scoreParts, type ScorePart } from '../model/policy.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { decidedByName } from './decision.ts';
import {
  decisionPlan,
  fineSteps,
  rulesInOrder,
  type DecisionPlan,
  type DecisionStep,
  type FineStep,
} from './decision-plan.ts';
import { predicate, sqlString, type SqlPredicate } from './sql/predicate.ts';

/** The conditions a decision is made of. What has none never fires, and never holds. */
export interface DecisionConditions {
  /** By rule code. */
  readonly rules: ReadonlyMap<string, SqlPredicate>;
  /** In the order of the rule set's exceptions. */
  readonly exceptions: readonly SqlPredicate[];
}

/** The decision as a SQL value ('OK', 'REVIEW', 'HOLD', 'NG'), never NULL. */
export const duckdbDecision = (ruleSet: RuleSet, conditions: DecisionConditions): SqlPredicate =>
  printed(ruleSet, conditions, ({ result }) => result);

/** What decided as a SQL text, never NULL; the text `decidedByText` gives. */
export const duckdbDecidedBy = (ruleSet: RuleSet, conditions: DecisionConditions): SqlPredicate =>
  printed(ruleSet, conditions, ({ by }) => by);

/** A sum of scores as a SQL value, never NULL; null for a set that does not go by scores. */
export function duckdbScore(ruleSet: RuleSet, conditions: DecisionConditions, part: ScorePart): SqlPredicate | null {
  const plan = decisionPlan(ruleSet);
  if (plan.kind !== 'scores') return null;
  const added = addedTo(plan, part, unsnoozed(plan, conditions));
  return predicate(added.length === 0 ? '0' : sum(added));
}

/**
 * The code of the rule that an order is added to as a SQL text, NULL for none: `before`, that of the first rule that counts,
 * where no exception, and no combination of rules, decided before it; `others`, that of the only rule that counts.
 */
export function duckdbAddedTo(
  ruleSet: RuleSet,
  conditions: DecisionConditions,
  beside: 'before' | 'others',
): SqlPredicate {
  const plan = decisionPlan(ruleSet);
  const rules = unsnoozed(plan, conditions);
  const allowed = allowBranches(plan, conditions).map(({ when }) => `WHEN ${when} THEN NULL`);
  const alone = rulesInOrder(plan, [...rules.keys()]).map((code) => ({
    needs: 'any' as const,
    rules: [code],
    alone: code,
  }));
  const first = (asked: readonly Pick<FineStep, 'needs' | 'rules' | 'alone'>[]): string => {
    const cases = asked.flatMap((step) => {
      const when = stepCondition(step, rules);
      return when === null ? [] : [`WHEN ${when} THEN ${step.alone === null ? 'NULL' : sqlString(step.alone)}`];
    });
    return allowed.length + cases.length === 0 ? 'NULL' : `CASE ${[...allowed, ...cases].join(' ')} END`;
  };
  if (beside === 'before') return predicate(first(plan.kind === 'steps' ? fineSteps(plan.steps) : alone));
  // The only one is the first of all and the last.
  return predicate(`CASE WHEN ${first(alone)} = ${first(alone.toReversed())} THEN ${first(alone)} END`);
}

interface Outcome {
  readonly result: string;
  readonly by: string;
}

interface Branch {
  readonly when: string;
  readonly then: Outcome;
}

function printed(ruleSet: RuleSet, conditions: DecisionConditions, value: (outcome: Outcome) => string): SqlPredicate {
  const plan = decisionPlan(ruleSet);
  const effective = { ...conditions, rules: unsnoozed(plan, conditions) };
  const branches: { when: string; then: string }[] = [];
  const all = [...allowBranches(plan, conditions), ...stepBranches(ruleSet, plan, effective.rules)];
  for (const { when, then } of all) {
    const last = branches[branches.length - 1];
    if (last !== undefined && last.then === value(then)) last.when = `${last.when} OR ${when}`;
    else branches.push({ when, then: value(then) });
  }
  const otherwise = lastValue(plan, effective.rules, value);
  if (branches.length === 0) return predicate(otherwise);
  const cases = branches.map(({ when, then }) => `WHEN ${when} THEN ${sqlString(then)}`);
  return predicate(`CASE ${cases.join(' ')} ELSE ${otherwise} END`);
}

function allowBranches(plan: DecisionPlan, { exceptions }: DecisionConditions): Branch[] {
  return plan.exceptions.flatMap(({ index, snoozed }) => {
    const holds = exceptions[index];
    if (snoozed !== null || holds === undefined) return [];
    return [{ when: `(${holds.text})`, then: { result: 'OK', by: decidedByName.allow(index) } }];
  });
}

/** Each rule as the condition under which it counts: it fires and nothing snoozes it. */
function unsnoozed(plan: DecisionPlan, { rules, exceptions }: DecisionConditions): ReadonlyMap<string, SqlPredicate> {
  const snoozes = new Map<string, string[]>();
  for (const { index, snoozed } of plan.exceptions) {
    const holds = exceptions[index];
    if (holds === undefined) continue;
    for (const code of new Set(snoozed ?? [])) snoozes.set(code, [...(snoozes.get(code) ?? []), `(${holds.text})`]);
  }
  return new Map(
    [...rules].map(([code, fires]) => {
      const by = snoozes.get(code);
      // NULL, where an exception does not know its field, snoozes nothing.
      return [
        code,
        by === undefined ? fires : predicate(`(${fires.text}) AND NOT coalesce(${by.join(' OR ')}, FALSE)`),
      ];
    }),
  );
}

function stepBranches(ruleSet: RuleSet, plan: DecisionPlan, rules: ReadonlyMap<string, SqlPredicate>): Branch[] {
  if (plan.kind === 'scores') return [];
  return plan.steps.flatMap((step) => {
    const when = stepCondition(step, rules);
    if (when === null) return [];
    const by =
      step.group === null ? decidedByName.rule(step.rules[0] ?? '') : decidedByName.group(ruleSet.groups, step.group);
    return [{ when, then: { result: step.result, by } }];
  });
}

/** Null when the step can never hold. */
function stepCondition(
  { needs, rules }: Pick<DecisionStep, 'needs' | 'rules'>,
  predicates: ReadonlyMap<string, SqlPredicate>,
): string | null {
  const known = [...new Set(rules)].map((code) => predicates.get(code)).filter((found) => found !== undefined);
  if (known.length === 0 || (needs === 'all' && known.length < new Set(rules).size)) return null;
  const parts = known.map(({ text }) => `(${text})`);
  return parts.length === 1 ? (parts[0] ?? null) : `(${parts.join(needs === 'any' ? ' OR ' : ' AND ')})`;
}

/** What holds where no branch does: the default, or what the sums say. */
function lastValue(
  plan: DecisionPlan,
  rules: ReadonlyMap<string, SqlPredicate>,
  value: (outcome: Outcome) => string,
): string {
  if (plan.kind === 'steps') return sqlString(value({ result: plan.otherwise, by: decidedByName.default }));
  const values = combinations.map((reached, at) =>
    sqlString(value({ result: plan.results[at] ?? '', by: decidedByName.scores(reached) })),
  );
  // One look-up by the bits, so that every sum is written once.
  return `[${values.join(', ')}][1 + ${scoreParts.map((part, at) => bitOf(plan, part, 2 ** at, rules)).join(' + ')}]`;
}

type ScorePlan = Extract<DecisionPlan, { kind: 'scores' }>;

function bitOf(plan: ScorePlan, part: ScorePart, bit: number, rules: ReadonlyMap<string, SqlPredicate>): string {
  const added = addedTo(plan, part, rules);
  if (added.length === 0) return '0';
  return `CASE WHEN ${sum(added)} >= ${plan.thresholds[part]} THEN ${bit} ELSE 0 END`;
}

/** What each rule that counts adds to a sum. */
function addedTo({ scores }: ScorePlan, part: ScorePart, rules: ReadonlyMap<string, SqlPredicate>): string[] {
  return scores[part].flatMap(({ code, score }) => {
    const counts = rules.get(code);
    return counts === undefined ? [] : [`CASE WHEN ${counts.text} THEN ${score}::BIGINT ELSE 0 END`];
  });
}

/** Summed by halves: DuckDB reads no chain of a thousand signs. */
function sum(terms: readonly string[]): string {
  const half = Math.ceil(terms.length / 2);
  return terms.length < 2 ? terms.join('') : `(${sum(terms.slice(0, half))} + ${sum(terms.slice(half))})`;
}
