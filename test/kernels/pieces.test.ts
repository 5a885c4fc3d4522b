import { afterEach, describe, expect, it, vi } from 'vitest';
import { intersectionsOf } from '../../analysis/backtest/contribution/contributions.ts';
import { hitPurchases } from '../../analysis/backtest/matrix/hit-purchases.ts';
import type { HitPatterns } from '../../analysis/backtest/measurement.ts';
import { addingPatterns } from '../../analysis/kernels/matrix/patterns.ts';
import { stateCount, type Patterns } from '../../analysis/kernels/matrix/shapes.ts';
import { atOnce, inTurns, pieceSteps, type Pieces } from '../../analysis/kernels/pieces.ts';
import { measureNames } from '../../analysis/model/results/tally.ts';

afterEach(() => vi.restoreAllMocks());

/** How often work can be left for a while. */
function piecesOf<T>(work: Pieces<T>): number {
  for (let pieces = 0; ; pieces += 1) if (work.next().done === true) return pieces;
}

const many = 40_000;
/** One pattern for every pair of rules, an order of state 0 in each; measures in the order of `measureNames`. */
function patterns(measures: number): Patterns {
  const members = new Uint16Array(many * 2);
  for (let p = 0; p < many; p += 1) members.set([Math.floor(p / 200), 200 + (p % 200)], p * 2);
  return {
    ...{ members, measures },
    ends: Uint32Array.from({ length: many }, (_, p) => 2 * p + 2),
    patterns: Uint32Array.from({ length: many }, (_, p) => p),
    codes: new Uint16Array(many),
    sums: new Float64Array(many * measures).fill(1),
    gathered: new Uint32Array(),
  };
}

describe('long work on a thread that also answers others', () => {
  it('lets them have their turn and stops where it is asked to', async () => {
    let [clock, done] = [0, 0];
    vi.spyOn(performance, 'now').mockImplementation(() => (clock += 30));
    function* work(): Pieces<string> {
      for (; done < 100; done += 1) yield;
      return 'all';
    }
    let others = 0;
    const stop = new Error('stopped');
    await expect(
      inTurns(work(), () => {
        others += 1;
        if (others === 7) throw stop;
      }),
    ).rejects.toBe(stop);
    expect(done).toBe(6);
  });

  it('goes on without a pause while little time has passed', async () => {
    vi.spyOn(performance, 'now').mockReturnValue(1);
    const never = vi.fn<() => void>();
    const found = await inTurns(addingPatterns([patterns(1), patterns(1)]), never);
    expect([found.ends.length, never.mock.calls.length]).toEqual([many, 0]);
  });

  it('comes in pieces: adding patterns up, the largest of them, and purchases', () => {
    // Its patterns and its cells of both parts, and the patterns that are told.
    expect(piecesOf(addingPatterns([patterns(1), patterns(1)]))).toBeGreaterThanOrEqual((5 * many) / pieceSteps);
    const found: HitPatterns = {
      ...patterns(measureNames.length),
      rules: Array.from({ length: 400 }, (_, i) => `R${i}`),
      purchases: { attempts: [], patterns: new Uint32Array(), codes: new Uint16Array(), sums: new Float64Array() },
    };
    expect(piecesOf(intersectionsOf(found))).toBeGreaterThanOrEqual((2 * many) / pieceSteps);
    const none = {
      ...{ rows: many, states: new Uint8Array(many), visits: new Uint32Array(many), lastVisit: 0 },
      adding: { starts: new Uint32Array(), measures: new Uint8Array(), values: new Float64Array() },
    };
    const apart = { ...none, marks: new Uint8Array(many), places: new Int32Array(many) };
    expect(piecesOf(hitPurchases(apart, new Uint32Array(many)))).toBeGreaterThanOrEqual((2 * many) / pieceSteps);
  });

  it('tells the largest combinations by orders, bad ones and their amount, earlier ones first among equals', () => {
    const orders = measureNames.indexOf('orders');
    const amount = measureNames.indexOf('amount');
    const given = patterns(measureNames.length);
    given.sums.fill(0);
    for (let p = 0; p < many; p += 1) {
      given.sums[p * measureNames.length + orders] = p === 31_000 ? 9 : 1 + (p % 3);
      given.sums[p * measureNames.length + amount] = p === 77 ? 5000 : 10;
    }
    const rules = Array.from({ length: 400 }, (_, i) => `R${i}`);
    const none = { attempts: [], patterns: new Uint32Array(), codes: new Uint16Array(), sums: new Float64Array() };
    const { intersections, combinations } = atOnce(intersectionsOf({ ...given, rules, purchases: none }));
    expect(intersections[0]).toMatchObject({ codes: ['R155', 'R200'], orders: 9, bad: 9, amount: 10, badAmount: 10 });
    // 59 more with 3 orders, from the first on, and by amount the one of 5000 and then the first of those with 10.
    expect(intersections[1]?.codes).toEqual(['R0', 'R202']);
    expect(intersections.some(({ codes }) => codes.join() === 'R0,R277')).toBe(true);
    const all = 13_334 + 2 * 13_333 + 3 * 13_333 + (9 - (1 + (31_000 % 3)));
    expect(combinations).toMatchObject({ all: many, orders: all });
    expect(combinations.rest).toBe(all - intersections.reduce((sum, one) => sum + one.orders, 0));
    expect(stateCount).toBe(5);
  });
});
