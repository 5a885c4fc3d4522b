import type { Assumptions } from '../../../analysis/model/results/assumptions.ts';
import type { Curve, CurvePoint } from '../../../analysis/model/results/threshold-curve.ts';
import type { ResultTable } from '../../../analysis/model/results/result-file.ts';
import type { Target } from '../../../analysis/model/target.ts';
import { minorPerMajor, plain } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { outcomeWord } from '../../i18n/outcome-words.ts';
import { HeadedTable } from '../../parts/headed-table.tsx';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';
import { alertResults, type OpenDecided } from '../alert-results.ts';
import { Formula } from '../money/formula.tsx';
import { changeTexts } from './curve-chart.tsx';

export interface CurveTableProps {
  readonly curve: Curve;
  readonly currency: string;
  readonly target: Target;
  readonly chosen: number;
  readonly onChoose: (value: number) => void;
  readonly given: Assumptions;
  /** Opens orders as the set decides with a value. */
  readonly open: (value: number) => OpenDecided;
}

const heads = (target: Target): readonly string[] => [
  t('cut.value'),
  t('cut.netColumn'),
  t('cut.change'),
  t('cut.interval'),
  t('cut.blocked'),
  t('metric.alerts'),
  outcomeWord(target, 'bad'),
  outcomeWord(target, 'good'),
];

/** Every value that was tried; choosing one shows the orders it decides otherwise. */
export function CurveTable({ curve, currency, target, chosen, onChoose, given, open }: CurveTableProps) {
  return (
    <HeadedTable
      label={t('cut.title')}
      heads={heads(target)}
      testId="cut-table"
      className="cut-table"
      tableClass="sticky"
    >
      {curve.points.map((point) => {
        const [change, range, blocked] = changeTexts(point, currency);
        return (
          <tr key={point.value} aria-selected={point.value === chosen}>
            <th scope="row">
              <button type="button" className="link" onClick={() => onChoose(point.value)}>
                {plain(point.value)}
              </button>
              {marksOf(curve, point).map((mark) => (
                <span key={mark} className="tag">
                  {t(`cut.${mark}`)}
                </span>
              ))}
            </th>
            <td className="num">
              <Formula
                {...{ given }}
                line={point.money.net}
                parts={point.money.lines}
                result={{ target, currency }}
                cells={point.cells}
                open={open(point.value)}
              />
            </td>
            <td className="num">{change}</td>
            <td className="num note">{range === '' ? '–' : range}</td>
            <td className="num note">{blocked === '' ? '–' : blocked}</td>
            <td className="num">
              <OrdersButton count={point.alerts} onOpen={() => open(point.value)(alertResults)} />
            </td>
            <td className="num">
              <OrdersButton count={point.bad} onOpen={() => open(point.value)(alertResults, ['bad'])} />
            </td>
            <td className="num">
              <OrdersButton count={point.good} onOpen={() => open(point.value)(alertResults, ['good'])} />
            </td>
          </tr>
        );
      })}
    </HeadedTable>
  );
}

function marksOf({ present, best, plateau, offered }: Curve, { value, likeBest }: CurvePoint) {
  return [
    ...(value === present.value ? (['present'] as const) : []),
    ...(value === best.value ? (['best'] as const) : []),
    ...(likeBest === null
      ? (['few'] as const)
      : value >= plateau.from && value <= plateau.to
        ? (['plateau'] as const)
        : []),
    ...(offered.includes(value) ? (['offered'] as const) : []),
  ];
}

/** The same as numbers, money in major units. */
export function curveRows(curve: Curve, currency: string, target: Target): ResultTable {
  const perMajor = minorPerMajor(currency);
  const major = (minor: number): number => Math.round(minor) / perMajor;
  const [value = '', net = '', change = '', , , ...rest] = heads(target);
  const ends = [t('money.low'), t('money.high'), t('compare.bandLow'), t('compare.bandHigh')];
  return [
    [value, net, change, ...ends, ...rest, t('cut.plateau'), t('cut.few'), t('cut.present')],
    ...curve.points.map((point) => {
      const marks = marksOf(curve, point);
      return [
        ...[point.value, major(point.net), major(point.change)],
        ...[point.interval && major(point.interval.low), point.interval && major(point.interval.high)],
        ...[point.band && major(point.band.low), point.band && major(point.band.high)],
        ...[point.alerts, point.bad, point.good],
        ...(['plateau', 'few', 'present'] as const).map((mark) => (marks.includes(mark) ? 1 : 0)),
      ];
    }),
  ];
}
