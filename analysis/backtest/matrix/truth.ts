import {
  duckdbPredicate,
  mirrored,
  type CheckedRule,
  type DuckdbOptions,
  type Literal,
  type ScopeField,
  type Term,
  type TermOf,
} from '../../expression/index.ts';
import { columnName } from '../../store/column-names.ts';
import { columnsOf } from '../../store/rule-condition.ts';
import { id } from '../../store/sql.ts';
import { nameOf, type CodedColumn, type Wish } from '../../columns/coded.ts';
import type { Columns } from '../../columns/known-columns.ts';
import { always, never, type Gate, type Gates } from '../../columns/gates.ts';
import { partOf } from '../term-part.ts';

/** Orders on which a condition is true, and on which it is false; on all others it is neither. */
export interface Truth {
  readonly yes: Gate;
  readonly no: Gate;
  /** It is one of both on every order. */
  readonly total: boolean;
}

interface Making {
  readonly rule: CheckedRule;
  readonly options: DuckdbOptions;
  readonly gates: Gates;
  readonly columns: Columns;
}

/**
 * A rule as bitmaps over coded columns. Comparisons of a value with constants are ranges of its codes, so that another
 * constant needs nothing new; whatever else is a condition is computed by DuckDB once and kept as a column. While columns
 * are missing the answer is of no use: all of them have been wished for.
 */
export function truthOf(rule: CheckedRule, options: DuckdbOptions, gates: Gates, columns: Columns): Truth {
  return truth({ rule, options, gates, columns }, rule.ast);
}

/** A condition in SQL over the working rows as bitmaps. */
export function conditionOf(wish: Wish, gates: Gates, { find, wish: wanted }: Columns): Truth {
  const found = find(nameOf(wish));
  if (found !== undefined && found !== 'wide') return bothOf(gates, found);
  wanted(wish);
  return nothingKnown;
}

/** Orders without a value of a field, where a column of its codes is there; else null. */
export function absenceOf(field: ScopeField, gates: Gates, { find }: Columns): Gate | null {
  const kind = kindOf(field);
  const column = kind === null ? undefined : find(columnName({ kind, of: id(field.column) }));
  return column === undefined || column === 'wide' ? null : gates.andNot(always, present(gates, column));
}

const nothingKnown: Truth = { yes: never, no: never, total: false };

function truth(making: Making, term: Term): Truth {
  const { gates } = making;
  switch (term.kind) {
    case 'literal':
      return term.value === true ? { yes: always, no: never, total: true } : { yes: never, no: always, total: true };
    case 'not': {
      const { yes, no, total } = truth(making, term.operand);
      return { yes: no, no: yes, total };
    }
    case 'logic': {
      const parts = term.operands.map((operand) => truth(making, operand));
      const [yes, no] = [parts.map((part) => part.yes), parts.map((part) => part.no)];
      const total = parts.every((part) => part.total);
      return term.op === 'and'
        ? { yes: gates.all(yes), no: gates.any(no), total }
        : { yes: gates.any(yes), no: gates.all(no), total };
    }
    case 'conditional': {
      const [asked, then, otherwise] = [term.condition, term.then, term.otherwise].map((part) => truth(making, part));
      if (asked === undefined || then === undefined || otherwise === undefined) return nothingKnown;
      return {
        yes: gates.or(gates.and(asked.yes, then.yes), gates.and(asked.no, otherwise.yes)),
        no: gates.or(gates.and(asked.yes, then.no), gates.and(asked.no, otherwise.no)),
        total: asked.total && then.total && otherwise.total,
      };
    }
    case 'compare':
      return compared(making, term);
    case 'in':
      return amongst(making, term);
    default:
      return condition(making, term);
  }
}

/** Computed by DuckDB. */
function condition(making: Making, term: Term): Truth {
  return conditionOf(wishFor(making, 'condition', term), making.gates, making.columns);
}

function wishFor({ rule, options }: Making, kind: Wish['kind'], ast: Term): Wish {
  const part = partOf(rule, ast);
  return { kind, of: duckdbPredicate(part, options), reads: columnsOf(part) };
}

const bothOf = (gates: Gates, { name, nulls }: CodedColumn): Truth => ({
  yes: gates.range(name, 2, 2),
  no: gates.range(name, 1, 1),
  total: !nulls,
});

function compared(making: Making, term: TermOf<'compare'>): Truth {
  const { left, right, op } = term;
  if (left.kind === 'literal' && right.kind !== 'literal') return comparedWith(making, term, right, mirrored[op], left);
  return right.kind === 'literal' && left.kind !== 'literal'
    ? comparedWith(making, term, left, op, right)
    : condition(making, term);
}

function comparedWith(making: Making, whole: Term, value: Term, op: TermOf<'compare'>['op'], constant: Literal): Truth {
  if (constant.type === 'bool') {
    if (op !== '==' && op !== '!=') return condition(making, whole);
    const { yes, no, total } = truth(making, value);
    return (op === '==') === constant.value ? { yes, no, total } : { yes: no, no: yes, total };
  }
  // Which of two texts comes first is asked of DuckDB.
  if (constant.type === 'string' && op !== '==' && op !== '!=') return condition(making, whole);
  const column = valueOf(making, value);
  if (column === 'missing') return nothingKnown;
  if (column === 'wide') return condition(making, whole);
  const { gates } = making;
  const equal = op === '!=' ? '==' : op;
  const yes =
    constant.type === 'string'
      ? texts(gates, column, [constant.value])
      : numbers(gates, column, equal, numberOf(constant));
  const no = gates.andNot(present(gates, column), yes);
  const total = !column.nulls;
  return op === '!=' ? { yes: no, no: yes, total } : { yes, no, total };
}

function amongst(making: Making, term: TermOf<'in'>): Truth {
  const { gates } = making;
  const [first] = term.list;
  if (first === undefined || first.type === 'bool' || term.item.kind === 'literal') return condition(making, term);
  const column = valueOf(making, term.item);
  if (column === 'missing') return nothingKnown;
  if (column === 'wide') return condition(making, term);
  const asked = term.list.flatMap(({ type, value }) => (type === 'string' ? [value] : []));
  const numbered = term.list.flatMap((member) => (member.type === 'string' ? [] : [numberOf(member)]));
  const yes = asked.length > 0 ? texts(gates, column, asked) : among(gates, column, numbered);
  return { yes, no: gates.andNot(present(gates, column), yes), total: !column.nulls };
}

/** The column of a value; `wide` where its values are too many for codes. */
function valueOf(making: Making, term: Term): CodedColumn | 'wide' | 'missing' {
  const { columns } = making;
  const kind = kindOf(term);
  if (kind === null) return 'wide';
  const wish = wishFor(making, kind, term);
  const found = columns.find(nameOf(wish));
  if (found === undefined) columns.wish(wish);
  return found ?? 'missing';
}

function kindOf({ type }: Pick<Term | ScopeField, 'type'>): Wish['kind'] | null {
  switch (type) {
    case 'int':
    case 'money':
      return 'int';
    case 'double':
      return 'double';
    case 'string':
      return 'text';
    case 'timestamp':
      return 'instant';
    default:
      return null;
  }
}

/** Exact: ints and money are below 2^53, instants in microseconds too. */
const numberOf = ({ value }: Literal): number => Number(value);

/** Highest code of each kind. */
const highest = { u8: 0xff, u16: 0xffff, u32: 0xffff_ffff } as const;

function present(gates: Gates, { name, head, nulls }: CodedColumn): Gate {
  if (!nulls) return always;
  return head.kind === 'f64' ? gates.range(name, -Infinity, Infinity) : gates.range(name, 1, highest[head.kind]);
}

function texts(gates: Gates, { name, codes, head }: CodedColumn, asked: readonly string[]): Gate {
  const found = asked.flatMap((text) => codes.get(text) ?? []);
  return gates.codes(name, found, head.kind === 'u8' ? 256 : 65_536);
}

/** One of some numbers. */
function among(gates: Gates, column: CodedColumn, asked: readonly number[]): Gate {
  const { name, head } = column;
  const ranges = asked.map((value) => rangeOf(column, '==', value));
  if (head.kind === 'f64' || head.kind === 'u32')
    return gates.any(ranges.map(([low, high]) => gates.range(name, low, high)));
  // An equal number has one code, or none.
  return gates.codes(
    name,
    ranges.flatMap(([low, high]) => (low === high ? [low] : [])),
    highest[head.kind] + 1,
  );
}

type Order = '==' | '<' | '<=' | '>' | '>=';

function numbers(gates: Gates, column: CodedColumn, op: Order, value: number): Gate {
  const [low, high] = rangeOf(column, op, value);
  return gates.range(column.name, low, high);
}

/** Codes of the numbers that stand so to a number. */
function rangeOf({ head, offset, doubles }: CodedColumn, op: Order, value: number): readonly [number, number] {
  if (head.kind === 'f64') return doubleRange(op, value);
  if (doubles.length > 0) return placeRange(doubles, op, value);
  const [low, high] = wholeRange(op, value);
  return [Math.max(1, low - offset), Math.min(highest[head.kind], high - offset)];
}

/** Places, from 1 on, of those of some numbers in their order that stand so to a number. */
function placeRange(numbers: readonly number[], op: Order, value: number): readonly [number, number] {
  const below = firstFrom(numbers, (number) => number >= value);
  const upTo = firstFrom(numbers, (number) => number > value);
  switch (op) {
    case '==':
      return [below + 1, upTo];
    case '<':
      return [1, below];
    case '<=':
      return [1, upTo];
    case '>':
      return [upTo + 1, numbers.length];
    case '>=':
      return [below + 1, numbers.length];
  }
}

/** How many come before the first that passes; those after it pass too. */
function firstFrom(numbers: readonly number[], passes: (number: number) => boolean): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(numbers[middle] ?? NaN)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Whole numbers that stand so to a number. */
function wholeRange(op: Order, value: number): readonly [number, number] {
  switch (op) {
    case '==':
      return Number.isInteger(value) ? [value, value] : [1, 0];
    case '<':
      return [-Infinity, Math.ceil(value) - 1];
    case '<=':
      return [-Infinity, Math.floor(value)];
    case '>':
      return [Math.floor(value) + 1, Infinity];
    case '>=':
      return [Math.ceil(value), Infinity];
  }
}

/** Doubles that stand so to a double, both ends included. */
function doubleRange(op: Order, value: number): readonly [number, number] {
  switch (op) {
    case '==':
      return [value, value];
    case '<':
      return [-Infinity, nextDown(value)];
    case '<=':
      return [-Infinity, value];
    case '>':
      return [-nextDown(-value), Infinity];
    case '>=':
      return [value, Infinity];
  }
}

/** The greatest double below one; NaN below the least. */
function nextDown(value: number): number {
  if (value === -Infinity || Number.isNaN(value)) return NaN;
  if (value === 0) return -Number.MIN_VALUE;
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + (value > 0 ? -1n : 1n));
  return bits.getFloat64(0);
}
