import type { CalendarPeriod } from '../../../analysis/expression/index.ts';
import type { Marker } from '../../../analysis/model/markers.ts';
import { ordersOfPart } from '../../../analysis/model/results/breakdown.ts';
import type { MeasuredPart, PartFigure } from '../../../analysis/model/results/part-figures.ts';
import { timeFilter } from '../../../analysis/model/results/parts.ts';
import { count } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { MaturityMark } from '../../parts/figure.tsx';
import { markOf } from '../maturity.ts';
import type { OfRun } from './figure-value.tsx';
import { periodText } from './periods.ts';
import type { ResultTable } from '../../../analysis/model/results/result-file.ts';
import { FigureCells, FigureHeads, figureNumbers, figureTitles, ordersIn } from './figure-columns.tsx';

/** One figure, period by period. */
export interface SeriesProps extends OfRun {
  readonly series: readonly (MeasuredPart & { readonly period: CalendarPeriod })[];
  readonly figure: PartFigure;
  readonly markers: readonly Marker[];
}

export const valueText = ({ measured }: MeasuredPart, write: (value: number) => string): string =>
  measured.value === null ? t('common.notMeasured') : write(measured.value);

/** How much of a period can be told, in words. */
export function ageText({ maturity: { kind, matured, purchases } }: Pick<MeasuredPart, 'maturity'>): string {
  if (kind === 'partly') return t('overTime.maturedOf', { matured: count(matured), purchases: count(purchases) });
  return t(`overTime.maturity.${kind}`);
}

/** The latest period first, as that is what is asked for most. */
export function SeriesTable({ series, figure, ...run }: SeriesProps) {
  const { result } = run;
  return (
    <div className="scroll series-table" tabIndex={0} role="region" aria-label={t('overTime.table')}>
      <table className="table sticky" data-testid="series">
        <thead>
          <tr>
            <th scope="col">{t('overTime.period')}</th>
            <FigureHeads figure={figure} judging={result} />
            <th scope="col">{t('backtest.maturity')}</th>
          </tr>
        </thead>
        <tbody>
          {[...series].reverse().map((one) => {
            const filter = ordersOfPart(result.filter, timeFilter(one.period));
            const pale = one.settled ? '' : 'pale';
            return (
              <tr key={one.period.first} className={pale}>
                <th scope="row">{periodText(one.period)}</th>
                <FigureCells
                  {...{ figure, filter, run }}
                  measured={one.measured}
                  cells={one.part.cells}
                  orders={ordersIn(one)}
                />
                <td className="nowrap">
                  <MaturityMark kind={markOf(one.maturity)} /> {ageText(one)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** The same for a file. */
export const seriesRows = ({ series, figure, result }: SeriesProps): ResultTable => [
  [
    ...[t('overTime.period'), t('overTime.from'), t('overTime.to'), ...figureTitles(figure, result)],
    t('backtest.maturity'),
  ],
  ...series.map((one) => [
    ...[periodText(one.period), one.period.first, one.period.last],
    ...[...figureNumbers(figure, one.measured, ordersIn(one), result.currency), ageText(one)],
  ]),
];
