import { combinationOf, combinations, type PolicyKind, type ScorePart, scoreParts } from '../model/policy.ts';
import type { RuleSet, ScreeningResult } from '../model/ruleset.ts';

/** One step of a policy: when any or all of its rules fire, it gives the result and ends. */
export interface DecisionStep {
  readonly result: ScreeningResult;
  readonly needs: 'any' | 'all';
  readonly rules: readonly string[];
  /** Index in the rule set's groups; null where they do not decide. */
  readonly group: number | null;
}

/** A rule that adds to one of the sums; the score is above 0. */
export interface Score {
  readonly code: string;
  readonly score: number;
}

/** An exception of the rule set, by its index there. */
export interface PlannedException {
  readonly index: number;
  /** Rules that do not count where it holds; null: the order is OK, whatever fires. */
  readonly snoozed: readonly string[] | null;
}

/**
 * A rule set's policy as the decision and its SQL both follow it. It asks only which rules fire and which exceptions hold:
 * first the exceptions that allow, then, without the rules that are snoozed, either ordered steps or sums.
 */
export type DecisionPlan = { readonly exceptions: readonly PlannedException[] } & (
  | { readonly kind: 'steps'; readonly steps: readonly DecisionStep[]; readonly otherwise: ScreeningResult }
  | {
      readonly kind: 'scores';
      /** Rules that add to any sum, in the set's order. */
      readonly rules: readonly string[];
      readonly scores: Readonly<Record<ScorePart, readonly Score[]>>;
      /** A sum of at least this much reaches its threshold. */
      readonly thresholds: Readonly<Record<ScorePart, number>>;
      /** By combination, in the order of `combinations`. */
      readonly results: readonly ScreeningResult[];
    }
);

/** Order of results where rules decide by their own: allow rules first. */
export const classOrder: readonly ScreeningResult[] = ['OK', 'NG', 'HOLD', 'REVIEW'];

/** Order of groups that share a priority: the severest first. */
const severity: readonly ScreeningResult[] = ['NG', 'HOLD', 'REVIEW', 'OK'];

/** How a rule set decides; one that does not say so has groups or goes by classes. */
export const policyOf = ({ policy, groups }: Pick<RuleSet, 'policy' | 'groups'>): PolicyKind =>
  policy?.kind ?? (groups === undefined || groups.length === 0 ? 'classes' : 'groups');

/**
 * The policy. Groups: ascending priority number (1 first), among equals NG, HOLD, REVIEW, OK, then as written; codes of no
 * rule never fire. Classes: OK rules, then NG, HOLD, REVIEW, each in the set's order. Scores: what rules add, each rule once.
 */
export function decisionPlan(ruleSet: RuleSet): DecisionPlan {
  const exceptions = (ruleSet.exceptions ?? []).map((exception, index) => ({
    index,
    snoozed: exception.kind === 'allow' ? null : exception.rules,
  }));
  const { policy } = ruleSet;
  if (policy?.kind === 'scores') {
    const { thresholds, results } = policy;
    const scores = { ok: scoresOf(ruleSet, 'ok'), ng: scoresOf(ruleSet, 'ng'), hold: scoresOf(ruleSet, 'hold') };
    const added = new Set(Object.values(scores).flatMap((part) => part.map(({ code }) => code)));
    const rules = [...new Set(ruleSet.rules.map(({ code }) => code))].filter((code) => added.has(code));
    const named = combinations.map((one) => results[one]);
    return { kind: 'scores', exceptions, rules, scores, thresholds, results: named };
  }
  const steps = policyOf(ruleSet) === 'groups' ? groupSteps(ruleSet) : classSteps(ruleSet);
  return { kind: 'steps', exceptions, steps, otherwise: ruleSet.default };
}

/** A step that one rule decides by itself has its code, a combination of several none. */
export interface FineStep extends DecisionStep {
  readonly alone: string | null;
}

/** Steps as finely as they decide: where any of several rules does, the first of them that fires. */
export function fineSteps(steps: readonly DecisionStep[]): readonly FineStep[] {
  return steps.flatMap((step): readonly FineStep[] => {
    const rules = [...new Set(step.rules)];
    if (step.needs === 'all' && rules.length > 1) return [{ ...step, alone: null }];
    return rules.map((code) => ({ ...step, needs: 'any', rules: [code], alone: code }));
  });
}

/** What each rule leads to where no other one fires, by code; those that then decide nothing are left out. */
export function resultsAlone(plan: DecisionPlan): ReadonlyMap<string, ScreeningResult> {
  const found = new Map<string, ScreeningResult>();
  if (plan.kind === 'steps') {
    for (const { alone, result } of fineSteps(plan.steps))
      if (alone !== null && !found.has(alone)) found.set(alone, result);
    return found;
  }
  for (const code of plan.rules) {
    const reached = combinationOf(
      reachedOf(
        scoreSums(plan.scores, (other) => other === code),
        plan.thresholds,
      ),
    );
    const result = plan.results[combinations.indexOf(reached)];
    if (result !== undefined && reached !== 'none') found.set(code, result);
  }
  return found;
}

/** Codes of rules in the order in which a policy asks them; those it does not ask come last, as given. */
export function rulesInOrder(plan: DecisionPlan, codes: readonly string[]): string[] {
  const known = new Set(codes);
  const asked = plan.kind === 'scores' ? plan.rules : plan.steps.flatMap(({ rules }) => rules);
  return [...new Set([...asked, ...codes])].filter((code) => known.has(code));
}

function scoresOf({ rules }: RuleSet, part: ScorePart): readonly Score[] {
  const byCode = new Map<string, number>();
  for (const { code, scores } of rules) if (!byCode.has(code)) byCode.set(code, scores?.[part] ?? 0);
  return [...byCode].map(([code, score]) => ({ code, score })).filter(({ score }) => score > 0);
}

function classSteps({ rules }: RuleSet): readonly DecisionStep[] {
  return classOrder.flatMap((result) =>
    rules
      .filter((rule) => rule.result === result)
      .map((rule) => ({ result, needs: 'any' as const, rules: [rule.code], group: null })),
  );
}

function groupSteps({ groups = [] }: RuleSet): readonly DecisionStep[] {
  return groups
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
}

const rank = (result: ScreeningResult): number => severity.indexOf(result);

/** The three sums of a plan by scores over the rules that count. */
export const scoreSums = (
  scores: Readonly<Record<ScorePart, readonly Score[]>>,
  counts: (code: string) => boolean,
): Record<ScorePart, number> => {
  const sum = (part: ScorePart): number =>
    scores[part].reduce((total, { code, score }) => total + (counts(code) ? score : 0), 0);
  return { ok: sum('ok'), ng: sum('ng'), hold: sum('hold') };
};

/** The three sums, each with whether it reached its threshold. */
export const reachedOf = (
  sums: Readonly<Record<ScorePart, number>>,
  thresholds: Readonly<Record<ScorePart, number>>,
): Record<ScorePart, boolean> => {
  const [ok = false, ng = false, hold = false] = scoreParts.map((part) => sums[part] >= thresholds[part]);
  return { ok, ng, hold };
};
