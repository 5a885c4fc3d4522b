import { scoreParts, type ScorePart } from '../model/policy.ts';
import type { Cut } from '../model/results/thresholds.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { numericClauses, unstudiedClauses, withThreshold, type NumericClause } from './numeric-clauses.ts';

/** A threshold of a rule set that can be moved. */
export interface MovableCut {
  /** The same while other values are tried, wherever they then stand in the text. */
  readonly key: string;
  readonly cut: Cut;
  readonly value: number;
  /** Null for a sum of scores. */
  readonly clause: NumericClause | null;
}

/** Every threshold: of the rules in their order, then of the sums of scores. */
export function cutsOf({ rules, policy }: RuleSet): readonly MovableCut[] {
  const clauses = rules.flatMap(({ code, when }) =>
    numericClauses(when).map((clause, at): MovableCut => {
      const { from, to, value } = clause;
      return { key: `${code}:${at}`, cut: { kind: 'clause', code, from, to }, value, clause };
    }),
  );
  if (policy?.kind !== 'scores') return clauses;
  const sums = scoreParts.map((part): MovableCut => ({
    ...{ key: `score:${part}`, cut: { kind: 'score', part }, value: policy.thresholds[part], clause: null },
  }));
  return [...clauses, ...sums];
}

/** The numbers of its rules that no study moves, see `unstudiedClauses`. */
export const unstudiedOf = ({
  rules,
}: Pick<RuleSet, 'rules'>): readonly { readonly code: string; readonly text: string }[] =>
  rules.flatMap(({ code, when }) => unstudiedClauses(when).map(({ text }) => ({ code, text })));

/** The rule set with another value of a threshold of its own. */
export function withCut(ruleSet: RuleSet, cut: Cut, value: number): RuleSet {
  if (cut.kind === 'score') return withScore(ruleSet, cut.part, value);
  const { code } = cut;
  return {
    ...ruleSet,
    rules: ruleSet.rules.map((rule) =>
      rule.code === code ? { ...rule, when: withThreshold(rule.when, cut, value) } : rule,
    ),
  };
}

function withScore(ruleSet: RuleSet, part: ScorePart, value: number): RuleSet {
  const { policy } = ruleSet;
  if (policy?.kind !== 'scores') return ruleSet;
  return { ...ruleSet, policy: { ...policy, thresholds: { ...policy.thresholds, [part]: value } } };
}
