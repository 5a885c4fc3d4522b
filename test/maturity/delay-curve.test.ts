import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adjustedCohort, adjustedTotal } from '../../analysis/model/maturity/adjusted-rate.ts';
import { ageOf, delayCurve, shareAt, type DelayCurve } from '../../analysis/model/maturity/delay-curve.ts';
import { maturityWarnings } from '../../analysis/model/maturity/maturity-warnings.ts';
import type { Observation } from '../../analysis/model/maturity/report-counts.ts';
import { lastTellingDelay, reverseTimeShares } from '../../analysis/model/maturity/reverse-time.ts';

const seen = (delay: number, age: number, orders: number): Observation => ({ delay, age, orders });
const asOfDay = 20_000;

test('Kaplan-Meier in reversed time, by hand', () => {
  const observed = [seen(1, 3, 2), seen(3, 3, 1), seen(0, 1, 1), seen(1, 1, 1), seen(0, 0, 3)];
  // R(3) = 3, d = 1: F(2) = 2/3. R(2) = 2, d = 0: F(1) = 2/3. R(1) = 4, d = 3: F(0) = 2/3 * 1/4.
  const shares = [...reverseTimeShares(observed, 3)];
  for (const [delay, share] of [1 / 6, 2 / 3, 2 / 3, 1].entries()) expect(shares[delay]).toBeCloseTo(share, 12);
  // The day that 3 reports can still reach, and the day that 4 can.
  expect([3, 4, 5, 6].map((fewest) => lastTellingDelay(observed, fewest))).toEqual([3, 1, null, null]);
});

test('fewer than 30 reports make no curve, and ages that fewer than 20 reach are beyond its end', () => {
  expect(delayCurve([seen(5, 100, 29)], asOfDay, { banded: true })).toBeNull();
  const curve = delayCurve([seen(5, 100, 20), seen(8, 60, 10), seen(90, 200, 3)], asOfDay, { banded: true });
  expect(curve).toMatchObject({ end: 100, reports: 33, beyond: 0 });
  expect(delayCurve([seen(5, 100, 15), seen(8, 60, 20), seen(90, 200, 3)], asOfDay, { banded: true })).toMatchObject({
    end: 60,
    reports: 35,
    beyond: 3,
  });
  // Thirty reports in all, but no age that twenty of them could have reached.
  const scattered = Array.from({ length: 30 }, (_, i) => seen(3 * i, 3 * i, 1));
  expect(delayCurve(scattered, asOfDay, { banded: true })).toBeNull();
});

test('ages of shares, with those of the bounds; shares outside the curve', () => {
  const share = [0, 0.2, 0.5, 0.8, 0.95, 1];
  const points = share.map((one, age) => ({ age, share: one, low: one * 0.9, high: Math.min(1, one * 1.2) }));
  const curve: DelayCurve = { end: 5, reports: 100, beyond: 0, points };
  expect(ageOf(curve, 0.5)).toEqual({ share: 0.5, age: 2, low: 2, high: 3 });
  expect(ageOf(curve, 0.95)).toEqual({ share: 0.95, age: 4, low: 3, high: null });
  expect([-1, 0, 3, 5, 500].map((age) => shareAt(curve, age))).toEqual([0, 0, 0.8, 1, 1]);
});

/** Reports of three years of daily orders, each delay seen only where its order is old enough. */
const anyReports = fc.array(
  fc.record({ delay: fc.nat(200), age: fc.nat(1000), orders: fc.integer({ min: 1, max: 9 }) }),
  { minLength: 40, maxLength: 120 },
);

describe('any reports', () => {
  test('make a curve that never falls, within its band and 0..1, and ends at 1', () => {
    fc.assert(
      fc.property(anyReports, (made) => {
        const curve = delayCurve(
          made.filter(({ delay, age }) => delay <= age),
          asOfDay,
          { banded: true },
        );
        if (curve === null) return;
        expect(curve.points).toHaveLength(curve.end + 1);
        expect(curve.points.at(-1)).toMatchObject({ share: 1, high: 1 });
        for (const [age, { share, low, high }] of curve.points.entries()) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(curve.points[age + 1]?.share ?? 1);
          expect(low ?? 0).toBeLessThanOrEqual(share);
          expect(high ?? 1).toBeGreaterThanOrEqual(share);
        }
      }),
      { numRuns: 12 },
    );
  });

  test('of orders all old enough make the plain share by age', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 30, maxLength: 200 }), (delays) => {
        const shares = reverseTimeShares(
          delays.map((delay) => seen(delay, 50, 1)),
          50,
        );
        for (let age = 0; age <= 50; age++)
          expect(shares[age]).toBeCloseTo(delays.filter((delay) => delay <= age).length / delays.length, 10);
      }),
    );
  });
});

test('the same reports give the same band, and few weeks none', () => {
  const observed = Array.from({ length: 60 }, (_, i) => seen(i % 30, 30 + i * 3, 2));
  const made = () => delayCurve(observed, asOfDay, { banded: true })?.points;
  expect(made()).toEqual(made());
  expect(delayCurve(observed.toReversed(), asOfDay, { banded: true })?.points).toEqual(made());
  expect(made()?.some(({ low, high }) => low !== null && high !== null && low < high)).toBe(true);
  expect(delayCurve([seen(5, 100, 50)], asOfDay, { banded: true })?.points[3]).toEqual({
    age: 3,
    share: 0,
    low: null,
    high: null,
  });
});

describe('adjusted rates', () => {
  const points = [0, 0.25, 0.5, 1].map((share, age) => ({ age, share, low: share * 0.8, high: share }));
  const curve: DelayCurve = { end: 3, reports: 100, beyond: 0, points };

  test('are the reported rate ÷ the mean maturity of the orders', () => {
    // (60 * 0.5 + 40 * 1) / 100 = 0.7; 7 / 0.7 = 10 of 100.
    const week = adjustedCohort(
      [
        { age: 2, orders: 60, bad: 2 },
        { age: 9, orders: 40, bad: 5 },
      ],
      curve,
    );
    expect(week).toMatchObject({ orders: 100, bad: 7, maturity: 0.7, low: 0.56 });
    expect(week.expected).toBeCloseTo(10, 10);
    expect(week.rate).toBeCloseTo(0.1, 10);
  });

  test('the published one: 40 of 10,000 at .7101 are .5633 %', () => {
    const at = { ...curve, points: [{ age: 0, share: 0.7101, low: null, high: null }], end: 9 };
    expect(((adjustedCohort([{ age: 0, orders: 10_000, bad: 40 }], at).rate ?? 0) * 100).toFixed(4)).toBe('0.5633');
  });

  test('do not depend on which of the orders were reported', () => {
    const days = (a: number, b: number) => [
      { age: 2, orders: 60, bad: a },
      { age: 3, orders: 40, bad: b },
    ];
    expect(adjustedCohort(days(7, 0), curve)).toEqual(adjustedCohort(days(0, 7), curve));
  });

  test('are the reported ones where all orders are mature, and none below the floor', () => {
    const old = adjustedCohort([{ age: 3, orders: 50, bad: 4 }], curve);
    expect([old.maturity, old.expected, old.rate]).toEqual([1, 4, 0.08]);
    const young = adjustedCohort([{ age: 1, orders: 50, bad: 4 }], curve);
    expect([young.maturity, young.expected, young.rate]).toEqual([0.25, null, null]);
    expect(adjustedTotal([old, young])).toEqual({ cohorts: 1, orders: 50, bad: 4, expected: 4, rate: 0.08 });
    expect(adjustedTotal([young])).toBeNull();
    expect(adjustedCohort([], curve)).toMatchObject({ orders: 0, rate: null });
  });
});

test('warnings name a short horizon, a short history and estimates that differ', () => {
  const points = [0, 0.2, 0.5, 0.8, 0.95, 1].map((share, age) => ({ age, share, low: null, high: null }));
  const curve: DelayCurve = { end: 5, reports: 100, beyond: 2, points };
  expect(
    maturityWarnings(
      [],
      curve,
      [
        { age: 2, share: 0.62 },
        { age: 3, share: 0.81 },
      ],
      3,
    ),
  ).toEqual([
    { code: 'horizon-short', params: { horizon: 3, days: 4, percent: 80 } },
    { code: 'estimates-differ', params: { days: 2, percent: 50, other: 62 } },
    { code: 'reported-beyond', params: { orders: 2, end: 5 } },
    { code: 'few-weeks', params: {} },
  ]);
  expect(maturityWarnings([], curve, [], 9).map(({ code }) => code)).toEqual([
    'history-short',
    'reported-beyond',
    'few-weeks',
  ]);
});
