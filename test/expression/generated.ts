import fc from 'fast-check';
import { itemFields, itemsField } from '../../analysis/expression/index.ts';
import type {
  FieldType,
  RecordList,
  RecordValue,
  Scope,
  ScopeField,
  ScopeList,
} from '../../analysis/expression/index.ts';

const field = (path: string, type: ScopeField['type'], column: string): ScopeField => ({ path, type, column });

/** A scope with two fields of each type, so that fields meet fields. */
export const fields: readonly ScopeField[] = [
  field('order.amount', 'money', 'amount'),
  field('custom.fee', 'money', 'custom.fee'),
  field('order.currency', 'string', 'currency'),
  field('items.quantity', 'int', 'item_quantity'),
  field('custom.points', 'int', 'custom.points'),
  field('custom.score', 'double', 'custom.score'),
  field('custom.rate', 'double', 'custom.rate'),
  field('buyer.email', 'string', 'email'),
  field('card.bin', 'string', 'card_bin'),
  field('custom.vip', 'bool', 'custom.vip'),
  field('auth.first', 'bool', 'auth "first"'),
  field('order.time', 'timestamp', 'ordered_at'),
  field('custom.joined', 'timestamp', 'custom.joined'),
  itemsField,
];

/** Lists of texts; which are on them is told by `isOn`. */
export const lists: readonly ScopeList[] = [
  { id: 'short', match: 'exact' },
  { id: 'with_a', match: 'exact', snapshotAt: '2024-01-31' },
];

/** Whether a text is on a list of the scope. */
export const isOn = (list: ScopeList, value: string): boolean =>
  list.id === 'short' ? [...value].length < 3 : value.includes('a');

export const scope: Scope = {
  fields: new Map(fields.map((one) => [one.path, one])),
  lists: new Map(lists.map((list) => [list.id, list])),
  currency: 'USD',
  timezone: 'America/New_York',
};

const pathsOf = (type: ScopeField['type'], { fields: read = fields }: RuleShape): string[] =>
  read.filter((one) => one.type === type).map((one) => one.path);

const strings = [
  '',
  'a',
  'ab',
  'aB',
  '𠮷野',
  '吉野',
  'é',
  "o'hara",
  'q"uote',
  'back\\slash',
  'a@example.com',
  '411111',
  'line\nbreak',
  'が',
  'か\u3099',
  '%_',
  '👨‍👩‍👧',
];
const quantities = [
  0n,
  1n,
  -1n,
  2n,
  3n,
  7n,
  -7n,
  100n,
  1250n,
  50_000n,
  9_007_199_254_740_991n,
  -9_007_199_254_740_991n,
  94_906_267n,
  4_503_599_627_370_496n,
];
const doubles = [0, -0, 1, -1, 0.1, 0.2, 0.3, 2.5, -2.5, 100, 1e300, -1e300, 1.7976931348623157e308, 5e-324];
const instants = [
  '2024-03-10T06:59:59.999Z', // last instant before New York springs forward
  '2024-03-10T07:00:00.000Z',
  '2024-11-03T05:30:00.000Z', // the hour that happens twice
  '2024-11-03T06:30:00.000Z',
  '2023-12-31T14:59:59.000Z', // either side of midnight in Tokyo
  '2023-12-31T15:00:00.000Z',
  '1969-12-31T23:59:59.999Z',
  '2000-02-29T00:00:00.000Z',
  '2024-02-29T12:34:56.789Z',
  '2009-12-31T23:59:59.999Z', // either side of the printed offsets
  '2035-12-31T23:59:59.999Z',
  '2036-07-01T00:00:00.000Z',
  '9999-12-30T23:30:00.000Z',
];

const valueArbitrary: Record<FieldType, fc.Arbitrary<RecordValue>> = {
  int: fc.oneof(fc.constantFrom(...quantities), fc.bigInt({ min: -20n, max: 20n })),
  money: fc.oneof(fc.constantFrom(...quantities), fc.bigInt({ min: -500n, max: 200_000n })),
  double: fc.oneof(fc.constantFrom(...doubles), fc.double({ min: -100, max: 100, noNaN: true })),
  string: fc.oneof(
    fc.constantFrom(...strings),
    fc.string({ unit: 'grapheme', maxLength: 6 }).filter((text) => !text.includes('\0')),
  ),
  bool: fc.boolean(),
  timestamp: fc.oneof(
    fc.constantFrom(...instants).map((text) => new Date(text)),
    fc.date({ min: new Date('1960-01-01'), max: new Date('2037-12-31'), noInvalidDate: true }),
  ),
};

/** Lines of an order with each field absent one time in five, so that some lines decide and others cannot. */
const linesArbitrary: fc.Arbitrary<RecordList> = fc.array(
  fc
    .tuple(
      ...[...itemFields.values()].map((item) => {
        const values = item.type === 'string' ? fc.constantFrom(...strings) : valueArbitrary[item.type];
        return fc.option(values, { freq: 5 }).map((value) => [item.name, value] as const);
      }),
    )
    .map((cells) => Object.fromEntries(cells.flatMap(([name, value]) => (value === null ? [] : [[name, value]])))),
  { minLength: 1, maxLength: 4 },
);

const fieldArbitrary = (one: ScopeField): fc.Arbitrary<RecordValue | RecordList> =>
  one.type === 'list'
    ? linesArbitrary
    : one.path === 'order.currency'
      ? fc.constantFrom('USD', 'USD', 'USD', 'JPY')
      : valueArbitrary[one.type];

export type GeneratedRecord = ReadonlyMap<ScopeField, RecordValue | RecordList>;

/** An order with each field absent one time in five; every currency but a few is the scope's. */
export const recordArbitrary: fc.Arbitrary<GeneratedRecord> = fc
  .tuple(...fields.map((one) => fc.option(fieldArbitrary(one), { freq: 5 })))
  .map(
    (values) =>
      new Map(
        values.flatMap((value, index): [ScopeField, RecordValue | RecordList][] => {
          const one = fields[index];
          return value === null || one === undefined ? [] : [[one, value]];
        }),
      ),
  );

const quote = (text: string): string =>
  JSON.stringify(text).replace(/[\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);
const path = (type: ScopeField['type'], shape: RuleShape): fc.Arbitrary<string> =>
  fc.constantFrom(...pathsOf(type, shape));
const intLiteral = fc.constantFrom(...quantities).map(String);
const doubleLiteral = fc.constantFrom('0.0', '1.5', '-2.5', '0.3', '100', '1e3', '-1e300', '5e-324', '1');
const moneyLiteral = fc.constantFrom(
  '0',
  '1',
  '12.50',
  '-5',
  '500',
  '500.00',
  '0.01',
  '1e2',
  '-12.5',
  '90071992547409.91',
);
const stringLiteral = fc.constantFrom(...strings).map(quote);
const timeLiteral = fc
  .constantFrom(...instants, '2024-03-10T03:00:00-04:00', '2024-01-01T00:00:00+09:00')
  .map((text) => `timestamp("${text}")`);
const zone = fc.constantFrom('"Asia/Tokyo"', '"America/New_York"', '"UTC"', '"Europe/London"', '');
const duration = fc.constantFrom('1h', '90m', '-36h', '720h', '1.5s', '87600h').map((text) => `duration("${text}")`);
const timePart = fc.constantFrom(
  'getFullYear',
  'getMonth',
  'getDate',
  'getDayOfMonth',
  'getDayOfWeek',
  'getDayOfYear',
  'getHours',
  'getMinutes',
  'getSeconds',
  'getMilliseconds',
);
const pattern = fc.constantFrom(
  '^a',
  'a$',
  '^..$',
  '^.$',
  '[0-9]+',
  '(a|b)+',
  '^(?:4[0-9]{2})',
  '\\d{6}',
  '[^a-z]',
  '野',
  '(?i)AB',
  '\\.com\\z',
  'a.b',
  'e.b',
  '(?s)e.b',
  '^$',
  '\\p{Han}',
  '[\\w@]+\\.',
  '(a+)+$',
  '\\bhara',
);
const order = fc.constantFrom('==', '!=', '<', '<=', '>', '>=');

type Text = fc.Arbitrary<string>;
const oneOf = (...parts: readonly [number, Text][]): Text =>
  fc.oneof(...parts.map(([weight, arbitrary]) => ({ weight, arbitrary })));
const wrap = (template: string, ...parts: readonly Text[]): Text =>
  fc
    .tuple(...parts)
    .map((texts) => texts.reduce((all, text, index) => all.replaceAll(`$${index}`, () => text), template));

/** Rules use regular expressions only where asked: one of the compared engines has another dialect. */
export interface RuleShape {
  readonly regex: boolean;
  /** What they read, where that is more than `fields`. */
  readonly fields?: readonly ScopeField[];
}

const lineInt = oneOf(
  [3, fc.constant('i.quantity')],
  [1, wrap('(i.quantity $0 2)', fc.constantFrom('+', '*', '/', '%'))],
  [1, fc.constant('size(i.name)')],
);
const lineMoney = oneOf(
  [2, fc.constantFrom('i.amount', 'i.unit_price')],
  [1, fc.constant('(i.unit_price * i.quantity)')],
  [1, fc.constant('(i.amount - i.unit_price)')],
  [1, wrap('(has(i.amount) ? i.amount : $0)', moneyLiteral)],
);

/** A condition on one line, which may read the order too. */
function lineText(depth: number, shape: RuleShape): Text {
  const text = fc.constantFrom('i.sku', 'i.name', 'i.category');
  const plain = oneOf(
    [3, wrap('$0 $1 $2', text, fc.constantFrom('==', '!='), oneOf([3, stringLiteral], [1, path('string', shape)]))],
    [
      3,
      wrap(
        '$0 $1 $2',
        lineMoney,
        order,
        oneOf([2, moneyLiteral], [1, path('money', shape)], [1, fc.constant('i.amount')]),
      ),
    ],
    [2, wrap('$0 $1 $2', lineInt, order, oneOf([2, intLiteral], [1, path('int', shape)]))],
    [2, wrap('$0.$1($2)', text, fc.constantFrom('startsWith', 'contains'), stringLiteral)],
    [1, wrap('$0 in $1', text, listOf(stringLiteral))],
    [2, wrap('has(i.$0)', fc.constantFrom(...itemFields.keys()))],
    [1, path('bool', shape)],
    [shape.regex ? 1 : 0, wrap('$0.matches($1)', text, pattern.map(quote))],
    [1, fc.constantFrom('true', 'false')],
  );
  if (depth <= 0) return plain;
  const inner = lineText(depth - 1, shape);
  return oneOf(
    [3, plain],
    [2, wrap('($0 && $1)', inner, inner)],
    [2, wrap('($0 || $1)', inner, inner)],
    [1, wrap('!($0)', inner)],
    [1, wrap('($0 ? $1 : $2)', inner, inner, inner)],
  );
}

/** The lines of an order, or some of them. */
const someLines = (shape: RuleShape): Text =>
  oneOf([1, fc.constantFrom('items', 'order.items')], [2, wrap('items.filter(i, $0)', lineText(1, shape))]);

function intText(depth: number, shape: RuleShape): Text {
  if (depth <= 0) return path('int', shape);
  const inner = intText(depth - 1, shape);
  const op = fc.constantFrom('+', '-', '*', '/', '%');
  const nonzero = fc.constantFrom('2', '-3', '7', '1000');
  return oneOf(
    [4, path('int', shape)],
    [2, wrap('($0 $1 $2)', inner, op, path('int', shape))],
    [2, wrap('($0 $1 $2)', inner, op, nonzero)],
    [1, wrap('-$0', path('int', shape))],
    [1, wrap('size($0)', stringText(depth - 1, shape))],
    [1, wrap('size($0)', someLines(shape))],
    [1, wrap('$0.map(i, $1).sum()', someLines(shape), lineInt)],
    [3, wrap('$0.$1($2)', timeText(depth - 1, shape), timePart, zone)],
    [1, wrap('($0 ? $1 : $2)', boolText(depth - 1, shape), inner, intLiteral)],
  );
}

function moneyText(depth: number, shape: RuleShape): Text {
  if (depth <= 0) return path('money', shape);
  const inner = moneyText(depth - 1, shape);
  return oneOf(
    [4, path('money', shape)],
    [1, wrap('($0 * $1)', inner, fc.constantFrom('2', '3', '-1', 'items.quantity'))],
    [2, wrap('$0.map(i, $1).sum()', someLines(shape), lineMoney)],
    [1, wrap('($0 + $1)', inner, oneOf([1, moneyLiteral], [1, path('money', shape)]))],
    [1, wrap('($0 - $1)', oneOf([1, moneyLiteral], [1, path('money', shape)]), inner)],
    [1, wrap('($0 ? $1 : $2)', boolText(depth - 1, shape), inner, moneyLiteral)],
  );
}

function doubleText(depth: number, shape: RuleShape): Text {
  if (depth <= 0) return path('double', shape);
  const inner = doubleText(depth - 1, shape);
  return oneOf(
    [4, path('double', shape)],
    [
      2,
      wrap('($0 $1 $2)', inner, fc.constantFrom('+', '-', '*'), oneOf([1, path('double', shape)], [1, doubleLiteral])),
    ],
    [1, wrap('($0 / $1)', path('money', shape), oneOf([1, path('money', shape)], [1, fc.constantFrom('2', '12.50')]))],
    [1, wrap('-$0', path('double', shape))],
    [1, wrap('($0 ? $1 : $2)', boolText(depth - 1, shape), inner, doubleLiteral)],
  );
}

function stringText(depth: number, shape: RuleShape): Text {
  if (depth <= 0) return path('string', shape);
  return oneOf(
    [5, path('string', shape)],
    [1, wrap('($0 ? $1 : $2)', boolText(depth - 1, shape), path('string', shape), stringLiteral)],
  );
}

function timeText(depth: number, shape: RuleShape): Text {
  if (depth <= 0) return path('timestamp', shape);
  return oneOf(
    [5, path('timestamp', shape)],
    [2, wrap('($0 $1 $2)', path('timestamp', shape), fc.constantFrom('+', '-'), duration)],
    [1, wrap('($0 ? $1 : $2)', boolText(depth - 1, shape), path('timestamp', shape), timeLiteral)],
  );
}

function listOf(literal: Text): Text {
  return fc.array(literal, { minLength: 1, maxLength: 4 }).map((items) => `[${items.join(', ')}]`);
}

function comparison(depth: number, shape: RuleShape): Text {
  const equality = fc.constantFrom('==', '!=');
  const test = fc.constantFrom('startsWith', 'endsWith', 'contains');
  const text = stringText(depth, shape);
  return oneOf(
    [3, wrap('$0 $1 $2', intText(depth, shape), order, oneOf([2, intLiteral], [1, path('int', shape)]))],
    [3, wrap('$0 $1 $2', moneyText(depth, shape), order, oneOf([2, moneyLiteral], [1, path('money', shape)]))],
    [3, wrap('$0 $1 $2', doubleText(depth, shape), order, oneOf([2, doubleLiteral], [1, path('double', shape)]))],
    [2, wrap('$0 $1 $2', text, equality, oneOf([2, stringLiteral], [1, path('string', shape)]))],
    [2, wrap('$0 $1 $2', timeText(depth, shape), order, oneOf([1, timeLiteral], [1, path('timestamp', shape)]))],
    [2, wrap('$0.$1($2)', text, test, oneOf([2, stringLiteral], [1, path('string', shape)]))],
    [shape.regex ? 3 : 0, wrap('$0.matches($1)', text, pattern.map(quote))],
    [1, wrap('$0 in $1', intText(depth, shape), listOf(intLiteral))],
    [1, wrap('$0 in $1', moneyText(depth, shape), listOf(moneyLiteral))],
    [1, wrap('$0 in $1', text, listOf(stringLiteral))],
    [2, wrap('$0 in lists.$1', path('string', shape), fc.constantFrom(...lists.map((list) => list.id)))],
    [1, wrap('$0 in $1', path('bool', shape), listOf(fc.constantFrom('true', 'false')))],
  );
}

/** Text of a random condition that the check accepts. */
export function boolText(depth: number, shape: RuleShape): Text {
  if (depth <= 0) return oneOf([2, path('bool', shape)], [1, comparison(0, shape)]);
  const inner = boolText(depth - 1, shape);
  return oneOf(
    [5, comparison(depth - 1, shape)],
    [1, path('bool', shape)],
    [1, wrap('has($0)', fc.constantFrom(...(shape.fields ?? fields).map((one) => one.path)))],
    [3, wrap('items.$0(i, $1)', fc.constantFrom('exists', 'exists', 'all', 'all', 'exists_one'), lineText(2, shape))],
    [2, wrap('!($0)', inner)],
    [3, wrap('($0 && $1)', inner, inner)],
    [3, wrap('($0 || $1)', inner, inner)],
    [1, wrap('$0 && $1 || $2', wrap('($0)', inner), wrap('($0)', inner), wrap('($0)', inner))],
    [1, wrap('($0 ? $1 : $2)', inner, inner, inner)],
    [1, wrap('(($0) $1 ($2))', inner, fc.constantFrom('==', '!='), inner)],
    [1, fc.constantFrom('true', 'false')],
  );
}
