import { expect, test } from 'vitest';
import { diffRuleSets } from '../../renderer/rule-sets/diff.ts';
import type { RuleSetException, ScorePolicy } from '../../analysis/model/policy.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';

const named: ScorePolicy['results'] = {
  none: 'OK',
  ok: 'OK',
  ng: 'NG',
  'ok+ng': 'REVIEW',
  hold: 'HOLD',
  'ok+hold': 'REVIEW',
  'ng+hold': 'NG',
  'ok+ng+hold': 'HOLD',
};
const scores = (ng: number, all: ScorePolicy['results'] = named): ScorePolicy => ({
  kind: 'scores',
  thresholds: { ok: 10, ng, hold: 30 },
  results: all,
});
const first = ruleSetOf(
  ruleOf('A', 'order.amount > 50000 && has(buyer.phone)'),
  ruleOf('B', 'order.amount > 100', 'REVIEW'),
  ruleOf('C', 'has(device.id)'),
);
const nothing = {
  settings: [],
  policy: [],
  rules: { added: [], removed: [], changed: [], reordered: false },
  groups: { added: [], removed: [], changed: [] },
  exceptions: { added: [], removed: [] },
  features: { added: [], removed: [] },
};

test('a version and itself do not differ', () => {
  expect(diffRuleSets(first, structuredClone(first))).toEqual({ same: true, ...nothing });
});

test('rules added, removed, changed and moved, the condition word by word', () => {
  const [a = ruleOf('', ''), b = a, c = a] = first.rules;
  const when = 'order.amount > 30000 && has(buyer.phone)';
  const changed = { ...a, when, result: 'HOLD' as const, scores: { ok: 0, ng: 5, hold: 0 } };
  const after = { ...first, rules: [c, changed, ruleOf('D', 'true')] };
  const { same, rules } = diffRuleSets(first, after);
  expect(same).toBe(false);
  expect(rules).toEqual({
    added: [ruleOf('D', 'true')],
    removed: [b],
    changed: [
      {
        code: 'A',
        changes: [
          {
            field: 'when',
            before: a.when,
            after: when,
            pieces: [
              { kind: 'same', text: 'order.amount > ' },
              { kind: 'removed', text: '50000' },
              { kind: 'added', text: '30000' },
              { kind: 'same', text: ' && has(buyer.phone)' },
            ],
          },
          { field: 'result', before: 'NG', after: 'HOLD' },
          { field: 'scores.ok', before: null, after: '0' },
          { field: 'scores.ng', before: null, after: '5' },
          { field: 'scores.hold', before: null, after: '0' },
        ],
      },
    ],
    reordered: true,
  });
});

test('the policy by thresholds and combinations, settings by name', () => {
  const before: RuleSet = { ...first, policy: scores(100) };
  const after: RuleSet = { ...first, name: '改', default: 'HOLD', policy: scores(90, { ...named, 'ng+hold': 'HOLD' }) };
  expect(diffRuleSets(before, after)).toEqual({
    same: false,
    ...nothing,
    settings: [
      { field: 'name', before: '標準', after: '改' },
      { field: 'default', before: 'OK', after: 'HOLD' },
    ],
    policy: [
      { field: 'thresholds.ng', before: '100', after: '90' },
      { field: 'results.ng+hold', before: 'NG', after: 'HOLD' },
    ],
  });
  const [kind, ...rest] = diffRuleSets(first, before).policy;
  expect(kind).toEqual({ field: 'kind', before: null, after: 'scores' });
  expect(rest).toHaveLength(11);
});

test('groups by their name, those of one name by their rules', () => {
  const group = (priority: number, ...rules: string[]) => ({
    ...{ priority, result: 'NG' as const, kind: 'single' as const, rules },
  });
  const before = { ...first, groups: [group(1, 'A', 'B'), group(1, 'C'), group(2, 'A')] };
  const after = { ...first, groups: [group(1, 'C'), group(1, 'B', 'C'), group(3, 'A')] };
  expect(diffRuleSets(before, after).groups).toEqual({
    added: [group(3, 'A')],
    removed: [group(2, 'A')],
    changed: [{ name: '優先度1_NG_ルール単発', added: ['C'], removed: ['A'] }],
  });
  const turned = { ...before, groups: [group(1, 'B', 'A'), group(1, 'C'), group(2, 'A')] };
  expect(diffRuleSets(before, turned).same).toBe(true);
});

test('an exception that changed is one removed and one added', () => {
  const from = '2026-01-01T00:00:00Z';
  const one: RuleSetException = { kind: 'allow', field: 'device.id', value: 'd1', from };
  const two: RuleSetException = { kind: 'snooze', field: 'device.id', value: 'd2', rules: ['A'], from };
  const ended: RuleSetException = { ...one, until: '2026-02-01T00:00:00Z' };
  const diff = diffRuleSets({ ...first, exceptions: [one, two] }, { ...first, exceptions: [two, ended] });
  expect(diff.exceptions).toEqual({ added: [ended], removed: [one] });
});

test('a feature that changed is removed as it was and added as it is', () => {
  const feature = { id: 'cards', agg: 'count' as const, by: ['device.id'], window: '24h' };
  const before: RuleSet = { ...first, features: [feature, { ...feature, id: 'same' }] };
  const after: RuleSet = {
    ...first,
    features: [
      { ...feature, id: 'same' },
      { ...feature, window: '7d' },
    ],
  };
  expect(diffRuleSets(before, after)).toEqual({
    ...{ same: false, ...nothing },
    features: { added: [{ ...feature, window: '7d' }], removed: [feature] },
  });
});
