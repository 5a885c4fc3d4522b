import { expect, test } from 'vitest';
import { replayVectors } from '../../analysis/export/cel-replay.ts';
import { vectorsFileSchema } from '../../analysis/model/package.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';

test('a field of a package named like the prototype of objects reaches no other object', () => {
  const text = `{
    "format": "shinsa-vectors", "formatVersion": 1, "currency": "JPY",
    "fields": { "__proto__.signal": "string", "order.amount": "money" },
    "vectors": [{ "id": "v1", "origin": "drawn", "record": { "__proto__.signal": "x", "order.amount": 600 },
      "fired": ["OVER"], "unevaluable": [], "result": "NG" }]
  }`;
  const rules = [{ code: 'OVER', guarded: 'order.amount > 500', plain: 'order.amount > 500' }];
  const cel = {
    format: 'shinsa-cel',
    formatVersion: 1,
    profile: 'wb-1',
    currency: 'JPY',
    timezone: 'UTC',
    rules,
  } as const;
  const file = vectorsFileSchema.parse(JSON.parse(text));
  expect(replayVectors({ ...cel, rules }, file, ruleSetOf(ruleOf('OVER', 'order.amount > 500')))).toEqual([]);
  expect('signal' in {}).toBe(false);
});
