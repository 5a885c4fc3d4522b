import { ordersOfPart } from '../../../analysis/model/results/breakdown.ts';
import type { Measured, MeasuredPart, PartFigure } from '../../../analysis/model/results/part-figures.ts';
import type { Cells } from '../../../analysis/model/results/tally.ts';
import { t } from '../../i18n/index.ts';
import { MaturityMark } from '../../parts/figure.tsx';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';
import { openOrders } from '../../state/address.ts';
import { FigureValue, type OfRun } from '../time/figure-value.tsx';
import { figureWriter, fractionText, intervalText } from '../time/figure-words.ts';
import { markOf } from '../maturity.ts';
import { ageText } from '../time/series-table.tsx';
import type { Labelled } from './divisions.ts';
import type { ResultTable } from '../../../analysis/model/results/result-file.ts';
import { FigureCells, FigureHeads, figureNumbers, figureTitles, ordersIn } from '../time/figure-columns.tsx';

export type Ranked = Labelled & MeasuredPart;

export interface SegmentsShown extends OfRun {
  readonly figure: PartFigure;
  readonly ranked: readonly Ranked[];
  /** Of all of them together. */
  readonly whole: Measured;
  readonly cells: Cells;
}

export function SegmentTable({ figure, ranked, whole, cells, ...run }: SegmentsShown) {
  const { result } = run;
  const write = figureWriter(figure, result.currency);
  const all = ranked.reduce((sum, one) => sum + ordersIn(one), 0);
  return (
    <div className="scroll series-table" tabIndex={0} role="region" aria-label={t('segments.title')}>
      <table className="table sticky" data-testid="segments">
        <thead>
          <tr>
            <th scope="col">{t('segments.segment')}</th>
            <FigureHeads figure={figure} judging={result} />
            <th scope="col">{t('backtest.maturity')}</th>
          </tr>
        </thead>
        <tbody>
          {ranked.map((one) => {
            const filter = ordersOfPart(result.filter, one.filter);
            return (
              <tr key={one.label}>
                <th scope="row">{one.label}</th>
                <FigureCells
                  {...{ figure, filter, run }}
                  measured={one.measured}
                  cells={one.part.cells}
                  orders={ordersIn(one)}
                  among={all}
                />
                <td className="nowrap">
                  <MaturityMark kind={markOf(one.maturity)} /> {ageText(one)}
                </td>
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr className="total">
            <th scope="row">{t('common.total')}</th>
            <td className="num">
              <FigureValue {...{ figure, cells, run }} measured={whole} filter={result.filter} />
            </td>
            <td className="num">{intervalText(whole, write)}</td>
            <td className="num">{fractionText(figure, whole, result.currency)}</td>
            <td className="num">
              <OrdersButton count={all} onOpen={() => openOrders(result.filter)} />
            </td>
            <td />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

/** The same for a file. */
export const segmentRows = ({ figure, result, ranked }: SegmentsShown): ResultTable => [
  [t('segments.segment'), ...figureTitles(figure, result)],
  ...ranked.map((one) => [one.label, ...figureNumbers(figure, one.measured, ordersIn(one), result.currency)]),
];
