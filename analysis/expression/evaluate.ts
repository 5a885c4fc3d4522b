import { currencyOffences, type Cause } from './cause.ts';
import { isListed, isObject } from './listed.ts';
import type { ScopeField } from './scope.ts';
import { checkedByParent, intLimit, timeRange, type CheckedRule, type Term, type TermOf } from './term.ts';
import { partOfWallClock } from './time.ts';
import { wallClock } from '../model/zone.ts';

/** A field's value: int and money (minor units) as bigint, instants as Date. */
export type RecordValue = bigint | number | string | boolean | Date;

/** The lines of an order, at least one. */
export type RecordList = readonly Readonly<Record<string, RecordValue>>[];

/** Whether a part of a record is the lines of an order. */
export function isList(value: unknown): value is RecordList {
  return Array.isArray(value);
}

/** An order as nested objects by path (`record.order.amount`); absent fields are left out. Texts in `lists.<id>`: see listed.ts. */
export interface RuleRecord {
  readonly [key: string]: RecordValue | RecordList | RuleRecord | readonly string[] | null | undefined;
}

/** What the evaluator needs from its caller. */
export interface EvaluationHost {
  /** Whether the RE2 pattern is found anywhere in the text. */
  readonly matches: (text: string, pattern: string) => boolean;
}

type Value = bigint | number | string | boolean | null;

interface Evaluation {
  readonly rule: CheckedRule;
  readonly record: RuleRecord;
  readonly host: EvaluationHost;
  /** The line a macro looks at. */
  readonly line: RecordList[number] | null;
  /** Hears of every result that leaves the range. */
  readonly left?: () => void;
}

/** The rule on one order: true fires, null is not evaluable. The plain reference that the printers are compared with. */
export function evaluate(rule: CheckedRule, record: RuleRecord, host: EvaluationHost): boolean | null {
  const value = valueOf({ rule, record, host, line: null }, rule.ast);
  return typeof value === 'boolean' ? value : null;
}

/**
 * Whether a result that the rule makes on this order leaves the range of whole numbers (|x| < 2^53) or of doubles: it is not
 * evaluable then, while evaluators with a wider range go on with it.
 */
export function leavesRange(rule: CheckedRule, record: RuleRecord, host: EvaluationHost): boolean {
  let has = false;
  const left = (): void => {
    has = true;
  };
  valueOf({ rule, record, host, line: null, left }, rule.ast);
  return has;
}

/** What may have made the rule not evaluable on this order; meaningful only where `evaluate` gave null. */
export function unevaluableCauses(rule: CheckedRule, record: RuleRecord): Cause[] {
  const absent = rule.valued.filter((field) => !isPresent(record, field));
  const lines = rule.valued.flatMap((field) => linesOf(record, field) ?? []);
  const lacking = rule.itemsValued.filter(({ name }) => lines.some((line) => line[name] === undefined));
  const causes: Cause[] = [
    ...absent.map((field) => ({ kind: 'absent' as const, field })),
    ...lacking.map((field) => ({ kind: 'absent-in-lines' as const, field })),
  ];
  const { currencyField } = rule;
  if (currencyField === null || fieldValue(record, currencyField) === rule.currency) return causes;
  const money = currencyOffences(rule).some((field) => isPresent(record, field));
  return money ? [...causes, { kind: 'currency', field: currencyField }] : causes;
}

/** A field's value in a record; an instant in microseconds; null when absent or not a number. */
function fieldValue(record: RuleRecord, field: ScopeField): Value {
  return scalar(partAt(record, field));
}

/** The lines of an order; null for another field, and where none are known. */
function linesOf(record: RuleRecord, field: ScopeField): RecordList | null {
  const at = partAt(record, field);
  return isList(at) ? at : null;
}

function isPresent(record: RuleRecord, field: ScopeField): boolean {
  return field.type === 'list' ? linesOf(record, field) !== null : fieldValue(record, field) !== null;
}

type Part = RuleRecord[string];

function partAt(record: RuleRecord, field: ScopeField): Part {
  let at: Part = record;
  for (const key of field.path.split('.')) {
    if (!isObject(at)) return null;
    at = at[key];
  }
  return at;
}

function scalar(at: Part): Value {
  if (at instanceof Date) return BigInt(at.getTime()) * 1000n;
  if (at === null || at === undefined || typeof at === 'object') return null;
  return typeof at === 'number' && Number.isNaN(at) ? null : at;
}

function valueOf(context: Evaluation, term: Term): Value {
  const inner = (child: Term): Value => valueOf(context, child);
  switch (term.kind) {
    case 'literal':
      return term.value;
    case 'item':
      return moneyInCurrency(context, term.field) ? scalar(context.line?.[term.field.name]) : null;
    case 'has-item':
      return scalar(context.line?.[term.field.name]) !== null;
    case 'quantified':
      return quantified(context, term);
    case 'total':
      return inRange(context, total(context, term));
    case 'field':
      return moneyInCurrency(context, term.field) ? fieldValue(context.record, term.field) : null;
    case 'has':
      return isPresent(context.record, term.field);
    case 'not': {
      const value = inner(term.operand);
      return value === null ? null : value !== true;
    }
    case 'logic':
      return logic(term, inner);
    case 'conditional': {
      const asked = inner(term.condition);
      return asked === null ? null : inner(asked === true ? term.then : term.otherwise);
    }
    case 'compare':
      return both(inner(term.left), inner(term.right), (left, right) => compare(term.op, left, right));
    case 'in': {
      const item = inner(term.item);
      return item === null ? null : term.list.some((member) => member.value === item);
    }
    case 'listed': {
      const item = inner(term.item);
      return item === null ? null : isListed(context.record, term, item);
    }
    case 'arithmetic':
      return inRange(context, unchecked(term, inner));
    case 'ratio':
      return both(inner(term.left), inner(term.right), (left, right) =>
        right === 0n ? null : Number(left) / Number(right),
      );
    case 'negate': {
      const value = inner(term.operand);
      return typeof value === 'bigint' || typeof value === 'number' ? -value : null;
    }
    case 'shift': {
      const value = inner(term.target);
      const micros = typeof value === 'bigint' ? value + term.micros : null;
      return micros === null || micros < timeRange.from || micros > timeRange.to ? null : micros;
    }
    case 'text':
      return both(inner(term.target), inner(term.argument), (target, argument) => textTest(term, target, argument));
    case 'matches': {
      const value = inner(term.target);
      return typeof value === 'string' ? context.host.matches(value, term.pattern) : null;
    }
    case 'size': {
      const value = inner(term.target);
      return typeof value === 'string' ? BigInt([...value].length) : null;
    }
    case 'part': {
      const value = inner(term.target);
      return typeof value === 'bigint' ? BigInt(partOfWallClock(wallClock(term.zone, dateOf(value)), term.name)) : null;
    }
  }
}

/** Kleene over the lines: one that decides does so whatever the others are. */
function quantified(context: Evaluation, { list, name, condition }: TermOf<'quantified'>): Value {
  const lines = linesOf(context.record, list);
  if (lines === null) return null;
  const deciding = name === 'exists';
  const values = lines.map((line) => valueOf({ ...context, line }, condition));
  if (values.includes(deciding)) return deciding;
  return values.includes(null) ? null : !deciding;
}

function total(context: Evaluation, { list, filter, value }: TermOf<'total'>): Value {
  const lines = linesOf(context.record, list);
  if (lines === null) return null;
  let sum = 0n;
  for (const line of lines) {
    const own = { ...context, line };
    const passes = filter === null ? true : valueOf(own, filter);
    if (passes === null) return null;
    const part = passes !== true ? 0n : value === null ? 1n : valueOf(own, value);
    if (typeof part !== 'bigint') return null;
    sum += part;
  }
  return sum;
}

function moneyInCurrency({ rule, record }: Evaluation, field: Pick<ScopeField, 'type'>): boolean {
  if (field.type !== 'money' || rule.currencyField === null) return true;
  return fieldValue(record, rule.currencyField) === rule.currency;
}

function both(left: Value, right: Value, then: (left: NonNullable<Value>, right: NonNullable<Value>) => Value): Value {
  return left === null || right === null ? null : then(left, right);
}

/** Kleene: a deciding operand decides whatever the others are. */
function logic(term: TermOf<'logic'>, inner: (term: Term) => Value): Value {
  const deciding = term.op === 'or';
  let unknown = false;
  for (const operand of term.operands) {
    const value = inner(operand);
    if (value === deciding) return deciding;
    unknown ||= value === null;
  }
  return unknown ? null : !deciding;
}

function compare(op: TermOf<'compare'>['op'], left: NonNullable<Value>, right: NonNullable<Value>): boolean {
  switch (op) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

/** The result before its range is checked; operands that the whole covers are not checked one by one. */
function unchecked(term: TermOf<'arithmetic'>, inner: (term: Term) => Value): Value {
  const operand = (child: Term): Value => (checkedByParent(term, child) ? unchecked(child, inner) : inner(child));
  return both(operand(term.left), operand(term.right), (left, right) => arithmetic(term, left, right));
}

function arithmetic({ op }: TermOf<'arithmetic'>, left: NonNullable<Value>, right: NonNullable<Value>): Value {
  if (typeof left === 'number' && typeof right === 'number') {
    return op === '*' ? left * right : op === '-' ? left - right : left + right;
  }
  if (typeof left !== 'bigint' || typeof right !== 'bigint') return null;
  return (op === '/' || op === '%') && right === 0n ? null : whole(op, left, right);
}

function inRange({ left }: Evaluation, value: Value): Value {
  if (typeof value !== 'number' && typeof value !== 'bigint') return null;
  const isIn = typeof value === 'number' ? Number.isFinite(value) : value <= intLimit && value >= -intLimit;
  if (!isIn) left?.();
  return isIn ? value : null;
}

function whole(op: TermOf<'arithmetic'>['op'], left: bigint, right: bigint): bigint {
  switch (op) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
  }
}

function textTest({ name }: TermOf<'text'>, target: NonNullable<Value>, argument: NonNullable<Value>): Value {
  if (typeof target !== 'string' || typeof argument !== 'string') return null;
  return name === 'startsWith'
    ? target.startsWith(argument)
    : name === 'endsWith'
      ? target.endsWith(argument)
      : target.includes(argument);
}

/** Milliseconds rounded down, so that instants before 1970 keep their second. */
function dateOf(micros: bigint): Date {
  const part = ((micros % 1000n) + 1000n) % 1000n;
  return new Date(Number((micros - part) / 1000n));
}
