import { currencyDigits, cutsOf, withCut, type Scope, type ScopeField } from '../../expression/index.ts';
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
  const own = cutsOf(ruleSet).find((one) => isSame(one.cut, cut));
  const compared = own === undefined ? null : comparedWith(own.clause?.path ?? null, cut, scope);
  if (own === undefined || compared === null)
    throw new ShinsaError('input-invalid', { cut: cut.kind === 'score' ? cut.part : cut.code });
  return {
    present: own.value,
    of: compared,
    step: compared.kind === 'score' ? 1 : stepOf(compared.field, ruleSet.currency),
    at: (value) => withCut(ruleSet, cut, value),
  };
}

function isSame(one: Cut, other: Cut): boolean {
  if (one.kind === 'score' || other.kind === 'score')
    return one.kind === 'score' && other.kind === 'score' && one.part === other.part;
  return one.code === other.code && one.from === other.from && one.to === other.to;
}

function comparedWith(path: string | null, cut: Cut, scope: Scope): FoundCut['of'] | null {
  if (cut.kind === 'score') return { kind: 'score', part: cut.part };
  const field = path === null ? undefined : scope.fields.get(path);
  const numeric = field?.type === 'int' || field?.type === 'double' || field?.type === 'money';
  return field !== undefined && numeric ? { kind: 'field', field } : null;
}

function stepOf({ type }: ScopeField, currency: string): number {
  if (type === 'money') return 10 ** -currencyDigits(currency);
  return type === 'int' ? 1 : 0;
}
