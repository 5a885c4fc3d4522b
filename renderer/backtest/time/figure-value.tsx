import { useMemo } from 'react';
import type { Filter } from '../../../analysis/model/filter.ts';
import { cohortOf } from '../../../analysis/model/results/money.ts';
import { ordersOpened } from '../../../analysis/model/results/opened.ts';
import type { Measured, PartFigure } from '../../../analysis/model/results/part-figures.ts';
import { partFormula } from '../../../analysis/model/results/part-formula.ts';
import type { Cells } from '../../../analysis/model/results/tally.ts';
import { outcomeStates } from '../../../analysis/model/target.ts';
import { count, minorPerMajor } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';
import { openOrders } from '../../state/address.ts';
import type { OpenDecided } from '../alert-results.ts';
import { Formula } from '../money/formula.tsx';
import type { ViewProps } from '../views.tsx';
import { figureWriter, ordersOfFigure } from './figure-words.ts';

/** The run that figures of parts belong to. */
export type OfRun = Pick<ViewProps, 'result' | 'ruleSet' | 'figures' | 'given'>;

export interface FigureValueProps {
  readonly figure: PartFigure;
  readonly measured: Measured;
  readonly cells: Cells;
  /** Exactly the orders of the cells. */
  readonly filter: Filter;
  readonly run: OfRun;
}

/** A figure of some orders: in money it opens its formula, else its orders. */
export function FigureValue({ figure, measured, cells, filter, run }: FigureValueProps) {
  const { result, ruleSet, figures, given } = run;
  const { target, currency } = result;
  const { assumptions, queue, money } = figures;
  const measuredRun = money.cohort > 0;
  const perMajor = minorPerMajor(currency);
  const made = useMemo(
    () =>
      partFormula(figure.name, {
        cells,
        assumptions,
        target,
        perMajor,
        reviewed: queue.reviewed,
        measured: measuredRun,
      }),
    [figure.name, cells, assumptions, target, perMajor, queue.reviewed, measuredRun],
  );
  const { value, part } = measured;
  const text = value === null ? t('common.notMeasured') : figureWriter(figure, currency)(value);
  if (value === null || made === null)
    return (
      <OrdersButton
        count={value === null ? 0 : part}
        onOpen={() => openOrders(ordersOfFigure(figure, ruleSet, filter))}
      >
        {text}
      </OrdersButton>
    );
  const open: OpenDecided = (results, states = outcomeStates, byPerson) =>
    openOrders(ordersOpened({ results, states, ...(byPerson === undefined ? {} : { byPerson }) }, ruleSet, filter));
  const cohort = cohortOf(cells);
  const net =
    figure.name === 'perThousand'
      ? { name: figure.name, value, per: 1000 / cohort, of: t('money.perThousandOf', { count: count(cohort) }) }
      : undefined;
  return <Formula {...{ ...made, result, given, cells, open, text }} {...(net === undefined ? {} : { net })} />;
}
