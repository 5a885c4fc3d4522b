import type { Dialect } from '../dual-rail.ts';
import type { Syntax, SyntaxOf } from '../syntax.ts';
import { isWhole, numberOf } from './numbers.ts';
import { sayable, type Words } from './sayable.ts';

/** A JSON-Logic rule: a value, or an operation by its name. */
export type Logic = string | number | boolean | null | readonly Logic[] | { readonly [operation: string]: Logic };

/** JSON-Logic over JavaScript's numbers and UTF-16 texts; comparisons are strict, so that nothing is converted. */
const words: Words = {
  literal: () => true,
  doubles: true,
  longSums: false,
  // Its texts are cut by places, which other engines may count in code points.
  test: (name, argument) => argument !== '' && (name === 'contains' || !/[\u{10000}-\u{10ffff}]/u.test(argument)),
};

export const jsonLogic: Dialect<Logic> = { says: (term) => sayable(term, words), write: (tree) => write(tree) };

const relations: Readonly<Record<string, string>> = { '==': '===', '!=': '!==' };

function write(tree: Syntax): Logic {
  const number = numberOf(tree);
  if (number !== null) return number;
  switch (tree.kind) {
    case 'string':
    case 'bool':
      return tree.value;
    case 'list':
      return tree.items.map(write);
    case 'path':
      return { var: tree.path };
    case 'unary':
      return { [tree.op]: [write(tree.operand)] };
    case 'logic':
      return { [tree.op === '&&' ? 'and' : 'or']: tree.operands.map(write) };
    case 'conditional':
      return { if: [write(tree.condition), write(tree.then), write(tree.otherwise)] };
    case 'binary':
      return binary(tree);
    case 'call':
      return call(tree);
    default:
      return refuse(tree);
  }
}

function binary(tree: SyntaxOf<'binary'>): Logic {
  const [left, right] = [write(tree.left), write(tree.right)];
  if (tree.op === '/' && isWhole(tree)) return { '/': [{ '-': [left, { '%': [left, right] }] }, right] };
  return { [relations[tree.op] ?? tree.op]: [left, right] };
}

function call(tree: SyntaxOf<'call'>): Logic {
  const [first] = tree.args;
  if (first === undefined) return refuse(tree);
  if (tree.name === 'has') return { '!==': [write(first), null] };
  if (tree.name === 'double') return write(first);
  if (tree.target === null || first.kind !== 'string') return refuse(tree);
  const [target, { value }] = [write(tree.target), first];
  switch (tree.name) {
    case 'startsWith':
      return { '===': [{ substr: [target, 0, value.length] }, value] };
    case 'endsWith':
      return { '===': [{ substr: [target, -value.length] }, value] };
    case 'contains':
      return { in: [value, target] };
    default:
      return refuse(tree);
  }
}

function refuse({ kind }: Syntax): never {
  throw new TypeError(`${kind} in JSON-Logic`);
}
