import { fill } from '../../../analysis/model/messages/index.ts';
import { headlineTitle, resultMessages, type ResultMessages } from '../../../analysis/model/messages/results.ts';
import { presets, type AssumptionName } from '../../../analysis/model/results/assumptions.ts';
import type { HeadlineName } from '../../../analysis/model/results/headline.ts';
import type { YenName } from '../../../analysis/model/results/money.ts';
import type { Target } from '../../../analysis/model/target.ts';
import { minorPerMajor, money, plain, rate } from '../../i18n/format.ts';
import { language, t } from '../../i18n/index.ts';
import { outcomeText } from '../../i18n/outcome-words.ts';

export const texts = (): ResultMessages => resultMessages(language.get());

/** A name with the target's words in it; a sentence's first letter is a capital. */
function named(target: Target, text: string): string {
  const words = {
    badWord: outcomeText(target, 'money.badWord'),
    goodWord: outcomeText(target, 'money.goodWord'),
  };
  const written = fill(text, words);
  return written.charAt(0).toUpperCase() + written.slice(1);
}

/** What a figure says is bad, and how many orders history blocked, of which nobody knows how they would have ended. */
export interface Judging {
  readonly target: Target;
  readonly blocked: number;
}

export const headlineName = ({ target, blocked }: Judging, name: HeadlineName): string =>
  named(target, headlineTitle(texts(), name, blocked));
/** The same of recall, short where nothing was blocked. */
export const recallTitle = (judging: Judging): string =>
  judging.blocked > 0 ? headlineName(judging, 'recall') : t('metric.recall');

export const yenName = (target: Target, name: YenName): string => named(target, texts().yen[name]);
export const assumptionTitle = (target: Target, name: AssumptionName): string =>
  named(target, texts().assumptions[name]);

/** The value of an assumption with its unit; money in major units. */
export function assumptionValue(name: AssumptionName, value: number | string, currency: string): string {
  const { unit } = presets[name];
  if (typeof value === 'string') return Object.entries(texts().choices).find(([key]) => key === value)?.[1] ?? value;
  if (unit === 'share') return rate(value);
  if (unit === 'money') return money(value * minorPerMajor(currency), currency);
  return [plain(value), texts().units[unit]].join(language.get() === 'ja' ? '' : ' ').trim();
}

/** 12.9 bp of 0.00129. */
export const bp = (value: number): string => {
  const size = value * 10_000;
  return plain(Number(size.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)));
};
