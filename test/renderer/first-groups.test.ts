import { describe, expect, it } from 'vitest';
import { decide } from '../../analysis/expression/index.ts';
import { firstGroups } from '../../renderer/rules/first-groups.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';

const plain = ruleSetOf(
  ruleOf('R', 'order.amount > 1', 'REVIEW'),
  ruleOf('N', 'order.amount > 2', 'NG'),
  ruleOf('O', 'order.amount > 3', 'OK'),
  ruleOf('H', 'order.amount > 4', 'HOLD'),
  ruleOf('N2', 'order.amount > 5', 'NG'),
);

describe('groups to start from', () => {
  it('decide as the results of the rules did, whichever rules fire', () => {
    const grouped = { ...plain, policy: { kind: 'groups' as const }, groups: firstGroups(plain) };
    const codes = plain.rules.map(({ code }) => code);
    for (let bits = 0; bits < 2 ** codes.length; bits += 1) {
      const fired = new Set(codes.filter((_, at) => (bits >> at) % 2 === 1));
      expect(decide(grouped, fired).result, [...fired].join()).toBe(decide(plain, fired).result);
    }
  });

  it('are one for each result, in the order in which results are asked', () => {
    expect(firstGroups(plain).map(({ priority, result, rules }) => [priority, result, rules])).toEqual([
      [1, 'OK', ['O']],
      [2, 'NG', ['N', 'N2']],
      [3, 'HOLD', ['H']],
      [4, 'REVIEW', ['R']],
    ]);
    expect(firstGroups(ruleSetOf())).toEqual([]);
  });
});
