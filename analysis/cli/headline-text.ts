import type { Headline } from '../model/results/headline.ts';
import type { Interval } from '../model/results/intervals.ts';
import { isBillKind, type Target } from '../model/target.ts';
import type { Language } from './messages.ts';
import { count } from './told-rows.ts';

export const notMeasured = { ja: '未測定', en: 'not measured' } as const;

/** A figure with its interval (`Wilson` where that is one of independent orders) and what it is of. */
export function headlineText({ name, unit, value, interval, part, whole }: Headline, language: Language): string {
  const scale = { share: 100, bp: 10_000, ratio: 1, score: 1 }[unit];
  const sign = { share: ' %', bp: ' bp', ratio: '', score: '' }[unit];
  const written = (number: number): string => (number * scale).toFixed(2);
  const by = (found: Interval): string => (found.by === 'wilson' ? 'Wilson 95 %' : '95 %');
  const range = (found: Interval): string => ` (${by(found)}: ${written(found.low)}–${written(found.high)})`;
  const of = unit === 'score' || name.endsWith('Amount') ? '' : ` [${count(part)} / ${count(whole)}]`;
  if (value === null) return `${notMeasured[language]}${of}`;
  return `${written(value)}${sign}${interval === null ? '' : range(interval)}${of}`;
}

/** Names of bad and good orders of a target. */
export function wordsOf(
  { kinds }: Target,
  language: Language,
): { readonly badWord: string; readonly goodWord: string } {
  const unpaid = kinds.every(isBillKind);
  if (language === 'ja')
    return unpaid ? { badWord: '延滞・貸倒', goodWord: '正常入金' } : { badWord: '不正', goodWord: '正常' };
  return unpaid ? { badWord: 'unpaid', goodWord: 'paid' } : { badWord: 'bad', goodWord: 'good' };
}
