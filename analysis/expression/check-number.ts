import { report, spanOf, type Context } from './check-context.ts';
import { currencyDigits, minorUnits } from './currency.ts';
import type { Syntax, SyntaxOf } from './syntax.ts';
import { intLimit, type Literal, type Term } from './term.ts';

export type NumberType = 'int' | 'money' | 'double';

/** Whether the node is made of number literals alone, so that its type comes from what stands beside it. */
export function isLoose(syntax: Syntax): boolean {
  switch (syntax.kind) {
    case 'int':
    case 'double':
      return true;
    case 'unary':
      return syntax.op === '-' && isLoose(syntax.operand);
    case 'conditional':
      return isLoose(syntax.then) && isLoose(syntax.otherwise);
    case 'binary':
      return (syntax.op === '+' || syntax.op === '-') && isLoose(syntax.left) && isLoose(syntax.right);
    default:
      return false;
  }
}

/** The type a loose node has when nothing beside it decides. */
export function looseType(syntax: Syntax): 'int' | 'double' {
  switch (syntax.kind) {
    case 'double':
      return 'double';
    case 'unary':
      return looseType(syntax.operand);
    case 'conditional':
      return looseType(syntax.then) === 'double' ? 'double' : looseType(syntax.otherwise);
    case 'binary':
      return looseType(syntax.left) === 'double' ? 'double' : looseType(syntax.right);
    default:
      return 'int';
  }
}

/** A loose node read as the given type; money literals are major units, scaled exactly. */
export function looseTerm(context: Context, syntax: Syntax, type: NumberType): Term | null {
  const span = spanOf(syntax);
  switch (syntax.kind) {
    case 'int':
    case 'double':
      return numberLiteral(context, syntax, type);
    case 'unary': {
      const operand = looseTerm(context, syntax.operand, type);
      if (operand === null) return null;
      if (operand.kind !== 'literal') return { kind: 'negate', type, operand, ...span };
      return negated(operand, span);
    }
    case 'conditional': {
      const condition = context.term(syntax.condition);
      const then = looseTerm(context, syntax.then, type);
      const otherwise = looseTerm(context, syntax.otherwise, type);
      if (condition === null || then === null || otherwise === null) return null;
      if (condition.type !== 'bool')
        return report(context, 'operand-type', { operator: '?:', expected: 'bool', found: condition.type }, condition);
      return { kind: 'conditional', type, condition, then, otherwise, ...span };
    }
    case 'binary': {
      const left = looseTerm(context, syntax.left, type);
      const right = looseTerm(context, syntax.right, type);
      if (left === null || right === null) return null;
      return { kind: 'arithmetic', type, op: syntax.op === '-' ? '-' : '+', left, right, ...span };
    }
    default:
      return context.term(syntax);
  }
}

function negated(literal: Literal, span: { readonly from: number; readonly to: number }): Literal | null {
  if (literal.type === 'double') return { ...literal, value: -literal.value, ...span };
  if (literal.type === 'int' || literal.type === 'money') return { ...literal, value: -literal.value, ...span };
  return null;
}

function numberLiteral(context: Context, syntax: SyntaxOf<'int' | 'double'>, type: NumberType): Literal | null {
  const span = spanOf(syntax);
  if (type === 'double') {
    if (syntax.kind === 'int' && syntax.value > intLimit)
      return report(context, 'int-range', { text: syntax.text }, span);
    return { kind: 'literal', type, value: Number(syntax.value), ...span };
  }
  if (type === 'int' && syntax.kind === 'double')
    return report(context, 'number-mix', { left: 'int', right: 'double' }, span);
  const { currency } = context.scope;
  const text = syntax.kind === 'int' ? syntax.value.toString() : syntax.text;
  const value = type === 'money' ? minorUnits(text, currency) : BigInt(syntax.value);
  if (value === null)
    return report(context, 'money-digits', { text, currency, digits: currencyDigits(currency) }, span);
  if (value > intLimit) return report(context, 'int-range', { text: syntax.text }, span);
  return { kind: 'literal', type, value, ...span };
}
