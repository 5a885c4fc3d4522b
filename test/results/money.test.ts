import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { basisOf, completed, type Assumptions } from '../../analysis/model/results/assumptions.ts';
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
      ...{ byHour: null, daysOver: 1, unreviewed: 10, reviewed: 38 / 48, longest: 10 },
      late: { orders: 0, mean: 0, most: 0, waiting: 0 },
      reviewersNeeded: { mean: 1.2, busy: 3 },
    });
  });

  test('what slips is reviewed later, before what comes then', () => {
    const slow = { ...team, reviewers: 1 };
    // 10 a day: 0 left, 20, 10 (nothing comes on 05-03), 8 that are never looked at.
    expect(queue('slip', slow)).toMatchObject({
      ...{ longest: 20, reviewed: 40 / 48, unreviewed: 28, daysOver: 3 },
      late: { orders: 20, mean: 1.5, most: 2, waiting: 8 },
    });
    // However hopeless: 1 a day.
    expect(queue('slip', { ...team, reviewers: 0.1 }).reviewed).toBeCloseTo(4 / 48, 9);
  });

  test('what comes after the cut-off leaves a day later, and late in the day no time is left', () => {
    const hours = (of: Readonly<Record<number, number>>) => Array.from({ length: 24 }, (_, hour) => of[hour] ?? 0);
    const told = [
      { day: '2024-05-01', orders: 13, hours: hours({ 9: 4, 14: 6, 16: 3 }) },
      { day: '2024-05-02', orders: 1, hours: hours({ 8: 1 }) },
    ];
    // 2 an hour from 11:00 to 15:00. First day: the 4 of the morning until 13:00, nothing to do until 14:00, 2 of the 6 then.
    const given = { reviewers: 1, hoursPerDay: 4, reviewMinutes: 30, cutoffHour: 15 };
    const of = (unreviewed: 'ship' | 'slip', more: Assumptions = {}) =>
      queueOf(told, completed({ ...given, unreviewed, ...more }, 'JPY'));
    expect(of('ship')).toMatchObject({ capacity: 8, unreviewed: 4, daysOver: 1, longest: 4, reviewed: 10 / 14 });
    // Second day: the 4 of before, the 3 of 16:00, and the 1 of the morning.
    expect(of('slip')).toMatchObject({ unreviewed: 4, reviewed: 1, late: { orders: 4, mean: 1, most: 1, waiting: 0 } });
    expect(of('ship', { cutoffHour: 24 })).toMatchObject({ unreviewed: 5, reviewed: 1 - 5 / 14 });
    expect(of('ship').byHour).toEqual(hours({ 8: 1, 9: 4, 14: 6, 16: 3 }));
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

test('a net lies within its own band, whatever history blocked and whoever reviews', () => {
  const sums = fc.record({ orders: fc.integer({ min: 0, max: 50 }), amount: fc.integer({ min: 0, max: 100_000 }) });
  const states = fc.record({ bad: sums, good: sums, immature: sums, blocked: sums, excluded: sums });
  const decided = fc.record({ OK: states, REVIEW: states, HOLD: states, NG: states });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const assumed = fc.record({
    ...{ reviewCatch: share, reviewWrong: share, marginRate: share, unknownBorne: share, churnRate: share },
    reviewMinutes: fc.integer({ min: 0, max: 600 }),
    unreviewed: fc.constantFrom('ship' as const, 'hold' as const, 'slip' as const),
  });
  fc.assert(
    fc.property(decided, assumed, share, (of, given, reviewed) => {
      const assumptions = completed(given, 'JPY');
      const cells = cellsOfOrders(of);
      const input = { cells, assumptions, target: unpaid ?? raise(), perMajor: 1, reviewed, days: 30 };
      const { net, band, lines } = moneyOf(input);
      expect(net.value).toBeCloseTo(
        lines.reduce((sum, { value }) => sum + value, 0),
        4,
      );
      // What is blocked in review costs its review once, known outcomes or none.
      const cost = (given.reviewMinutes / 60) * 3000 * reviewed;
      const looked = [cells.REVIEW, cells.HOLD].flatMap(({ bad, good, blocked }) => [bad, good, blocked]);
      const known = [cells.OK, cells.REVIEW, cells.HOLD, cells.NG].some(
        ({ bad, good }) => bad.cohort + good.cohort > 0,
      );
      const reviews = looked.reduce((sum, one) => sum + one.orders, 0);
      if (known) expect(lines.find(({ name }) => name === 'review')?.value).toBeCloseTo(-cost * reviews, 4);
      if (band === null) return;
      expect(band.low).toBeLessThanOrEqual(net.value);
      expect(band.high).toBeGreaterThanOrEqual(net.value);
    }),
    { numRuns: 300 },
  );
});

test('assumptions in money are in the currency; where nothing can be assumed they are missing, and count as nothing', () => {
  expect(completed({}, 'JPY')).toMatchObject({ chargebackFee: 1500, hourlyWage: 3000 });
  expect(completed({ hourlyWage: 25 }, 'USD')).toMatchObject({ chargebackFee: 15, hourlyWage: 25, marginRate: 0.2 });
  expect(completed({}, 'KRW')).toMatchObject({ chargebackFee: 0, hourlyWage: 0 });
  const basis = (currency: string) => basisOf({ marginRate: 0.3 }, 'chargebackFee', currency);
  expect(['JPY', 'USD', 'EUR', 'KRW'].map(basis)).toEqual(['source', 'source', 'assumed', 'missing']);
  expect(basisOf({ hourlyWage: 1 }, 'hourlyWage', 'KRW')).toBe('given');
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
