import { fill } from '../model/messages/index.ts';
import { resultMessages } from '../model/messages/results.ts';
import type { Headline } from '../model/results/headline.ts';
import type { Interval } from '../model/results/intervals.ts';
import type { UnknownBand } from '../model/results/unknown-band.ts';
import { isBillKind, type Target } from '../model/target.ts';
import type { Language } from './messages.ts';
import { resultsTexts } from './results-texts.ts';
import { count } from './told-rows.ts';

export const notMeasured = { ja: '未測定', en: 'not measured' } as const;

export type Write = (value: number) => string;

export const rangeText = ({ low, high }: Pick<Interval, 'low' | 'high'>, write: Write): string =>
  `${write(low)} – ${write(high)}`;

export const bandText = ({ low, high, unknown }: UnknownBand, write: Write, language: Language): string =>
  fill(resultsTexts(language).band, { range: rangeText({ low, high }, write), count: count(unknown) });

/** A figure with its interval and what that assumes, what it is of, and what the blocked may make of it. */
export function headlineText(
  { name, unit, value, interval, band, part, whole }: Headline,
  amount: Write,
  language: Language,
): string {
  const scale = { share: 100, bp: 10_000, ratio: 1, score: 1 }[unit];
  const sign = { share: ' %', bp: ' bp', ratio: '', score: '' }[unit];
  const written: Write = (number) => (number * scale).toFixed(2);
  const assumed = interval?.by === 'wilson' ? `, ${resultMessages(language).independent}` : '';
  const range = interval === null ? '' : ` (95 %: ${rangeText(interval, written)}${assumed})`;
  const write = name.endsWith('Amount') ? amount : count;
  const of = unit === 'score' ? '' : ` [${write(part)} / ${write(whole)}]`;
  const unknown = band === null ? '' : `; ${bandText(band, written, language)}`;
  if (value === null) return `${notMeasured[language]}${of}${unknown}`;
  return `${written(value)}${sign}${range}${of}${unknown}`;
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
