import { afterAll, describe, expect, it } from 'vitest';
import { targetPresets, type Target } from '../../analysis/model/target.ts';
import type { en } from '../../renderer/i18n/en/index.ts';
import { language } from '../../renderer/i18n/index.ts';
import { ja } from '../../renderer/i18n/ja/index.ts';
import { outcomeText, outcomeWord } from '../../renderer/i18n/outcome-words.ts';
import { agedShare, knownOf } from '../../renderer/state/maturity.ts';

const preset = (id: string): Target => {
  const found = targetPresets.find((target) => target.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};
afterAll(() => language.set('ja'));

describe('words of a target', () => {
  it('call unpaid orders what they are, not fraud', () => {
    const words = ['card-fraud', 'unpaid', 'bad-debt', 'label'].map((id) => {
      const target = preset(id);
      return (['bad', 'good', 'immature'] as const).map((state) => outcomeWord(target, state));
    });
    expect(words).toEqual([
      ['不正', '正常', '結果未確定'],
      ['延滞・貸倒', '正常入金', '結果未確定'],
      ['延滞・貸倒', '正常入金', '結果未確定'],
      ['不正', '正常', '結果未確定'],
    ]);
    language.set('en');
    expect(outcomeWord(preset('unpaid'), 'bad')).toBe('Unpaid');
    expect(outcomeText(preset('unpaid'), 'metric.recallOf', { tp: 1, bad: 2 })).toBe('1 caught ÷ 2 unpaid');
    expect(outcomeText(preset('card-fraud'), 'explore.badRate')).toBe('Bad rate (count)');
    language.set('ja');
    expect(outcomeText(preset('unpaid'), 'explore.badRate')).toBe('延滞・貸倒率（件数）');
  });

  it('never call a denominator matured that is not measured', () => {
    const text = outcomeText(preset('label'), 'explore.badOfKnownUndated', { bad: '9,408', known: '853,535' });
    expect(text).toBe('不正 9,408 ÷ 結果判明 853,535件');
  });

  it('fill every text that asks for them', () => {
    const asking = Object.keys(ja).filter((key) => /\{(bad|good|rate)[A-Z]\w*\}/.test(ja[key as keyof typeof ja]));
    expect(asking.length).toBeGreaterThan(10);
    for (const lang of ['ja', 'en'] as const) {
      language.set(lang);
      for (const key of asking as (keyof typeof en)[])
        expect(outcomeText(preset('unpaid'), key)).not.toMatch(/\{(badWord|goodWord|goodTitle|badRate|rateWord)\}/);
    }
  });
});

describe('orders whose outcome is known', () => {
  const counts = { orders: 20_000, bad: 183, good: 13_241, immature: 4_800 };

  it('are bad and good, the denominator of the rates', () => {
    expect(knownOf(counts, 'measured')).toEqual({ known: 13_424, mark: 'partly' });
  });

  it('tell by their mark whether any outcome is open, where report dates tell', () => {
    expect(knownOf(counts, 'not measured').mark).toBe('unknown');
    expect(knownOf({ ...counts, immature: 0 }, 'measured').mark).toBe('full');
    expect(knownOf({ orders: 5, bad: 0, good: 0, immature: 5 }, 'measured').mark).toBe('none');
  });
});

describe('maturity', () => {
  it('belongs to age: orders blocked in history and excluded ones are old enough all the same', () => {
    expect(agedShare({ old: 15_200, all: 20_000 })).toBe(0.76);
    expect(agedShare({ old: 0, all: 0 })).toBeNull();
  });
});
