import { checkedByParent, childrenOf, type Term, type TermOf } from './term.ts';

/** Bound on the printed forms: a rule whose guarded text or SQL would be larger is refused. */
export const printedLimit = 20_000;

interface Sizes {
  /** Guarded text when true or when false. */
  readonly rail: number;
  /** Conditions under which a value is defined. */
  readonly defined: number;
  readonly value: number;
  readonly sql: number;
}

const sum = (list: readonly Sizes[], of: keyof Sizes): number => list.reduce((total, sizes) => total + sizes[of], 0);

/** Upper bound of the nodes a printer makes: guarding and range checks repeat what they guard. */
export function printedSize(term: Term): number {
  const { rail, sql } = sizesOf(term);
  return Math.max(rail, sql);
}

/** Sizes of what one range check covers. */
function operandSizes(term: TermOf<'arithmetic'>): readonly Sizes[] {
  return [term.left, term.right].flatMap((child) =>
    checkedByParent(term, child) ? operandSizes(child) : [sizesOf(child)],
  );
}

function arithmeticSizes(term: TermOf<'arithmetic'>): Sizes {
  const operands = operandSizes(term);
  const value = sum(operands, 'value') + operands.length;
  const defined = 1 + sum(operands, 'defined') + 2 * value;
  return { rail: defined + value, defined, value, sql: 2 + 2 * (sum(operands, 'sql') + operands.length) };
}

function sizesOf(term: Term): Sizes {
  if (term.kind === 'arithmetic') return arithmeticSizes(term);
  const inner = childrenOf(term).map(sizesOf);
  const plain = { defined: sum(inner, 'defined'), value: 1 + sum(inner, 'value'), sql: 1 + sum(inner, 'sql') };
  switch (term.kind) {
    case 'conditional': {
      const [condition, ...branches] = inner;
      const rails = 2 * (condition?.rail ?? 0);
      return {
        rail: 1 + rails + sum(branches, 'rail'),
        defined: 1 + rails + sum(branches, 'defined'),
        value: 1 + (condition?.rail ?? 0) + sum(branches, 'value'),
        sql: 1 + 2 * (condition?.sql ?? 0) + sum(branches, 'sql'),
      };
    }
    case 'compare':
      if (term.left.type === 'bool') return { ...plain, rail: 1 + 2 * sum(inner, 'rail') };
      return { ...plain, rail: 1 + plain.defined + plain.value };
    case 'logic':
    case 'not':
      return { ...plain, rail: 1 + sum(inner, 'rail') };
    case 'ratio':
    case 'shift': {
      const defined = 1 + plain.defined + 2 * plain.value;
      return { rail: defined + plain.value, defined, value: plain.value, sql: 2 + 2 * plain.sql };
    }
    case 'quantified': {
      const rail = 3 + sum(inner, 'rail');
      return { rail, defined: 1 + 2 * rail, value: rail, sql: 4 + sum(inner, 'sql') };
    }
    case 'total': {
      const filter = term.filter === null ? null : sizesOf(term.filter);
      const own = term.value === null ? null : sizesOf(term.value);
      const value = 4 + (filter?.rail ?? 0) + (own?.value ?? 0);
      const defined = 4 + 2 * (filter?.rail ?? 0) + (own?.defined ?? 0) + 2 * value;
      return { rail: defined + value, defined, value, sql: 8 + 4 * (filter?.sql ?? 0) + 2 * (own?.sql ?? 0) };
    }
    case 'literal':
    case 'field':
    case 'item':
    case 'has-item':
    case 'has':
    case 'negate':
    case 'in':
    case 'listed':
    case 'text':
    case 'matches':
    case 'size':
    case 'part': {
      const own = term.kind === 'in' ? term.list.length : 1;
      return {
        rail: own + 1 + plain.defined + plain.value,
        defined: plain.defined + 1,
        value: plain.value + own,
        sql: plain.sql + own,
      };
    }
  }
}
