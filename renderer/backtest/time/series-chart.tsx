import { useMemo } from 'react';
import { markersWithin } from '../../../analysis/model/markers.ts';
import { ordersOfPart } from '../../../analysis/model/results/breakdown.ts';
import type { PartFigure } from '../../../analysis/model/results/part-figures.ts';
import { timeFilter } from '../../../analysis/model/results/parts.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { Chart, type Row } from '../../chart/chart.tsx';
import type { Paint } from '../../chart/theme.ts';
import { count, minorPerMajor } from '../../i18n/format.ts';
import { t, useLanguage } from '../../i18n/index.ts';
import { openOrders } from '../../state/address.ts';
import { figureName, figureWriter, intervalText, ordersOfFigure } from './figure-words.ts';
import { periodText } from './periods.ts';
import { ageText, valueText, type SeriesProps } from './series-table.tsx';
import { ordersIn } from './figure-columns.tsx';

const height = 190;
const dayMs = 86_400_000;

/** The figure with its interval; what will still change is pale and hollow, markers stand as lines. */
export function SeriesChart({ info, ...shown }: SeriesProps & { readonly info: ProjectInfo }) {
  const { series, figure, markers, result, ruleSet } = shown;
  const lang = useLanguage();
  const rows = useMemo(() => rowsOf(shown), [series, figure, markers, lang]);
  const pick = (row: Row) => {
    const found = series.find(({ period }) => period.first === row['first']);
    if (found === undefined) return;
    openOrders(ordersOfFigure(figure, ruleSet, ordersOfPart(result.filter, timeFilter(found.period))));
  };
  const name = figureName(result, figure.name);
  return (
    <Chart
      label={t('overTime.chart', { name })}
      spec={(paint) => seriesSpec(paint, figure, name)}
      specKey={`series ${lang} ${figure.name} ${info.target.id}`}
      rows={rows}
      columns={[]}
      height={height}
      onPick={pick}
      table={false}
    />
  );
}

/** Shares as they are, money in major units, bp in bp. */
function scaleOf({ unit }: PartFigure, currency: string): number {
  return unit === 'money' ? 1 / minorPerMajor(currency) : unit === 'bp' ? 10_000 : 1;
}

function rowsOf({ series, figure, markers, result }: SeriesProps): readonly Row[] {
  const write = figureWriter(figure, result.currency);
  const scale = scaleOf(figure, result.currency);
  const name = figureName(result, figure.name);
  const points = series.map((one): Row => {
    const { value, interval } = one.measured;
    const day = Date.parse(one.period.first);
    const end = day + one.period.days * dayMs;
    const range = intervalText(one.measured, write);
    return {
      kind: 'point',
      first: one.period.first,
      day,
      end,
      middle: (day + end) / 2,
      value: value === null ? null : value * scale,
      low: interval === null ? null : interval.low * scale,
      high: interval === null ? null : interval.high * scale,
      settled: one.settled,
      tip: [
        periodText(one.period),
        `${name}: ${valueText(one, write)}${range === '' ? '' : ` (${range})`}`,
        `${t('overTime.orders')}: ${count(ordersIn(one))}`,
        ageText(one),
      ].join('\n'),
    };
  });
  const [first, last] = [series[0]?.period.first ?? '', series.at(-1)?.period.last ?? ''];
  const lines = markersWithin(markers, first, last).map((one): Row => ({
    kind: 'marker',
    middle: Date.parse(one.day),
    name: one.name,
    tip: `${one.day} ${one.name}`,
  }));
  return [...points, ...lines];
}

function seriesSpec(paint: Paint, figure: PartFigure, name: string): object {
  const sum = figure.whole === null;
  const format = figure.unit === 'share' ? { format: '.1~%' } : {};
  const x = {
    field: 'middle',
    type: 'temporal',
    scale: { type: 'utc' },
    axis: { format: '%Y-%m-%d', title: null, tickCount: 8, labelFlush: 40, labelSeparation: 12 },
  };
  const y = {
    field: 'value',
    type: 'quantitative',
    scale: { zero: sum || figure.unit === 'share' || figure.unit === 'bp' },
    axis: { ...format, minExtent: 52, title: figure.unit === 'bp' ? `${name} (bp)` : name },
  };
  const of = (kind: string) => ({ transform: [{ filter: `datum.kind === '${kind}'` }] });
  const known = { transform: [{ filter: "datum.kind === 'point' && datum.value !== null" }] };
  const faint = { condition: { test: 'datum.settled', value: 1 }, value: 0.4 };
  const accent = paint('accent');
  const figureMark = sum
    ? [
        {
          ...known,
          mark: { type: 'rect', xOffset: 0.5, x2Offset: -0.5, color: paint('orders') },
          encoding: {
            x: { ...x, field: 'day' },
            x2: { field: 'end' },
            y,
            y2: { datum: 0 },
            opacity: faint,
            tooltip: { field: 'tip' },
          },
        },
      ]
    : [
        {
          transform: [{ filter: "datum.kind === 'point' && datum.settled && datum.value !== null" }],
          mark: { type: 'line', color: accent, opacity: 0.45 },
          encoding: { x, y },
        },
        {
          ...known,
          mark: { type: 'point', size: 34, stroke: accent, strokeWidth: 1.5, filled: true, opacity: 1 },
          encoding: {
            ...{ x, y, tooltip: { field: 'tip' }, strokeOpacity: faint },
            fill: { condition: { test: 'datum.settled', value: accent }, value: paint('surface') },
          },
        },
      ];
  return {
    layer: [
      {
        ...of('point'),
        mark: { type: 'rect', color: 'transparent' },
        encoding: { x: { ...x, field: 'day' }, x2: { field: 'end' }, tooltip: { field: 'tip' } },
      },
      {
        transform: [{ filter: "datum.kind === 'point' && datum.low !== null" }],
        mark: { type: 'rule', color: sum ? paint('text-2') : accent, strokeWidth: 3 },
        encoding: {
          ...{ x, y: { ...y, field: 'low' }, y2: { field: 'high' }, tooltip: { field: 'tip' } },
          opacity: { condition: { test: 'datum.settled', value: 0.32 }, value: 0.14 },
        },
      },
      ...figureMark,
      {
        ...of('marker'),
        mark: { type: 'rule', color: paint('text-2'), strokeDash: [4, 3] },
        encoding: { x, tooltip: { field: 'tip' } },
      },
      {
        ...of('marker'),
        mark: { type: 'text', align: 'left', baseline: 'top', dx: 4, color: paint('text-2'), limit: 150 },
        encoding: { x, y: { value: 0 }, text: { field: 'name' } },
      },
    ],
  };
}
