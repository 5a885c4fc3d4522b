import { resultMessages } from '../../analysis/model/messages/results.ts';
import type { Interval } from '../../analysis/model/results/intervals.ts';
import { language, t } from './index.ts';

/** Two ends; `by` where they are an interval's. */
export type Ends = Pick<Interval, 'low' | 'high'> & Partial<Pick<Interval, 'by'>>;

/** Both ends as the figure itself is written; an interval that takes every order for itself says so. */
export function rangeText({ low, high, by }: Ends, write: (value: number) => string): string {
  const range = t('money.range', { low: write(low), high: write(high) });
  return by === 'wilson' ? t('money.assuming', { range, what: resultMessages(language.get()).independent }) : range;
}
