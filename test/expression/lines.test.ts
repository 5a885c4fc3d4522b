import { celEnv, isCelError, parse as parseCel, plan, type CelInput } from '@bufbuild/cel';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { sumOfInts } from '../../analysis/export/cel-sum.ts';
import {
  check,
  clickhousePredicate,
  duckdbCauses,
  duckdbPredicate,
  evaluate,
  explain,
  guardedCel,
  plainCel,
  scopeOf,
  unevaluableCauses,
  type CheckedRule,
  type RecordList,
  type RuleRecord,
} from '../../analysis/expression/index.ts';
import { projectColumns } from '../../analysis/model/columns.ts';

const scope = scopeOf(projectColumns([], new Set()), 'JPY', 'Asia/Tokyo');

function rule(text: string): CheckedRule {
  const checked = check(text, scope);
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return checked;
}

const host = { matches: (text: string, pattern: string) => new RegExp(pattern, 'u').test(text) };
const order = (items: RecordList | null, currency = 'JPY'): RuleRecord => ({
  order: { currency, amount: 1000n, ...(items === null ? {} : { items }) },
});

const gift = { category: 'ギフト券', amount: 5000n, quantity: 1n };
const tea = { category: '飲料', amount: 300n, quantity: 2n };
const nameless = { amount: 100n, quantity: 1n };

type Answer = boolean | null;
/** What each rule must say: [rule, lines, answer], by the meaning of CEL's macros, an error being null. */
const table: readonly (readonly [string, RecordList | null, Answer])[] = [
  ['items.exists(i, i.category == "ギフト券")', [tea, gift], true],
  ['items.exists(i, i.category == "ギフト券")', [tea], false],
  // true || error = true, false || error = error
  ['items.exists(i, i.category == "ギフト券")', [nameless, gift], true],
  ['items.exists(i, i.category == "ギフト券")', [gift, nameless], true],
  ['items.exists(i, i.category == "ギフト券")', [tea, nameless], null],
  ['items.exists(i, has(i.category) && i.category == "ギフト券")', [tea, nameless], false],
  // false && error = false, true && error = error
  ['items.all(i, i.category == "ギフト券")', [nameless, tea], false],
  ['items.all(i, i.category == "ギフト券")', [gift, nameless], null],
  ['items.all(i, i.category == "ギフト券")', [gift, gift], true],
  // exists_one is strict: any error is one
  ['items.exists_one(i, i.category == "ギフト券")', [gift, tea], true],
  ['items.exists_one(i, i.category == "ギフト券")', [gift, gift], false],
  ['items.exists_one(i, i.category == "ギフト券")', [gift, nameless], null],
  // so are filter, map and what is made of them
  ['size(items) == 2', [gift, nameless], true],
  ['items.size() >= 3', [gift, nameless], false],
  ['size(items.filter(i, i.category == "ギフト券")) >= 1', [gift, nameless], null],
  ['items.filter(i, i.category == "ギフト券").size() == 2', [gift, tea, gift], true],
  ['items.map(i, i.amount).sum() > 5000', [gift, tea], true],
  ['items.map(i, i.amount).sum() == 5400', [gift, tea, nameless], true],
  ['items.filter(i, i.category == "飲料").map(i, i.amount * i.quantity).sum() == 600', [gift, tea], true],
  ['items.filter(i, i.category == "水").map(i, i.amount).sum() == 0', [gift, tea], true],
  ['items.map(i, i.quantity).sum() == 3', [gift, tea], true],
  ['items.map(i, i.amount).sum() > 1', [gift, { category: '飲料' }], null],
  ['items.filter(i, has(i.amount)).map(i, i.amount).sum() == 5000', [gift, { category: '飲料' }], true],
  ['items.map(i, i.amount).sum() > 0', [{ amount: 9007199254740991n }, { amount: 1n }], null],
  // The order is read inside too, and money against it.
  ['items.exists(i, i.amount > order.amount)', [tea, gift], true],
  ['items.map(i, i.amount).sum() / order.amount > 5.0', [gift, tea], true],
  // No line known at all: not evaluable, unless something else decides.
  ['items.exists(i, true)', null, null],
  ['items.all(i, false)', null, null],
  ['size(items) > 0', null, null],
  ['has(items)', null, false],
  ['has(items) && items.exists(i, i.quantity > 1)', null, false],
  ['order.amount == 1000 || items.exists(i, i.quantity > 1)', null, true],
  ['!items.exists(i, i.category == "ギフト券")', [tea, nameless], null],
];

const sqlOf = (items: RecordList | null): string => {
  const cell = (value: unknown): string =>
    value === undefined ? 'NULL' : typeof value === 'string' ? `'${value}'` : String(value as bigint);
  const line = (one: RecordList[number]): string =>
    `{'sku': ${cell(one['sku'])}::VARCHAR, 'name': ${cell(one['name'])}::VARCHAR, 'category': ${cell(one['category'])}::VARCHAR,
      'unit_price': ${cell(one['unit_price'])}::BIGINT, 'quantity': ${cell(one['quantity'])}::BIGINT, 'amount': ${cell(one['amount'])}::BIGINT}`;
  return items === null
    ? 'NULL::STRUCT(sku VARCHAR, name VARCHAR, category VARCHAR, unit_price BIGINT, quantity BIGINT, amount BIGINT)[]'
    : `[${items.map(line).join(', ')}]`;
};

describe('rules over the lines of an order', () => {
  it.each(table.map((row, n) => [n, ...row] as const))('%i: %s', (_, text, items, expected) => {
    const one = rule(text);
    expect(evaluate(one, order(items), host)).toBe(expected);
    const env = celEnv({ funcs: [sumOfInts] });
    const input = order(items) as unknown as Record<string, CelInput>;
    const plain = plan(env, parseCel(plainCel(one)))(input);
    // Plain text knows no range of sums.
    if (!text.includes('sum() > 0')) expect(isCelError(plain) ? null : plain).toBe(expected);
    expect(plan(env, parseCel(guardedCel(one)))(input)).toBe(expected === true);
  });

  it('are answered by DuckDB alike', async () => {
    const db = await (await DuckDBInstance.create(':memory:')).connect();
    for (const [text, items, expected] of table) {
      const { text: printed } = duckdbPredicate(rule(text));
      const rows = await db.runAndReadAll(
        `SELECT (${printed})::BOOLEAN FROM (SELECT ${sqlOf(items)} AS order_items, 1000::BIGINT AS amount, 'JPY' AS currency)`,
      );
      expect([text, rows.getRows()[0]?.[0]]).toEqual([text, expected]);
    }
    db.closeSync();
  });

  it('print as standard macros, but for sum()', () => {
    const any = rule('items.exists(line, line.category == "ギフト券" && line.amount >= 1000)');
    expect(plainCel(any)).toBe('order.items.exists(i, i.category == "ギフト券" && i.amount >= 1000)');
    expect(guardedCel(any)).toBe(
      'has(order.items) && order.items.exists(i, has(i.category) && i.category == "ギフト券" && has(i.amount) && has(order.currency) && order.currency == "JPY" && i.amount >= 1000)',
    );
    expect(guardedCel(rule('!items.exists(i, i.sku == "A")'))).toBe(
      'has(order.items) && order.items.all(i, has(i.sku) && !(i.sku == "A"))',
    );
    expect(guardedCel(rule('size(items.filter(i, i.sku == "A")) > 1'))).toBe(
      'has(order.items) && order.items.all(i, has(i.sku) && !(i.sku == "A") || has(i.sku) && i.sku == "A") && size(order.items.filter(i, has(i.sku) && i.sku == "A")) > 1',
    );
    expect(plainCel(rule('items.filter(i, i.sku == "A").map(i, i.quantity).sum() > 1'))).toBe(
      'order.items.filter(i, i.sku == "A").map(i, i.quantity).sum() > 1',
    );
    expect(duckdbPredicate(rule('items.all(i, i.sku != "A")')).text).toBe(
      `CASE list_min(list_transform("order_items", lambda one_line: coalesce(CAST(struct_extract(one_line, 'sku') <> 'A' AS TINYINT) * 2, 1))) WHEN 2 THEN TRUE WHEN 0 THEN FALSE END`,
    );
    expect(clickhousePredicate(rule('items.exists(i, i.sku == "A")')).text).toBe(
      `multiIf(empty("order_items"), NULL, arrayMax(one_line -> toInt8(ifNull(toInt8(tupleElement(one_line, 'sku') = 'A') * 2, 1)), "order_items") = 2, true, arrayMax(one_line -> toInt8(ifNull(toInt8(tupleElement(one_line, 'sku') = 'A') * 2, 1)), "order_items") = 0, false, NULL)`,
    );
  });

  it('read no money of another currency, and say that as the cause', () => {
    const one = rule('items.exists(i, i.amount > 100)');
    expect(one.currencyField?.path).toBe('order.currency');
    expect(evaluate(one, order([gift], 'USD'), host)).toBe(null);
    expect(unevaluableCauses(one, order([gift], 'USD')).map(({ kind }) => kind)).toEqual(['currency']);
    expect(unevaluableCauses(one, order(null)).map(({ kind }) => kind)).toEqual(['absent']);
    expect(
      unevaluableCauses(one, order([{ category: 'a' }])).map(({ kind, field }) => `${kind} ${field.path}`),
    ).toEqual(['absent-in-lines order.items.amount']);
    expect(duckdbCauses(one).map(({ cause }) => cause.kind)).toEqual(['absent', 'absent-in-lines', 'currency']);
  });

  it('tell what is read of lines, and what the absence of lines does', () => {
    const one = rule('order.amount > 5 || items.exists(i, has(i.sku) && i.category == "a")');
    expect(one.items.map(({ name }) => name)).toEqual(['sku', 'category']);
    expect(one.itemsValued.map(({ name }) => name)).toEqual(['category']);
    const told = explain(one);
    expect(told.fields.map(({ path, whenAbsent }) => [path, whenAbsent])).toEqual([
      ['order.amount', 'depends'],
      ['order.items', 'depends'],
    ]);
    expect(told.notes.map(({ code }) => code)).toContain('lines-exists');
    const always = explain(rule('items.all(i, i.category == "a") && items.map(i, i.amount).sum() > 5'));
    expect(always.notes.map(({ code }) => code)).toEqual(expect.arrayContaining(['lines-all', 'lines-total']));
    expect(explain(rule('items.all(i, i.category == "a")')).fields).toMatchObject([{ whenAbsent: 'unevaluable' }]);
  });
});
