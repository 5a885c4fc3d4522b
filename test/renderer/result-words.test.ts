import { afterAll, describe, expect, it } from 'vitest';
import { targetPresets } from '../../analysis/model/target.ts';
import { resultMessages } from '../../analysis/model/messages/results.ts';
import { headlineNames } from '../../analysis/model/results/headline.ts';
import { wilson } from '../../analysis/model/results/intervals.ts';
import { cellNumbers, cellsAt, measureNames } from '../../analysis/model/results/tally.ts';
import { outcomeStates } from '../../analysis/model/target.ts';
import { maturedOf, maturedText } from '../../renderer/backtest/maturity.ts';
import { headlineName, recallTitle } from '../../renderer/backtest/money/words.ts';
import { rate } from '../../renderer/i18n/format.ts';
import { language } from '../../renderer/i18n/index.ts';
import { rangeText } from '../../renderer/i18n/interval.ts';

const [target] = targetPresets;
afterAll(() => language.set('ja'));

describe('an interval', () => {
  it('says so where it takes every order for itself, in both languages, and only there', () => {
    const found = { ...(wilson(3, 40) ?? { low: 0, high: 1 }), by: 'wilson' as const };
    expect(rangeText(found, rate)).toBe('2.58%～19.9%（注文独立と仮定）');
    expect(rangeText({ ...found, by: 'bootstrap' }, rate)).toBe('2.58%～19.9%');
    language.set('en');
    expect(rangeText(found, rate)).toBe('2.58% to 19.9% (independent orders assumed)');
    language.set('ja');
  });
});

describe('a figure that counts all bad orders', () => {
  if (target === undefined) throw new Error('no target');
  it('is of those that got through where history blocked any', () => {
    const names = (blocked: number) => headlineNames.map((name) => headlineName({ target, blocked }, name));
    const [none, some] = [names(0), names(1)];
    const changed = headlineNames.filter((_, at) => none[at] !== some[at]);
    expect(changed).toEqual(['recall', 'recallAmount', 'fBeta', 'fBetaAmount']);
    for (const lang of ['ja', 'en'] as const)
      expect(Object.keys(resultMessages(lang).passedOnly)).toEqual(['recall', 'recallAmount', 'fBeta', 'fBetaAmount']);
    expect(recallTitle({ target, blocked: 0 })).toBe('再現率');
    expect(recallTitle({ target, blocked: 2 })).toBe('再現率（件数・過去に通過した分）');
  });
});

describe('the maturity of a run', () => {
  /** Six purchases that were refused then, five of them old enough, and two good ones, one of them old enough. */
  const numbers = new Float64Array(cellNumbers);
  const put = (state: (typeof outcomeStates)[number], measure: (typeof measureNames)[number], value: number) => {
    numbers[outcomeStates.indexOf(state) * measureNames.length + measureNames.indexOf(measure)] = value;
  };
  put('blocked', 'orders', 6);
  put('blocked', 'intents', 6);
  put('blocked', 'cohort', 5);
  put('good', 'orders', 1);
  put('good', 'intents', 1);
  put('good', 'cohort', 1);
  put('immature', 'orders', 1);
  put('immature', 'intents', 1);
  const cells = cellsAt(numbers, 0);

  it('counts what is old enough, whatever became of it', () => {
    expect(maturedOf({ cells, maturity: 'measured' })).toEqual({ old: 6, all: 8, share: 0.75, mark: 'partly' });
    expect(maturedText({ cells, maturity: 'measured' })).toBe('75.0%（期間を過ぎた購入 6 ÷ 8）');
  });

  it('is not measured without report dates, or where a run does not tell', () => {
    expect(maturedOf({ cells, maturity: 'not measured' })).toMatchObject({ share: null, mark: 'unknown' });
    expect(maturedText({ maturity: 'measured' })).toBe('未測定');
  });
});
