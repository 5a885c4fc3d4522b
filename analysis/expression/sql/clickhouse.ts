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
import { closed, open, predicate, wrapped, type Printed, type SqlPredicate } from './predicate.ts';

export interface ClickhouseOptions {
  /** Every order is known to be in the rule set's currency: money columns stand bare. */
  readonly singleCurrency?: boolean;
}

interface Printing {
  readonly rule: CheckedRule;
  readonly options: ClickhouseOptions;
}

/**
 * The rule as a ClickHouse condition over Nullable columns (Int64, Float64, String, Bool, DateTime64(6, 'UTC')); the lines
 * of an order are an Array(Tuple) of named Nullable elements, empty where none are known:
 * true fires, NULL is not evaluable. test/agreement/ runs it on a real ClickHouse.
 */
export function clickhousePredicate(rule: CheckedRule, options: ClickhouseOptions = {}): SqlPredicate {
  return predicate(print({ rule, options }, rule.ast).text);
}

function print(context: Printing, term: Term): Printed {
  const inner = (child: Term): string => wrapped(print(context, child));
  const bare = (child: Term): string => print(context, child).text;
  switch (term.kind) {
    case 'literal':
      return literal(term);
    case 'field':
      return fieldText(context, term);
    case 'has':
      return term.field.type === 'list'
        ? closed(`notEmpty(${name(term.field.column)})`)
        : open(`${name(term.field.column)} IS NOT NULL`);
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
      return open(`${inner(term.left)} ${term.op === '==' ? '=' : term.op} ${inner(term.right)}`);
    case 'in':
      return open(`${inner(term.item)} IN (${term.list.map((member) => literal(member).text).join(', ')})`);
    case 'listed':
      return closed(name(columnOf(term)));
    case 'arithmetic':
      return arithmetic(context, term);
    case 'ratio':
      return open(`toFloat64(${bare(term.left)}) / nullIf(toFloat64(${bare(term.right)}), 0)`);
    case 'negate':
      return open(`- ${inner(term.operand)}`);
    case 'shift':
      return shift(term, inner(term.target));
    case 'text': {
      const [target, argument] = [bare(term.target), bare(term.argument)];
      return term.name === 'contains'
        ? open(`position(${target}, ${argument}) > 0`)
        : closed(`${term.name}(${target}, ${argument})`);
    }
    case 'matches':
      return closed(`match(${bare(term.target)}, ${quoted(`(?-s)${term.pattern}`)})`);
    case 'size':
      return closed(`toInt64(lengthUTF8(${bare(term.target)}))`);
    case 'part':
      return part(term, bare(term.target));
  }
}

/** Backslash escapes hold in ClickHouse strings and quoted names. */
function escaped(value: string, quote: string): string {
  return `${quote}${value.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)}${quote}`;
}

const quoted = (value: string): string => escaped(value, "'");
const name = (column: string): string => escaped(column, '"');

function literal(term: Literal): Printed {
  switch (term.type) {
    case 'int':
    case 'money':
      return term.value < 0n ? open(term.value.toString()) : closed(term.value.toString());
    case 'double':
      return closed(`toFloat64(${String(term.value).replace('e+', 'e')})`);
    case 'string':
      return closed(quoted(term.value));
    case 'bool':
      return closed(String(term.value));
    case 'timestamp':
      return closed(instant(term.value));
  }
}

function instant(micros: bigint): string {
  return `toDateTime64(${quoted(formatInstant(micros).replace('T', ' ').replace('Z', ''))}, 6, 'UTC')`;
}

/** The line a lambda looks at. */
const line = 'one_line';
const itemText = (item: string): string => `tupleElement(${line}, ${quoted(item)})`;

/** Each line is 2 when true, 0 when false and 1 when neither; the greatest decides `exists`, the smallest `all`. */
function quantified(context: Printing, term: TermOf<'quantified'>): Printed {
  const items = name(term.list.column);
  const each = `toInt8(ifNull(toInt8(${print(context, term.condition).text}) * 2, 1))`;
  const decides = `${term.name === 'exists' ? 'arrayMax' : 'arrayMin'}(${line} -> ${each}, ${items})`;
  return closed(`multiIf(empty(${items}), NULL, ${decides} = 2, true, ${decides} = 0, false, NULL)`);
}

function total(context: Printing, { list, filter, value }: TermOf<'total'>): Printed {
  const items = name(list.column);
  if (filter === null && value === null) return closed(`if(empty(${items}), NULL, toInt64(length(${items})))`);
  const own = value === null ? '1' : print(context, value).text;
  const passes = filter === null ? '' : wrapped(print(context, filter));
  const each = filter === null ? own : `CASE WHEN ${passes} THEN ${own} WHEN NOT ${passes} THEN 0 END`;
  const sum = `arrayFold((one_sum, ${line}) -> one_sum + toInt128(${each}), ${items}, CAST(0, 'Nullable(Int128)'))`;
  return closed(`if(notEmpty(${items}) AND abs(${sum}) <= ${intLimit}, toInt64(${sum}), NULL)`);
}

function fieldText(context: Printing, { type, field }: TermOf<'field'>): Printed {
  return inCurrency(context, type, name(field.column));
}

function inCurrency({ rule, options }: Printing, type: Term['type'], column: string): Printed {
  if (type !== 'money' || rule.currencyField === null || options.singleCurrency === true) return closed(column);
  return closed(`if(${name(rule.currencyField.column)} = ${quoted(rule.currency)}, ${column}, NULL)`);
}

function arithmetic(context: Printing, term: TermOf<'arithmetic'>): Printed {
  const value = unchecked(context, term);
  if (term.type === 'double') return closed(`if(isFinite(${value}), ${value}, NULL)`);
  if (term.op === '/') return closed(value);
  if (term.op === '%') return open(value);
  return closed(`if(abs(${value}) <= ${intLimit}, toInt64(${value}), NULL)`);
}

/** The result before its range is checked. Whole numbers wrap silently in ClickHouse, so they are computed in 128 bits. */
function unchecked(context: Printing, term: TermOf<'arithmetic'>): string {
  const operand = (child: Term): string =>
    checkedByParent(term, child) ? `(${unchecked(context, child)})` : wrapped(print(context, child));
  const [left, right] = [operand(term.left), operand(term.right)];
  if (term.op === '/') return `intDivOrNull(${left}, ${right})`;
  if (term.op === '%') return `${left} % nullIf(${right}, 0)`;
  return term.type === 'double' ? `${left} ${term.op} ${right}` : `toInt128(${left}) ${term.op} ${right}`;
}

function shift({ micros }: TermOf<'shift'>, target: string): Printed {
  const bound = micros < 0n ? `>= ${instant(timeRange.from - micros)}` : `<= ${instant(timeRange.to - micros)}`;
  return closed(`if(${target} ${bound}, addMicroseconds(${target}, ${micros}), NULL)`);
}

function part(term: TermOf<'part'>, target: string): Printed {
  const args = `${target}, ${quoted(term.zone)}`;
  switch (term.name) {
    case 'getFullYear':
      return closed(`toYear(${args})`);
    case 'getMonth':
      return open(`toMonth(${args}) - 1`);
    case 'getDate':
      return closed(`toDayOfMonth(${args})`);
    case 'getDayOfMonth':
      return open(`toDayOfMonth(${args}) - 1`);
    case 'getDayOfWeek':
      return open(`toDayOfWeek(${target}, 0, ${quoted(term.zone)}) % 7`);
    case 'getDayOfYear':
      return open(`toDayOfYear(${args}) - 1`);
    case 'getHours':
      return closed(`toHour(${args})`);
    case 'getMinutes':
      return closed(`toMinute(${args})`);
    case 'getSeconds':
      return closed(`toSecond(${args})`);
    case 'getMilliseconds':
      return closed(`toMillisecond(${args})`);
  }
}
