import { binary, call, list, path, text, truth, unary } from '../build.ts';
import { formatCel } from '../format.ts';
import { parse } from '../parser.ts';
import type { Syntax } from '../syntax.ts';
import type { BuilderCondition, BuilderNode, BuilderSubject, BuilderValue } from './model.ts';

const nowhere = { from: 0, to: 0 } as const;

/** The tree of what was put together; null while something is not said yet: no field, no number, an empty group. */
export function syntaxOf(node: BuilderNode): Syntax | null {
  switch (node.kind) {
    case 'expert':
      return read(node.text);
    case 'group': {
      const operands = node.nodes.map(syntaxOf);
      const known = operands.filter((operand) => operand !== null);
      const [first] = known;
      if (first === undefined || known.length < operands.length) return null;
      const op = node.needs === 'all' ? '&&' : '||';
      return not(node.negated, known.length === 1 ? first : { kind: 'logic', op, operands: known, ...nowhere });
    }
    case 'lines': {
      const body = syntaxOf(node.node);
      if (body === null || node.list === '') return null;
      return not(node.negated, call(node.macro, path(node.list), [path(node.variable), body]));
    }
    case 'condition': {
      const made = conditionOf(node);
      return made === null ? null : not(node.negated, made);
    }
  }
}

/** The text of what was put together, or null as `syntaxOf`. */
export function celOf(node: BuilderNode): string | null {
  const syntax = syntaxOf(node);
  return syntax === null ? null : formatCel(syntax);
}

const not = (negated: boolean, syntax: Syntax): Syntax => (negated ? unary('!', syntax) : syntax);

function read(written: string): Syntax | null {
  const parsed = parse(written);
  return parsed.ok ? parsed.ast : null;
}

function conditionOf({ subject, test }: BuilderCondition): Syntax | null {
  const on = subjectOf(subject);
  if (on === null) return null;
  switch (test.kind) {
    case 'yes':
      return on;
    case 'present':
      return call('has', null, [on]);
    case 'compare': {
      const value = valueOf(test.value);
      return value === null ? null : binary(test.op, on, value);
    }
    case 'in': {
      const values = test.values.map(valueOf);
      const known = values.filter((value) => value !== null);
      return known.length === 0 || known.length < values.length ? null : binary('in', on, list(known));
    }
    case 'listed':
      return test.list === '' ? null : binary('in', on, path(test.list));
    case 'text':
      return test.value === null ? null : call(test.name, on, [text(test.value)]);
  }
}

function subjectOf(subject: BuilderSubject): Syntax | null {
  if (subject.kind === 'sum') {
    const { list: lines, variable, field } = subject;
    if (lines === '' || field === '') return null;
    return call('sum', call('map', path(lines), [path(variable), path(`${variable}.${field}`)]), []);
  }
  if (subject.path === '') return null;
  const on = path(subject.path);
  switch (subject.kind) {
    case 'field':
      return on;
    case 'size':
      return subject.method ? call('size', on, []) : call('size', null, [on]);
    case 'part':
      return call(subject.part, on, subject.zone === null ? [] : [text(subject.zone)]);
  }
}

const signedNumber = /^-?(?:[0-9]|\.[0-9])/;

function valueOf(value: BuilderValue): Syntax | null {
  switch (value.kind) {
    case 'string':
      return value.value === null ? null : text(value.value);
    case 'bool':
      return truth(value.value);
    case 'instant':
      return value.text === '' ? null : call('timestamp', null, [text(value.text)]);
    case 'field':
      return value.path === '' ? null : path(value.path);
    case 'number': {
      const number = signedNumber.test(value.text.trim()) ? read(value.text) : null;
      const inner = number?.kind === 'unary' && number.op === '-' ? number.operand : number;
      return inner?.kind === 'int' || inner?.kind === 'double' ? number : null;
    }
  }
}
