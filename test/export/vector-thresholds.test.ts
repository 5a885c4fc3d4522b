import { describe, expect, test } from 'vitest';
import { thresholdsOf } from '../../analysis/export/vector-thresholds.ts';
import type { Vector } from '../../analysis/model/package.ts';
import { check, itemsPath, scopeOf, type CheckedRule } from '../../analysis/expression/index.ts';
import { projectColumns } from '../../analysis/model/columns.ts';

type Values = Vector['record'];

const base: Values = {
  'order.amount': 1234,
  'order.currency': 'JPY',
  'order.time': '2026-03-04T05:06:07.089Z',
  'items.quantity': 3,
  'buyer.name': '山田太郎',
  'delivery.name': '佐藤花子',
  [itemsPath]: [
    { amount: 700, quantity: 1 },
    { amount: 500, quantity: 2 },
  ],
};

function checked(when: string): CheckedRule {
  const rule = check(when, scopeOf(projectColumns([], new Set()), 'JPY', 'Asia/Tokyo'));
  if (!rule.ok) throw new Error(JSON.stringify(rule.issues));
  return rule;
}

function double(when: string): CheckedRule {
  const scope = scopeOf(projectColumns([], new Set()), 'JPY', 'Asia/Tokyo');
  const ratio = { path: 'custom.ratio', type: 'double', column: 'custom.ratio', labels: [] } as const;
  const rule = check(when, { ...scope, fields: new Map(scope.fields).set(ratio.path, ratio) });
  if (!rule.ok) throw new Error(JSON.stringify(rule.issues));
  return rule;
}

const valuesOf = (when: string, path: string, record = base): unknown[] =>
  thresholdsOf(checked(when), { record })
    .flatMap(({ edges }) => edges)
    .flatMap((edge) => (edge.path === path ? [edge.value] : []));

const sorted = (values: readonly unknown[]): unknown[] => values.toSorted((a, b) => (String(a) < String(b) ? -1 : 1));

describe('edges by hand', () => {
  test.each([
    ['order.amount > 50000', 'order.amount', [49_999, 50_000, 50_001]],
    ['order.amount == 50000', 'order.amount', [49_999, 50_000, 50_001]],
    ['50000 <= order.amount', 'order.amount', [49_999, 50_000, 50_001]],
    ['order.amount + 100 > 3000', 'order.amount', [2899, 2900, 2901]],
    ['-order.amount < -500', 'order.amount', [499, 500, 501]],
    // No amount times 3 is 1000.
    ['order.amount * 3 > 1000', 'order.amount', [333, 334]],
    ['items.quantity * 7 >= 50', 'items.quantity', [7, 8]],
    // 23 / 4 = 5, 24 / 4 = 6.
    ['items.quantity / 4 > 5', 'items.quantity', [19, 20, 23, 24]],
    ['items.quantity % 10 > 0', 'items.quantity', [-10, -9, -1, 0, 1, 9, 10]],
    ['items.quantity in [5, 9]', 'items.quantity', [10, 4, 5, 6, 8, 9]],
    ['size(buyer.name) == 4', 'buyer.name', ['xxx', 'xxxx', 'xxxxx']],
    ['buyer.name != delivery.name', 'buyer.name', ['ZZ-unseen', '佐藤花子']],
    ['buyer.name != delivery.name', 'delivery.name', ['ZZ-unseen', '山田太郎']],
    [
      'order.time >= timestamp("2026-01-04T00:00:00Z")',
      'order.time',
      ['2026-01-03T23:59:59.999Z', '2026-01-04T00:00:00.000Z', '2026-01-04T00:00:00.001Z'],
    ],
  ])('%s', (when, path, expected) => {
    expect(sorted(valuesOf(when, path))).toEqual(sorted(expected));
  });

  test.each([
    // In Tokyo it is 14:06:07.089 of Wednesday the 4th.
    [
      'getHours("Asia/Tokyo") == 22',
      ['2026-03-04T12:59:59.999Z', '2026-03-04T13:00:00.000Z', '2026-03-04T13:59:59.999Z', '2026-03-04T14:00:00.000Z'],
    ],
    [
      'getMinutes("Asia/Tokyo") == 30',
      ['2026-03-04T05:29:59.999Z', '2026-03-04T05:30:00.000Z', '2026-03-04T05:30:59.999Z', '2026-03-04T05:31:00.000Z'],
    ],
    [
      'getSeconds("Asia/Tokyo") == 10',
      ['2026-03-04T05:06:09.999Z', '2026-03-04T05:06:10.000Z', '2026-03-04T05:06:10.999Z', '2026-03-04T05:06:11.000Z'],
    ],
    [
      'getMilliseconds("Asia/Tokyo") == 500',
      ['2026-03-04T05:06:07.499Z', '2026-03-04T05:06:07.500Z', '2026-03-04T05:06:07.501Z'],
    ],
    [
      'getDayOfWeek("Asia/Tokyo") == 5',
      ['2026-03-05T14:59:59.999Z', '2026-03-05T15:00:00.000Z', '2026-03-06T14:59:59.999Z', '2026-03-06T15:00:00.000Z'],
    ],
    [
      'getDate("Asia/Tokyo") == 31',
      ['2026-03-30T14:59:59.999Z', '2026-03-30T15:00:00.000Z', '2026-03-31T14:59:59.999Z', '2026-03-31T15:00:00.000Z'],
    ],
    [
      'getMonth("Asia/Tokyo") == 4',
      ['2026-04-30T14:59:59.999Z', '2026-04-30T15:00:00.000Z', '2026-05-31T14:59:59.999Z', '2026-05-31T15:00:00.000Z'],
    ],
    [
      'getFullYear("Asia/Tokyo") == 2031',
      ['2030-12-31T14:59:59.999Z', '2030-12-31T15:00:00.000Z', '2031-12-31T14:59:59.999Z', '2031-12-31T15:00:00.000Z'],
    ],
  ])('the first and last instants of order.time.%s', (part, expected) => {
    expect(valuesOf(`order.time.${part}`, 'order.time')).toEqual(expect.arrayContaining(expected));
  });

  test('a total of the lines, by the first line and by their number', () => {
    const lines = valuesOf('items.map(i, i.amount * i.quantity).sum() > 5000', itemsPath);
    const totals = lines.map((own) =>
      (own as { amount: number; quantity: number }[]).reduce((sum, { amount, quantity }) => sum + amount * quantity, 0),
    );
    expect(totals).toEqual(expect.arrayContaining([4999, 5000, 5001]));
  });
});

/** The signs of the left side less the right one, among the edges of a double compared with a literal. */
test.each([1.2345678, 1234567.8, 35.681236, 0.5, -0.000001234567, 1e9])(
  'a double stands below, on and above %s',
  (literal) => {
    const [threshold] = thresholdsOf(double(`custom.ratio > ${literal}`), { record: { ...base, 'custom.ratio': 3 } });
    const signs = new Set(threshold?.edges.map(({ value }) => Math.sign(Number(value) - literal)));
    expect(signs).toEqual(new Set([-1, 0, 1]));
    for (const { value } of threshold?.edges ?? [])
      expect(Math.abs(Number(value) - literal)).toBeLessThanOrEqual(Math.max(Math.abs(literal), 1) * 2e-9);
    expect(threshold?.reached).toBe(true);
  },
);

test('large numbers stand above what they are compared with too', () => {
  const at = 1_700_000_000_000;
  expect(sorted(valuesOf(`items.quantity > ${at}`, 'items.quantity'))).toEqual([at - 1, at, at + 1]);
  expect(sorted(valuesOf(`items.quantity - ${at} > ${at}`, 'items.quantity'))).toEqual([
    2 * at - 1,
    2 * at,
    2 * at + 1,
  ]);
});

describe('what is asked of each line, on the first one', () => {
  const firstOf = (when: string): unknown[] =>
    valuesOf(when, itemsPath).map((own) => {
      const [first, ...others] = own as Record<string, unknown>[];
      expect(others).toEqual([{ amount: 500, quantity: 2 }]);
      return first;
    });

  test('numbers of a line, alone and times another', () => {
    const quantities = firstOf('items.exists(i, i.quantity > 9)').map(
      (line) => (line as { quantity: number }).quantity,
    );
    expect(quantities.toSorted((a, b) => a - b)).toEqual([8, 9, 10]);
    const products = firstOf('items.filter(i, i.amount * i.quantity >= 1001).size() > 0').map((line) => {
      const { amount, quantity } = line as { amount: number; quantity: number };
      return amount * quantity;
    });
    expect(products.some((product) => product >= 1001 && product <= 1001 + 700)).toBe(true);
    expect(products.some((product) => product < 1001 && product >= 1001 - 700)).toBe(true);
  });

  test('an order without lines has no edges of them, and says so', () => {
    const { [itemsPath]: _lines, ...bare } = base;
    const [threshold] = thresholdsOf(checked('items.exists(i, i.quantity > 9)'), { record: bare });
    expect(threshold).toMatchObject({ edges: [], reached: false });
  });
});

test('a comparison that nothing moves has no edges, and one that decides nothing says so', () => {
  const [never] = thresholdsOf(checked('items.quantity * 0 > 5'), { record: base });
  expect(never?.edges).toEqual([]);
  const both = thresholdsOf(checked('order.amount > 50000 && items.quantity > 100'), { record: base });
  expect(both.map(({ edges, decides }) => [edges.length > 0, decides])).toEqual([
    [true, false],
    [true, false],
  ]);
  const [large] = thresholdsOf(checked('order.amount > 50000 && items.quantity > 100'), {
    record: { ...base, 'items.quantity': 101 },
  });
  expect(large?.decides).toBe(true);
});
