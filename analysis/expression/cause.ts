import type { ItemField, ScopeField } from './scope.ts';
import type { CheckedRule } from './term.ts';

/** Why a rule is not evaluable on an order: a field is absent, or it is on a line, or the order's money is in another currency. */
export type Cause =
  | { readonly kind: 'absent'; readonly field: ScopeField }
  | { readonly kind: 'absent-in-lines'; readonly field: ItemField }
  | { readonly kind: 'currency'; readonly field: ScopeField };

/** The money fields whose currency matters to the rule, the lines among them where their money is read. */
export function currencyOffences(rule: CheckedRule): readonly ScopeField[] {
  const lines = rule.itemsValued.some((field) => field.type === 'money');
  const isMoney = ({ type }: ScopeField): boolean => type === 'money' || (lines && type === 'list');
  return rule.currencyField === null ? [] : rule.valued.filter(isMoney);
}
