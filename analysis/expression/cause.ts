import type { ScopeField } from './scope.ts';
import type { CheckedRule } from './term.ts';

/** Why a rule is not evaluable on an order: a field is absent, or the order's money is in another currency. */
export type Cause =
  | { readonly kind: 'absent'; readonly field: ScopeField }
  | { readonly kind: 'currency'; readonly field: ScopeField };

/** The money fields whose currency matters to the rule. */
export function currencyOffences(rule: CheckedRule): readonly ScopeField[] {
  return rule.currencyField === null ? [] : rule.valued.filter((field) => field.type === 'money');
}
