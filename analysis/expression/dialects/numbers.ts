import type { Syntax } from '../syntax.ts';
import { parseDuration, parseInstant } from '../time.ts';

/** The number that a constant of the guarded form stands for: instants and durations in milliseconds; null for any other tree. */
export function numberOf(tree: Syntax): number | null {
  switch (tree.kind) {
    case 'int':
    case 'double':
      return Number(tree.value);
    case 'unary': {
      const size = tree.op === '-' ? numberOf(tree.operand) : null;
      return size === null ? null : -size;
    }
    case 'call':
      return tree.name === 'timestamp' || tree.name === 'duration' ? millisOf(tree.name, tree.args[0]) : null;
    default:
      return null;
  }
}

function millisOf(name: 'timestamp' | 'duration', argument: Syntax | undefined): number | null {
  if (argument?.kind !== 'string') return null;
  const micros = name === 'timestamp' ? parseInstant(argument.value) : parseDuration(argument.value);
  return typeof micros === 'bigint' ? Number(micros / 1000n) : null;
}

/** Whether a number is written without exponent, and with so few places that decimals of 28 digits hold it. */
export const isPlainNumber = (value: number): boolean => /^-?\d{1,16}(?:\.\d{1,15})?$/.test(String(value));

/** Whether whole division is meant: the other kind is written over double(). */
export const isWhole = ({ left }: { readonly left: Syntax }): boolean =>
  !(left.kind === 'call' && left.name === 'double');
