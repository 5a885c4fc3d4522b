import type { Headline } from '../../../analysis/model/results/headline.ts';
import { leastGroups } from '../../../analysis/model/results/intervals.ts';
import { count, moneyShort, plain, points, rate } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { bp } from './words.ts';

/** Writes a value of a figure. */
export function writer({ unit }: Pick<Headline, 'unit'>): (value: number) => string {
  switch (unit) {
    case 'share':
      return rate;
    case 'bp':
      return (value) => t('money.bp', { value: bp(value) });
    case 'ratio':
      return (value) => t('money.ratio', { value: plain(Number(value.toFixed(value < 10 ? 2 : 1))) });
    case 'score':
      return (value) => plain(Number(value.toFixed(3)));
  }
}

/** Writes how far two values of a figure are apart, without a sign: shares by points, ratios and scores as numbers. */
export function apartWriter({ unit }: Pick<Headline, 'unit'>): (value: number) => string {
  switch (unit) {
    case 'share':
      return (value) => t('whatIf.points', { value: points(value) });
    case 'bp':
      return writer({ unit });
    case 'ratio':
    case 'score':
      return (value) => plain(Number(value.toPrecision(value < 1 ? 2 : 3)));
  }
}

/** What a figure is of, or why it is not measured. */
export function denominatorOf(
  { name, part, whole, value }: Pick<Headline, 'name' | 'part' | 'whole' | 'value'>,
  currency: string,
): string {
  if (name === 'fBeta' || name === 'fBetaAmount') return t(`money.${name}Of`);
  if (name === 'reviewPassed' && whole === 0) return t('money.noHand');
  const write = name.endsWith('Amount') ? (amount: number) => moneyShort(amount, currency) : count;
  const text = t('money.of', { part: write(part), whole: write(whole) });
  return value === null && whole > 0 ? `${text} · ${t('money.tooFew', { count: leastGroups })}` : text;
}
