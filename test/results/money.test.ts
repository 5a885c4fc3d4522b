import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completed, type Assumptions } from '../../analysis/model/results/assumptions.ts';
import { moneyOf } from '../../analysis/model/results/money.ts';
import { queueOf } from '../../analysis/model/results/queue.ts';
import {
  cellNumbers,
  cellsAt,
  cellsOfOrders,
  cellsOver,
  linearByCode,
  linearOf,
  measureNames,
  packedSums,
  unpackedSums,
  type Linear,
} from '../../analysis/model/results/tally.ts';
import { results, type ScreeningResult } from '../../analysis/model/ruleset.ts';
import { outcomeStates, targetPresets } from '../../analysis/model/target.ts';

const unpaid = targetPresets.find(({ id }) => id === 'unpaid');
if (unpaid === undefined) throw new Error('no target');

const none = { orders: 0, amount: 0 };
const empty = { bad: none, good: none, immature: none, blocked: none, excluded: none };

/** What deciding so on many orders of one amount, of which a share is bad, is worth each. */
function worth(decision: ScreeningResult, share: number, given: Assumptions, amount: number): number {
  const orders = 1_000_000;
  const of = (n: number): { orders: number; amount: number } => ({ orders: n, amount: n * amount });
  const decided = { OK: empty, REVIEW: empty, HOLD: empty, NG: empty };
  const cells = cellsOfOrders({
    ...decided,
    [decision]: { ...empty, bad: of(share * orders), good: of((1 - share) * orders) },
  });
  const assumptions = completed(given, 'JPY');
  return (
    moneyOf({ cells, assumptions, target: unpaid ?? raise(), perMajor: 1, reviewed: 1, days: null }).net.value / orders
  );
}

const raise = (): never => {
  throw new Error('no target');
};

describe('two cut-offs with a person in the middle (published vector)', () => {
  // A = 30,000, margin 20 % (g = 6,000), L = 25,500, c = 600, d = .7, f = .03
  const given: Assumptions = {
    ...{ marginRate: 0.2, lostShare: 1, churnRate: 0, lossRate: 0.85, unknownBorne: 1 },
    ...{ reviewMinutes: 10, hourlyWage: 3600, reviewCatch: 0.7, reviewWrong: 0.03 },
  };
  const value = (decision: ScreeningResult, share: number): number => worth(decision, share, given, 30_000);

  test.each([
    ['OK', 'NG', 0.1905],
    ['OK', 'REVIEW', 0.04326],
    ['REVIEW', 'NG', 0.3875],
  ] as const)('%s and %s are worth the same at %f', (below, above, share) => {
    const step = 0.0005;
    expect(value(below, share - step)).toBeGreaterThan(value(above, share - step));
    expect(value(below, share + step)).toBeLessThan(value(above, share + step));
  });
});

describe('the queue at the cut-off', () => {
  const days = [
    { day: '2024-05-01', orders: 10 },
    { day: '2024-05-02', orders: 30 },
    { day: '2024-05-04', orders: 8 },
  ];
  // 2 persons × 5 hours ÷ 30 minutes = 20 a day
  const team = { reviewers: 2, hoursPerDay: 5, reviewMinutes: 30 };
  const queue = (unreviewed: 'ship' | 'hold' | 'slip', given: Assumptions = team): ReturnType<typeof queueOf> =>
    queueOf(days, completed({ ...given, unreviewed }, 'JPY'));

  test('by hand', () => {
    expect(queue('ship')).toEqual({
      ...{ capacity: 20, orders: 48, days: 4, perDay: 12, busiest: { day: '2024-05-02', orders: 30 } },
      ...{ daysOver: 1, unreviewed: 10, reviewed: 38 / 48, longest: 10 },
      reviewersNeeded: { mean: 1.2, busy: 3 },
    });
  });

  test('what slips is reviewed later, before what comes then', () => {
    const slow = { ...team, reviewers: 1 };
    // 10 a day: 0, 20, 10 (nothing comes on 05-03), 8
    expect(queue('slip', slow)).toMatchObject({ longest: 20, reviewed: 1, unreviewed: 20, daysOver: 1 });
  });

  test('without time there is no limit, without reviews no figure', () => {
    expect(queue('ship', { ...team, reviewMinutes: 0 })).toMatchObject({ capacity: null, unreviewed: 0, reviewed: 1 });
    expect(queueOf([], completed({}, 'JPY'))).toMatchObject({ perDay: null, busiest: null, reviewersNeeded: null });
  });

  test('nobody to review: what is shipped is not stopped, what is held is', () => {
    const cells = cellsOfOrders({
      ...{ OK: empty, HOLD: empty, NG: empty },
      REVIEW: { ...empty, bad: { orders: 10, amount: 1000 }, good: { orders: 10, amount: 2000 } },
    });
    const net = (unreviewed: 'ship' | 'hold'): Record<string, number> => {
      const assumptions = completed({ unreviewed, marginRate: 0.5, lostShare: 1 }, 'JPY');
      const target = unpaid ?? raise();
      const { lines, beside } = moneyOf({ cells, assumptions, target, perMajor: 1, reviewed: 0, days: null });
      return Object.fromEntries([...lines, ...beside].map(({ name, value }) => [name, value]));
    };
    expect(net('ship')).toMatchObject({ prevented: 0, margin: 0, review: 0, passed: -1000 });
    expect(net('hold')).toMatchObject({ prevented: 1000, margin: -1000, review: 0, passed: 0 });
  });
});

test('assumptions in money of other currencies count as nothing until they are given', () => {
  expect(completed({}, 'JPY')).toMatchObject({ chargebackFee: 1500, hourlyWage: 3000 });
  expect(completed({ hourlyWage: 25 }, 'USD')).toMatchObject({ chargebackFee: 0, hourlyWage: 25, marginRate: 0.2 });
});

describe('a tally', () => {
  const tallies = fc
    .record({
      codes: fc.integer({ min: 1, max: 5 }),
      seed: fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 40 }),
    })
    .map(({ codes, seed }) =>
      Float64Array.from({ length: codes * cellNumbers }, (_, i) => (i % 3 === 0 ? (seed[i % seed.length] ?? 0) : 0)),
    );
  const terms: fc.Arbitrary<Linear> = fc.array(
    fc.record({
      results: fc.subarray([...results]),
      states: fc.subarray([...outcomeStates]),
      measure: fc.constantFrom(...measureNames),
      weight: fc.integer({ min: -9, max: 9 }),
    }),
    { maxLength: 4 },
  );

  test('adds up over any code, and so does every figure of it', () => {
    fc.assert(
      fc.property(tallies, terms, (sums, linear) => {
        const whole = linearOf(cellsOver(sums), linear);
        const codes = sums.length / cellNumbers;
        const parts = Array.from({ length: codes }, (_, code) => linearOf(cellsAt(sums, code), linear));
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(whole);
        expect([...linearByCode(sums, linear)]).toEqual(parts);
      }),
      { numRuns: 60 },
    );
  });

  test('is the same after it was kept as a text', () => {
    fc.assert(
      fc.property(tallies, (sums) => {
        expect(unpackedSums(packedSums(sums))).toEqual(sums);
      }),
      { numRuns: 60 },
    );
    expect(unpackedSums('1,2')).toBeNull();
    expect(unpackedSums(`z${cellNumbers - 1},x`)).toBeNull();
  });
});
