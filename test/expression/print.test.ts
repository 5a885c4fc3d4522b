import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import {
  check,
  clickhousePredicate,
  duckdbCauses,
  duckdbPredicate,
  evaluate,
  guardedCel,
  plainCel,
  scopeOf,
  unevaluableCauses,
  type CheckedRule,
  type Scope,
} from '../../analysis/expression/index.ts';
import { projectColumns } from '../../analysis/model/columns.ts';
import { scope as generatedScope } from './generated.ts';

const columns = projectColumns([{ id: 'score', label: 'Score', type: 'double', knownAtScreening: 'yes' }], new Set());
const usd: Scope = {
  ...scopeOf(columns, 'USD', 'America/New_York'),
  lists: new Map([['negative', { id: 'negative', match: 'email' }]]),
};
const jpy = scopeOf(columns, 'JPY', 'Asia/Tokyo');
const host = { matches: (): boolean => false };

function rule(text: string, scope: Scope = usd): CheckedRule {
  const checked = check(text, scope);
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return checked;
}

interface Printed {
  readonly text: string;
  readonly duckdb: string;
  readonly clickhouse: string;
  readonly plain: string;
  readonly guarded: string;
}

const table: readonly Printed[] = [
  {
    text: 'order.amount > 500',
    duckdb: `"amount" > 50000`,
    clickhouse: `"amount" > 50000`,
    plain: 'order.amount > 50000',
    guarded: 'has(order.amount) && order.amount > 50000',
  },
  {
    text: '!(card.bin in ["4"])',
    duckdb: `NOT ("card_bin" IN ('4'))`,
    clickhouse: `NOT ("card_bin" IN ('4'))`,
    plain: '!(card.bin in ["4"])',
    guarded: 'has(card.bin) && !(card.bin in ["4"])',
  },
  {
    text: '!(buyer.email in lists.negative)',
    duckdb: `NOT "list.negative.email"`,
    clickhouse: `NOT "list.negative.email"`,
    plain: '!(buyer.email in lists.negative)',
    guarded: 'has(buyer.email) && !(buyer.email in lists.negative)',
  },
  {
    text: 'order.time.getHours() >= 22 || order.time.getHours("Asia/Tokyo") < 4',
    duckdb: `(hour(timezone('America/New_York', "ordered_at")) >= 22) OR (hour(timezone('Asia/Tokyo', "ordered_at")) < 4)`,
    clickhouse: `(toHour("ordered_at", 'America/New_York') >= 22) OR (toHour("ordered_at", 'Asia/Tokyo') < 4)`,
    plain: 'order.time.getHours("America/New_York") >= 22 || order.time.getHours("Asia/Tokyo") < 4',
    guarded:
      'has(order.time) && order.time.getHours("America/New_York") >= 22 || has(order.time) && order.time.getHours("Asia/Tokyo") < 4',
  },
  {
    text: 'order.time.getDayOfWeek("UTC") == 0 && order.time.getMonth("UTC") == 11',
    duckdb: `(dayofweek(timezone('UTC', "ordered_at")) = 0) AND ((month(timezone('UTC', "ordered_at")) - 1) = 11)`,
    clickhouse: `((toDayOfWeek("ordered_at", 0, 'UTC') % 7) = 0) AND ((toMonth("ordered_at", 'UTC') - 1) = 11)`,
    plain: 'order.time.getDayOfWeek("UTC") == 0 && order.time.getMonth("UTC") == 11',
    guarded: 'has(order.time) && order.time.getDayOfWeek("UTC") == 0 && order.time.getMonth("UTC") == 11',
  },
  {
    text: 'items.quantity / 3 == -2',
    duckdb: `("item_quantity" // 3) = (-2)`,
    clickhouse: `intDivOrNull("item_quantity", 3) = (-2)`,
    plain: 'items.quantity / 3 == -2',
    guarded: 'has(items.quantity) && items.quantity / 3 == -2',
  },
  {
    text: 'order.amount * 2 > 9',
    duckdb: `CAST(CASE WHEN abs(CAST("amount" AS HUGEINT) * 2) <= 9007199254740991 THEN CAST("amount" AS HUGEINT) * 2 END AS BIGINT) > 900`,
    clickhouse: `if(abs(toInt128("amount") * 2) <= 9007199254740991, toInt64(toInt128("amount") * 2), NULL) > 900`,
    plain: 'order.amount * 2 > 900',
    guarded:
      'has(order.amount) && double(order.amount) * double(2) >= -9007199254740991.0 && double(order.amount) * double(2) <= 9007199254740991.0 && order.amount * 2 > 900',
  },
  {
    text: 'custom.score > 5 && custom.score < 1e300',
    duckdb: `("custom.score" > 5e0) AND ("custom.score" < 1e300)`,
    clickhouse: `("custom.score" > toFloat64(5)) AND ("custom.score" < toFloat64(1e300))`,
    plain: 'custom.score > 5.0 && custom.score < 1.0e300',
    guarded: 'has(custom.score) && custom.score > 5.0 && custom.score < 1.0e300',
  },
  {
    text: 'order.time + duration("1h") > timestamp("2024-01-01T00:00:00+09:00")',
    duckdb: `CASE WHEN "ordered_at" <= TIMESTAMPTZ '9999-12-31 22:59:59.999999+00' THEN "ordered_at" + to_microseconds(3600000000) END > TIMESTAMPTZ '2023-12-31 15:00:00+00'`,
    clickhouse: `if("ordered_at" <= toDateTime64('9999-12-31 22:59:59.999999', 6, 'UTC'), addMicroseconds("ordered_at", 3600000000), NULL) > toDateTime64('2023-12-31 15:00:00', 6, 'UTC')`,
    plain: 'order.time + duration("3600s") > timestamp("2023-12-31T15:00:00Z")',
    guarded:
      'has(order.time) && order.time <= timestamp("9999-12-31T22:59:59.999999Z") && order.time + duration("3600s") > timestamp("2023-12-31T15:00:00Z")',
  },
  {
    text: 'buyer.email.contains("x") || buyer.email.matches(r"^a\\d") || size(buyer.email) > 3',
    duckdb: `contains("email", 'x') OR regexp_matches("email", '^a\\d') OR (length("email") > 3)`,
    clickhouse: `(position("email", 'x') > 0) OR match("email", '(?-s)^a\\\\d') OR (toInt64(lengthUTF8("email")) > 3)`,
    plain: 'buyer.email.contains("x") || buyer.email.matches("^a\\\\d") || size(buyer.email) > 3',
    guarded:
      'has(buyer.email) && buyer.email.contains("x") || has(buyer.email) && buyer.email.matches("^a\\\\d") || has(buyer.email) && size(buyer.email) > 3',
  },
];

describe('printed forms', () => {
  it.each(table)('$text', ({ text, duckdb, clickhouse, plain, guarded }) => {
    const one = rule(text);
    expect(duckdbPredicate(one, { singleCurrency: true, zones: 'database' }).text).toBe(duckdb);
    expect(clickhousePredicate(one, { singleCurrency: true }).text).toBe(clickhouse);
    expect(plainCel(one)).toBe(plain);
    expect(guardedCel(one, { singleCurrency: true })).toBe(guarded);
  });

  it('ask for the currency where orders may be in others', () => {
    const one = rule('order.amount > 500');
    expect(duckdbPredicate(one).text).toBe(`CASE WHEN "currency" = 'USD' THEN "amount" END > 50000`);
    expect(clickhousePredicate(one).text).toBe(`if("currency" = 'USD', "amount", NULL) > 50000`);
    expect(guardedCel(one)).toBe(
      'has(order.amount) && has(order.currency) && order.currency == "USD" && order.amount > 50000',
    );
  });

  it('leave a rule without money alone', () => {
    expect(rule('items.quantity > 5').currencyField).toBeNull();
    expect(duckdbPredicate(rule('items.quantity > 5')).text).toBe('"item_quantity" > 5');
  });

  it('make plain CEL check the currency when the rule reads it itself', () => {
    expect(plainCel(rule('order.currency == "USD" && order.amount > 5'))).toBe(
      'order.currency == "USD" && (order.currency == "USD" ? order.amount : order.amount / 0) > 500',
    );
  });
});

describe('an order in another currency', () => {
  const one = rule('order.amount > 500');
  const record = { order: { amount: 90_000n, currency: 'JPY' } };
  it('is not evaluable, and the cause is the currency', () => {
    expect(evaluate(one, record, host)).toBeNull();
    expect(unevaluableCauses(one, record).map((cause) => cause.kind)).toEqual(['currency']);
    expect(duckdbCauses(one).map(({ cause }) => `${cause.kind} ${cause.field.path}`)).toEqual([
      'absent order.amount',
      'currency order.currency',
    ]);
    expect(duckdbCauses(one, { singleCurrency: true }).map(({ cause }) => cause.kind)).toEqual(['absent']);
  });
  it('still has an amount', () => {
    expect(evaluate(rule('has(order.amount)'), record, host)).toBe(true);
  });
});

describe('wall clocks', () => {
  const hour = (at: string, zone: string): string => {
    for (let h = 0; h < 24; h += 1) {
      if (evaluate(rule(`order.time.getHours("${zone}") == ${h}`), { order: { time: new Date(at) } }, host) === true)
        return String(h);
    }
    return 'none';
  };
  it.each([
    ['2024-01-01T00:00:00Z', 'Asia/Tokyo', '9'],
    ['2024-07-01T15:30:00Z', 'Asia/Tokyo', '0'],
    ['2024-03-10T06:59:59Z', 'America/New_York', '1'],
    ['2024-03-10T07:00:00Z', 'America/New_York', '3'],
    ['2024-11-03T05:30:00Z', 'America/New_York', '1'],
    ['2024-11-03T06:30:00Z', 'America/New_York', '1'],
    ['1969-12-31T23:59:59.999Z', 'UTC', '23'],
    ['2024-01-01T00:00:00Z', 'Asia/Kolkata', '5'],
  ])('%s in %s is hour %s', (at, zone, expected) => {
    expect(hour(at, zone)).toBe(expected);
  });

  it('without a zone mean the rule set, and say so when printed', () => {
    expect(plainCel(rule('order.time.getHours() < 5', jpy))).toBe('order.time.getHours("Asia/Tokyo") < 5');
  });

  it.each([
    'Asia/Tokyo',
    'America/New_York',
    'Europe/London',
    'Australia/Lord_Howe',
    'America/Sao_Paulo',
    'Asia/Kathmandu',
    'UTC',
  ])(
    'written out for %s agree with the database on every half hour of the window and around it',
    async (zone) => {
      const instance = await DuckDBInstance.create(':memory:');
      const db = await instance.connect();
      await db.run(
        `CREATE TABLE t AS SELECT TIMESTAMPTZ '2009-12-20 00:00:00+00' + to_minutes(30 * i) + to_microseconds(i % 1000000) AS ordered_at FROM range(457000) r(i)`,
      );
      for (const part of ['getHours', 'getDayOfYear', 'getMinutes']) {
        const one = rule(`order.time.${part}("${zone}") == 3`, generatedScope);
        const [fast, slow] = [duckdbPredicate(one).text, duckdbPredicate(one, { zones: 'database' }).text];
        expect(fast).not.toBe(slow);
        const rows = (
          await db.runAndReadAll(
            `SELECT count(*) FILTER ((${fast}) IS DISTINCT FROM (${slow})), count(*) FILTER (${fast}) FROM t`,
          )
        ).getRows();
        expect(rows[0]?.[0]).toBe(0n);
        if (part !== 'getMinutes') expect(Number(rows[0]?.[1])).toBeGreaterThan(1000);
      }
      db.closeSync();
      instance.closeSync();
    },
    60_000,
  );
});

describe('arithmetic at the edges', () => {
  const value = (text: string, quantity: bigint, points: bigint): boolean | null =>
    evaluate(rule(text, generatedScope), { items: { quantity }, custom: { points } }, host);
  const top = 9_007_199_254_740_991n;
  it.each([
    ['items.quantity / custom.points == -3', -7n, 2n, true],
    ['items.quantity % custom.points == -1', -7n, 2n, true],
    ['items.quantity % custom.points == 1', 7n, -2n, true],
    ['items.quantity / custom.points == 0', 1n, 0n, null],
    ['items.quantity % custom.points == 0', 1n, 0n, null],
    ['items.quantity + custom.points > 0', top, 1n, null],
    ['items.quantity + custom.points > 0', top, 0n, true],
    ['items.quantity + custom.points - 1 > 0', top, 1n, true],
    ['items.quantity * custom.points > 0', 94_906_265n, 94_906_265n, true],
    ['items.quantity * custom.points > 0', 94_906_266n, 94_906_266n, null],
    ['items.quantity * custom.points == 0', top, 0n, true],
  ] as const)('%s with %s and %s', (text, quantity, points, expected) => {
    expect(value(text, quantity, points)).toBe(expected);
  });
});
