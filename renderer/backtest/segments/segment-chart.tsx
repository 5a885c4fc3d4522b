import { useMemo } from 'react';
import { ordersOfPart } from '../../../analysis/model/results/breakdown.ts';
import type { PartFigure } from '../../../analysis/model/results/part-figures.ts';
import { Chart, type Row } from '../../chart/chart.tsx';
import type { Paint } from '../../chart/theme.ts';
import { minorPerMajor } from '../../i18n/format.ts';
import { t, useLanguage } from '../../i18n/index.ts';
import { openOrders } from '../../state/address.ts';
import { figureName, figureWriter, intervalText, ordersOfFigure } from '../time/figure-words.ts';
import { ageText, valueText } from '../time/series-table.tsx';
import type { SegmentsShown } from './segment-table.tsx';

const rowHeight = 22;
const mostDrawn = 30;

/** The worst segments with their intervals, and the figure of all orders as a line. */
export function SegmentChart(shown: SegmentsShown) {
  const { figure, result, ruleSet, ranked, whole } = shown;
  const lang = useLanguage();
  const rows = useMemo(() => rowsOf(shown), [ranked, whole, figure, lang]);
  const drawn = rows.length - (figure.whole === null ? 0 : 1);
  const pick = (row: Row) => {
    const found = ranked.find(({ label }) => label === row['name']);
    if (found === undefined) return;
    openOrders(ordersOfFigure(figure, ruleSet, ordersOfPart(result.filter, found.filter)));
  };
  const name = figureName(result, figure.name);
  return (
    <Chart
      label={t('overTime.chart', { name })}
      spec={(paint) => segmentSpec(paint, figure, name)}
      specKey={`segments ${lang} ${figure.name} ${drawn}`}
      rows={rows}
      columns={[]}
      height={46 + rowHeight * Math.max(1, drawn)}
      viewHeight={420}
      onPick={pick}
      table={false}
    />
  );
}

function rowsOf({ figure, ranked, whole, result }: SegmentsShown): readonly Row[] {
  const write = figureWriter(figure, result.currency);
  const scale = figure.unit === 'money' ? 1 / minorPerMajor(result.currency) : figure.unit === 'bp' ? 10_000 : 1;
  const scaled = (value: number | undefined | null) => (value === undefined || value === null ? null : value * scale);
  const points = ranked.slice(0, mostDrawn).map((one, place): Row => ({
    kind: 'segment',
    name: one.label,
    place,
    value: scaled(one.measured.value),
    low: scaled(one.measured.interval?.low),
    high: scaled(one.measured.interval?.high),
    settled: one.measured.interval !== null,
    tip: [one.label, `${valueText(one, write)} ${intervalText(one.measured, write)}`.trim(), ageText(one)].join('\n'),
  }));
  // A sum of all has no place among those of parts.
  return figure.whole === null
    ? points
    : [...points, { kind: 'whole', value: scaled(whole.value), tip: t('common.total') }];
}

function segmentSpec(paint: Paint, figure: PartFigure, name: string): object {
  const format = figure.unit === 'share' ? { format: '.1~%' } : {};
  const y = {
    field: 'name',
    type: 'nominal',
    sort: { field: 'place' },
    axis: { title: null, labelLimit: 220, domain: false, ticks: false },
  };
  const x = {
    field: 'value',
    type: 'quantitative',
    scale: { zero: figure.unit !== 'ratio' },
    axis: { ...format, title: figure.unit === 'bp' ? `${name} (bp)` : name, grid: true, orient: 'top' },
  };
  const segments = { filter: "datum.kind === 'segment'" };
  const accent = paint('accent');
  return {
    layer: [
      {
        transform: [{ filter: "datum.kind === 'whole'" }],
        mark: { type: 'rule', color: paint('text-3'), strokeDash: [4, 3] },
        encoding: { x, tooltip: { field: 'tip' } },
      },
      {
        transform: [segments, { filter: 'datum.low !== null' }],
        mark: { type: 'rule', color: accent, strokeWidth: 5, opacity: 0.3 },
        encoding: { y, x: { ...x, field: 'low' }, x2: { field: 'high' }, tooltip: { field: 'tip' } },
      },
      {
        transform: [segments],
        mark: { type: 'point', size: 40, stroke: accent, filled: true, opacity: 1 },
        encoding: {
          ...{ y, x, tooltip: { field: 'tip' } },
          fill: { condition: { test: 'datum.settled', value: accent }, value: paint('surface') },
        },
      },
    ],
  };
}
