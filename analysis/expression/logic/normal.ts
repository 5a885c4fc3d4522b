import type { Term } from '../term.ts';
import { mirrored } from '../syntax.ts';
import { keyOf } from './subject.ts';

/**
 * One text for rules that say the same in another order: operands of && and || and values of lists sorted and without
 * repetitions, groups of one kind within each other made one, constants second, double denials taken out.
 */
export const normalKey = (term: Term): string => keyOf(normal(term));

function normal(term: Term): Term {
  switch (term.kind) {
    case 'logic': {
      const operands = term.operands
        .map(normal)
        .flatMap((one) => (one.kind === 'logic' && one.op === term.op ? one.operands : [one]));
      const sorted = sortedUnique(operands);
      const [first] = sorted;
      return first !== undefined && sorted.length === 1 ? first : { ...term, operands: sorted };
    }
    case 'not': {
      const operand = normal(term.operand);
      return operand.kind === 'not' ? operand.operand : { ...term, operand };
    }
    case 'conditional':
      return {
        ...term,
        condition: normal(term.condition),
        then: normal(term.then),
        otherwise: normal(term.otherwise),
      };
    case 'compare': {
      const [left, right] = [normal(term.left), normal(term.right)];
      const swapped =
        (left.kind === 'literal') === (right.kind === 'literal') ? keyOf(left) > keyOf(right) : left.kind === 'literal';
      return swapped ? { ...term, op: mirrored[term.op], left: right, right: left } : { ...term, left, right };
    }
    case 'in': {
      const list = sortedUnique(term.list);
      return { ...term, item: normal(term.item), list };
    }
    case 'quantified':
      return { ...term, condition: normal(term.condition) };
    default:
      return term;
  }
}

function sortedUnique<T extends Term>(terms: readonly T[]): readonly T[] {
  const byKey = new Map(terms.map((one) => [keyOf(one), one]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
