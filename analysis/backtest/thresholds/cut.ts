import {
  childrenOf,
  currencyDigits,
  cutsOf,
  withCut,
  type CheckedRule,
  type Scope,
  type Term,
} from '../../expression/index.ts';
import { ShinsaError } from '../../model/failure.ts';
import type { ScorePart } from '../../model/policy.ts';
import type { Cut } from '../../model/results/thresholds.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { checkedRule } from '../../store/rule-condition.ts';
import { partOf } from '../term-part.ts';

/** A threshold found in a rule set. */
export interface FoundCut {
  readonly present: number;
  readonly step: number;
  /** What is compared with it: a value by itself, as DuckDB computes it of an order. */
  readonly of:
    | { readonly kind: 'value'; readonly value: CheckedRule }
    | { readonly kind: 'score'; readonly part: ScorePart };
  /** The rule set with another value there. */
  readonly at: (value: number) => RuleSet;
}

/** 'input-invalid' where the rule set has no such threshold, 'rule-invalid' where its rule does not check. */
export function foundCut(ruleSet: RuleSet, cut: Cut, scope: Scope): FoundCut {
  const own = cutsOf(ruleSet).find((one) => isSame(one.cut, cut));
  const compared = own === undefined ? null : comparedWith(ruleSet, cut, scope);
  if (own === undefined || compared === null)
    throw new ShinsaError('input-invalid', { cut: cut.kind === 'score' ? cut.part : cut.code });
  return {
    present: own.value,
    of: compared,
    step: compared.kind === 'score' ? 1 : (stepOf(compared.value.ast, ruleSet.currency) ?? 0),
    at: (value) => withCut(ruleSet, cut, value),
  };
}

function isSame(one: Cut, other: Cut): boolean {
  if (one.kind === 'score' || other.kind === 'score')
    return one.kind === 'score' && other.kind === 'score' && one.part === other.part;
  return one.code === other.code && one.from === other.from && one.to === other.to;
}

function comparedWith({ rules }: RuleSet, cut: Cut, scope: Scope): FoundCut['of'] | null {
  if (cut.kind === 'score') return { kind: 'score', part: cut.part };
  const found = rules.find(({ code }) => code === cut.code);
  if (found === undefined) return null;
  const rule = checkedRule(found.code, found.when, scope);
  const value = besideNumber(rule.ast, cut);
  return value === null || stepOf(value, rule.currency) === null ? null : { kind: 'value', value: partOf(rule, value) };
}

/** What stands beside the number at a place of a rule's text. */
function besideNumber(term: Term, { from, to }: { readonly from: number; readonly to: number }): Term | null {
  if (term.kind === 'compare') {
    const { left, right } = term;
    for (const [number, other] of [
      [left, right],
      [right, left],
    ] as const)
      if (number.kind === 'literal' && number.from === from && number.to === to) return other;
  }
  for (const child of childrenOf(term)) {
    const found = besideNumber(child, { from, to });
    if (found !== null) return found;
  }
  return null;
}

/** What values are whole multiples of, as rules write them; 0 for any, null for what is no number. */
function stepOf({ type }: Term, currency: string): number | null {
  switch (type) {
    case 'money':
      return 10 ** -currencyDigits(currency);
    case 'int':
      return 1;
    case 'double':
      return 0;
    default:
      return null;
  }
}
