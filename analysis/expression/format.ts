import { quoteString } from './string-literal.ts';
import type { BinaryOp, Syntax } from './syntax.ts';

const level = { conditional: 0, or: 1, and: 2, relation: 3, sum: 4, product: 5, unary: 6, member: 7 } as const;

function binaryLevel(op: BinaryOp): number {
  if (op === '+' || op === '-') return level.sum;
  return op === '*' || op === '/' || op === '%' ? level.product : level.relation;
}

function levelOf(tree: Syntax): number {
  switch (tree.kind) {
    case 'conditional':
      return level.conditional;
    case 'logic':
      return tree.op === '||' ? level.or : level.and;
    case 'binary':
      return binaryLevel(tree.op);
    case 'unary':
      return level.unary;
    case 'int':
    case 'double':
    case 'string':
    case 'bool':
    case 'null':
    case 'list':
    case 'path':
    case 'call':
      return level.member;
  }
}

/** A tree as canonical CEL text with no more parentheses than needed; reading it again gives the same tree. */
export function formatCel(tree: Syntax): string {
  const at = (child: Syntax, least: number): string =>
    levelOf(child) < least ? `(${formatCel(child)})` : formatCel(child);
  switch (tree.kind) {
    case 'int':
    case 'double':
      return tree.text;
    case 'string':
      return quoteString(tree.value);
    case 'bool':
      return String(tree.value);
    case 'null':
      return 'null';
    case 'list':
      return `[${tree.items.map(formatCel).join(', ')}]`;
    case 'path':
      return tree.path;
    case 'call': {
      const args = tree.args.map(formatCel).join(', ');
      return `${tree.target === null ? '' : `${at(tree.target, level.member)}.`}${tree.name}(${args})`;
    }
    case 'unary': {
      const same = tree.operand.kind === 'unary' && tree.operand.op === tree.op;
      return `${tree.op}${at(tree.operand, same ? level.unary : level.member)}`;
    }
    case 'binary': {
      const own = binaryLevel(tree.op);
      return `${at(tree.left, own)} ${tree.op} ${at(tree.right, own + 1)}`;
    }
    case 'logic': {
      const least = levelOf(tree) + 1;
      return tree.operands.map((operand) => at(operand, least)).join(` ${tree.op} `);
    }
    case 'conditional':
      return `${at(tree.condition, level.or)} ? ${at(tree.then, level.or)} : ${formatCel(tree.otherwise)}`;
  }
}
