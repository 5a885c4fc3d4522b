import { expect, test } from 'vitest';
import { completed, type Assumptions } from '../../analysis/model/results/assumptions.ts';
import { moneyOf } from '../../analysis/model/results/money.ts';
import { queueOf } from '../../analysis/model/results/queue.ts';
import { cellNumbers, cellsAt, measureNames, type Measure } from '../../analysis/model/results/tally.ts';
import { unknownBearer } from '../../analysis/model/results/unknown-bearer.ts';
import { results, type ScreeningResult } from '../../analysis/model/ruleset.ts';
import { outcomeStates, targetPresets } from '../../analysis/model/target.ts';

const [target] = targetPresets;
if (target === undefined) throw new Error('no target');

type Bad = Partial<Record<Measure, number>>;

/** What is bad, by what was decided; JPY. */
function told(bad: Partial<Record<ScreeningResult, Bad>>, given: Assumptions) {
  const sums = new Float64Array(cellNumbers);
  for (const result of results)
    for (const [at, measure] of measureNames.entries())
      sums[(results.indexOf(result) * outcomeStates.length + outcomeStates.indexOf('bad')) * measureNames.length + at] =
        bad[result]?.[measure] ?? 0;
  const cells = cellsAt(sums, 0);
  const assumptions = completed(given, 'JPY');
  const queue = queueOf([], assumptions);
  const of = { cells, assumptions, target: target ?? raise(), perMajor: 1, reviewed: queue.reviewed };
  const money = moneyOf({ ...of, days: null });
  return { found: unknownBearer({ cells, assumptions, queue, money }, given, of, 1), net: money.net.value };
}
const raise = (): never => {
  throw new Error('no target');
};

const one = { orders: 1, intents: 1, cohort: 1 };
const bad = {
  NG: { ...one, lossUnknown: 16_000, lossShop: 20_000, chargesUnknown: 1, chargesShop: 1 },
  OK: { ...one, lossUnknown: 3000, chargesUnknown: 1 },
};

test('where nothing tells who bears a loss the net is between bearing none and all of it', () => {
  // 20,000 and a fee of 1,500 for certain; 16,000 and another fee of the unknown ones that are stopped.
  const { found, net } = told(bad, {});
  expect(found).toEqual({ loss: 19_000, net: { low: 21_500, high: 39_000 } });
  // Until somebody says, it is told by the preset.
  expect(net).toBe(39_000);
  expect(told(bad, { lossRate: 0.5 }).found?.net).toEqual({ low: 11_500, high: 21_000 });
});

test('once a person has given the share nothing is required, and the net is one of the range', () => {
  for (const unknownBorne of [0, 0.25, 1]) {
    const { found, net } = told(bad, { unknownBorne });
    expect(found).toBe(null);
    expect(net).toBe(21_500 + unknownBorne * 17_500);
  }
});

test('nothing is required where it is known who bears every loss, or no outcome is known', () => {
  expect(told({ NG: { ...one, lossShop: 20_000 } }, {}).found).toBe(null);
  expect(told({ NG: { orders: 1, lossUnknown: 5000 } }, {}).found).toBe(null);
});
