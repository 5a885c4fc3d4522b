import {
  childrenOf,
  intLimit,
  partOfWallClock,
  wallClock,
  type ScopeField,
  type Term,
  type TermOf,
} from '../expression/index.ts';
import type { Vector, VectorValue } from '../model/package.ts';

type Values = Vector['record'];

/** A field and the values that bring a comparison onto and beside its threshold. */
export interface Threshold {
  readonly field: ScopeField;
  readonly values: readonly VectorValue[];
}

/** Texts of one comparison that are tried: categories are many, thresholds few. */
const mostTexts = 12;
/** A category that no rule names. */
const unseen = 'ZZ-unseen';
const [hour, day] = [3_600_000, 86_400_000];

/**
 * Every threshold of a rule as values of a field of the record `base`: numbers and money one unit to both sides, instants
 * a millisecond, lengths of texts a letter, parts of the clock at their first and last instants; texts that are compared, and
 * one that no rule knows. Where sums are compared, one of their fields is moved.
 */
export function thresholdsOf(term: Term, base: Values): readonly Threshold[] {
  const own =
    term.kind === 'compare'
      ? [...beside(term.left, term.right, base), ...beside(term.right, term.left, base)]
      : term.kind === 'in'
        ? categories(term.item, term.list)
        : [];
  return [...own, ...childrenOf(term).flatMap((child) => thresholdsOf(child, base))];
}

function beside(side: Term, other: Term, base: Values): readonly Threshold[] {
  if (other.kind !== 'literal' || side.kind === 'literal') return [];
  if (other.type === 'string') return categories(side, [other]);
  if (other.type === 'bool') return side.kind === 'field' ? [{ field: side.field, values: [true, false] }] : [];
  if (other.type === 'timestamp') return instants(side, Number(other.value) / 1000);
  if (side.kind === 'part') return clockParts(side, Number(other.value), base);
  return solved(side, Number(other.value), base);
}

function categories(side: Term, list: readonly TermOf<'literal'>[]): readonly Threshold[] {
  if (side.kind !== 'field') return [];
  if (side.type === 'string') {
    const named = list.slice(0, mostTexts).map(({ value }) => String(value));
    return [{ field: side.field, values: [...named, unseen] }];
  }
  if (side.type !== 'int' && side.type !== 'money') return [];
  const at = list.slice(0, mostTexts).map(({ value }) => Number(value));
  return [
    { field: side.field, values: [...new Set(at.flatMap((value) => [value - 1, value, value + 1]))].filter(inReach) },
  ];
}

function instants(side: Term, at: number): readonly Threshold[] {
  if (side.kind === 'shift') return instants(side.target, at - Number(side.micros) / 1000);
  if (side.kind !== 'field') return [];
  const values = [at - 1, at, at + 1].map(instant).filter((value) => value !== null);
  return [{ field: side.field, values }];
}

const inReach = (value: number): boolean => Number.isFinite(value) && Math.abs(value) <= Number(intLimit);

function instant(at: number): string | null {
  const date = new Date(Math.round(at));
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1 || date.getUTCFullYear() > 9999
    ? null
    : date.toISOString();
}

/** The first instant at which the clock shows such a part, and the last before it: within a day for hours, a year for days. */
function clockParts({ target, name, zone }: TermOf<'part'>, wanted: number, base: Values): readonly Threshold[] {
  if (target.kind !== 'field') return [];
  const own = base[target.field.path];
  const from = typeof own === 'string' ? Date.parse(own) : Number.NaN;
  if (Number.isNaN(from)) return [];
  const step =
    name === 'getHours'
      ? hour
      : name === 'getMinutes' || name === 'getSeconds' || name === 'getMilliseconds'
        ? null
        : day;
  if (step === null) return [];
  for (let n = 0; n < (step === hour ? 25 : 367); n += 1) {
    const at = from + n * step;
    const wall = wallClock(zone, new Date(at));
    if (partOfWallClock(wall, name) !== wanted) continue;
    const start = at - (((wall.getTime() % step) + step) % step);
    const values = [start - 1, start, start + step - 1, start + step].map(instant).filter((value) => value !== null);
    return [{ field: target.field, values }];
  }
  return [];
}

/** Values of one field at which the side is `at`, one unit below and one above; none where no field alone brings it there. */
function solved(side: Term, at: number, base: Values): readonly Threshold[] {
  if (side.kind === 'size' && side.target.kind === 'field') {
    const lengths = [at - 1, at, at + 1].filter((length) => length >= 0 && length <= 1000);
    return [{ field: side.target.field, values: lengths.map((length) => 'x'.repeat(length)) }];
  }
  const step = side.type === 'double' ? Math.max(Math.abs(at) * 1e-6, 1e-6) : 1;
  const found = [at - step, at, at + step].flatMap((value) => {
    const moved = movedTo(side, value, base);
    return moved === null ? [] : [moved];
  });
  const field = found[0]?.field;
  return field === undefined ? [] : [{ field, values: found.map(({ value }) => value) }];
}

interface Moved {
  readonly field: ScopeField;
  readonly value: number;
}

function movedTo(side: Term, at: number, base: Values): Moved | null {
  switch (side.kind) {
    case 'field':
      if (side.field.type === 'list' || !['int', 'money', 'double'].includes(side.type)) return null;
      if (side.type !== 'double' && !(Number.isInteger(at) && inReach(at))) return null;
      return { field: side.field, value: at };
    case 'negate':
      return movedTo(side.operand, -at, base);
    case 'arithmetic': {
      const [left, right] = [numberOf(side.left, base), numberOf(side.right, base)];
      return (
        (right === null ? null : movedTo(side.left, other(side.op, at, right), base)) ??
        (left === null ? null : movedTo(side.right, side.op === '-' ? left - at : other(side.op, at, left), base))
      );
    }
    case 'ratio': {
      const right = numberOf(side.right, base);
      return right === null || right === 0 ? null : movedTo(side.left, Math.round(at * right), base);
    }
    default:
      return null;
  }
}

/** What the one side must be for `side op known` to be `at`; NaN where no number is told by it. */
function other(op: TermOf<'arithmetic'>['op'], at: number, known: number): number {
  switch (op) {
    case '+':
      return at - known;
    case '-':
      return at + known;
    case '*':
      return known === 0 ? Number.NaN : at / known;
    default:
      return Number.NaN;
  }
}

function numberOf(term: Term, base: Values): number | null {
  switch (term.kind) {
    case 'literal':
      return term.type === 'int' || term.type === 'money' || term.type === 'double' ? Number(term.value) : null;
    case 'field': {
      const value = base[term.field.path];
      return typeof value === 'number' ? value : null;
    }
    case 'negate': {
      const value = numberOf(term.operand, base);
      return value === null ? null : -value;
    }
    case 'arithmetic': {
      const [left, right] = [numberOf(term.left, base), numberOf(term.right, base)];
      if (left === null || right === null) return null;
      return term.op === '+' ? left + right : term.op === '-' ? left - right : term.op === '*' ? left * right : null;
    }
    default:
      return null;
  }
}
