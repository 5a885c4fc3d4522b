import { decidedByName, decisionPlan, fineSteps, type DecisionPlan } from '../../expression/index.ts';
import { combinations, reaches, scoreParts, type ScorePart } from '../../model/policy.ts';
import type { RuleSet, ScreeningResult } from '../../model/ruleset.ts';

/**
 * The decision of a rule set as rows asked from the top, the first that holds decides: for formats that know which rules
 * fired and which exceptions hold, and nothing of policies. Exceptions are counted from 1.
 */

/** A rule that counts: it fired, and none of these exceptions holds. */
export interface CountedRule {
  readonly code: string;
  readonly snoozedBy: readonly number[];
}

/** A sum that must reach its threshold. */
export interface ReachedSum {
  readonly part: ScorePart;
  readonly threshold: number;
  readonly scores: readonly (CountedRule & { readonly score: number })[];
}

export interface DecisionRow {
  readonly when:
    | { readonly kind: 'exception'; readonly exception: number }
    | { readonly kind: 'rules'; readonly rules: readonly CountedRule[] }
    | { readonly kind: 'sums'; readonly sums: readonly ReachedSum[] };
  readonly result: ScreeningResult;
  readonly by: string;
}

export interface DecisionRows {
  readonly rows: readonly DecisionRow[];
  /** Where no row holds. */
  readonly otherwise: Pick<DecisionRow, 'result' | 'by'>;
}

export function decisionRows(ruleSet: RuleSet): DecisionRows {
  const plan = decisionPlan(ruleSet);
  const allowing = plan.exceptions
    .filter(({ snoozed }) => snoozed === null)
    .map(({ index }): DecisionRow => ({
      when: { kind: 'exception', exception: index + 1 },
      result: 'OK',
      by: decidedByName.allow(index),
    }));
  const counted = countedBy(plan);
  const { rows, otherwise } = plan.kind === 'scores' ? sumRows(plan, counted) : stepRows(ruleSet, plan, counted);
  return { rows: [...allowing, ...rows], otherwise };
}

type Counted = (code: string) => CountedRule;

function countedBy({ exceptions }: DecisionPlan): Counted {
  return (code) => ({
    code,
    snoozedBy: exceptions.filter(({ snoozed }) => snoozed?.includes(code) === true).map(({ index }) => index + 1),
  });
}

function stepRows(
  { groups }: RuleSet,
  { steps, otherwise }: Extract<DecisionPlan, { kind: 'steps' }>,
  counted: Counted,
): DecisionRows {
  const rows = fineSteps(steps).map(({ result, rules, group }): DecisionRow => {
    const by = group === null ? decidedByName.rule(rules[0] ?? '') : decidedByName.group(groups, group);
    return { when: { kind: 'rules', rules: rules.map(counted) }, result, by };
  });
  return { rows, otherwise: { result: otherwise, by: decidedByName.default } };
}

/** From the combination of all sums down: what is reached holds every smaller one too. */
function sumRows(
  { results, scores, thresholds }: Extract<DecisionPlan, { kind: 'scores' }>,
  counted: Counted,
): DecisionRows {
  const sumOf = (part: ScorePart): ReachedSum => ({
    part,
    threshold: thresholds[part],
    scores: scores[part].map(({ code, score }) => ({ ...counted(code), score })),
  });
  const all = combinations.map((reached, at): DecisionRow => {
    const sums = scoreParts.filter((part) => reaches(reached, part)).map(sumOf);
    return { when: { kind: 'sums', sums }, result: results[at] ?? 'OK', by: decidedByName.scores(reached) };
  });
  const [none, ...reached] = all;
  if (none === undefined) throw new Error('no combinations');
  return { rows: reached.toReversed(), otherwise: none };
}
