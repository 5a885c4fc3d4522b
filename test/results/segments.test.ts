import { describe, expect, test } from 'vitest';
import { partAt, partGroups, type Part } from '../../analysis/model/results/breakdown.ts';
import { differenceOf, differentlyMatured } from '../../analysis/model/results/before-after.ts';
import { completed } from '../../analysis/model/results/assumptions.ts';
import { moneyOf } from '../../analysis/model/results/money.ts';
import { maturityOf, measuredOf, partFigures, type PartFigure } from '../../analysis/model/results/part-figures.ts';
import { adjusted, chanceOf, together, worstFirst } from '../../analysis/model/results/segments.ts';
import { cellNumbers, cellsOver, denseSums, measureNames, sparseSums } from '../../analysis/model/results/tally.ts';
import { results } from '../../analysis/model/ruleset.ts';
import { outcomeStates, type OutcomeState } from '../../analysis/model/target.ts';
import type { ScreeningResult } from '../../analysis/model/ruleset.ts';
import { fraudWithin30Days } from '../backtest/history.ts';

type Counts = readonly (readonly [ScreeningResult, OutcomeState, number])[];

/** Orders of 1,000 each its own purchase, spread over the groups one by one. */
function partOf(counts: Counts): Part {
  const sums = new Float64Array(partGroups * cellNumbers);
  const matured: readonly OutcomeState[] = ['bad', 'good', 'blocked', 'excluded'];
  for (const [result, state, orders] of counts)
    for (let i = 0; i < orders; i += 1) {
      const cell = results.indexOf(result) * outcomeStates.length + outcomeStates.indexOf(state);
      const at = (i % partGroups) * cellNumbers + cell * measureNames.length;
      const add = (measure: (typeof measureNames)[number], value: number): void => {
        const place = at + measureNames.indexOf(measure);
        sums[place] = (sums[place] ?? 0) + value;
      };
      add('orders', 1);
      add('amount', 1000);
      add('intents', 1);
      add('intentAmount', 1000);
      if (matured.includes(state)) add('cohort', 1);
      if (state === 'bad') add('lossShop', 1000);
    }
  return partAt(sums, 0);
}

const empty = partOf([]);
function figure(name: PartFigure['name']): PartFigure {
  const assumptions = completed(
    { marginRate: 0.5, lostShare: 1, churnRate: 0, reviewMinutes: 0, chargebackFee: 0 },
    'JPY',
  );
  const { cells } = together([
    partOf([
      ['NG', 'bad', 1],
      ['NG', 'good', 1],
      ['OK', 'good', 1],
    ]),
  ]);
  const money = moneyOf({ cells, assumptions, target: fraudWithin30Days, perMajor: 1, reviewed: 1, days: 1 });
  const found = partFigures(money, assumptions).find((one) => one.name === name);
  if (found === undefined) throw new Error(name);
  return found;
}

describe('figures of a part', () => {
  const part = partOf([
    ['NG', 'bad', 30],
    ['NG', 'good', 10],
    ['OK', 'bad', 20],
    ['OK', 'good', 140],
    ['REVIEW', 'immature', 50],
  ]);

  test('are those of its orders by hand', () => {
    const value = (name: PartFigure['name']): number | null => measuredOf(figure(name), part, 'order').value;
    expect(value('precision')).toBe(30 / 40);
    expect(value('recall')).toBe(30 / 50);
    expect(value('alertRate')).toBe(90 / 250);
    expect(value('passedBad')).toBe(20 / 160);
    expect(value('queue')).toBe(50);
    expect(value('orders')).toBe(250);
    expect(value('amount')).toBe(250_000);
    // 30 bad stopped at 1,000, half of 10,000 lost with the good.
    expect(value('net')).toBe(30_000 - 5_000);
    expect(value('perThousand')).toBe((25_000 / 200) * 1000);
  });

  test('tell how much of it is mature, and an empty one tells nothing', () => {
    expect(maturityOf(part.cells, true)).toEqual({ matured: 200, purchases: 250, kind: 'partly' });
    expect(maturityOf(part.cells, false).kind).toBe('notMeasured');
    expect(maturityOf(partOf([['OK', 'immature', 5]]).cells, true).kind).toBe('immature');
    expect(maturityOf(partOf([['OK', 'blocked', 5]]).cells, true).kind).toBe('matured');
    expect(maturityOf(empty.cells, true).kind).toBe('empty');
    expect(measuredOf(figure('net'), partOf([['OK', 'immature', 5]]), 'order').value).toBeNull();
  });

  test('add up: parts together have the sums of each', () => {
    const other = partOf([
      ['REVIEW', 'good', 7],
      ['OK', 'excluded', 3],
    ]);
    const both = together([part, other]);
    expect(both.cells).toEqual(cellsOver([...Array.from(part.groups), ...Array.from(other.groups)]));
  });
});

test('sums without their zeros are the same sums', () => {
  const { groups } = partOf([
    ['NG', 'bad', 3],
    ['OK', 'good', 40],
  ]);
  const kept = sparseSums(groups);
  expect(denseSums(kept)).toEqual(Float64Array.from(groups));
  expect(kept.values.length).toBe(Array.from(groups).filter((value) => value !== 0).length);
});

describe('before and after', () => {
  const before = partOf([
    ['NG', 'good', 100],
    ['OK', 'good', 900],
  ]);
  const after = partOf([
    ['NG', 'good', 400],
    ['OK', 'good', 600],
  ]);
  const whole = (days: number) => ({ days, matured: { days } });
  const sides = { before, after, days: [whole(10), whole(20)] as const, by: 'customer' as const };

  test('a share differs by its points, and the interval holds the difference', () => {
    const { value, interval } = differenceOf(figure('alertRate'), sides);
    expect(value).toBeCloseTo(0.3, 12);
    expect(interval?.low).toBeLessThanOrEqual(0.3);
    expect(interval?.high).toBeGreaterThanOrEqual(0.3);
    expect(interval?.low).toBeGreaterThan(0.2);
  });

  test('sums are compared by the day', () => {
    const { before: a, after: b, value } = differenceOf(figure('orders'), sides);
    expect([a.value, b.value, value]).toEqual([100, 50, -50]);
  });

  test('the same orders on both sides differ by nothing, for certain', () => {
    const { value, interval } = differenceOf(figure('alertRate'), { ...sides, after: before });
    expect(value).toBe(0);
    expect(interval).toMatchObject({ low: 0, high: 0 });
  });

  test('of few hits the interval is made of Wilson’s of both sides (Newcombe’s 56/70 beside 48/80)', () => {
    const few = { ...sides, by: 'order' as const };
    const share = (hits: number, rest: number): Part =>
      partOf([
        ['NG', 'good', hits],
        ['OK', 'good', rest],
      ]);
    const { value, interval } = differenceOf(figure('alertRate'), {
      ...few,
      before: share(48, 32),
      after: share(56, 14),
    });
    expect(value).toBeCloseTo(0.2, 12);
    expect([interval?.low.toFixed(4), interval?.high.toFixed(4)]).toEqual(['0.0524', '0.3339']);
  });

  test('sides of another maturity are told apart', () => {
    const of = (matured: number) => ({ matured, purchases: 100, kind: 'partly' as const });
    expect(differentlyMatured(of(100), of(94))).toBe(true);
    expect(differentlyMatured(of(100), of(96))).toBe(false);
  });
});

describe('segments', () => {
  const ordinary = partOf([
    ['OK', 'good', 9500],
    ['OK', 'bad', 95],
  ]);
  const bad = partOf([
    ['OK', 'good', 960],
    ['OK', 'bad', 64],
  ]);
  const tiny = partOf([
    ['OK', 'good', 10],
    ['OK', 'bad', 2],
  ]);
  const passed = figure('passedBad');

  test('the worst for certain leads, not the smallest with the highest rate', () => {
    const named = [
      { name: 'ordinary', part: ordinary },
      { name: 'tiny', part: tiny },
      { name: 'bad', part: bad },
      { name: 'empty', part: empty },
    ].map((one) => ({ ...one, measured: measuredOf(passed, one.part, 'order') }));
    expect(worstFirst(passed, named).map(({ name }) => name)).toEqual(['bad', 'tiny', 'ordinary', 'empty']);
  });

  test('one is tested against the whole: the planted one is found, chance and the tiny one are not', () => {
    const whole = together([ordinary, bad, tiny]);
    const rate = measuredOf(passed, whole, 'order').value ?? 0;
    const like = partOf([
      ['OK', 'good', 2000],
      ['OK', 'bad', Math.round(2000 * rate)],
    ]);
    const [common, planted, few] = [like, bad, tiny].map((part) => chanceOf(passed, part, rate) ?? 1);
    expect(planted).toBeLessThan(1e-8);
    expect(few).toBeGreaterThan(0.01);
    expect(common).toBeGreaterThan(0.05);
    expect(chanceOf(figure('orders'), bad, 1)).toBeNull();
  });

  test('figures in money are tested by their groups', () => {
    const profit = figure('perThousand');
    const poor = partOf([
      ['NG', 'good', 320],
      ['OK', 'good', 640],
    ]);
    // The same in every group: nothing tells how it varies.
    expect(chanceOf(profit, poor, 0)).toBeNull();
    expect(chanceOf(profit, together([poor, partOf([['NG', 'good', 13]])]), 0)).toBeLessThan(1e-6);
  });

  test('a thousand purchases have no interval where one of them is most of the loss', () => {
    const lone = partOf([
      ['OK', 'good', 60],
      ['NG', 'bad', 1],
    ]);
    const found = measuredOf(figure('perThousand'), lone, 'entity');
    expect([found.value === null, found.interval]).toEqual([false, null]);
  });

  test('p-values of many are adjusted as published (p.adjust of R, method BY)', () => {
    const found = adjusted([0.01, 0.02, 0.03, 0.04, 0.05]).map((q) => Number(q.toFixed(7)));
    expect(found).toEqual([0.1141667, 0.1141667, 0.1141667, 0.1141667, 0.1141667]);
    expect(adjusted([0.001, 0.5, 0.9]).map((q) => Number(q.toFixed(4)))).toEqual([0.0055, 1, 1]);
    expect(adjusted([])).toEqual([]);
  });
});
