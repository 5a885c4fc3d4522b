import { parse } from './parser.ts';
import { mirrored, type Syntax } from './syntax.ts';
import type { Span } from './issue.ts';

export const cutRelations = ['<', '<=', '>', '>='] as const;
export type CutRelation = (typeof cutRelations)[number];

/** A field or feature compared with a number that stands in a rule's text; the span is that of the number. */
export interface NumericClause extends Span {
  readonly path: string;
  /** With the field on the left, whichever side it is written on. */
  readonly relation: CutRelation;
  /** As written: money in major units. */
  readonly value: number;
}

/**
 * The clauses of a text with a threshold that may be moved, in its order; none of a text that does not parse. What a
 * macro over order lines compares is left out: no order has one value of it.
 */
export function numericClauses(text: string): readonly NumericClause[] {
  const parsed = parse(text);
  return parsed.ok ? clausesIn(parsed.ast) : [];
}

function clausesIn(syntax: Syntax): readonly NumericClause[] {
  switch (syntax.kind) {
    case 'binary':
      return [...clauseOf(syntax), ...clausesIn(syntax.left), ...clausesIn(syntax.right)];
    case 'unary':
      return clausesIn(syntax.operand);
    case 'logic':
      return syntax.operands.flatMap(clausesIn);
    case 'conditional':
      return [syntax.condition, syntax.then, syntax.otherwise].flatMap(clausesIn);
    default:
      return [];
  }
}

function clauseOf({ op, left, right }: Extract<Syntax, { kind: 'binary' }>): readonly NumericClause[] {
  const relation = cutRelations.find((one) => one === op);
  if (relation === undefined) return [];
  const direct = clause(left, right, relation);
  const turned = cutRelations.find((one) => one === mirrored[relation]) ?? relation;
  return direct ?? clause(right, left, turned) ?? [];
}

function clause(field: Syntax, number: Syntax, relation: CutRelation): readonly NumericClause[] | null {
  const value = literalOf(number);
  if (field.kind !== 'path' || value === null) return null;
  return [{ path: field.path, relation, value, from: number.from, to: number.to }];
}

function literalOf(syntax: Syntax): number | null {
  if (syntax.kind === 'int' || syntax.kind === 'double') return Number(syntax.value);
  if (syntax.kind !== 'unary' || syntax.op !== '-') return null;
  const value = literalOf(syntax.operand);
  return value === null ? null : -value;
}

/** The text with another number in the place of a clause's. */
export function withThreshold(text: string, { from, to }: Span, value: number): string {
  return text.slice(0, from) + numberText(value) + text.slice(to);
}

/** Digits without an exponent or separators, as rules write numbers. */
const numberText = (value: number): string =>
  value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 });
