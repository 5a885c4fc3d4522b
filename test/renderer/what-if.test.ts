import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../analysis/expression/index.ts';
import type { RuleGroup, ScreeningResult } from '../../analysis/model/ruleset.ts';
import { groupsOf, regrouped, ungrouped, withGroup } from '../../renderer/backtest/regrouped.ts';
import {
  asItRan,
  askedBy,
  changesIn,
  moved,
  toggled,
  tried,
  withResult,
  withText,
  type WhatIf,
} from '../../renderer/backtest/what-if.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';

const plain = ruleSetOf(
  ruleOf('A', 'order.amount > 1', 'NG'),
  ruleOf('B', 'order.amount > 2', 'REVIEW'),
  ruleOf('C', 'order.amount > 3', 'OK'),
);
const grouped = {
  ...plain,
  groups: [
    { priority: 2, result: 'NG' as const, kind: 'single' as const, rules: ['A'] },
    { priority: 1, result: 'OK' as const, kind: 'combination' as const, rules: ['B', 'C'] },
  ],
};
const codes = (set: typeof plain): string[] => set.rules.map(({ code }) => code);

describe('a rule set tried otherwise than it ran', () => {
  it('is the same where nothing was changed', () => {
    expect(tried(plain, asItRan)).toEqual(plain);
    expect(tried(grouped, asItRan).groups?.map(({ priority, rules }) => [priority, rules])).toEqual([
      [1, ['B', 'C']],
      [2, ['A']],
    ]);
    expect(changesIn(plain, asItRan)).toBe(0);
  });

  it('leaves rules out, and groups that have none left', () => {
    const off = toggled(asItRan, ['A'], false);
    expect(codes(tried(plain, off))).toEqual(['B', 'C']);
    expect(tried(grouped, off).groups).toHaveLength(1);
    expect(tried(grouped, toggled(off, ['A'], true))).toEqual(tried(grouped, asItRan));
  });

  it('gives other results, and knows when they are the old ones again', () => {
    const other = withResult(plain, asItRan, 'B', 'NG');
    expect(tried(plain, other).rules[1]?.result).toBe('NG');
    expect(changesIn(plain, other)).toBe(1);
    expect(changesIn(plain, withResult(plain, other, 'B', 'REVIEW'))).toBe(0);
    expect(tried(grouped, withResult(grouped, asItRan, '0', 'HOLD')).groups?.[1]?.result).toBe('HOLD');
  });

  it('shows rules as they are asked, and moves none past a rule with another result, which decides nothing', () => {
    expect(askedBy(plain, asItRan).map(({ key }) => key)).toEqual(['C', 'A', 'B']);
    expect(askedBy(plain, withResult(plain, asItRan, 'B', 'OK')).map(({ key }) => key)).toEqual(['B', 'C', 'A']);
    expect(moved(plain, asItRan, 'A', -1)).toBe(asItRan);
    expect(moved(plain, asItRan, 'A', 1)).toBe(asItRan);
  });

  it('shows groups of one priority as they are asked: the severest first', () => {
    const even = { ...grouped, groups: grouped.groups.map((group) => ({ ...group, priority: 1 })).toReversed() };
    expect(askedBy(even, asItRan)).toEqual([
      { key: '1', result: 'NG' },
      { key: '0', result: 'OK' },
    ]);
  });

  it('asks in another order, and knows when it is the old one again', () => {
    const alike = ruleSetOf(ruleOf('A', 'order.amount > 1', 'NG'), ruleOf('B', 'order.amount > 2', 'NG'));
    const other = moved(alike, asItRan, 'B', -1);
    expect(codes(tried(alike, other))).toEqual(['B', 'A']);
    expect(changesIn(alike, moved(alike, other, 'B', 1))).toBe(0);
    expect(moved(alike, asItRan, 'A', -1)).toBe(asItRan);
    const group = moved(grouped, asItRan, '0', -1);
    expect(askedBy(grouped, group).map(({ key }) => key)).toEqual(['0', '1']);
    expect(tried(grouped, group).groups?.map(({ priority, rules }) => [priority, rules])).toEqual([
      [1, ['A']],
      [2, ['B', 'C']],
    ]);
  });
});

describe('conditions and thresholds written otherwise', () => {
  it('are changes of their own, and none once they are as they were', () => {
    const own = plain.rules.find(({ code }) => code === 'A')?.when ?? '';
    const other = withText(plain, asItRan, 'A', 'order.amount >= 77');
    expect(tried(plain, other).rules.find(({ code }) => code === 'A')?.when).toBe('order.amount >= 77');
    expect(changesIn(plain, other)).toBe(1);
    expect(changesIn(plain, withText(plain, other, 'A', own))).toBe(0);
    expect(tried(plain, withText(plain, other, 'A', own))).toEqual(plain);
  });
});

describe('groups tried otherwise', () => {
  const rulesOf = (whatIf: WhatIf): readonly (readonly string[])[] =>
    groupsOf(grouped, whatIf).map(({ rules }) => rules);

  it('moves a rule into another group and back, which is no change any more', () => {
    const other = regrouped(grouped, asItRan, 'B', 1, 0);
    expect(rulesOf(other)).toEqual([['A', 'B'], ['C']]);
    expect(changesIn(grouped, other)).toBe(1);
    // C alone lets the order pass first; then A or B refuses.
    const set = tried(grouped, other);
    const results = ['', 'A', 'B', 'C', 'BC'].map((fired) => decide(set, new Set(fired)).result);
    expect(results).toEqual(['OK', 'NG', 'NG', 'OK', 'OK']);
    expect(regrouped(grouped, other, 'B', 0, 1)).toEqual(asItRan);
  });

  it('asks any rule of a group where it asked all, and the other way round', () => {
    const any = withGroup(grouped, asItRan, 1, { kind: 'single' });
    expect(decide(tried(grouped, asItRan), new Set('AB')).result).toBe('NG');
    expect(decide(tried(grouped, any), new Set('AB')).result).toBe('OK');
    expect(changesIn(grouped, any)).toBe(1);
    expect(withGroup(grouped, any, 1, { kind: 'combination' })).toEqual(asItRan);
  });

  it('gives a group another priority, its order by hand included, and knows when it is the old one', () => {
    const first = withGroup(grouped, asItRan, 1, { priority: 9 });
    expect(askedBy(grouped, first).map(({ key }) => key)).toEqual(['0', '1']);
    expect(decide(tried(grouped, first), new Set('ABC')).result).toBe('NG');
    expect(moved(grouped, first, '1', -1)).toEqual(asItRan);
    expect(moved(grouped, moved(grouped, asItRan, '0', -1), '0', 1)).toEqual(asItRan);
  });

  it('gives a rule a group of its own that is asked last with its own result, and takes it out of all', () => {
    const own = regrouped(grouped, asItRan, 'B', 1, 'new');
    expect(groupsOf(grouped, own)[2]).toEqual({ priority: 3, result: 'REVIEW', kind: 'single', rules: ['B'] });
    expect(decide(tried(grouped, own), new Set('B')).result).toBe('REVIEW');
    expect(regrouped(grouped, own, 'B', 2, 1)).toEqual(asItRan);
    const none = regrouped(grouped, asItRan, 'A', 0, 'none');
    expect(ungrouped(grouped, none)).toEqual(['A']);
    expect(tried(grouped, none).groups).toHaveLength(1);
    expect(decide(tried(grouped, none), new Set('A')).result).toBe('OK');
    expect(regrouped(grouped, none, 'A', null, 0)).toEqual(asItRan);
  });

  it('decides as the first matching group does, whatever was changed by hand before', () => {
    const change = fc.oneof(
      fc.record({ kind: fc.constant('rule' as const), code: fc.constantFrom('A', 'B', 'C'), to: fc.nat(4) }),
      fc.record({
        kind: fc.constant('group' as const),
        place: fc.nat(1),
        as: fc.record({
          kind: fc.constantFrom('single' as const, 'combination' as const),
          priority: fc.integer({ min: 1, max: 3 }),
          result: fc.constantFrom<ScreeningResult>('OK', 'REVIEW', 'HOLD', 'NG'),
        }),
      }),
      fc.record({ kind: fc.constant('off' as const), code: fc.constantFrom('A', 'B', 'C'), on: fc.boolean() }),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        let whatIf = asItRan;
        const off = new Set<string>();
        // The plain reading: groups that never leave, each rule in the place it was last put in.
        const places: (RuleGroup & { rules: string[] })[] = grouped.groups.map((one) => ({
          ...one,
          rules: [...one.rules],
        }));
        for (const one of changes) {
          if (one.kind === 'off') {
            whatIf = toggled(whatIf, [one.code], one.on);
            if (one.on) off.delete(one.code);
            else off.add(one.code);
          } else if (one.kind === 'group') {
            whatIf = withGroup(grouped, whatIf, one.place, one.as);
            const place = places[one.place];
            if (place !== undefined) Object.assign(place, one.as);
          } else {
            const now = groupsOf(grouped, whatIf);
            const from = now.findIndex(({ rules }) => rules.includes(one.code));
            const to = one.to < now.length ? one.to : one.to === 4 ? 'none' : 'new';
            whatIf = regrouped(grouped, whatIf, one.code, from < 0 ? null : from, to);
            if (from === to) continue;
            for (const place of places) place.rules = place.rules.filter((code) => code !== one.code);
            if (typeof to === 'number') places[to]?.rules.push(one.code);
            if (to === 'new')
              places.push({
                priority: Math.max(...groupsOf(grouped, whatIf).map(({ priority }) => priority)),
                result: grouped.rules.find(({ code }) => code === one.code)?.result ?? 'OK',
                kind: 'single',
                rules: [one.code],
              });
            while (places.length > 2 && places.at(-1)?.rules.length === 0) places.pop();
          }
        }
        const severity = ['NG', 'HOLD', 'REVIEW', 'OK'];
        for (const fired of ['', 'A', 'B', 'C', 'AB', 'AC', 'BC', 'ABC']) {
          const fires = (code: string): boolean => fired.includes(code) && !off.has(code);
          const matching = places
            .map((one, at) => ({ ...one, at, rules: one.rules.filter((code) => !off.has(code)) }))
            .filter(
              ({ rules, kind }) => rules.length > 0 && (kind === 'single' ? rules.some(fires) : rules.every(fires)),
            )
            .sort(
              (a, b) =>
                a.priority - b.priority || severity.indexOf(a.result) - severity.indexOf(b.result) || a.at - b.at,
            );
          expect(decide(tried(grouped, whatIf), new Set(fired)).result).toBe(matching[0]?.result ?? grouped.default);
        }
      }),
      { numRuns: 400 },
    );
  });
});
