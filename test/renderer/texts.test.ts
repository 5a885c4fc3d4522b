import { describe, expect, it } from 'vitest';
import { en } from '../../renderer/i18n/en/index.ts';
import { fill } from '../../renderer/i18n/fill.ts';
import { money, moneyAlike, moneyShort, rate } from '../../renderer/i18n/format.ts';
import { language } from '../../renderer/i18n/index.ts';
import { ja } from '../../renderer/i18n/ja/index.ts';

const paramsOf = (text: string) => [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name))].sort();

describe('texts', () => {
  it('never ask for a parameter in one language that the other does not know', () => {
    const differing = Object.entries(ja).filter(([key, text]) => {
      const other = paramsOf(en[key as keyof typeof ja]);
      return JSON.stringify(other) !== JSON.stringify(paramsOf(text));
    });
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it('are never empty in Japanese', () => {
    const empty = Object.entries(ja).filter(([, text]) => text.trim() === '');
    expect(empty).toEqual([]);
  });

  it('choose singular or plural by the number and write it formatted', () => {
    const text = '{count} {count|order|orders}';
    expect(fill(text, { count: 1 })).toBe('1 order');
    expect(fill(text, { count: 1200, countText: '1,200' })).toBe('1,200 orders');
  });

  it('write yen as 円, 万円 and 百万円, and minor units of other currencies exactly', () => {
    language.set('ja');
    expect(money(1234, 'JPY')).toBe('1,234円');
    expect([24_480, 0, 3_172_956].map(moneyAlike([3_172_956], 'JPY'))).toEqual(['2.4万円', '0円', '317.3万円']);
    expect([24_480, 999_999].map(moneyAlike([24_480, 999_999], 'JPY'))).toEqual(['24,480円', '999,999円']);
    expect(moneyShort(999_999, 'JPY')).toBe('999,999円');
    expect(moneyShort(43_700_000, 'JPY')).toBe('4,370万円');
    expect(moneyShort(200_500_000, 'JPY')).toBe('200.5百万円');
    expect(moneyShort(2_000_000_000_000_00, 'USD')).toBe('$2,000,000,000,000');
    expect(moneyShort(43_700_000_00, 'EUR')).toBe('€43,700,000');
    language.set('en');
    expect(money(123_45, 'USD')).toBe('$123.45');
    expect([24_480, 0, 3_172_956].map(moneyAlike([3_172_956], 'JPY'))).toEqual(['¥24K', '¥0', '¥3,173K']);
    expect(moneyShort(43_700_000, 'JPY')).toBe('¥43.7M');
  });

  it('keep small rates from looking like nothing', () => {
    language.set('en');
    expect([rate(0), rate(0.00004), rate(0.0213), rate(0.338)]).toEqual(['0%', '0.004%', '2.13%', '33.8%']);
  });
});
