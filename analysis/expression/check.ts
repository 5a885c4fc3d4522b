import { callTerm, fieldOf, usable } from './check-call.ts';
import { report, spanOf, type Context } from './check-context.ts';
import { itemOf, lineFieldName } from './check-lines.ts';
import { membership } from './check-list.ts';
import { isLoose, looseTerm, looseType } from './check-number.ts';
import { arithmeticTerm, compareTerm, pairOf } from './check-operator.ts';
import { printedLimit, printedSize } from './complexity.ts';
import { parse } from './parser.ts';
import { currencyPath, type FieldType, type Scope, type ScopeField } from './scope.ts';
import type { Syntax, SyntaxOf } from './syntax.ts';
import type { Checked, Term } from './term.ts';

/**
 * Reads and types a rule. Every type error is reported at its place; a rule with only warnings can run.
 * Never throws on any text; an unknown zone of the scope is reported where a call relies on it. The same text is checked once
 * in the same scope: what a set of many rules does is asked again and again while one of them changes.
 */
export function check(text: string, scope: Scope): Checked {
  const known = checkedIn.get(scope) ?? new Map<string, Checked>();
  checkedIn.set(scope, known);
  const checked = known.get(text) ?? checkAnew(text, scope);
  if (known.size >= mostKept) known.clear();
  known.set(text, checked);
  return checked;
}

const checkedIn = new WeakMap<Scope, Map<string, Checked>>();
const mostKept = 4000;

function checkAnew(text: string, scope: Scope): Checked {
  const parsed = parse(text);
  if (!parsed.ok) return parsed;
  const syntax = parsed.ast;
  const context: Context = {
    scope,
    issues: [],
    fields: new Set(),
    valued: new Set(),
    items: new Map(),
    line: { name: null },
    term: (inner) => termOf(context, inner),
  };
  const ast = context.term(syntax);
  if (ast !== null && ast.type !== 'bool') report(context, 'not-bool', { type: ast.type }, syntax);
  if (ast !== null && printedSize(ast) > printedLimit) report(context, 'too-complex', {}, syntax);
  const issues = context.issues.sort((a, b) => a.from - b.from || a.to - b.to);
  if (ast === null || !usable(issues)) return { ok: false, issues };
  const valued = [...context.valued];
  const items = [...context.items.keys()];
  const itemsValued = items.filter((field) => context.items.get(field) === true);
  const money = [...valued, ...itemsValued].some((field) => field.type === 'money');
  const currencyField = money ? currencyOf(scope) : null;
  const { currency, timezone } = scope;
  const fields = [...context.fields];
  return { ok: true, ast, syntax, fields, valued, items, itemsValued, issues, currency, timezone, currencyField };
}

function currencyOf(scope: Scope): ScopeField | null {
  const field = scope.fields.get(currencyPath);
  return field?.type === 'string' ? field : null;
}

function termOf(context: Context, syntax: Syntax): Term | null {
  const span = spanOf(syntax);
  switch (syntax.kind) {
    case 'int':
    case 'double':
      return looseTerm(context, syntax, syntax.kind);
    case 'string':
      return { kind: 'literal', type: 'string', value: syntax.value, ...span };
    case 'bool':
      return { kind: 'literal', type: 'bool', value: syntax.value, ...span };
    case 'null':
      return report(context, 'null-comparison', {}, syntax);
    case 'list':
      return report(context, 'list-place', {}, syntax);
    case 'path':
      return pathTerm(context, syntax);
    case 'call':
      return callTerm(context, syntax);
    case 'unary':
      return syntax.op === '!' ? notTerm(context, syntax) : negateTerm(context, syntax);
    case 'binary':
      return binaryTerm(context, syntax);
    case 'logic':
      return logicTerm(context, syntax);
    case 'conditional':
      return conditionalTerm(context, syntax);
  }
}

function pathTerm(context: Context, syntax: SyntaxOf<'path'>): Term | null {
  const span = spanOf(syntax);
  const name = lineFieldName(context, syntax.path);
  if (name !== null) {
    const field = itemOf(context, name, syntax, true);
    return field === null ? null : { kind: 'item', type: field.type, field, ...span };
  }
  if (syntax.path === context.line.name) return report(context, 'list-value', { path: syntax.path }, syntax);
  const field = fieldOf(context, syntax, true);
  if (field === null) return null;
  if (field.type === 'list') return report(context, 'list-value', { path: syntax.path }, syntax);
  return { kind: 'field', type: field.type, field, ...span };
}

function binaryTerm(context: Context, syntax: SyntaxOf<'binary'>): Term | null {
  switch (syntax.op) {
    case 'in':
      return membership(context, syntax);
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmeticTerm(context, syntax, syntax.op);
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compareTerm(context, syntax, syntax.op);
  }
}

function condition(context: Context, syntax: Syntax, operator: string): Term | null {
  const term = context.term(syntax);
  if (term === null || term.type === 'bool') return term;
  return report(context, 'operand-type', { operator, expected: 'bool', found: term.type }, syntax);
}

function notTerm(context: Context, syntax: SyntaxOf<'unary'>): Term | null {
  const operand = condition(context, syntax.operand, '!');
  return operand === null ? null : { kind: 'not', type: 'bool', operand, ...spanOf(syntax) };
}

function negateTerm(context: Context, syntax: SyntaxOf<'unary'>): Term | null {
  if (isLoose(syntax)) return looseTerm(context, syntax, looseType(syntax));
  const operand = context.term(syntax.operand);
  if (operand === null) return null;
  const { type } = operand;
  if (type !== 'int' && type !== 'money' && type !== 'double') {
    return report(context, 'operand-type', { operator: '-', expected: 'number', found: type }, syntax.operand);
  }
  return { kind: 'negate', type, operand, ...spanOf(syntax) };
}

function logicTerm(context: Context, syntax: SyntaxOf<'logic'>): Term | null {
  const operands = syntax.operands.map((operand) => condition(context, operand, syntax.op));
  const known = operands.filter((operand) => operand !== null);
  if (known.length < operands.length) return null;
  return { kind: 'logic', type: 'bool', op: syntax.op === '&&' ? 'and' : 'or', operands: known, ...spanOf(syntax) };
}

function conditionalTerm(context: Context, syntax: SyntaxOf<'conditional'>): Term | null {
  const asked = condition(context, syntax.condition, '?:');
  const branches = pairOf(context, syntax.then, syntax.otherwise);
  if (asked === null || branches === null) return null;
  const { left: then, right: otherwise } = branches;
  if (then.type !== otherwise.type) {
    return report(context, 'types-differ', { operator: '?:', left: then.type, right: otherwise.type }, syntax);
  }
  const type: FieldType = then.type;
  return { kind: 'conditional', type, condition: asked, then, otherwise, ...spanOf(syntax) };
}
