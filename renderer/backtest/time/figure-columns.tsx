import type { Filter } from '../../../analysis/model/filter.ts';
import type { Measured, MeasuredPart, PartFigure } from '../../../analysis/model/results/part-figures.ts';
import { pickedFrom, type Cells } from '../../../analysis/model/results/tally.ts';
import { results } from '../../../analysis/model/ruleset.ts';
import { outcomeStates } from '../../../analysis/model/target.ts';
import { cellOf } from '../../../analysis/model/results/result-file.ts';
import { minorPerMajor, rate } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';
import { openOrders } from '../../state/address.ts';
import type { Judging } from '../money/words.ts';
import { FigureValue, type OfRun } from './figure-value.tsx';
import { figureName, figureWriter, fractionText, intervalText } from './figure-words.ts';

/** A figure of some orders, as every table of parts has it: its value, interval, fraction, and how many orders they are. */

export const ordersIn = ({ part }: Pick<MeasuredPart, 'part'>): number =>
  pickedFrom(part.cells, { results, states: outcomeStates, measure: 'orders' });

/** Heads of the columns of `FigureCells`. */
export function FigureHeads({ figure, judging }: { readonly figure: PartFigure; readonly judging: Judging }) {
  const titles = [figureName(judging, figure.name), t('money.interval'), t('overTime.fraction'), t('overTime.orders')];
  return titles.map((title) => (
    <th key={title} scope="col" className="num">
      {title}
    </th>
  ));
}

export interface FigureCellsProps {
  readonly figure: PartFigure;
  readonly measured: Measured;
  readonly cells: Cells;
  readonly orders: number;
  /** All orders of the table, to tell the share of these among them. */
  readonly among?: number;
  /** Exactly these orders. */
  readonly filter: Filter;
  readonly run: OfRun;
}

export function FigureCells({ figure, measured, cells, orders, among, filter, run }: FigureCellsProps) {
  const { currency } = run.result;
  const write = figureWriter(figure, currency);
  return (
    <>
      <td className="num">
        <FigureValue {...{ figure, measured, cells, filter, run }} />
      </td>
      <td className="num">{intervalText(measured, write)}</td>
      <td className="num">{fractionText(figure, measured, currency)}</td>
      <td className="num">
        <OrdersButton count={orders} onOpen={() => openOrders(filter)} />
        {among === undefined ? null : <span className="note"> {rate(among === 0 ? 0 : orders / among)}</span>}
      </td>
    </>
  );
}

/** The same columns for a table outside. */
export const figureTitles = (figure: PartFigure, judging: Judging): string[] => [
  ...[figureName(judging, figure.name), t('money.low'), t('money.high')],
  ...[t('overTime.part'), t('overTime.whole'), t('overTime.orders')],
];

/** Numbers for a table outside, money in major units; `part` and `whole` as `fractionText` writes them. */
export function plainFigure(figure: PartFigure, currency: string) {
  const perMajor = minorPerMajor(currency);
  const divided = (by: number) => (value: number | null) => (value === null ? null : value / by);
  const amounts = figure.unit === 'money' || figure.name.endsWith('Amount');
  const thousand = figure.name === 'perThousand';
  return {
    value: divided(figure.unit === 'money' ? perMajor : 1),
    part: divided((amounts ? perMajor : 1) * (thousand ? 1000 : 1)),
    whole: divided(amounts && !thousand ? perMajor : 1),
  };
}

export function figureNumbers(figure: PartFigure, measured: Measured, orders: number, currency: string) {
  const { value, part, whole } = plainFigure(figure, currency);
  return [
    ...[measured.value, measured.interval?.low ?? null, measured.interval?.high ?? null].map((one) =>
      cellOf(figure.unit, value(one)),
    ),
    ...[part(measured.part), whole(measured.whole), orders],
  ];
}
