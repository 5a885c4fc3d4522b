import { lineMacros } from '../check-lines.ts';
import { formatCel } from '../format.ts';
import { listNamed } from '../scope.ts';
import { relations, type Relation, type Syntax, type SyntaxOf } from '../syntax.ts';
import { textTests, timeParts } from '../term.ts';
import type {
  BuilderCondition,
  BuilderLines,
  BuilderNode,
  BuilderSubject,
  BuilderTest,
  BuilderTextTest,
  BuilderValue,
} from './model.ts';

/** The rule as groups and conditions; `syntaxOf` gives the same tree back, whatever the rule. */
export function builderOf(syntax: Syntax): BuilderNode {
  return plain(syntax) ?? negated(syntax) ?? { kind: 'expert', text: formatCel(syntax) };
}

type Negatable = Exclude<BuilderNode, { kind: 'expert' }>;

function negated(syntax: Syntax): BuilderNode | null {
  if (syntax.kind !== 'unary' || syntax.op !== '!') return null;
  const node = plain(syntax.operand);
  return node === null ? null : { ...node, negated: true };
}

/** What is not itself a negation and can be shown; null for the rest. */
function plain(syntax: Syntax): Negatable | null {
  switch (syntax.kind) {
    case 'logic':
      return {
        kind: 'group',
        needs: syntax.op === '&&' ? 'all' : 'any',
        negated: false,
        nodes: syntax.operands.map(builderOf),
      };
    case 'path':
      return condition({ kind: 'field', path: syntax.path }, { kind: 'yes' });
    case 'call':
      return called(syntax);
    case 'binary':
      return compared(syntax);
    default:
      return null;
  }
}

const condition = (subject: BuilderSubject, test: BuilderTest): BuilderCondition => ({
  kind: 'condition',
  negated: false,
  subject,
  test,
});

function called(call: SyntaxOf<'call'>): BuilderCondition | BuilderLines | null {
  const [first, second] = call.args;
  if (call.target === null) {
    if (call.name !== 'has' || call.args.length !== 1 || first?.kind !== 'path') return null;
    return condition({ kind: 'field', path: first.path }, { kind: 'present' });
  }
  if (call.target.kind !== 'path') return null;
  const { path } = call.target;
  const name = ([...textTests, 'matches'] as readonly BuilderTextTest[]).find((one) => one === call.name);
  if (name !== undefined && call.args.length === 1 && first?.kind === 'string')
    return condition({ kind: 'field', path }, { kind: 'text', name, value: first.value });
  const macro = lineMacros.find((one) => one === call.name);
  if (macro === undefined || call.args.length !== 2 || first?.kind !== 'path' || second === undefined) return null;
  return { kind: 'lines', negated: false, list: path, macro, variable: first.path, node: builderOf(second) };
}

function compared({ op, left, right }: SyntaxOf<'binary'>): BuilderCondition | null {
  const subject = subjectOf(left);
  if (subject === null) return null;
  if (op === 'in') {
    const test = membership(right);
    return test === null ? null : condition(subject, test);
  }
  const value = isRelation(op) ? valueOf(right) : null;
  return value === null || !isRelation(op) ? null : condition(subject, { kind: 'compare', op, value });
}

const isRelation = (op: string): op is Relation => relations.some((one) => one === op);

function membership(right: Syntax): BuilderTest | null {
  if (right.kind === 'path') return listNamed(right.path) === null ? null : { kind: 'listed', list: right.path };
  if (right.kind !== 'list' || right.items.length === 0) return null;
  const values = right.items.map((item) => (item.kind === 'path' ? null : valueOf(item)));
  const known = values.filter((value) => value !== null);
  return known.length < values.length ? null : { kind: 'in', values: known };
}

function subjectOf(syntax: Syntax): BuilderSubject | null {
  if (syntax.kind === 'path') return { kind: 'field', path: syntax.path };
  if (syntax.kind !== 'call') return null;
  const { name, target, args } = syntax;
  const [first] = args;
  if (name === 'size' && target === null && args.length === 1 && first?.kind === 'path')
    return { kind: 'size', path: first.path, method: false };
  if (name === 'size' && target?.kind === 'path' && args.length === 0)
    return { kind: 'size', path: target.path, method: true };
  const part = timeParts.find((one) => one === name);
  if (part !== undefined && target?.kind === 'path') {
    if (args.length === 0) return { kind: 'part', path: target.path, part, zone: null };
    if (args.length === 1 && first?.kind === 'string')
      return { kind: 'part', path: target.path, part, zone: first.value };
    return null;
  }
  return name === 'sum' && target?.kind === 'call' && args.length === 0 ? sumOf(target) : null;
}

function sumOf({ name, target, args }: SyntaxOf<'call'>): BuilderSubject | null {
  const [variable, value] = args;
  if (name !== 'map' || target?.kind !== 'path' || args.length !== 2) return null;
  if (variable?.kind !== 'path' || value?.kind !== 'path' || !value.path.startsWith(`${variable.path}.`)) return null;
  return {
    kind: 'sum',
    list: target.path,
    variable: variable.path,
    field: value.path.slice(variable.path.length + 1),
  };
}

function valueOf(syntax: Syntax): BuilderValue | null {
  switch (syntax.kind) {
    case 'string':
      return { kind: 'string', value: syntax.value };
    case 'int':
    case 'double':
      return { kind: 'number', text: formatCel(syntax) };
    case 'unary':
      return syntax.op === '-' && (syntax.operand.kind === 'int' || syntax.operand.kind === 'double')
        ? { kind: 'number', text: formatCel(syntax) }
        : null;
    case 'bool':
      return { kind: 'bool', value: syntax.value };
    case 'path':
      return { kind: 'field', path: syntax.path };
    case 'call': {
      const [text] = syntax.args;
      const isInstant = syntax.name === 'timestamp' && syntax.target === null && syntax.args.length === 1;
      return isInstant && text?.kind === 'string' ? { kind: 'instant', text: text.value } : null;
    }
    default:
      return null;
  }
}
