import { formatCel } from './format.ts';
import { parse } from './parser.ts';
import { mirrored, type Syntax } from './syntax.ts';
import type { Span } from './issue.ts';

export const cutRelations = ['<', '<=', '>', '>='] as const;
export type CutRelation = (typeof cutRelations)[number];

/** A value compared with a number that stands in a rule's text; the span is that of the number. */
export interface NumericClause extends Span {
  /** A field or feature by its path; of what is computed its text. */
  readonly path: string;
  /** With the value on the left, whichever side it is written on. */
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

/** A comparison with a number whose threshold is not studied: inside of a macro over order lines. */
export interface UnstudiedClause extends Span {
  /** As it stands in the rule. */
  readonly text: string;
}

/**
 * The comparisons of a text with a number that are none of `numericClauses`: those inside of macros over order lines. In the
 * order of the text; none of one that does not parse.
 */
export function unstudiedClauses(text: string): readonly UnstudiedClause[] {
  const parsed = parse(text);
  if (!parsed.ok) return [];
  return unstudiedIn(parsed.ast, false).map(({ from, to }) => ({ from, to, text: text.slice(from, to) }));
}

function unstudiedIn(syntax: Syntax, inCall: boolean): readonly Span[] {
  switch (syntax.kind) {
    case 'binary': {
      const sides = [syntax.left, syntax.right];
      const compares = cutRelations.some((one) => one === syntax.op);
      const numbers = sides.filter((side) => literalOf(side) !== null).length;
      if (compares && numbers === 1 && inCall) return [syntax];
      return sides.flatMap((side) => unstudiedIn(side, inCall));
    }
    case 'unary':
      return unstudiedIn(syntax.operand, inCall);
    case 'logic':
      return syntax.operands.flatMap((one) => unstudiedIn(one, inCall));
    case 'conditional':
      return [syntax.condition, syntax.then, syntax.otherwise].flatMap((one) => unstudiedIn(one, inCall));
    case 'call':
      return [
        ...(syntax.target === null ? [] : unstudiedIn(syntax.target, inCall)),
        ...syntax.args.flatMap((one) => unstudiedIn(one, true)),
      ];
    default:
      return [];
  }
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

function clause(compared: Syntax, number: Syntax, relation: CutRelation): readonly NumericClause[] | null {
  const value = literalOf(number);
  if (value === null || literalOf(compared) !== null || !readsOrder(compared)) return null;
  const path = compared.kind === 'path' ? compared.path : formatCel(compared);
  return [{ path, relation, value, from: number.from, to: number.to }];
}

/** Constants alone have one value on all orders. */
function readsOrder(syntax: Syntax): boolean {
  switch (syntax.kind) {
    case 'path':
      return true;
    case 'call':
      return (syntax.target !== null && readsOrder(syntax.target)) || syntax.args.some(readsOrder);
    case 'unary':
      return readsOrder(syntax.operand);
    case 'binary':
      return readsOrder(syntax.left) || readsOrder(syntax.right);
    case 'logic':
      return syntax.operands.some(readsOrder);
    case 'conditional':
      return [syntax.condition, syntax.then, syntax.otherwise].some(readsOrder);
    default:
      return false;
  }
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
