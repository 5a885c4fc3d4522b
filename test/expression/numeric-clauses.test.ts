import { expect, test } from 'vitest';
import { cutsOf, numericClauses, unstudiedClauses, withCut } from '../../analysis/expression/index.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';

const told = (text: string): unknown =>
  numericClauses(text).map(({ path, relation, value, from, to }) => [path, relation, value, text.slice(from, to)]);

test('comparisons of a field or feature with a number, whichever side it is on', () => {
  expect(told('order.amount >= 30000 && velocity.day > 3')).toEqual([
    ['order.amount', '>=', 30_000, '30000'],
    ['velocity.day', '>', 3, '3'],
  ]);
  expect(told('10.5 < order.amount')).toEqual([['order.amount', '>', 10.5, '10.5']]);
  expect(told('!(custom.score <= -2) ? order.amount < 5 : true')).toEqual([
    ['custom.score', '<=', -2, '-2'],
    ['order.amount', '<', 5, '5'],
  ]);
});

test('comparisons of what is computed of an order with a number, by the text of it', () => {
  expect(told('order.amount / 2 > 100 && 5000 <= (order.amount + buyer.limit) * 2')).toEqual([
    ['order.amount / 2', '>', 100, '100'],
    ['(order.amount + buyer.limit) * 2', '>=', 5000, '5000'],
  ]);
  expect(told('order.time.getHours("Asia/Tokyo") < 5')).toEqual([['order.time.getHours("Asia/Tokyo")', '<', 5, '5']]);
  expect(told('items.filter(i, i.price > 1000).size() >= 3')).toEqual([
    ['items.filter(i, i.price > 1000).size()', '>=', 3, '3'],
  ]);
});

test('nothing else is a threshold', () => {
  const none = [
    'order.amount == 5',
    'order.amount > buyer.limit',
    '2 * 3 > 5',
    'items.exists(i, i.price > 1000)',
    'order.amount >',
  ];
  for (const text of none) expect(told(text), text).toEqual([]);
});

test('comparisons inside of macros are told as not studied, the others are not', () => {
  const left = (text: string): readonly string[] => unstudiedClauses(text).map((one) => one.text);
  expect(left('order.amount >= 30000 && order.time.getHours() >= 22 || 3 < size(buyer.name)')).toEqual([]);
  expect(left('items.filter(i, i.price > 1000).size() >= 3')).toEqual(['i.price > 1000']);
  expect(left('items.exists(i, i.price > 1000 && i.name != "x")')).toEqual(['i.price > 1000']);
  for (const text of ['order.amount == 5', 'order.amount > buyer.limit', '1 < 2', 'order.amount > 5', 'order.amount >'])
    expect(left(text), text).toEqual([]);
});

const ruleSet: RuleSet = {
  ...{ format: 'shinsa-ruleset', formatVersion: 1, modelId: 'CRD_01', name: 'しきい値', profile: 'wb-1' },
  ...{ currency: 'JPY', timezone: 'Asia/Tokyo', default: 'OK' },
  rules: [
    {
      ...{ code: 'A', description: { ja: '', en: '' }, result: 'NG' },
      when: '1000 < order.amount && custom.x >= 0.25 // 境目',
    },
  ],
};

test('a threshold is replaced where it stands, and is found again under the same key', () => {
  const [first, second] = cutsOf(ruleSet);
  if (first === undefined || second === undefined) throw new Error('no thresholds');
  const once = withCut(ruleSet, first.cut, 1_000_000);
  expect(once.rules[0]?.when).toBe('1000000 < order.amount && custom.x >= 0.25 // 境目');
  const again = cutsOf(once).find(({ key }) => key === second.key);
  if (again === undefined) throw new Error('lost');
  expect(withCut(once, again.cut, 0.000_001).rules[0]?.when).toBe(
    '1000000 < order.amount && custom.x >= 0.000001 // 境目',
  );
  expect(withCut(once, again.cut, -3).rules[0]?.when).toContain('custom.x >= -3');
});
