import type { Syntax, SyntaxOf } from '../syntax.ts';
import type { TextTest } from '../term.ts';
import { isWhole, numberOf } from './numbers.ts';

/** What differs between languages that write conditions with operators; operands come closed, in parentheses if need be. */
export interface Spelling {
  readonly language: string;
  readonly text: (value: string) => string;
  readonly not: (operand: string) => string;
  readonly conditional: (condition: string, then: string, otherwise: string) => string;
  readonly equals: string;
  readonly isIn: (item: string, list: string) => string;
  /** The remainder by a divisor above 0, with the sign of the dividend; closed. */
  readonly remainder: (dividend: string, divisor: string) => string;
  readonly tests: Readonly<Record<TextTest, string>>;
}

const atoms: ReadonlySet<Syntax['kind']> = new Set(['int', 'double', 'string', 'bool', 'list', 'path', 'call']);

/** Writes guarded forms in such a language. */
export function textWriter(spelling: Spelling): (tree: Syntax) => string {
  const { tests } = spelling;
  const inner = (tree: Syntax): string =>
    atoms.has(tree.kind) || numberOf(tree) !== null ? write(tree) : `(${write(tree)})`;

  function write(tree: Syntax): string {
    const number = numberOf(tree);
    if (number !== null) return String(number);
    switch (tree.kind) {
      case 'string':
        return spelling.text(tree.value);
      case 'bool':
        return String(tree.value);
      case 'list':
        return `[${tree.items.map(write).join(', ')}]`;
      case 'path':
        return tree.path;
      case 'unary':
        return tree.op === '!' ? spelling.not(inner(tree.operand)) : `-${inner(tree.operand)}`;
      case 'logic':
        return tree.operands.map(inner).join(tree.op === '&&' ? ' and ' : ' or ');
      case 'conditional':
        return spelling.conditional(inner(tree.condition), inner(tree.then), inner(tree.otherwise));
      case 'binary':
        return binary(tree);
      case 'call':
        return call(tree);
      default:
        return refuse(tree.kind);
    }
  }

  function binary(tree: SyntaxOf<'binary'>): string {
    const [left, right] = [inner(tree.left), inner(tree.right)];
    switch (tree.op) {
      case 'in':
        return spelling.isIn(left, right);
      case '==':
        return `${left} ${spelling.equals} ${right}`;
      case '%':
        return spelling.remainder(left, right);
      case '/':
        return isWhole(tree) ? `(${left} - ${spelling.remainder(left, right)}) / ${right}` : `${left} / ${right}`;
      default:
        return `${left} ${tree.op} ${right}`;
    }
  }

  function call({ name, target, args: [first] }: SyntaxOf<'call'>): string {
    if (first === undefined) return refuse(name);
    if (name === 'has') return `(${write(first)} != null)`;
    if (name === 'double') return inner(first);
    const test = name in tests ? tests[name as TextTest] : undefined;
    return test === undefined || target === null ? refuse(name) : `${test}(${write(target)}, ${write(first)})`;
  }

  const refuse = (what: string): never => {
    throw new TypeError(`${what} in ${spelling.language}`);
  };

  return write;
}
