import { checkedByParent, type Literal, type Term, type TermOf } from '../term.ts';

/** What dialects differ in; the rest is the same for all that take records as JSON. */
export interface Words {
  readonly literal: (literal: Literal) => boolean;
  /** Whether two doubles are added, multiplied and divided as IEEE 754 has it. */
  readonly doubles: boolean;
  /** Whether a sum of three or more whole numbers is exact on its way beyond 2^53. */
  readonly longSums: boolean;
  /** Whether it tests a text so; its argument is a literal. */
  readonly test: (name: TermOf<'text'>['name'], argument: string) => boolean;
}

/** Largest factor a product may have, so that no product leaves what decimals of 28 digits hold. */
const largestFactor = 10n ** 12n;

/** Whether instants of whole milliseconds say it. */
const wholeMillis = (micros: bigint): boolean => micros % 1000n === 0n;

/**
 * Whether engines that read JSON say a term: not the lines of orders, regular expressions, lengths, parts of the
 * clock. Money is a whole number of minor units, an instant the milliseconds since 1970 UTC.
 */
export function sayable(term: Term, words: Words): boolean {
  switch (term.kind) {
    case 'literal':
      return (term.type !== 'timestamp' || wholeMillis(term.value)) && words.literal(term);
    case 'field':
    case 'has':
      return term.field.type !== 'list';
    case 'not':
    case 'logic':
    case 'conditional':
    case 'compare':
    case 'in':
    case 'listed':
      return true;
    case 'negate':
      return term.type !== 'double' || words.doubles;
    case 'ratio':
      return words.doubles;
    case 'shift':
      return wholeMillis(term.micros);
    case 'arithmetic':
      return term.type === 'double' ? words.doubles && !goesOn(term) : wholeNumbers(term, words);
    case 'text':
      return term.argument.kind === 'literal' && words.test(term.name, String(term.argument.value));
    case 'item':
    case 'has-item':
    case 'quantified':
    case 'total':
    case 'matches':
    case 'size':
    case 'part':
      return false;
  }
}

/** Whether it computes with what may have left the finite range: engines end all where 0 × ∞ or ∞ − ∞ is no number. */
const goesOn = (term: TermOf<'arithmetic'>): boolean =>
  [term.left, term.right].some((operand) => checkedByParent(term, operand));

function wholeNumbers(term: TermOf<'arithmetic'>, { longSums }: Words): boolean {
  const { op, left, right } = term;
  if (op === '/' || op === '%') return right.kind === 'literal' && Number(right.value) > 0;
  if (op === '*') return [left, right].some(isSmall) && [left, right].some(({ kind }) => kind !== 'literal');
  return longSums || !goesOn(term);
}

const isSmall = (term: Term): boolean =>
  term.kind === 'literal' &&
  typeof term.value === 'bigint' &&
  term.value <= largestFactor &&
  term.value >= -largestFactor;
