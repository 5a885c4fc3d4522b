import { afterAll, beforeAll, expect, test } from 'vitest';
import { completed } from '../../analysis/model/results/assumptions.ts';
import { headlinesOf } from '../../analysis/model/results/headline.ts';
import { groupCount } from '../../analysis/model/results/intervals.ts';
import { moneyOf } from '../../analysis/model/results/money.ts';
import { cellNumbers, cellsOver, measureNames, type Measure } from '../../analysis/model/results/tally.ts';
import { results } from '../../analysis/model/ruleset.ts';
import { outcomeStates, type Target } from '../../analysis/model/target.ts';
import { netPicture } from '../../renderer/backtest/money/net-picture.ts';
import { changedFigures, type TriedSide } from '../../renderer/backtest/what-if-changes.tsx';
import { language } from '../../renderer/i18n/index.ts';

const target: Target = {
  ...{ id: 'fraud', name: { ja: '不正', en: 'Fraud' }, kinds: ['chargeback'], reasonFamilies: ['fraud'] },
  horizonDays: 30,
};
const given = { marginRate: 0.5, lostShare: 1, churnRate: 0, lossRate: 1, unknownBorne: 1, chargebackFee: 100 };

beforeAll(() => language.set('en'));
afterAll(() => language.set('ja'));

/** 80 orders of as many customers at 1,000 yen, every fourth one bad, of which the first ones are refused. */
function side(refused: number, opened: unknown[] = []): TriedSide {
  const groups = new Float64Array(groupCount * cellNumbers);
  for (let n = 0; n < 80; n += 1) {
    const bad = n % 4 === 0;
    const sums: Partial<Record<Measure, number>> = {
      ...{ orders: 1, amount: 1000, intents: 1, intentAmount: 1000, cohort: 1 },
      ...(bad ? { lossShop: 1000, chargesShop: 1 } : {}),
    };
    const cell =
      results.indexOf(n < refused ? 'NG' : 'OK') * outcomeStates.length + outcomeStates.indexOf(bad ? 'bad' : 'good');
    for (const [place, name] of measureNames.entries())
      groups[n * cellNumbers + cell * measureNames.length + place] = sums[name] ?? 0;
  }
  const [cells, clusters] = [cellsOver(groups), { by: 'customer' as const, count: 80, groups }];
  const money = moneyOf({ cells, assumptions: completed(given, 'JPY'), target, perMajor: 1, reviewed: 1, days: 30 });
  return {
    result: { target, currency: 'JPY', maturity: 'measured', blocked: 0 },
    figures: { cells, clusters, money, headlines: headlinesOf(cells, clusters, 1) },
    open: (...of) => void opened.push(of),
  };
}

test('what is tried otherwise tells the figures that are others, with both values, and none that is the same', () => {
  const [before, after] = [side(40), side(80)];
  expect(changedFigures(before, before)).toEqual([]);
  const changed = changedFigures(before, after);
  const by = (name: string) => changed.find((one) => one.name === name);
  expect(by('Alert rate (orders)')).toMatchObject({ before: 0.5, after: 1, unit: 'share' });
  expect(by('Recall (orders)')).toMatchObject({ before: 0.5, after: 1 });
  // A quarter is bad of either.
  expect(by('Precision (orders)')).toBe(undefined);
  // 10 of 40 bad stopped at 1,000 each with 100 of fees, 30 good ones lost at 500; then twice as many.
  expect(by('Net benefit')).toMatchObject({ before: 10 * 1100 - 15_000, after: 20 * 1100 - 30_000, unit: 'money' });
  for (const { before: was, after: is } of changed) expect(was).not.toBe(is);
});

test('the net has a picture: each line a step that opens its orders, and the net with its interval', () => {
  const opened: unknown[] = [];
  const { result, figures, open } = side(40, opened);
  const picture = netPicture(result, figures, open);
  const told = picture?.rows.map(({ name, from, to }) => [name, Number(to) - Number(from)]);
  expect(told).toEqual([
    ...figures.money.lines.map(({ value }) => [expect.any(String), value]),
    ['Net benefit', 10 * 1100 - 15_000],
  ]);
  expect(picture?.rows.at(-1)).toMatchObject({ low: expect.any(Number), high: expect.any(Number) });
  const [first] = picture?.rows ?? [];
  if (first !== undefined) picture?.onPick?.(first, false);
  expect(opened).toEqual([[['NG'], ['bad']]]);
  expect(netPicture(result, { ...figures, money: { ...figures.money, cohort: 0 } }, open)).toBe(null);
});
