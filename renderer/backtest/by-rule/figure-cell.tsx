import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import type { Headline } from '../../../analysis/model/results/headline.ts';
import { t } from '../../i18n/index.ts';
import { rangeText } from '../../i18n/interval.ts';
import { denominatorOf, writer } from '../money/headline-words.ts';

/** In a table: a figure with its interval, and what it is of. */
export function FigureCell({ one, result }: { readonly one: Headline; readonly result: BacktestResult }) {
  if (one.whole === 0) return t('common.none');
  const write = writer(one);
  const { value, interval } = one;
  const assumed = interval?.by === 'wilson' ? [t('money.wilson')] : [];
  return (
    <span title={[denominatorOf(one, result.currency), ...assumed].join(' · ')}>
      {value === null ? t('common.notMeasured') : write(value)}
      {value === null || interval === null ? null : (
        <span className="share-interval">
          {rangeText({ low: interval.low, high: interval.high }, write)}
          {interval.by === 'wilson' ? t('byRule.wilsonMark') : ''}
        </span>
      )}
    </span>
  );
}
