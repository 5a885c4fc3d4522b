import { report, spanOf, type Context } from './check-context.ts';
import { isLoose, looseTerm, looseType, type NumberType } from './check-number.ts';
import { listedTerm } from './listed.ts';
import { listNamed } from './scope.ts';
import type { Syntax, SyntaxOf } from './syntax.ts';
import type { Literal, Term } from './term.ts';

/** `x in [literal, …]`: one type, no null, at least one member; or `field in lists.<id>`. */
export function membership(context: Context, syntax: SyntaxOf<'binary'>): Term | null {
  const { left, right } = syntax;
  if (right.kind === 'path' && listNamed(right.path) !== null) return listedTerm(context, syntax, right);
  if (right.kind !== 'list') return report(context, 'list-place', {}, right);
  if (right.items.length === 0) return report(context, 'list-empty', {}, right);
  const item = isLoose(left) ? looseTerm(context, left, looseType(left)) : context.term(left);
  if (item === null) return null;
  const list = right.items.map((member) => memberOf(context, member, item));
  const known = list.filter((member) => member !== null);
  if (known.length < list.length) return null;
  if (item.type === 'bool') return anyEqual(item, known, syntax);
  return { kind: 'in', type: 'bool', item, list: known, ...spanOf(syntax) };
}

function memberOf(context: Context, member: Syntax, item: Term): Literal | null {
  if (member.kind === 'null') return report(context, 'list-null', {}, member);
  const number = isLoose(member);
  const type = item.type === 'int' || item.type === 'money' || item.type === 'double' ? item.type : null;
  if (number && type === null)
    return report(context, 'list-item-type', { expected: item.type, found: looseType(member) }, member);
  const term = number ? looseTerm(context, member, type as NumberType) : context.term(member);
  if (term === null) return null;
  if (term.kind !== 'literal') return report(context, 'list-item-literal', {}, member);
  if (term.type !== item.type)
    return report(context, 'list-item-type', { expected: item.type, found: term.type }, member);
  return term;
}

/** Truth values have no lists in some engines: `b in [true, false]` reads as `b == true || b == false`. */
function anyEqual(item: Term, list: readonly Literal[], syntax: Syntax): Term {
  const span = spanOf(syntax);
  const operands = list.map((right): Term => ({ kind: 'compare', type: 'bool', op: '==', left: item, right, ...span }));
  const [only, ...others] = operands;
  if (only !== undefined && others.length === 0) return only;
  return { kind: 'logic', type: 'bool', op: 'or', operands, ...span };
}
