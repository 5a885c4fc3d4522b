import type { CalendarPeriod } from '../../../analysis/expression/index.ts';
import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import type { Marker } from '../../../analysis/model/markers.ts';
import { ordersOfPart } from '../../../analysis/model/results/breakdown.ts';
import type { MeasuredPart, PartFigure } from '../../../analysis/model/results/part-figures.ts';
import { timeFilter } from '../../../analysis/model/results/parts.ts';
import { pickedFrom } from '../../../analysis/model/results/tally.ts';
import { results, type RuleSet } from '../../../analysis/model/ruleset.ts';
import { outcomeStates } from '../../../analysis/model/target.ts';
import { count } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { MaturityMark } from '../../parts/figure.tsx';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';
import { openOrders } from '../../state/address.ts';
import { copyTable } from '../tsv.ts';
import { figureName, figureWriter, fractionText, intervalText, markOf, ordersOfFigure } from './figure-words.ts';
import { periodText } from './periods.ts';

/** One figure, period by period. */
export interface SeriesProps {
  readonly series: readonly (MeasuredPart & { readonly period: CalendarPeriod })[];
  readonly figure: PartFigure;
  readonly markers: readonly Marker[];
  readonly result: BacktestResult;
  readonly ruleSet: RuleSet;
  readonly stale: boolean;
}

export const ordersIn = ({ part }: Pick<MeasuredPart, 'part'>): number =>
  pickedFrom(part.cells, { results, states: outcomeStates, measure: 'orders' });

export const valueText = ({ measured }: MeasuredPart, write: (value: number) => string): string =>
  measured.value === null ? t('common.notMeasured') : write(measured.value);

/** How much of a period can be told, in words. */
export function ageText({ maturity: { kind, matured, purchases } }: Pick<MeasuredPart, 'maturity'>): string {
  if (kind === 'partly') return t('overTime.maturedOf', { matured: count(matured), purchases: count(purchases) });
  return t(`overTime.maturity.${kind}`);
}

/** The latest period first, as that is what is asked for most. */
export function SeriesTable({ series, figure, result, ruleSet }: SeriesProps) {
  const write = figureWriter(figure, result.currency);
  const name = figureName(result.target, figure.name);
  return (
    <div className="scroll series-table" tabIndex={0} role="region" aria-label={t('overTime.table')}>
      <table className="table sticky" data-testid="series">
        <thead>
          <tr>
            <th scope="col">{t('overTime.period')}</th>
            <th scope="col" className="num">
              {name}
            </th>
            <th scope="col" className="num">
              {t('money.interval')}
            </th>
            <th scope="col" className="num">
              {t('overTime.fraction')}
            </th>
            <th scope="col" className="num">
              {t('overTime.orders')}
            </th>
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
                <td className="num">
                  <OrdersButton
                    count={one.measured.value === null ? 0 : one.measured.part}
                    onOpen={() => openOrders(ordersOfFigure(figure, ruleSet, filter))}
                  >
                    {valueText(one, write)}
                  </OrdersButton>
                </td>
                <td className="num">{intervalText(one.measured, write)}</td>
                <td className="num">{fractionText(figure, one.measured, result.currency)}</td>
                <td className="num">
                  <OrdersButton count={ordersIn(one)} onOpen={() => openOrders(filter)} />
                </td>
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

export function copySeries({ series, figure, result }: SeriesProps): void {
  copyTable([
    [
      ...[t('overTime.period'), t('overTime.from'), t('overTime.to'), figureName(result.target, figure.name)],
      ...[t('money.low'), t('money.high'), t('overTime.part'), t('overTime.whole'), t('overTime.orders')],
      t('backtest.maturity'),
    ],
    ...series.map((one) => [
      ...[periodText(one.period), one.period.first, one.period.last, one.measured.value],
      ...[one.measured.interval?.low ?? null, one.measured.interval?.high ?? null],
      ...[one.measured.part, one.measured.whole, ordersIn(one), ageText(one)],
    ]),
  ]);
}
