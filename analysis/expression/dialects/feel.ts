import type { Dialect } from '../dual-rail.ts';
import { isPlainNumber } from './numbers.ts';
import { sayable, type Words } from './sayable.ts';
import { textWriter } from './text-writer.ts';

/** FEEL, the expressions of DMN 1.3: decimals, lists asked by a function, a remainder with the sign of the divisor. */
const words: Words = {
  literal: (literal) => literal.type !== 'double' || isPlainNumber(literal.value),
  doubles: false,
  longSums: true,
  test: () => true,
};

/** A text as FEEL writes it. */
export const feelText = (value: string): string => JSON.stringify(value);

export const feel: Dialect<string> = {
  says: (term) => sayable(term, words),
  write: textWriter({
    language: 'FEEL',
    text: feelText,
    not: (operand) => `not(${operand})`,
    conditional: (condition, then, otherwise) => `if ${condition} then ${then} else ${otherwise}`,
    equals: '=',
    isIn: (item, list) => `list contains(${list}, ${item})`,
    remainder: (dividend, divisor) =>
      `(if ${dividend} < 0 then -modulo(-${dividend}, ${divisor}) else modulo(${dividend}, ${divisor}))`,
    tests: { startsWith: 'starts with', endsWith: 'ends with', contains: 'contains' },
  }),
};
