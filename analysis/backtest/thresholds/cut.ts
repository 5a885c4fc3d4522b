import { currencyDigits, numericClauses, withThreshold, type Scope, type ScopeField } from '../../expression/index.ts';
import { ShinsaError } from '../../model/failure.ts';
import type { ScorePart } from '../../model/policy.ts';
import type { Cut } from '../../model/results/thresholds.ts';
import type { RuleSet } from '../../model/ruleset.ts';

/** A threshold found in a rule set. */
export interface FoundCut {
  readonly present: number;
  readonly step: number;
  /** What is compared with it. */
  readonly of:
    | { readonly kind: 'field'; readonly field: ScopeField }
    | { readonly kind: 'score'; readonly part: ScorePart };
  /** The rule set with another value there. */
  readonly at: (value: number) => RuleSet;
}

/** 'input-invalid' where the rule set has no such threshold. */
export function foundCut(ruleSet: RuleSet, cut: Cut, scope: Scope): FoundCut {
  const found = cut.kind === 'score' ? scoreCut(ruleSet, cut.part) : clauseCut(ruleSet, cut, scope);
  if (found === null) throw new ShinsaError('input-invalid', { cut: cut.kind === 'score' ? cut.part : cut.code });
  return found;
}

function scoreCut(ruleSet: RuleSet, part: ScorePart): FoundCut | null {
  const { policy } = ruleSet;
  if (policy?.kind !== 'scores') return null;
  return {
    present: policy.thresholds[part],
    step: 1,
    of: { kind: 'score', part },
    at: (value) => ({ ...ruleSet, policy: { ...policy, thresholds: { ...policy.thresholds, [part]: value } } }),
  };
}

function clauseCut(ruleSet: RuleSet, cut: Extract<Cut, { kind: 'clause' }>, scope: Scope): FoundCut | null {
  const rule = ruleSet.rules.find(({ code }) => code === cut.code);
  const clause = rule === undefined ? undefined : numericClauses(rule.when).find(({ from }) => from === cut.from);
  const field = clause === undefined ? undefined : scope.fields.get(clause.path);
  if (rule === undefined || clause === undefined || clause.to !== cut.to || field === undefined) return null;
  const { type } = field;
  if (type !== 'int' && type !== 'double' && type !== 'money') return null;
  const step = { int: 1, double: 0, money: 10 ** -currencyDigits(ruleSet.currency) }[type];
  return {
    present: clause.value,
    step,
    of: { kind: 'field', field },
    at: (value) => ({
      ...ruleSet,
      rules: ruleSet.rules.map((one) =>
        one === rule ? { ...one, when: withThreshold(one.when, clause, value) } : one,
      ),
    }),
  };
}
