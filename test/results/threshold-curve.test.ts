import { expect, test } from 'vitest';
import { groupCount } from '../../analysis/model/results/intervals.ts';
import { cellNumbers, measureNames, type Measure } from '../../analysis/model/results/tally.ts';
import { curveOf } from '../../analysis/model/results/threshold-curve.ts';
import type { ThresholdTally } from '../../analysis/model/results/thresholds.ts';
import { results } from '../../analysis/model/ruleset.ts';
import { outcomeStates } from '../../analysis/model/target.ts';
import { fraudWithin30Days } from '../backtest/history.ts';

const given = { lossRate: 1, unknownBorne: 1, chargebackFee: 0, reviewMinutes: 0 };

/** A threshold at which NG stops a bad order in each of 40 groups, which lost so much. */
function tally(value: number, lossIn: (group: number) => number): ThresholdTally {
  const groups = new Float64Array(groupCount * cellNumbers);
  const cell = (results.indexOf('NG') * outcomeStates.length + outcomeStates.indexOf('bad')) * measureNames.length;
  const put = (group: number, measure: Measure, number: number): void => {
    groups[group * cellNumbers + cell + measureNames.indexOf(measure)] = number;
  };
  for (let group = 0; group < 40; group += 1) {
    for (const measure of ['orders', 'intents', 'cohort'] as const) put(group, measure, 1);
    put(group, 'lossUnknown', lossIn(group));
  }
  return { value, groups, reviewDays: [], hidden: [] };
}

const curve = (present: number, points: readonly ThresholdTally[]) =>
  curveOf({
    thresholds: {
      ...{ points, present, currency: 'JPY', target: fraudWithin30Days, maturity: 'measured', asOf: '2024-06-30' },
      period: { from: '2024-04-01', to: '2024-05-31' },
    },
    given,
    perMajor: 1,
  });

const worse = tally(100, () => 500);
/** Some of it more, some of it less, in thirty groups: 39,800. */
const alike = tally(1000, (group) => (group < 30 ? 1000 + (group % 2 === 0 ? 100 : -100) - 20 / 3 : 1000));
/** 100 less in each of three groups: 39,700. */
const few = tally(2000, (group) => (group < 3 ? 900 : 1000));
const best = tally(2345, () => 1000);

test('a threshold whose difference from the best few groups carry is not measured, and never offered as like the best', () => {
  const found = curve(100, [worse, alike, few, best]);
  expect(found?.points.map(({ net, likeBest }) => [Math.round(net), likeBest])).toEqual([
    [20_000, false],
    [39_800, true],
    [39_700, null],
    [40_000, true],
  ]);
  // It lies on the plateau, whose ends are measured; 2,000 would be rounder than 2,345.
  expect(found?.plateau).toEqual({ from: 1000, to: 2345 });
  expect(found?.offered).toEqual([1000, 2345]);
});

test('a plateau ends before what is clearly worse, not at what is not measured', () => {
  const beyond = tally(3000, (group) => (group < 4 ? 800 : 1000));
  const found = curve(1000, [alike, few, best, beyond, tally(4000, () => 500)]);
  expect(found?.points.map(({ likeBest }) => likeBest)).toEqual([true, null, true, null, false]);
  expect(found?.plateau).toEqual({ from: 1000, to: 2345 });
});

test('where few groups carry what the best has more than the present value, nothing else is offered', () => {
  const found = curve(2000, [worse, alike, few, best]);
  expect(found?.best.value).toBe(2345);
  expect(found?.best.interval).toBeNull();
  expect(found?.offered).toEqual([2000]);
});
