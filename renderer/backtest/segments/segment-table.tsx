import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import { ordersOfPart } from '../../../analysis/model/results/breakdown.ts';
import type { Measured, MeasuredPart, PartFigure } from '../../../analysis/model/results/part-figures.ts';
import type { RuleSet } from '../../../analysis/model/ruleset.ts';
import { rate } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { MaturityMark } from '../../parts/figure.tsx';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';
import { openOrders } from '../../state/address.ts';
import { figureName, figureWriter, fractionText, intervalText, markOf, ordersOfFigure } from '../time/figure-words.ts';
import { ageText, ordersIn, valueText } from '../time/series-table.tsx';
import { copyTable } from '../tsv.ts';
import type { Labelled } from './divisions.ts';

export type Ranked = Labelled & MeasuredPart;

export interface SegmentsShown {
  readonly figure: PartFigure;
  readonly result: BacktestResult;
  readonly ruleSet: RuleSet;
  readonly ranked: readonly Ranked[];
  /** Of all of them together. */
  readonly whole: Measured;
}

export function SegmentTable({ figure, result, ruleSet, ranked, whole }: SegmentsShown) {
  const write = figureWriter(figure, result.currency);
  const name = figureName(result.target, figure.name);
  const all = ranked.reduce((sum, one) => sum + ordersIn(one), 0);
  const copy = () =>
    copyTable([
      [
        t('segments.segment'),
        name,
        t('money.low'),
        t('money.high'),
        t('overTime.part'),
        t('overTime.whole'),
        t('overTime.orders'),
      ],
      ...ranked.map((one) => [
        ...[one.label, one.measured.value, one.measured.interval?.low ?? null, one.measured.interval?.high ?? null],
        ...[one.measured.part, one.measured.whole, ordersIn(one)],
      ]),
    ]);
  return (
    <div className="scroll series-table" tabIndex={0} role="region" aria-label={t('segments.title')}>
      <table className="table sticky" data-testid="segments">
        <thead>
          <tr>
            <th scope="col">
              {t('segments.segment')}{' '}
              <Button small look="quiet" icon="copy" aria-label={t('backtest.copyTable')} onClick={copy} />
            </th>
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
          {ranked.map((one) => {
            const filter = ordersOfPart(result.filter, one.filter);
            return (
              <tr key={one.label}>
                <th scope="row">{one.label}</th>
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
                  <span className="note"> {rate(all === 0 ? 0 : ordersIn(one) / all)}</span>
                </td>
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
            <td className="num">{whole.value === null ? t('common.notMeasured') : write(whole.value)}</td>
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
