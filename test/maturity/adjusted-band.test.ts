import { expect, test } from 'vitest';
import { adjustedCohort } from '../../analysis/model/maturity/adjusted-rate.ts';
import { delayCurve } from '../../analysis/model/maturity/delay-curve.ts';
import type { Observation } from '../../analysis/model/maturity/report-counts.ts';
import { ripeningSeries, type MaturedWeek } from '../../analysis/model/results/matured-series.ts';
import { drawing } from '../kernels/rows.ts';

/**
 * Twelve alerted orders on each of 200 days, one in five of which ends bad, told after 1 to 100 days, all alike. The
 * last week that is mature enough is asked what it comes to.
 */
const truth = 0.2;
const [asOfDay, days, perDay, longest] = [20_000, 200, 12, 100];
const none = { OK: 0, REVIEW: 0, HOLD: 0, NG: 0 };

function history(draw: () => number): { observed: Observation[]; week: MaturedWeek } {
  const observed: Observation[] = [];
  const week: MaturedWeek['days'][number][] = [];
  for (let age = 0; age < days; age += 1) {
    let bad = 0;
    for (let i = 0; i < perDay; i += 1) {
      const delay = 1 + Math.floor(draw() * longest);
      if (draw() >= truth || delay > age) continue;
      bad += 1;
      observed.push({ delay, age, orders: 1 });
    }
    if (age >= 60 && age < 67) week.push({ age, orders: { ...none, NG: perDay }, bad: { ...none, NG: bad } });
  }
  return { observed, week: { week: 0, matured: { orders: none, bad: none }, days: week } };
}

test('the adjusted band of a week holds its true rate as often as it says, where that of the curve alone does not', () => {
  const draw = drawing(71);
  let [held, ofCurve, told] = [0, 0, 0];
  for (let trial = 0; trial < 150; trial += 1) {
    const { observed, week } = history(draw);
    const curve = delayCurve(observed, asOfDay, { banded: true });
    if (curve === null) continue;
    const [one] = ripeningSeries([week], curve, 'precision', 1);
    const { low, high } = one?.adjusted ?? { low: null, high: null };
    if (low === null || high === null) continue;
    told += 1;
    if (low <= truth && truth <= high) held += 1;
    const counts = week.days.map(({ age, orders, bad }) => ({ age, orders: orders.NG, bad: bad.NG }));
    const alone = adjustedCohort(counts, curve);
    const reported = alone.bad / alone.orders;
    if (reported / (alone.high ?? 1) <= truth && truth <= reported / (alone.low ?? 1)) ofCurve += 1;
  }
  expect(told).toBeGreaterThan(140);
  expect(held / told).toBeGreaterThan(0.91);
  expect(held / told).toBeLessThanOrEqual(0.995);
  expect(ofCurve / told).toBeLessThan(0.75);
});
