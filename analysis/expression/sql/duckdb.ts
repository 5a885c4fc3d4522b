import { currencyOffences } from '../cause.ts';
import type { Cause } from '../cause.ts';
import { columnOf } from '../listed.ts';
import {
  checkedByParent,
  intLimit,
  timeRange,
  type CheckedRule,
  type Literal,
  type Term,
  type TermOf,
} from '../term.ts';
import { formatInstant } from '../time.ts';
import { offsetChanges, offsetWindow, type OffsetChange } from '../../model/zone.ts';
import { closed, open, predicate, sqlName, sqlString, wrapped, type Printed, type SqlPredicate } from './predicate.ts';

export interface DuckdbOptions {
  /** Every order is known to be in the rule set's currency: money columns stand bare. */
  readonly singleCurrency?: boolean;
  /** The table has the hour of `order.time` in this zone as its column `hour`. */
  readonly hourZone?: string;
  /**
   * How wall-clock parts are printed. `offsets` (default): the zone's known offsets are written out for the years
   * 2010 to 2035, ten times as fast to scan, and the database's own zone table outside them. `database`: short
   * and readable, always the zone table; for exported text.
   */
  readonly zones?: 'offsets' | 'database';
}

interface Printing {
  readonly rule: CheckedRule;
  readonly options: DuckdbOptions;
}

/** The rule as a condition over the orders' columns: TRUE fires, NULL is not evaluable. */
export function duckdbPredicate(rule: CheckedRule, options: DuckdbOptions = {}): SqlPredicate {
  return predicate(print({ rule, options }, rule.ast).text);
}

/** Each cause of a NULL result with the condition under which it holds; several can hold for one order. */
export function duckdbCauses(
  rule: CheckedRule,
  options: DuckdbOptions = {},
): { readonly cause: Cause; readonly predicate: SqlPredicate }[] {
  const absent = rule.valued.map((field) => ({
    cause: { kind: 'absent', field } as const,
    predicate: predicate(`${sqlName(field.column)} IS NULL`),
  }));
  const list = rule.valued.find((field) => field.type === 'list');
  const lacking = rule.itemsValued.flatMap((field) => {
    if (list === undefined) return [];
    const items = sqlName(list.column);
    const values = `list_transform(${items}, lambda ${line}: ${itemText(field.name)})`;
    return [
      {
        cause: { kind: 'absent-in-lines', field } as const,
        predicate: predicate(`list_count(${values}) < len(${items})`),
      },
    ];
  });
  const missing = [...absent, ...lacking];
  const { currencyField } = rule;
  if (currencyField === null || options.singleCurrency === true) return missing;
  const foreign = `${sqlName(currencyField.column)} IS DISTINCT FROM ${sqlString(rule.currency)}`;
  const money = currencyOffences(rule).map((field) => `${sqlName(field.column)} IS NOT NULL`);
  return [
    ...missing,
    {
      cause: { kind: 'currency', field: currencyField },
      predicate: predicate(`(${money.join(' OR ')}) AND ${foreign}`),
    },
  ];
}

function print(context: Printing, term: Term): Printed {
  const inner = (child: Term): string => wrapped(print(context, child));
  switch (term.kind) {
    case 'literal':
      return literal(term);
    case 'field':
      return fieldText(context, term);
    case 'has':
      return open(`${sqlName(term.field.column)} IS NOT NULL`);
    case 'item':
      return inCurrency(context, term.type, itemText(term.field.name));
    case 'has-item':
      return open(`${itemText(term.field.name)} IS NOT NULL`);
    case 'quantified':
      return quantified(context, term);
    case 'total':
      return total(context, term);
    case 'not':
      return open(`NOT ${inner(term.operand)}`);
    case 'logic':
      return open(term.operands.map(inner).join(term.op === 'and' ? ' AND ' : ' OR '));
    case 'conditional': {
      const asked = inner(term.condition);
      return closed(`CASE WHEN ${asked} THEN ${inner(term.then)} WHEN NOT ${asked} THEN ${inner(term.otherwise)} END`);
    }
    case 'compare':
      return open(`${inner(term.left)} ${relation(term.op)} ${inner(term.right)}`);
    case 'in':
      return open(`${inner(term.item)} IN (${term.list.map((member) => literal(member).text).join(', ')})`);
    case 'listed':
      return closed(sqlName(columnOf(term)));
    case 'arithmetic':
      return arithmetic(context, term);
    case 'ratio':
      return open(
        `CAST(${print(context, term.left).text} AS DOUBLE) / NULLIF(CAST(${print(context, term.right).text} AS DOUBLE), 0e0)`,
      );
    case 'negate':
      return open(`- ${inner(term.operand)}`);
    case 'shift':
      return shift(context, term);
    case 'text':
      return closed(
        `${textFunctions[term.name]}(${print(context, term.target).text}, ${print(context, term.argument).text})`,
      );
    case 'matches':
      return closed(`regexp_matches(${print(context, term.target).text}, ${sqlString(term.pattern)})`);
    case 'size':
      return closed(`length(${print(context, term.target).text})`);
    case 'part':
      return part(context, term);
  }
}

const textFunctions = { startsWith: 'starts_with', endsWith: 'ends_with', contains: 'contains' } as const;

function relation(op: TermOf<'compare'>['op']): string {
  return op === '==' ? '=' : op === '!=' ? '<>' : op;
}

function literal(term: Literal): Printed {
  switch (term.type) {
    case 'int':
    case 'money':
      return term.value < 0n ? open(term.value.toString()) : closed(term.value.toString());
    case 'double':
      return term.value < 0 || Object.is(term.value, -0)
        ? open(doubleText(term.value))
        : closed(doubleText(term.value));
    case 'string':
      return closed(sqlString(term.value));
    case 'bool':
      return closed(term.value ? 'TRUE' : 'FALSE');
    case 'timestamp':
      return closed(instant(term.value));
  }
}

/** With an exponent, because a plain decimal would be a DECIMAL and compare differently. */
function doubleText(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value);
  return text.includes('e') ? text.replace('e+', 'e') : `${text}e0`;
}

function instant(micros: bigint): string {
  return `TIMESTAMPTZ '${formatInstant(micros).replace('T', ' ').replace('Z', '+00')}'`;
}

/** The line a lambda looks at; lines are structs in a list. */
const line = 'one_line';
const itemText = (name: string): string => `struct_extract(${line}, ${sqlString(name)})`;

/** Each line is 2 when true, 0 when false and 1 when neither; the greatest decides `exists`, the smallest `all`. */
function quantified(context: Printing, { name, list, condition }: TermOf<'quantified'>): Printed {
  const each = `coalesce(CAST(${print(context, condition).text} AS TINYINT) * 2, 1)`;
  const lines = `list_transform(${sqlName(list.column)}, lambda ${line}: ${each})`;
  return closed(`CASE ${name === 'exists' ? 'list_max' : 'list_min'}(${lines}) WHEN 2 THEN TRUE WHEN 0 THEN FALSE END`);
}

/** Added one by one, because a sum of a list leaves out what is NULL; in 128 bits, which no sum of lines leaves. */
function total(context: Printing, { list, filter, value }: TermOf<'total'>): Printed {
  const items = sqlName(list.column);
  if (filter === null && value === null) return closed(`len(${items})`);
  const own = value === null ? '1' : print(context, value).text;
  const passes = filter === null ? '' : wrapped(print(context, filter));
  const each = filter === null ? own : `CASE WHEN ${passes} THEN ${own} WHEN NOT ${passes} THEN 0 END`;
  const parts = `list_transform(${items}, lambda ${line}: CAST(${each} AS HUGEINT))`;
  const sum = `list_reduce(${parts}, lambda one_sum, one_part: one_sum + one_part)`;
  return closed(
    value === null ? `CAST(${sum} AS BIGINT)` : `CASE WHEN abs(${sum}) <= ${intLimit} THEN CAST(${sum} AS BIGINT) END`,
  );
}

function fieldText(context: Printing, { type, field }: TermOf<'field'>): Printed {
  return inCurrency(context, type, sqlName(field.column));
}

/** A value as it stands; money only of orders in the rule's currency. */
function inCurrency({ rule, options }: Printing, type: Term['type'], text: string): Printed {
  if (type !== 'money' || rule.currencyField === null || options.singleCurrency === true) return closed(text);
  return closed(`CASE WHEN ${sqlName(rule.currencyField.column)} = ${sqlString(rule.currency)} THEN ${text} END`);
}

function arithmetic(context: Printing, term: TermOf<'arithmetic'>): Printed {
  const value = unchecked(context, term);
  if (term.type === 'double') return closed(`CASE WHEN isfinite(${value}) THEN ${value} END`);
  if (term.op === '/' || term.op === '%') return open(value);
  const checked = `CASE WHEN abs(${value}) <= ${intLimit} THEN ${value} END`;
  return closed(term.op === '*' ? `CAST(${checked} AS BIGINT)` : checked);
}

/** The result before its range is checked; products in 128 bits, sums never leave 64. */
function unchecked(context: Printing, term: TermOf<'arithmetic'>): string {
  const operand = (child: Term): string =>
    checkedByParent(term, child) ? `(${unchecked(context, child)})` : wrapped(print(context, child));
  const [left, right] = [operand(term.left), operand(term.right)];
  if (term.type === 'double') return `${left} ${term.op} ${right}`;
  if (term.op === '/') return `${left} // ${right}`;
  return term.op === '%'
    ? `${left} % ${right}`
    : `CAST(${left} AS ${term.op === '*' ? 'HUGEINT' : 'BIGINT'}) ${term.op} ${right}`;
}

function shift(context: Printing, term: TermOf<'shift'>): Printed {
  const target = wrapped(print(context, term.target));
  const bound =
    term.micros < 0n ? `>= ${instant(timeRange.from - term.micros)}` : `<= ${instant(timeRange.to - term.micros)}`;
  return closed(`CASE WHEN ${target} ${bound} THEN ${target} + to_microseconds(${term.micros}) END`);
}

function part(context: Printing, term: TermOf<'part'>): Printed {
  const wall = wallClock(context, term);
  switch (term.name) {
    case 'getFullYear':
      return closed(`year(${wall})`);
    case 'getMonth':
      return open(`month(${wall}) - 1`);
    case 'getDate':
      return closed(`day(${wall})`);
    case 'getDayOfMonth':
      return open(`day(${wall}) - 1`);
    case 'getDayOfWeek':
      return closed(`dayofweek(${wall})`);
    case 'getDayOfYear':
      return open(`dayofyear(${wall}) - 1`);
    case 'getHours':
      return closed(hasHour(context, term) ? `CAST(${sqlName('hour')} AS BIGINT)` : `hour(${wall})`);
    case 'getMinutes':
      return closed(`minute(${wall})`);
    case 'getSeconds':
      return closed(`second(${wall})`);
    case 'getMilliseconds':
      return open(`millisecond(${wall}) % 1000`);
  }
}

const hasHour = ({ options }: Printing, { target, zone }: TermOf<'part'>): boolean =>
  zone === options.hourZone && target.kind === 'field' && target.field.path === 'order.time';

/** The zone's wall clock as a TIMESTAMP. */
function wallClock(context: Printing, { target, zone }: TermOf<'part'>): string {
  const text = print(context, target).text;
  const asked = `timezone(${sqlString(zone)}, ${text})`;
  if (target.kind !== 'field' || context.options.zones === 'database') return asked;
  const changes = offsetChanges(zone);
  const range = `${text} >= ${instantOfMs(offsetWindow.from)} AND ${text} < ${instantOfMs(offsetWindow.to)}`;
  const shifted = `make_timestamp(epoch_us(${text}) + ${offsets(text, changes, 0, changes.length - 1)})`;
  return `CASE WHEN ${range} THEN ${shifted} ELSE ${asked} END`;
}

/** The offset in microseconds as a balanced tree of CASE, a few comparisons deep. */
function offsets(text: string, changes: readonly OffsetChange[], low: number, high: number): string {
  if (low === high) return String((changes[low]?.offset ?? 0) * 1000);
  const middle = (low + high + 1) >> 1;
  const at = instantOfMs(changes[middle]?.at ?? 0);
  return `CASE WHEN ${text} >= ${at} THEN ${offsets(text, changes, middle, high)} ELSE ${offsets(text, changes, low, middle - 1)} END`;
}

function instantOfMs(ms: number): string {
  return instant(BigInt(ms) * 1000n);
}
