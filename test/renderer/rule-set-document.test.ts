import { describe, expect, test } from 'vitest';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import {
  documentOf,
  freeCode,
  isChanged,
  withMoved,
  withException,
  withoutRule,
  withRule,
  withRulesAfter,
} from '../../renderer/rule-sets/document.ts';
import { edited, redone, undone } from '../../renderer/state/steps.ts';

const rule = (code: string) => ({
  code,
  description: { ja: '', en: '' },
  when: 'order.amount > 1',
  result: 'NG' as const,
});
const ruleSet: RuleSet = {
  format: 'shinsa-ruleset',
  formatVersion: 1,
  modelId: 'CRD_01',
  name: 'set',
  profile: 'wb-1',
  currency: 'JPY',
  timezone: 'Asia/Tokyo',
  default: 'OK',
  rules: [rule('A'), rule('B'), rule('C')],
  groups: [
    { priority: 1, result: 'NG', kind: 'combination', rules: ['A', 'B'] },
    { priority: 2, result: 'HOLD', kind: 'single', rules: ['C'] },
  ],
};
const stored = { ruleSetId: 'x', version: 1, savedAt: 0, note: null, ruleSet, hash: '' };
const open = () => documentOf('x', stored, ruleSet);
const codes = (draft: { readonly ruleSet: RuleSet }) => draft.ruleSet.rules.map(({ code }) => code);
const keyOf = (document: ReturnType<typeof open>, index: number) => document.now.keys[index] ?? '';

describe('a rule set on the desk', () => {
  test('typing in one place is one step back, a pause or another place begins a new one', () => {
    let document = open();
    const key = keyOf(document, 0);
    const type = (when: string, tag: string, at: number) => {
      document = edited(document, withRule(document.now, key, { when }), tag, at);
    };
    type('order.amount > 12', 'when', 1000);
    type('order.amount > 123', 'when', 1300);
    type('order.amount > 1234', 'when', 9000);
    type('order.amount > 5', 'other', 9100);
    const seen: string[] = [];
    while (document.past.length > 0) {
      document = undone(document);
      seen.push(document.now.ruleSet.rules[0]?.when ?? '');
    }
    expect(seen).toEqual(['order.amount > 1234', 'order.amount > 123', 'order.amount > 1']);
    expect(isChanged(document)).toBe(false);
    document = redone(redone(redone(document)));
    expect(document.now.ruleSet.rules[0]?.when).toBe('order.amount > 5');
  });

  test('a rename goes into the groups; a removed rule leaves them, and an empty group goes with it', () => {
    const document = open();
    const renamed = withRule(document.now, keyOf(document, 0), { code: 'A2' });
    expect(renamed.ruleSet.groups?.[0]?.rules).toEqual(['A2', 'B']);
    const without = withoutRule(document.now, keyOf(document, 2));
    expect(codes(without)).toEqual(['A', 'B']);
    expect(without.ruleSet.groups).toHaveLength(1);
  });

  test('a rename goes into exceptions; a removed rule leaves them, and a snooze of nothing goes with it', () => {
    const who = { field: 'device.id', value: 'd1', from: '2026-01-01T00:00:00Z' };
    const exceptions = [
      { kind: 'allow' as const, ...who },
      { kind: 'snooze' as const, ...who, rules: ['A', 'B'] },
      { kind: 'snooze' as const, ...who, rules: ['C'] },
    ];
    const document = documentOf('x', stored, { ...ruleSet, exceptions });
    const { now } = document;
    const renamed = withRule(now, keyOf(document, 0), { code: 'A2' }).ruleSet.exceptions;
    expect(renamed?.[1]).toEqual({ kind: 'snooze', ...who, rules: ['A2', 'B'] });
    expect(withoutRule(now, keyOf(document, 2)).ruleSet.exceptions).toEqual(exceptions.slice(0, 2));
    const ended = withException(now, 0, { until: '2026-02-01T00:00:00Z' }).ruleSet.exceptions;
    expect(ended?.[0]).toEqual({ ...exceptions[0], until: '2026-02-01T00:00:00Z' });
    expect(withException({ ...now, ruleSet: { ...now.ruleSet, exceptions: ended } }, 0, { until: undefined })).toEqual(
      now,
    );
  });

  test('rules keep their keys through moves, and ends do not wrap', () => {
    const document = open();
    const [a, b, c] = document.now.keys;
    const moved = withMoved(document.now, a ?? '', 2);
    expect(codes(moved)).toEqual(['B', 'C', 'A']);
    expect(moved.keys).toEqual([b, c, a]);
    expect(withMoved(document.now, a ?? '', -1)).toBe(document.now);
    const added = withRulesAfter(document.now, b ?? '', [rule('D')]);
    expect(codes(added.draft)).toEqual(['A', 'B', 'D', 'C']);
  });

  test('a copy gets a code nobody has', () => {
    expect(freeCode('A', ['A', 'A_2'])).toBe('A_3');
    expect(freeCode('A_2', ['A', 'A_2'])).toBe('A_3');
    expect(freeCode('B', ['A'])).toBe('B');
  });

  test('taking an optional part away leaves no empty key behind', () => {
    const document = open();
    const key = keyOf(document, 0);
    const scored = withRule(document.now, key, { scores: { ok: 0, ng: 1, hold: 0 } });
    expect(withRule(scored, key, { scores: undefined }).ruleSet).toEqual(ruleSet);
  });
});
