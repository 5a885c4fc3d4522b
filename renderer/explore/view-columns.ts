import type { ViewBin } from '../../analysis/model/linked.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { ChartColumn, Row } from '../chart/chart.tsx';
import { count, minorPerMajor, money, rate } from '../i18n/format.ts';
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
  const told = (head: string, text: (bin: ViewBin) => string): ChartColumn => ({
    title: head,
    text: (row) => {
      const bin = of(row);
      return bin === undefined ? '' : text(bin);
    },
  });
  const number = (
    head: string,
    value: (bin: ViewBin) => number | null,
    text: (value: number) => string,
  ): ChartColumn => ({
    ...told(head, (bin) => {
      const own = value(bin);
      return own === null ? t('common.notMeasured') : text(own);
    }),
    numeric: true,
    value: (row) => {
      const bin = of(row);
      return bin === undefined ? null : value(bin);
    },
  });
  const amounts = (head: string, minor: (bin: ViewBin) => number): ChartColumn =>
    number(
      head,
      (bin) => minor(bin) / minorPerMajor(info.currency),
      (major) => money(Math.round(major * minorPerMajor(info.currency)), info.currency),
    );
  return [
    told(title, (bin) => binLabel(bin, labelled, info)),
    number(t('explore.orders'), (bin) => bin.orders, count),
    { ...number(outcomeText(info.target, 'explore.badRate'), (bin) => bin.badRate, rate), share: true },
    {
      ...told(t('explore.interval'), ({ interval }) =>
        interval === null ? t('common.notMeasured') : `${rate(interval.low)} – ${rate(interval.high)}`,
      ),
      numeric: true,
    },
    { ...number(outcomeText(info.target, 'explore.badRateAmount'), (bin) => bin.badRateAmount, rate), share: true },
    number(outcomeWord(info.target, 'bad'), (bin) => bin.bad, count),
    number(outcomeWord(info.target, 'good'), (bin) => bin.good, count),
    number(t('explore.immature'), (bin) => (info.maturity === 'measured' ? bin.immature : null), count),
    amounts(t('explore.amount'), (bin) => bin.amount),
    amounts(outcomeText(info.target, 'explore.badAmount'), (bin) => bin.badAmount),
    amounts(
      t(info.maturity === 'measured' ? 'explore.knownAmount' : 'explore.knownAmountUndated'),
      (bin) => bin.knownAmount,
    ),
  ];
}
