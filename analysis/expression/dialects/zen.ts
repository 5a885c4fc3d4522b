import type { Dialect } from '../dual-rail.ts';
import { isPlainNumber } from './numbers.ts';
import { sayable, type Words } from './sayable.ts';
import { textWriter } from './text-writer.ts';

/**
 * The expression language of GoRules ZEN. Its numbers are decimals of 28 digits, its texts have no escapes, lengths are
 * counted in bytes; a comparison with null fails, `and` and `or` stop at the first operand that decides.
 */
const words: Words = {
  literal: (literal) =>
    literal.type === 'double'
      ? isPlainNumber(literal.value)
      : literal.type !== 'string' || quoteFor(literal.value) !== null,
  doubles: false,
  longSums: true,
  test: () => true,
};

export const zen: Dialect<string> = {
  says: (term) => sayable(term, words),
  write: textWriter({
    language: 'ZEN',
    text: (value) => {
      const quote = quoteFor(value);
      if (quote === null) throw new TypeError('a text that ZEN cannot quote');
      return `${quote}${value}${quote}`;
    },
    not: (operand) => `not ${operand}`,
    conditional: (condition, then, otherwise) => `${condition} ? ${then} : ${otherwise}`,
    equals: '==',
    isIn: (item, list) => `${item} in ${list}`,
    remainder: (dividend, divisor) => `(${dividend} % ${divisor})`,
    tests: { startsWith: 'startsWith', endsWith: 'endsWith', contains: 'contains' },
  }),
};

/** Nothing is escaped: a text holds neither a quotation mark like those around it nor what other readers may unescape. */
function quoteFor(value: string): '"' | "'" | null {
  if (/[\\\p{Cc}]/u.test(value)) return null;
  if (!value.includes('"')) return '"';
  return value.includes("'") ? null : "'";
}
