import { afterAll, describe, expect, it } from 'vitest';
import { targetPresets, type Target } from '../../analysis/model/target.ts';
import type { en } from '../../renderer/i18n/en/index.ts';
import { language } from '../../renderer/i18n/index.ts';
import { ja } from '../../renderer/i18n/ja/index.ts';
import { outcomeText, outcomeWord } from '../../renderer/i18n/outcome-words.ts';
import { matured } from '../../renderer/state/maturity.ts';

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

describe('the share of orders whose outcome is settled', () => {
  const counts = { orders: 20_000, bad: 183, good: 13_241, immature: 4_800 };

  it('is bad and good over all orders, the denominator of the rates', () => {
    expect(matured(counts, 'measured')).toEqual({ known: 13_424, orders: 20_000, share: 0.6712, mark: 'partly' });
  });

  it('is not measured without report dates, and its mark tells whether any outcome is open', () => {
    expect(matured(counts, 'not measured')).toMatchObject({ share: null, mark: 'unknown' });
    expect(matured({ ...counts, immature: 0 }, 'measured').mark).toBe('full');
    expect(matured({ orders: 5, bad: 0, good: 0, immature: 5 }, 'measured').mark).toBe('none');
  });
});
