import { lineTypes } from '../fields.ts';
import { RuntimeRefusal } from '../package.ts';
import { durationOf, years } from '../time.ts';
import { callTerm } from './check-call.ts';
import { addition, isLoose, loose, looseType } from './check-number.ts';
import { parse, type Tree } from './parse.ts';
import { condition, isItems, lineField, refuse, type Reading, type Scope } from './reading.ts';
import { isNumber, type Term } from './term.ts';

/** Reads and types a rule's text; refuses what profile wb-1 does not hold. */
export function check(text: string, scope: Scope): Term {
  const tree = parse(text);
  const term = termOf(tree, { ...scope, line: null, term: termOf });
  return term.type === 'bool' ? term : refuse('rule-type', tree);
}

function termOf(tree: Tree, reading: Reading): Term {
  switch (tree.is) {
    case 'number':
      return loose(tree, looseType(tree), reading);
    case 'string':
      return { is: 'string', type: 'string', value: tree.text };
    case 'truth':
      return { is: 'truth', type: 'bool', value: tree.value };
    case 'path':
      return pathTerm(tree, reading);
    case 'list':
      return refuse('rule-list', tree);
    case 'call':
      return callTerm(tree, reading);
    case 'sign':
      return signTerm(tree, reading);
    case 'logic':
      return {
        is: 'logic',
        type: 'bool',
        all: tree.op === '&&',
        of: tree.of.map((operand) => condition(operand, reading)),
      };
    case 'choice': {
      const of = condition(tree.of, reading);
      const [yes, no] = pair(tree.yes, tree.no, reading);
      return yes.type === no.type ? { is: 'choice', type: yes.type, of, yes, no } : refuse('rule-type', tree);
    }
    case 'binary':
      return binaryTerm(tree, reading);
  }
}

type TreeOf<K extends Tree['is']> = Extract<Tree, { is: K }>;

function pathTerm(tree: TreeOf<'path'>, reading: Reading): Term {
  const name = lineField(tree.path, reading);
  if (name !== null) {
    const type = Object.hasOwn(lineTypes, name) ? lineTypes[name] : undefined;
    return type === undefined ? refuse('field-unknown', tree) : { is: 'item', type, name };
  }
  if (isItems(tree, reading)) return refuse('rule-list', tree);
  const slot = reading.layout.slot(tree.path);
  return { is: 'field', type: slot.type, slot };
}

function signTerm(tree: TreeOf<'sign'>, reading: Reading): Term {
  if (tree.op === '!') return { is: 'not', type: 'bool', of: condition(tree.of, reading) };
  if (isLoose(tree)) return loose(tree, looseType(tree), reading);
  const of = termOf(tree.of, reading);
  return isNumber(of.type) ? { is: 'minus', type: of.type, of } : refuse('rule-type', tree);
}

/** Both sides, numbers without a type taking that of what stands beside them. */
function pair(left: Tree, right: Tree, reading: Reading): readonly [Term, Term] {
  const beside = (other: Term, tree: Tree): Term =>
    loose(tree, isNumber(other.type) ? other.type : looseType(tree), reading);
  if (isLoose(left) && isLoose(right)) {
    const type = looseType(left) === 'double' ? 'double' : looseType(right);
    return [loose(left, type, reading), loose(right, type, reading)];
  }
  if (isLoose(left)) {
    const known = termOf(right, reading);
    return [beside(known, left), known];
  }
  const known = termOf(left, reading);
  return [known, isLoose(right) ? beside(known, right) : termOf(right, reading)];
}

function binaryTerm(tree: TreeOf<'binary'>, reading: Reading): Term {
  const { op } = tree;
  if (op === 'in') return amongTerm(tree, reading);
  if (op === '+' || op === '-')
    return isDuration(tree.left) || isDuration(tree.right) ? shiftTerm(tree, reading) : sumTerm(tree, reading);
  if (op === '*' || op === '/' || op === '%') return productTerm(tree, op, reading);
  const [left, right] = pair(tree.left, tree.right, reading);
  if (left.type !== right.type) return refuse('rule-type', tree);
  if (op !== '==' && op !== '!=' && (left.type === 'string' || left.type === 'bool')) return refuse('rule-type', tree);
  return { is: 'compare', type: 'bool', op, left, right };
}

function sumTerm(tree: TreeOf<'binary'>, reading: Reading): Term {
  const [left, right] = pair(tree.left, tree.right, reading);
  return addition(tree, left, right);
}

function productTerm(tree: TreeOf<'binary'>, op: string, reading: Reading): Term {
  const [left, right] = factors(tree, op, reading);
  if (!isNumber(left.type) || !isNumber(right.type)) return refuse('rule-type', tree);
  if (left.type === 'money' || right.type === 'money') {
    if (op === '*' && (left.type === 'int' || right.type === 'int'))
      return { is: 'arithmetic', type: 'money', op, left, right };
    if (op === '/' && left.type === right.type && !isZero(right)) return { is: 'ratio', type: 'double', left, right };
    return refuse('rule-type', tree);
  }
  if (left.type !== right.type || (left.type === 'double' && op !== '*')) return refuse('rule-type', tree);
  if (op !== '*' && isZero(right)) return refuse('rule-zero', tree);
  return { is: 'arithmetic', type: left.type, op, left, right };
}

const isZero = (term: Term): boolean => term.is === 'number' && term.value === 0;

/** Beside money a bare number is a whole factor where it multiplies, and an amount where it divides. */
function factors(tree: TreeOf<'binary'>, op: string, reading: Reading): readonly [Term, Term] {
  if (isLoose(tree.left) === isLoose(tree.right)) return pair(tree.left, tree.right, reading);
  const before = isLoose(tree.left);
  const known = termOf(before ? tree.right : tree.left, reading);
  const bare = before ? tree.left : tree.right;
  const type = known.type === 'money' && op !== '/' ? looseType(bare) : known.type;
  const other = loose(bare, isNumber(type) ? type : looseType(bare), reading);
  return before ? [other, known] : [known, other];
}

const isDuration = (tree: Tree): tree is TreeOf<'call'> =>
  tree.is === 'call' && tree.on === null && tree.name === 'duration';

function shiftTerm({ op, left, right, at }: TreeOf<'binary'>, reading: Reading): Term {
  const tree = isDuration(right) ? left : right;
  const duration = isDuration(right) ? right : left;
  if (!isDuration(duration) || isDuration(tree) || (op === '-' && duration === left))
    throw new RuntimeRefusal('rule-duration', '', at);
  const [text, more] = duration.args;
  const micros = text?.is === 'string' && more === undefined ? durationOf(text.text) : null;
  if (micros === null) throw new RuntimeRefusal('rule-duration', '', at);
  return shifted(tree, termOf(tree, reading), op === '-' ? -micros : micros);
}

/** Shifts of shifts are one. */
function shifted(tree: Tree, of: Term, micros: number): Term {
  if (of.type !== 'timestamp') return refuse('rule-type', tree);
  if (of.is === 'shift') return shifted(tree, of.of, of.micros + micros);
  if (of.is !== 'number') return { is: 'shift', type: 'timestamp', of, micros };
  const value = of.value + micros;
  return value >= years.from && value < years.before ? { ...of, value } : refuse('rule-timestamp', tree);
}

/** `x in [literal, …]`, or `field in lists.<id>`. */
function amongTerm(tree: TreeOf<'binary'>, reading: Reading): Term {
  const { left, right } = tree;
  const list = right.is === 'path' ? /^lists\.(.+)$/.exec(right.path)?.[1] : undefined;
  if (list !== undefined) {
    const of = left.is === 'path' ? termOf(left, reading) : refuse('rule-list', left);
    if (of.is !== 'field' || of.type !== 'string') return refuse('rule-list', left);
    if (!reading.canList(list, of.slot.path)) return refuse('list-unknown', right);
    return { is: 'listed', type: 'bool', slot: of.slot, list };
  }
  if (right.is !== 'list' || right.items.length === 0) return refuse('rule-list', right);
  const of = isLoose(left) ? loose(left, looseType(left), reading) : termOf(left, reading);
  const members = right.items.map((member) => memberOf(member, of, reading));
  if (of.type === 'bool') {
    const same = members.map((member): Term => ({ is: 'compare', type: 'bool', op: '==', left: of, right: member }));
    return { is: 'logic', type: 'bool', all: false, of: same };
  }
  const values = members.map((member) =>
    member.is === 'number' || member.is === 'string' ? member.value : refuse('rule-list', right),
  );
  return { is: 'among', type: 'bool', of, values };
}

function memberOf(tree: Tree, of: Term, reading: Reading): Term {
  const term = isLoose(tree) && isNumber(of.type) ? loose(tree, of.type, reading) : termOf(tree, reading);
  const constant = term.is === 'number' || term.is === 'string' || term.is === 'truth';
  return constant && term.type === of.type ? term : refuse('rule-list', tree);
}
