import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import { yenInterval } from '../../../analysis/model/results/headline.ts';
import type { YenLine } from '../../../analysis/model/results/money.ts';
import type { RunFigures } from '../../../analysis/model/results/of-run.ts';
import { opensOf } from '../../../analysis/model/results/opened.ts';
import type { Picture } from '../../chart/chart.tsx';
import { waterfallPicture } from '../../chart/waterfall.ts';
import { count, minorPerMajor, money as amount, moneyShort } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { rangeText } from '../../i18n/interval.ts';
import type { OpenDecided } from '../alert-results.ts';
import { yenName } from './words.ts';

/**
 * From nothing to the net benefit, one step for each line: a step opens the orders it counts, the net has its interval and what
 * orders blocked in history may make of it. Null where nothing is measured.
 */
export function netPicture(
  { target, currency }: Pick<BacktestResult, 'target' | 'currency'>,
  { money: { lines, net, cohort, band }, clusters }: Pick<RunFigures, 'money' | 'clusters'>,
  open: OpenDecided,
): Picture | null {
  // Without an outcome nothing but the cost of reviews is known.
  if (cohort === 0) return null;
  const short = (minor: number): string => moneyShort(Math.round(minor), currency);
  const interval = yenInterval(net.linear, clusters);
  const step = (line: YenLine) => ({
    ...{ name: yenName(target, line.name), value: line.value, label: short(line.value) },
    tip: `${yenName(target, line.name)}: ${amount(Math.round(line.value), currency)}`,
  });
  const range = `${t('money.interval')}: ${interval === null ? t('money.noInterval') : rangeText(interval, short)}`;
  const unknown =
    band === null ? [] : [t('money.bandShort', { range: rangeText(band, short), count: count(band.unknown) })];
  const own = step(net);
  return waterfallPicture({
    label: t('money.waterfall'),
    steps: lines.map((line) => {
      const opens = opensOf(line.linear);
      return { ...step(line), open: line.value === 0 ? undefined : () => open(opens.results, opens.states) };
    }),
    total: { ...own, interval, band, beneath: [range, ...unknown], tip: [own.tip, range, ...unknown].join('\n') },
    per: minorPerMajor(currency),
  });
}
