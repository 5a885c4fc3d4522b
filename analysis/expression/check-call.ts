import { velocityPath, velocityRoot } from '../model/features.ts';
import { report, spanOf, type Context } from './check-context.ts';
import { countTerm, isLines, itemOf, lineFieldName, lineMacros, quantifiedTerm, sumTerm } from './check-lines.ts';
import type { Issue, Span } from './issue.ts';
import { readRegex } from './regex.ts';
import { nearest, suggestedPaths } from './suggestions.ts';
import { listNamed, writtenPath, type ScopeField } from './scope.ts';
import type { Syntax, SyntaxOf } from './syntax.ts';
import { textTests, timeParts, type Term, type TextTest, type TimePart } from './term.ts';
import { parseInstant } from './time.ts';
import { isZone } from '../model/zone.ts';

type Call = SyntaxOf<'call'>;

const names: readonly string[] = [
  ...lineMacros,
  ...['filter', 'map', 'sum', 'has', 'size', 'timestamp', 'duration', 'matches'],
  ...textTests,
  ...timeParts,
];

/** The field of a path, or null after saying that it is unknown or why rules may not read it. */
export function fieldOf(context: Context, syntax: SyntaxOf<'path'>, valued: boolean): ScopeField | null {
  const { path } = syntax;
  const field = context.scope.fields.get(writtenPath(path));
  if (field === undefined) {
    if (listNamed(path) !== null) return report(context, 'list-place', {}, syntax);
    if (path.startsWith(`${velocityRoot}.`)) return unknownFeature(context, syntax);
    const suggestions = suggestedPaths(path, context.scope).join(', ');
    return report(context, 'unknown-field', { path: path.slice(0, 120), suggestions }, syntax);
  }
  if (field.refused !== undefined)
    return report(context, field.refused === 'outcome' ? 'refused-outcome' : 'refused-after', { path }, syntax);
  if (field.unsure === true && !context.fields.has(field)) report(context, 'unsure-field', { path }, syntax);
  if (field.snapshotAt !== undefined && !context.fields.has(field))
    report(context, 'snapshot-field', { path, snapshot: field.snapshotAt }, syntax);
  context.fields.add(field);
  if (valued) context.valued.add(field);
  return field;
}

function unknownFeature(context: Context, syntax: SyntaxOf<'path'>): null {
  const id = syntax.path.slice(velocityRoot.length + 1);
  const known = (context.scope.features ?? []).map(({ feature }) => feature.id);
  const suggestions = nearest(id, known).map(velocityPath).join(', ');
  return report(context, 'unknown-feature', { path: syntax.path.slice(0, 120), suggestions }, syntax);
}

/** Any call: `has(…)`, `timestamp("…")`, `size(…)` and the methods of text and time. */
export function callTerm(context: Context, call: Call): Term | null {
  const name = call.name;
  if (name === 'has' && call.target === null) return hasTerm(context, call);
  if (isOneOf(lineMacros, name)) return quantifiedTerm(context, call, name);
  if (name === 'sum') return sumTerm(context, call);
  if (name === 'filter' || name === 'map') return report(context, 'macro-place', { name }, call.nameAt);
  if (name === 'size') return sizeTerm(context, call);
  if (name === 'timestamp' && call.target === null) return timestampTerm(context, call);
  if (name === 'duration' && call.target === null) return report(context, 'duration-place', {}, call);
  if (isOneOf(textTests, name)) return textTerm(context, call, name);
  if (name === 'matches') return matchesTerm(context, call);
  if (isOneOf(timeParts, name)) return partTerm(context, call, name);
  return report(
    context,
    'unknown-function',
    { name: name.slice(0, 60), suggestions: nearest(name, names).join(', ') },
    call.nameAt,
  );
}

function isOneOf<T extends string>(list: readonly T[], name: string): name is T {
  return (list as readonly string[]).includes(name);
}

function argumentCount(context: Context, call: Call, expected: number): boolean {
  if (call.args.length === expected) return true;
  report(context, 'argument-count', { name: call.name, expected, found: call.args.length }, call);
  return false;
}

function hasTerm(context: Context, call: Call): Term | null {
  if (!argumentCount(context, call, 1)) return null;
  const [path] = call.args;
  if (path?.kind !== 'path') return report(context, 'has-argument', {}, path ?? call);
  const line = lineFieldName(context, path.path);
  if (line !== null) {
    const item = itemOf(context, line, path, false);
    return item === null ? null : { kind: 'has-item', type: 'bool', field: item, ...spanOf(call) };
  }
  const field = fieldOf(context, path, false);
  return field === null ? null : { kind: 'has', type: 'bool', field, ...spanOf(call) };
}

function sizeTerm(context: Context, call: Call): Term | null {
  if (!argumentCount(context, call, call.target === null ? 1 : 0)) return null;
  const sized = call.target ?? call.args[0] ?? null;
  if (sized !== null && isLines(context, sized)) return countTerm(context, call, sized);
  const target = typed(context, call, sized, 'string');
  return target === null ? null : { kind: 'size', type: 'int', target, ...spanOf(call) };
}

function timestampTerm(context: Context, call: Call): Term | null {
  if (!argumentCount(context, call, 1)) return null;
  const [text] = call.args;
  if (text?.kind !== 'string') {
    return report(
      context,
      'argument-type',
      { name: 'timestamp', expected: 'string literal', found: text?.kind ?? '' },
      text ?? call,
    );
  }
  const value = parseInstant(text.value);
  if (value === 'format') return report(context, 'timestamp-format', { text: text.value.slice(0, 60) }, text);
  if (value === 'range') return report(context, 'timestamp-range', { text: text.value }, text);
  return { kind: 'literal', type: 'timestamp', value, ...spanOf(call) };
}

/** The receiver of a method, or null after saying that it is missing or of another type. */
function typed(context: Context, call: Call, syntax: Syntax | null, expected: 'string' | 'timestamp'): Term | null {
  if (syntax === null) return report(context, 'receiver-missing', { name: call.name }, call.nameAt);
  const term = context.term(syntax);
  if (term === null || term.type === expected) return term;
  return report(context, 'receiver-type', { name: call.name, expected, found: term.type }, syntax);
}

function textTerm(context: Context, call: Call, name: TextTest): Term | null {
  const target = typed(context, call, call.target, 'string');
  if (target === null || !argumentCount(context, call, 1)) return null;
  const [given] = call.args;
  const argument = given === undefined ? null : context.term(given);
  if (argument === null) return null;
  if (argument.type !== 'string')
    return report(context, 'argument-type', { name, expected: 'string', found: argument.type }, argument);
  return { kind: 'text', type: 'bool', name, target, argument, ...spanOf(call) };
}

function matchesTerm(context: Context, call: Call): Term | null {
  const [receiver, pattern] = call.target === null ? [call.args[0] ?? null, call.args[1]] : [call.target, call.args[0]];
  const target = typed(context, call, receiver, 'string');
  if (target === null || !argumentCount(context, call, call.target === null ? 2 : 1) || pattern === undefined)
    return null;
  if (pattern.kind !== 'string') return report(context, 'regex-literal', {}, pattern);
  const reading = readRegex(pattern.value);
  if (!reading.ok) {
    const { code, found, at, length } = reading.problem;
    const place = placeIn(pattern, at, length);
    const quoted = { found: found.slice(0, 40) };
    if (code === 'regex-syntax' || code === 'regex-unsupported') return report(context, code, quoted, place);
    return report(context, code, {}, place);
  }
  if (reading.nested) report(context, 'regex-nested', {}, pattern);
  return { kind: 'matches', type: 'bool', target, pattern: pattern.value, ...spanOf(call) };
}

/** Where a part of a string literal stands; the whole literal when escapes make the offsets differ. */
function placeIn(literal: SyntaxOf<'string'>, at: number, length: number): Span {
  const quotes = literal.to - literal.from - literal.value.length;
  if (quotes !== 2 && quotes !== 3) return literal;
  const start = literal.from + quotes - 1;
  return { from: start + at, to: Math.max(start + at + 1, Math.min(start + at + length, literal.to - 1)) };
}

function partTerm(context: Context, call: Call, name: TimePart): Term | null {
  const target = typed(context, call, call.target, 'timestamp');
  if (target === null) return null;
  if (call.args.length > 1)
    return report(context, 'argument-count', { name, expected: 1, found: call.args.length }, call);
  const [given] = call.args;
  if (given !== undefined && given.kind !== 'string') return report(context, 'zone-literal', {}, given);
  const zone = given?.value ?? context.scope.timezone;
  if (!isZone(zone)) return report(context, 'zone-unknown', { zone: zone.slice(0, 64) }, given ?? call.nameAt);
  return { kind: 'part', type: 'int', name, target, zone, zoneImplied: given === undefined, ...spanOf(call) };
}

/** Whether nothing found so far keeps the rule from running. */
export function usable(issues: readonly Issue[]): boolean {
  return issues.every((found) => found.severity === 'warning');
}
