import { childrenOf, type CheckedRule, type ScopeField, type Term } from '../expression/index.ts';

/** A part of a rule to be computed by itself, in its currency and zone. */
export const partOf = (rule: CheckedRule, ast: Term): CheckedRule => ({ ...rule, ast, fields: fieldsIn(ast) });

function fieldsIn(term: Term): ScopeField[] {
  const inside = childrenOf(term).flatMap(fieldsIn);
  if (term.kind === 'field' || term.kind === 'has') return [term.field];
  return term.kind === 'quantified' || term.kind === 'total' ? [term.list, ...inside] : inside;
}
