import { report, spanOf, type Context } from './check-context.ts';
import { nearest } from './suggestions.ts';
import { itemFields, itemsPath, writtenPath, type ItemField, type ScopeField } from './scope.ts';
import type { Span } from './issue.ts';
import type { Syntax, SyntaxOf } from './syntax.ts';
import type { Term } from './term.ts';

type Call = SyntaxOf<'call'>;

export const lineMacros = ['exists', 'all', 'exists_one'] as const;
export type LineMacro = (typeof lineMacros)[number];

/** The lines of an order, or those of them that a filter lets through. */
interface Lines {
  readonly list: ScopeField;
  readonly filter: Term | null;
}

/** The field of a line that a path names inside a macro; null where it names none of the kind. */
export function lineFieldName(context: Context, path: string): string | null {
  const { name } = context.line;
  return name !== null && path.startsWith(`${name}.`) ? path.slice(name.length + 1) : null;
}

/** A line's field by its name, or null after saying that there is none. */
export function itemOf(context: Context, name: string, span: Span, valued: boolean): ItemField | null {
  const field = itemFields.get(name);
  const variable = context.line.name ?? '';
  if (field === undefined) {
    const suggestions = nearest(name, [...itemFields.keys()]).map((one) => `${variable}.${one}`);
    return report(
      context,
      'unknown-field',
      { path: `${variable}.${name}`.slice(0, 120), suggestions: suggestions.join(', ') },
      span,
    );
  }
  context.items.set(field, valued || context.items.get(field) === true);
  return field;
}

/** Whether a syntax stands for lines: `items`, or `items.filter(…)`. */
export function isLines(context: Context, syntax: Syntax | null): boolean {
  if (syntax?.kind === 'path') return context.scope.fields.get(writtenPath(syntax.path))?.type === 'list';
  return syntax?.kind === 'call' && syntax.name === 'filter';
}

/** `items.exists(i, …)`, `items.all(i, …)` and `items.exists_one(i, …)`, which counts. */
export function quantifiedTerm(context: Context, call: Call, name: LineMacro): Term | null {
  const list = listOf(context, call.target, call);
  if (list === null) return null;
  const condition = conditionIn(context, call);
  if (condition === null) return null;
  const span = spanOf(call);
  if (name !== 'exists_one') return { kind: 'quantified', type: 'bool', name, list, condition, ...span };
  const left: Term = { kind: 'total', type: 'int', list, filter: condition, value: null, ...span };
  const right: Term = { kind: 'literal', type: 'int', value: 1n, ...span };
  return { kind: 'compare', type: 'bool', op: '==', left, right, ...span };
}

/** `size(items)`, `size(items.filter(i, …))`. */
export function countTerm(context: Context, call: Call, syntax: Syntax): Term | null {
  const lines = linesOf(context, syntax, call);
  return lines === null ? null : { kind: 'total', type: 'int', ...lines, value: null, ...spanOf(call) };
}

/** `items.map(i, …).sum()`, `items.filter(i, …).map(i, …).sum()`: of whole numbers and money. */
export function sumTerm(context: Context, call: Call): Term | null {
  const map = call.target;
  if (map?.kind !== 'call' || map.name !== 'map') return report(context, 'sum-place', {}, call.nameAt);
  if (call.args.length > 0)
    return report(context, 'argument-count', { name: 'sum', expected: 0, found: call.args.length }, call);
  const lines = linesOf(context, map.target, map);
  if (lines === null) return null;
  const value = bodyOf(context, map);
  if (value === null) return null;
  const { type } = value;
  if (type !== 'int' && type !== 'money') return report(context, 'sum-type', { found: type }, value);
  return { kind: 'total', type, ...lines, value, ...spanOf(call) };
}

function linesOf(context: Context, syntax: Syntax | null, call: Call): Lines | null {
  if (syntax?.kind !== 'call' || syntax.name !== 'filter') {
    const list = listOf(context, syntax, call);
    return list === null ? null : { list, filter: null };
  }
  const list = listOf(context, syntax.target, syntax);
  const filter = list === null ? null : conditionIn(context, syntax);
  return list === null || filter === null ? null : { list, filter };
}

/** The list a macro is called on. */
function listOf(context: Context, syntax: Syntax | null, { name, nameAt }: Call): ScopeField | null {
  const field = syntax?.kind === 'path' ? context.scope.fields.get(writtenPath(syntax.path)) : undefined;
  if (field?.type !== 'list') return report(context, 'macro-target', { name }, nameAt);
  context.fields.add(field);
  context.valued.add(field);
  return field;
}

function conditionIn(context: Context, call: Call): Term | null {
  const body = bodyOf(context, call);
  if (body === null || body.type === 'bool') return body;
  return report(context, 'operand-type', { operator: call.name, expected: 'bool', found: body.type }, body);
}

const variableShape = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** What a macro asks or reads of each line, its first argument naming the line. */
function bodyOf(context: Context, call: Call): Term | null {
  const [variable, body] = call.args;
  if (call.args.length !== 2 || variable === undefined || body === undefined)
    return report(context, 'argument-count', { name: call.name, expected: 2, found: call.args.length }, call);
  if (context.line.name !== null) return report(context, 'macro-nested', { name: call.name }, call.nameAt);
  if (variable.kind !== 'path' || !variableShape.test(variable.path) || isTaken(context, variable.path))
    return report(context, 'macro-variable', { name: call.name }, variable);
  context.line.name = variable.path;
  const term = context.term(body);
  context.line.name = null;
  return term;
}

/** A line named like what rules read would hide it. */
function isTaken({ scope }: Context, name: string): boolean {
  return name === itemsPath.split('.')[1] || [...scope.fields.keys()].some((path) => path.split('.')[0] === name);
}
