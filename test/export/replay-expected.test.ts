import { expect, test } from 'vitest';
import { check } from '../../analysis/expression/index.ts';
import { expectedOf } from '../../analysis/export/replay-expected.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import type { Evaluation } from '../../analysis/runtime/index.ts';
import { orderScope } from '../rule-library/library-scope.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';

const whens = ['order.amount > 5', 'order.amount > 6', 'order.amount > 7'];
const ruleSet: RuleSet = {
  ...ruleSetOf(...whens.map((when, index) => ruleOf(`R${index}`, when))),
  features: [
    { id: 'n', agg: 'count', by: ['device.id'], window: '1h' },
    { id: 'm', agg: 'max', of: 'order.amount', by: ['device.id'], window: '1h' },
  ],
};
const entries = whens.flatMap((when, index) => {
  const checked = check(when, orderScope);
  return checked.ok ? [{ code: `R${index}`, checked }] : [];
});
const expected = expectedOf(ruleSet, { entries, exceptions: [], scope: orderScope, singleCurrency: true });

/** R0 true, R1 neither, R2 false; n is 4, m nothing. */
const said = [1 + 2 * 4, 4, null, 'NG', 'rule:R0'];
const found: Evaluation = {
  rules: Uint8Array.of(1, 2, 0),
  features: Float64Array.of(4, NaN),
  exceptions: [],
  verdict: { result: 'NG', by: 'rule:R0', group: null },
};
const differences = (changed: Partial<Evaluation>) =>
  expected.differences((answer) => said[answer] ?? null, { ...found, ...changed });

test('nothing differs where everything is said alike', () => {
  expect(differences({})).toEqual([]);
});

test('a rule, a feature and a decision said otherwise are each named, with both answers', () => {
  expect(differences({ rules: Uint8Array.of(1, 0, 1) })).toEqual([
    { kind: 'rule', name: 'R1', expected: 'not evaluable', got: 'false' },
    { kind: 'rule', name: 'R2', expected: 'false', got: 'true' },
  ]);
  expect(differences({ features: Float64Array.of(3, 0) })).toEqual([
    { kind: 'feature', name: 'n', expected: '4', got: '3' },
    { kind: 'feature', name: 'm', expected: 'NaN', got: '0' },
  ]);
  expect(differences({ verdict: { result: 'OK', by: 'default', group: null } })).toEqual([
    { kind: 'result', name: '', expected: 'NG', got: 'OK' },
    { kind: 'by', name: '', expected: 'rule:R0', got: 'default' },
  ]);
});
