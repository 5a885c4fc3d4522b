import { describe, expect, it } from 'vitest';
import {
  asItRan,
  askedBy,
  changesIn,
  moved,
  toggled,
  tried,
  withResult,
  withText,
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
    expect(changesIn(asItRan)).toBe(0);
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
    expect(changesIn(other)).toBe(1);
    expect(changesIn(withResult(plain, other, 'B', 'REVIEW'))).toBe(0);
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
    expect(changesIn(moved(alike, other, 'B', 1))).toBe(0);
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
    expect(changesIn(other)).toBe(1);
    expect(changesIn(withText(plain, other, 'A', own))).toBe(0);
    expect(tried(plain, withText(plain, other, 'A', own))).toEqual(plain);
  });
});
