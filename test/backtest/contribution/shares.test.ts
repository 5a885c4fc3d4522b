import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gamesOf, mostLenient } from '../../../analysis/backtest/contribution/game.ts';
import { sharesOf } from '../../../analysis/backtest/contribution/shares.ts';
import { decide, decisionPlan, rulesInOrder } from '../../../analysis/expression/index.ts';
import { combinations } from '../../../analysis/model/policy.ts';
import { mostExact, shareBatches } from '../../../analysis/model/results/contribution.ts';
import { results, type RuleSet, type ScreeningResult } from '../../../analysis/model/ruleset.ts';
import { drawing } from '../../kernels/rows.ts';

const codesOf = (count: number): string[] => Array.from({ length: count }, (_, i) => `R${i}`);
const rule = (code: string, result: ScreeningResult) => ({
  ...{ code, description: { ja: code, en: code }, when: 'order.amount >= 1', result },
});
const set = (rest: Partial<RuleSet>): RuleSet => ({
  ...{ format: 'shinsa-ruleset', formatVersion: 1, modelId: 'X', name: 'x', profile: 'wb-1' },
  ...{ currency: 'JPY', timezone: 'Asia/Tokyo', default: 'OK', rules: [] },
  ...rest,
});

const result = fc.constantFrom(...results);
const classes = fc
  .array(result, { minLength: 1, maxLength: 6 })
  .map((all) => set({ rules: all.map((one, i) => rule(`R${i}`, one)) }));
const groups = fc
  .tuple(
    fc.integer({ min: 1, max: 6 }),
    fc.array(
      fc.record({
        priority: fc.integer({ min: 1, max: 3 }),
        result,
        kind: fc.constantFrom('single' as const, 'combination' as const),
        rules: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  )
  .map(([count, all]) =>
    set({
      rules: codesOf(count).map((code) => rule(code, 'REVIEW')),
      // Some name rules that there are not.
      groups: all.map((group) => ({ ...group, rules: group.rules.map((place) => `R${place}`) })),
    }),
  );
const score = fc.integer({ min: 0, max: 3 });
const scores = fc
  .tuple(
    fc.array(fc.record({ ok: score, ng: score, hold: score }), { minLength: 1, maxLength: 6 }),
    fc.array(result, { minLength: 8, maxLength: 8 }),
    fc.record({ ok: fc.constantFrom(1, 2, 4), ng: fc.constantFrom(1, 3, 5), hold: fc.constantFrom(2, 3) }),
  )
  .map(([all, given, thresholds]) =>
    set({
      rules: all.map((one, i) => ({ ...rule(`R${i}`, 'NG'), scores: one })),
      policy: {
        ...{ kind: 'scores', thresholds },
        // Every combination is there.
        results: Object.fromEntries(combinations.map((name, i) => [name, given[i] ?? 'OK'])) as never,
      },
    }),
  );

const worth: Readonly<Record<ScreeningResult, number>> = { OK: 0, REVIEW: 3, HOLD: -5, NG: 11 };

/** The mean over all orders of asking of what a rule changes, decided by the rule set itself. */
function bruteForce(ruleSet: RuleSet, codes: readonly string[]): Map<string, number> {
  const orders = permutations(codes);
  const value = (fired: readonly string[]): number => worth[decide(ruleSet, new Set(fired)).result];
  return new Map(
    codes.map((code) => {
      const sum = orders.reduce((total, order) => {
        const before = order.slice(0, order.indexOf(code));
        return total + value([...before, code]) - value(before);
      }, 0);
      return [code, sum / orders.length];
    }),
  );
}

function permutations<T>(all: readonly T[]): T[][] {
  if (all.length === 0) return [[]];
  return all.flatMap((one, i) => permutations(all.toSpliced(i, 1)).map((rest) => [one, ...rest]));
}

function ours(ruleSet: RuleSet, hit: readonly number[], draw = () => 0.5) {
  const order = rulesInOrder(
    decisionPlan(ruleSet),
    ruleSet.rules.map(({ code }) => code),
  );
  const game = gamesOf(decisionPlan(ruleSet), order)(hit);
  const shares = sharesOf(game, draw);
  const valueAt = (weights: Float64Array, player: number): number =>
    results.reduce((sum, one, i) => sum + (weights[player * results.length + i] ?? 0) * worth[one], 0);
  const of = (weights: Float64Array): Map<string, number> =>
    new Map(
      hit.map((place) => {
        const player = game.players.indexOf(place);
        return [order[place] ?? '', player < 0 ? 0 : valueAt(weights, player)];
      }),
    );
  return { order, game, shares, shapley: of(shares.shapley), of };
}

test.each([
  ['groups', groups],
  ['scores', scores],
] as const)('games with the same key are the same by %s, also of purchases of two attempts', (_, sets) => {
  fc.assert(
    fc.property(sets as fc.Arbitrary<RuleSet>, (ruleSet) => {
      const order = rulesInOrder(
        decisionPlan(ruleSet),
        ruleSet.rules.map(({ code }) => code),
      );
      const gameOf = gamesOf(decisionPlan(ruleSet), order);
      const alone = Array.from({ length: 2 ** Math.min(4, order.length) }, (_one, bits) =>
        gameOf([...order.keys()].filter((place) => ((bits >> place) & 1) === 1)),
      );
      const all = [...alone, ...alone.flatMap((one) => alone.map((other) => mostLenient([one, other])))];
      const told = new Map<string, string>();
      for (const game of all) {
        if (game.players.length === 0) continue;
        const { coming, without, shapley } = sharesOf(game, () => 0.5);
        const says = JSON.stringify([game.players, coming, without, [...shapley].map((one) => one.toFixed(9))]);
        expect(told.get(game.key) ?? says).toBe(says);
        told.set(game.key, says);
      }
    }),
    { numRuns: 20 },
  );
});

describe('the share of a rule in the decision on an order', () => {
  test.each([
    ['classes of results', classes],
    ['groups', groups],
    ['scores', scores],
  ] as const)('is its Shapley value by %s', (_, sets) => {
    fc.assert(
      fc.property(sets as fc.Arbitrary<RuleSet>, (ruleSet) => {
        const hit = ruleSet.rules.map((_rule, place) => place);
        const { order, game, shares, shapley } = ours(ruleSet, hit);
        const codes = ruleSet.rules.map(({ code }) => code);
        const brute = bruteForce(ruleSet, codes);
        for (const code of codes) expect(shapley.get(code)).toBeCloseTo(brute.get(code) ?? NaN, 9);
        // What all change together is what the set does beside none of them.
        const whole = worth[decide(ruleSet, new Set(codes)).result] - worth[decide(ruleSet, new Set()).result];
        expect([...shapley.values()].reduce((sum, one) => sum + one, 0)).toBeCloseTo(whole, 9);
        // Without one of them, and one after the other.
        for (const [player, place] of game.players.entries()) {
          const others = codes.filter((code) => code !== order[place]);
          expect(results[shares.without[player] ?? -1]).toBe(decide(ruleSet, new Set(others)).result);
          const coming = order.slice(0, place + 1);
          expect(results[shares.coming[player + 1] ?? -1]).toBe(decide(ruleSet, new Set(coming)).result);
        }
        // Who is no player changes nothing, whoever else fires.
        for (const [place, code] of order.entries()) if (!game.players.includes(place)) expect(brute.get(code)).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  test('of rules that do the same is the same', () => {
    const ruleSet = set({ rules: [rule('A', 'NG'), rule('B', 'NG'), rule('C', 'REVIEW')] });
    const { shapley } = ours(ruleSet, [0, 1, 2]);
    expect(shapley.get('A')).toBeCloseTo(shapley.get('B') ?? NaN, 12);
  });

  test('is estimated within its error where too many decide together', () => {
    const count = mostExact + 2;
    // Twelve of fourteen equal scores reach the threshold: by symmetry each rule has a fourteenth of it.
    const ruleSet = set({
      rules: codesOf(count).map((code) => ({ ...rule(code, 'NG'), scores: { ok: 0, ng: 1, hold: 0 } })),
      policy: {
        ...{ kind: 'scores', thresholds: { ok: 1, ng: 12, hold: 1 } },
        results: Object.fromEntries(combinations.map((name) => [name, name.includes('ng') ? 'NG' : 'OK'])) as never,
      },
    });
    const hit = codesOf(count).map((_, place) => place);
    const { shares, shapley, of } = ours(ruleSet, hit, drawing(7));
    const { batches } = shares;
    if (batches === null) throw new Error('it was exact');
    const size = count * results.length;
    const each = Array.from({ length: shareBatches }, (_, batch) =>
      of(batches.slice(batch * size, (batch + 1) * size)),
    );
    let off = 0;
    for (const [code, value] of shapley) {
      const values = each.map((one) => one.get(code) ?? NaN);
      const mean = values.reduce((sum, one) => sum + one, 0) / shareBatches;
      expect(mean).toBeCloseTo(value, 9);
      const error = Math.sqrt(
        values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (shareBatches - 1) / shareBatches,
      );
      off += ((value - worth.NG / count) / error) ** 2;
    }
    // About 1 for each rule where the error says the truth.
    expect(off / count).toBeGreaterThan(0.3);
    expect(off / count).toBeLessThan(3);
    expect([...shapley.values()].reduce((sum, one) => sum + one, 0)).toBeCloseTo(worth.NG, 9);
  });
});
