import { intLimit, timeRange, type Literal, type Term, type TimePart } from '../term.ts';
import type { Relation } from '../syntax.ts';
import { allBut, everyReal, only, whole, type Domain, type Real } from './domain.ts';

const spans: ReadonlySet<string> = new Set(['from', 'to', 'zoneImplied', 'labels']);

/** One text for one term, wherever it stands: the same text is always the same value of an order. */
export function keyOf(term: Term): string {
  return JSON.stringify(term, (name, value: unknown) =>
    spans.has(name) ? undefined : typeof value === 'bigint' ? `${value}n` : value,
  );
}

/** Fields that have a value wherever the term has one. */
export function neededFields(term: Term): readonly string[] {
  switch (term.kind) {
    case 'field':
      return [term.field.path];
    case 'negate':
      return neededFields(term.operand);
    case 'compare':
    case 'arithmetic':
    case 'ratio':
      return [...neededFields(term.left), ...neededFields(term.right)];
    case 'text':
      return [...neededFields(term.target), ...neededFields(term.argument)];
    case 'in':
    case 'listed':
      return neededFields(term.item);
    case 'shift':
    case 'matches':
    case 'size':
    case 'part':
      return neededFields(term.target);
    case 'total':
    case 'quantified':
      return [term.list.path];
    case 'conditional':
      return neededFields(term.condition);
    default:
      return [];
  }
}

const parts: Readonly<Partial<Record<TimePart, readonly [bigint, bigint]>>> = {
  getMonth: [0n, 11n],
  getDate: [1n, 31n],
  getDayOfMonth: [0n, 30n],
  getDayOfWeek: [0n, 6n],
  getDayOfYear: [0n, 365n],
  getHours: [0n, 23n],
  getMinutes: [0n, 59n],
  getSeconds: [0n, 59n],
  getMilliseconds: [0n, 999n],
};

/** Every value the term may have. */
export function everyValue(term: Term): Domain {
  if (term.kind === 'part') {
    const [from, to] = parts[term.name] ?? [-intLimit, intLimit];
    return whole(from, to);
  }
  if (term.kind === 'size' || (term.kind === 'total' && term.value === null)) return whole(0n, intLimit);
  switch (term.type) {
    case 'int':
    case 'money':
      return whole(-intLimit, intLimit);
    case 'timestamp':
      return whole(timeRange.from, timeRange.to);
    case 'double':
      return everyReal;
    case 'bool':
      return only(true, false);
    case 'string':
      return allBut();
  }
}

/** Values that stand in that relation to a constant. */
export function valuesThat(op: Relation, { value }: Literal): Domain {
  switch (typeof value) {
    case 'bigint':
      return wholesThat(op, value);
    case 'number':
      return realsThat(op, value);
    default:
      return op === '==' ? only(value) : allBut(value);
  }
}

/** Wider than any value, so that a constant at a bound has something on either side. */
const far = 1n << 80n;

function wholesThat(op: Relation, value: bigint): Domain {
  switch (op) {
    case '==':
      return whole(value, value);
    case '!=':
      return whole(-far, far, [value]);
    case '<':
      return whole(-far, value - 1n);
    case '<=':
      return whole(-far, value);
    case '>':
      return whole(value + 1n, far);
    case '>=':
      return whole(value, far);
  }
}

function realsThat(op: Relation, value: number): Real {
  switch (op) {
    case '==':
      return { ...everyReal, from: value, to: value };
    case '!=':
      return { ...everyReal, holes: new Set([value]) };
    case '<':
      return { ...everyReal, to: value, toOpen: true };
    case '<=':
      return { ...everyReal, to: value };
    case '>':
      return { ...everyReal, from: value, fromOpen: true };
    case '>=':
      return { ...everyReal, from: value };
  }
}

export const opposite: Readonly<Record<Relation, Relation>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};
