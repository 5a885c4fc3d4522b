import { lineTypes } from '../fields.ts';
import { microsOf } from '../time.ts';
import type { Tree } from './parse.ts';
import { condition, isItems, lineField, refuse, type Reading } from './reading.ts';
import type { Term } from './term.ts';

type Call = Extract<Tree, { is: 'call' }>;

const textTests: ReadonlySet<string> = new Set(['startsWith', 'endsWith', 'contains']);
const parts: ReadonlySet<string> = new Set([
  ...['getFullYear', 'getMonth', 'getDate', 'getDayOfMonth', 'getDayOfWeek', 'getDayOfYear'],
  ...['getHours', 'getMinutes', 'getSeconds', 'getMilliseconds'],
]);

export function callTerm(call: Call, reading: Reading): Term {
  const { name, on, args } = call;
  if (name === 'has' && on === null) return hasTerm(call, reading);
  if (name === 'timestamp' && on === null) return instantTerm(call);
  if (name === 'exists' || name === 'all' || name === 'exists_one') return linesTerm(call, reading);
  if (name === 'sum') return sumTerm(call, reading);
  if (name === 'size') return sizeTerm(call, reading);
  if (textTests.has(name)) {
    const part =
      args.length === 1 && args[0] !== undefined ? reading.term(args[0], reading) : refuse('rule-call', call);
    const of = receiver(call, on, 'string', reading);
    return part.type === 'string' ? { is: 'text', type: 'bool', name, of, part } : refuse('rule-type', call);
  }
  if (name === 'matches') {
    const [target, pattern, more] = on === null ? args : [on, ...args];
    if (pattern?.is !== 'string' || more !== undefined) return refuse('rule-call', call);
    const of = receiver(call, target ?? null, 'string', reading);
    return { is: 'matches', type: 'bool', of, pattern: pattern.text };
  }
  if (parts.has(name)) {
    const [zone, more] = args;
    if (more !== undefined || (zone !== undefined && zone.is !== 'string')) return refuse('rule-call', call);
    const of = receiver(call, on, 'timestamp', reading);
    return { is: 'part', type: 'int', name, of, zone: zone?.text ?? reading.timezone };
  }
  return refuse('rule-function', call);
}

function receiver(call: Call, tree: Tree | null, type: 'string' | 'timestamp', reading: Reading): Term {
  const of = tree === null ? refuse('rule-call', call) : reading.term(tree, reading);
  return of.type === type ? of : refuse('rule-type', call);
}

function hasTerm(call: Call, reading: Reading): Term {
  const [path, more] = call.args;
  if (path?.is !== 'path' || more !== undefined) return refuse('rule-call', call);
  const name = lineField(path.path, reading);
  if (name !== null)
    return Object.hasOwn(lineTypes, name) ? { is: 'has-item', type: 'bool', name } : refuse('field-unknown', path);
  if (isItems(path, reading)) {
    reading.layout.items = true;
    return { is: 'has', type: 'bool', slot: null };
  }
  return { is: 'has', type: 'bool', slot: reading.layout.slot(path.path) };
}

function sizeTerm(call: Call, reading: Reading): Term {
  const [sized, more] = call.on === null ? call.args : [call.on, ...call.args];
  if (sized === undefined || more !== undefined) return refuse('rule-call', call);
  if (isItems(sized, reading) || (sized.is === 'call' && sized.name === 'filter'))
    return { is: 'total', type: 'int', filter: linesOf(sized, reading), value: null };
  return { is: 'size', type: 'int', of: receiver(call, sized, 'string', reading) };
}

/** `items.exists(i, …)` and its like. */
function linesTerm(call: Call, reading: Reading): Term {
  if (!isItems(call.on, reading)) return refuse('rule-call', call);
  const of = each(call, reading, condition);
  if (call.name !== 'exists_one') return { is: 'lines', type: 'bool', all: call.name === 'all', of };
  const left: Term = { is: 'total', type: 'int', filter: of, value: null };
  return { is: 'compare', type: 'bool', op: '==', left, right: { is: 'number', type: 'int', value: 1 } };
}

/** `items.map(i, …).sum()`, with or without a filter before it. */
function sumTerm(call: Call, reading: Reading): Term {
  const map = call.on;
  if (map?.is !== 'call' || map.name !== 'map' || map.on === null || call.args.length > 0)
    return refuse('rule-call', call);
  const filter = linesOf(map.on, reading);
  const value = each(map, reading, reading.term);
  if (value.type !== 'int' && value.type !== 'money') return refuse('rule-type', map);
  return { is: 'total', type: value.type, filter, value };
}

/** The filter of lines; null where all are meant. */
function linesOf(tree: Tree, reading: Reading): Term | null {
  if (isItems(tree, reading)) {
    reading.layout.items = true;
    return null;
  }
  if (tree.is !== 'call' || tree.name !== 'filter' || !isItems(tree.on, reading)) return refuse('rule-call', tree);
  return each(tree, reading, condition);
}

/** A line named like what rules read would hide it. */
const roots = /^(?:order|card|buyer|delivery|ip|cookie|device|items|auth|threeds|entity|event|custom|velocity|lists)$/;

/** What a macro says of each line, which its first argument names. */
function each(call: Call, reading: Reading, read: (tree: Tree, reading: Reading) => Term): Term {
  const [name, body, more] = call.args;
  if (name?.is !== 'path' || name.path.includes('.') || body === undefined || more !== undefined)
    return refuse('rule-call', call);
  if (reading.line !== null) return refuse('rule-call', call);
  if (roots.test(name.path)) return refuse('rule-call', name);
  reading.layout.items = true;
  return read(body, { ...reading, line: name.path });
}

/** `timestamp("…")`. */
function instantTerm(tree: Call): Term {
  const [text, more] = tree.args;
  const value = text?.is === 'string' && more === undefined ? microsOf(text.text) : null;
  return value === null ? refuse('rule-timestamp', tree) : { is: 'number', type: 'timestamp', value };
}
