import type { ViewBin } from '../../analysis/model/linked.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { ChartColumn, Row } from '../chart/chart.tsx';
import { count, money, rate } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { outcomeText, outcomeWord } from '../i18n/outcome-words.ts';
import { binLabel, type Labelled } from './bin-words.ts';

/** The table behind a linked view: what each bin holds, of what, how sure, and what is immature. */
export function viewColumns(
  title: string,
  labelled: Labelled,
  info: ProjectInfo,
  of: (row: Row) => ViewBin | undefined,
): readonly ChartColumn[] {
  const number = (head: string, text: (bin: ViewBin) => string): ChartColumn => ({
    ...{ title: head, numeric: true },
    text: (row) => {
      const bin = of(row);
      return bin === undefined ? '' : text(bin);
    },
  });
  return [
    { ...number(title, (bin) => binLabel(bin, labelled, info)), numeric: false },
    number(t('explore.orders'), (bin) => count(bin.orders)),
    number(outcomeText(info.target, 'explore.badRate'), (bin) =>
      bin.badRate === null ? t('common.notMeasured') : rate(bin.badRate),
    ),
    number(t('explore.interval'), (bin) =>
      bin.interval === null ? t('common.notMeasured') : `${rate(bin.interval.low)} – ${rate(bin.interval.high)}`,
    ),
    number(outcomeText(info.target, 'explore.badRateAmount'), (bin) =>
      bin.badRateAmount === null ? t('common.notMeasured') : rate(bin.badRateAmount),
    ),
    number(outcomeWord(info.target, 'bad'), (bin) => count(bin.bad)),
    number(outcomeWord(info.target, 'good'), (bin) => count(bin.good)),
    number(t('explore.immature'), (bin) =>
      info.maturity === 'measured' ? count(bin.immature) : t('common.notMeasured'),
    ),
    number(t('explore.amount'), (bin) => money(bin.amount, info.currency)),
  ];
}
