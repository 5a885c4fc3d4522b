import { useMemo } from 'react';
import type { FeatureBin, FeaturePreview } from '../../../analysis/model/feature-preview.ts';
import type { Target } from '../../../analysis/model/target.ts';
import { Chart, type ChartColumn, type Row } from '../../chart/chart.tsx';
import type { Paint } from '../../chart/theme.ts';
import { count, rate } from '../../i18n/format.ts';
import { t, useLanguage } from '../../i18n/index.ts';
import { outcomeText, outcomeWord } from '../../i18n/outcome-words.ts';
import type { Age } from '../../state/latest.ts';
import { valueText, type ValueFormat } from './feature-words.ts';
import { binCondition, knownRate, shareRows } from './preview-rows.ts';

export interface ValueChartProps {
  readonly value: FeaturePreview;
  readonly format: ValueFormat;
  readonly target: Target;
  readonly name: string;
  readonly age: Age;
  readonly open: (when: string) => void;
  /** Id it has now, by which conditions name it. */
  readonly id: string;
}

const binHeight = 30;
const aroundHeight = 62;

/** The values of a feature: per value the share of all bad and of all good orders, with the bad rate beside. */
export function ValueChart({ value, format, target, name, age, open, id }: ValueChartProps) {
  const lang = useLanguage();
  const rows = useMemo(() => chartRows(value, format, target), [value, target, lang]);
  const columns = useMemo(() => tableColumns(target), [target, lang]);
  const pick = (row: Row) => {
    const bin = value.distribution[Number(row['index'])];
    const when = bin === undefined ? null : binCondition({ ...value, feature: { ...value.feature, id } }, bin);
    if (when !== null) open(when);
  };
  const first = value.distribution[0];
  const opens = first !== undefined && binCondition(value, first) !== null;
  return (
    <Chart
      label={outcomeText(target, 'features.distributionLabel', { name })}
      spec={(paint) => spec(paint, target)}
      specKey={`feature ${lang} ${target.kinds.join()} ${value.distribution.length}`}
      rows={rows}
      columns={columns}
      height={value.distribution.length * binHeight + aroundHeight}
      age={age}
      {...(opens ? { onPick: pick } : {})}
    />
  );
}

const binText = ({ from, to }: FeatureBin, format: ValueFormat): string =>
  from === to ? valueText(from, format) : `${valueText(from, format)} – ${valueText(to, format)}`;

const rateText = (bin: FeatureBin): string => {
  const known = knownRate(bin);
  return known === null ? '–' : `${rate(known)} (${count(bin.bad)}/${count(bin.bad + bin.good)})`;
};

function chartRows({ distribution }: FeaturePreview, format: ValueFormat, target: Target): readonly Row[] {
  return shareRows(distribution).map(({ index, state, share, longest, bin }) => ({
    index,
    label: binText(bin, format),
    state: outcomeWord(target, state),
    order: state === 'bad' ? 0 : 1,
    share,
    longest,
    orders: bin.orders,
    bad: bin.bad,
    good: bin.good,
    rateText: rateText(bin),
    said: state === 'bad' ? rateText(bin) : '',
    tip: [
      binText(bin, format),
      t('common.orders', { count: count(bin.orders) }),
      `${outcomeWord(target, state)}: ${rate(share)} (${count(bin[state])})`,
      `${outcomeText(target, 'explore.badRate')}: ${rateText(bin)}`,
    ].join('\n'),
  }));
}

function tableColumns(target: Target): readonly ChartColumn[] {
  const number = (title: string, field: string): ChartColumn => ({
    title,
    numeric: true,
    text: (row) => count(Number(row[field])),
  });
  return [
    { title: t('features.value'), text: (row) => String(row['label']) },
    number(t('explore.orders'), 'orders'),
    number(outcomeWord(target, 'bad'), 'bad'),
    number(outcomeWord(target, 'good'), 'good'),
    { title: outcomeText(target, 'explore.badRate'), numeric: true, text: (row) => String(row['rateText']) },
  ];
}

/** Room to the right of the longest bar, where the bad rate stands. */
const textRoom = 1.8;

function spec(paint: Paint, target: Target): object {
  const words = [outcomeWord(target, 'bad'), outcomeWord(target, 'good')];
  const axis = {
    title: outcomeText(target, 'features.axisShare'),
    format: '.0%',
    values: [0, 0.25, 0.5, 0.75, 1],
    grid: false,
  };
  const labels = "data('rows')[datum.value * 2] ? data('rows')[datum.value * 2].label : ''";
  return {
    transform: [
      { joinaggregate: [{ op: 'max', field: 'longest', as: 'most' }] },
      { calculate: `datum.most * ${textRoom}`, as: 'wide' },
    ],
    encoding: {
      y: {
        field: 'index',
        type: 'ordinal',
        sort: null,
        scale: { paddingInner: 0.25, paddingOuter: 0.1 },
        axis: { title: null, labelExpr: labels, labelLimit: 150, ticks: false, domain: false },
      },
      tooltip: { field: 'tip' },
    },
    layer: [
      {
        mark: { type: 'bar', color: 'transparent' },
        encoding: { x: { field: 'wide', type: 'quantitative', stack: null, axis } },
      },
      {
        mark: { type: 'bar' },
        encoding: {
          x: { field: 'share', type: 'quantitative', stack: null, axis },
          yOffset: { field: 'order', type: 'ordinal', sort: null },
          color: {
            field: 'state',
            type: 'nominal',
            sort: null,
            scale: { domain: words, range: [paint('bad'), paint('good')] },
            legend: { title: null },
          },
        },
      },
      {
        mark: { type: 'text', align: 'left', dx: 5 },
        encoding: { x: { field: 'longest', type: 'quantitative', axis }, text: { field: 'said' } },
      },
    ],
  };
}
