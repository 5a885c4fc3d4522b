import { useMemo } from 'react';
import type { Curve, CurvePoint } from '../../../analysis/model/results/threshold-curve.ts';
import { Chart, type Row } from '../../chart/chart.tsx';
import type { Paint } from '../../chart/theme.ts';
import { minorPerMajor, money, plain } from '../../i18n/format.ts';
import { t, useLanguage } from '../../i18n/index.ts';
import { rangeText } from '../../i18n/interval.ts';

const height = 260;
const man = 10_000;
/** From this ratio of the largest value to the smallest on the axis grows in decades. */
const skewed = 100;

export interface CurveChartProps {
  readonly curve: Curve;
  readonly currency: string;
  readonly chosen: number;
  readonly onChoose: (value: number) => void;
}

/**
 * The net benefit over the threshold with its band, and what the orders blocked in history may make of it; the plateau is
 * shaded, the present value and the best are marked.
 */
export function CurveChart({ curve, currency, chosen, onChoose }: CurveChartProps) {
  const lang = useLanguage();
  const { points } = curve;
  const inMan = lang === 'ja' && currency === 'JPY' && points.some(({ net }) => Math.abs(net) >= 100 * man);
  const rows = useMemo(() => rowsOf(curve, currency, chosen, inMan ? man : 1), [curve, currency, chosen, inMan, lang]);
  const [low, high] = [points[0]?.value ?? 0, points.at(-1)?.value ?? 0];
  const scale = low > 0 && high > skewed * low ? 'log' : 'linear';
  const unit = inMan ? t('cut.unitMan') : currency === 'JPY' ? t('cut.unitYen') : currency;
  const columns = [
    { title: t('cut.value'), text: (row: Row) => plain(Number(row['value'])) },
    { title: t('cut.netColumn'), text: (row: Row) => money(Number(row['minor']), currency), numeric: true },
    { title: t('cut.change'), text: (row: Row) => String(row['changeText']), numeric: true },
    { title: t('cut.interval'), text: (row: Row) => String(row['range']), numeric: true },
    { title: t('cut.blocked'), text: (row: Row) => String(row['blockedText']), numeric: true },
  ];
  return (
    <Chart
      label={t('cut.title')}
      spec={specOf(scale, t('cut.axis'), t('cut.net', { unit }))}
      specKey={`cut ${lang} ${scale} ${unit}`}
      rows={rows}
      columns={columns}
      height={height}
      onPick={(row) => {
        if (typeof row['value'] === 'number') onChoose(row['value']);
      }}
    />
  );
}

/** A sum with its sign, its interval, and its band by what was blocked. */
export function changeTexts({ change, interval, band }: CurvePoint, currency: string) {
  const write = (minor: number) => `${minor > 0 ? '+' : ''}${money(Math.round(minor), currency)}`;
  const range = (ends: typeof interval | typeof band): string => (ends === null ? '' : rangeText(ends, write));
  return [write(change), range(interval), range(band)] as const;
}

function rowsOf(
  { points, present, best, plateau }: Curve,
  currency: string,
  chosen: number,
  per: number,
): readonly Row[] {
  const scale = minorPerMajor(currency) * per;
  return points.map((point) => {
    const { value, net, interval, band } = point;
    const [changeText, range, blockedText] = changeTexts(point, currency);
    const marks = [
      ...(value === present.value ? [t('cut.present')] : []),
      ...(value === best.value ? [t('cut.best')] : []),
    ];
    return {
      ...{ value, minor: Math.round(net), net: net / scale, changeText, range, blockedText },
      low: (interval === null ? net : present.net + interval.low) / scale,
      high: (interval === null ? net : present.net + interval.high) / scale,
      blockedLow: band === null ? null : (present.net + band.low) / scale,
      blockedHigh: band === null ? null : (present.net + band.high) / scale,
      level: value >= plateau.from && value <= plateau.to,
      ...{ from: plateau.from, to: plateau.to, present: present.value },
      kind: value === chosen ? 'chosen' : value === best.value ? 'best' : 'tried',
      label: marks.join(' · '),
      tip: [
        [plain(value), ...marks].join(' · '),
        `${t('cut.netColumn')}: ${money(Math.round(net), currency)}`,
        `${t('cut.change')}: ${changeText}${range === '' ? '' : ` (${range})`}`,
        ...(blockedText === '' ? [] : [`${t('cut.blocked')}: ${blockedText}`]),
      ].join('\n'),
    };
  });
}

function specOf(scale: 'log' | 'linear', title: string, netTitle: string) {
  return (paint: Paint): object => {
    const x = {
      field: 'value',
      type: 'quantitative',
      scale: { type: scale, zero: false, nice: false, padding: 12 },
      axis: { title, format: scale === 'log' ? ',' : ',~f', tickCount: 8, titleAlign: 'right', titleAnchor: 'end' },
    };
    const y = { type: 'quantitative', scale: { zero: false }, axis: { title: netTitle, format: ',~f', minExtent: 46 } };
    return {
      encoding: { x },
      layer: [
        {
          transform: [
            {
              aggregate: [
                { op: 'min', field: 'from', as: 'from' },
                { op: 'max', field: 'to', as: 'to' },
              ],
            },
          ],
          mark: { type: 'rect', color: paint('accent'), opacity: 0.1 },
          encoding: { x: { ...x, field: 'from' }, x2: { field: 'to' } },
        },
        {
          transform: [{ filter: 'datum.blockedLow !== null' }],
          mark: { type: 'rule', color: paint('blocked'), opacity: 0.5, strokeWidth: 3 },
          encoding: { y: { ...y, field: 'blockedLow' }, y2: { field: 'blockedHigh' } },
        },
        {
          mark: { type: 'area', color: paint('orders'), opacity: 0.3, interpolate: 'linear' },
          encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } },
        },
        {
          transform: [{ aggregate: [{ op: 'min', field: 'present', as: 'present' }] }],
          mark: { type: 'rule', color: paint('text-3'), strokeDash: [4, 3] },
          encoding: { x: { ...x, field: 'present' } },
        },
        {
          mark: { type: 'line', color: paint('accent') },
          encoding: { y: { ...y, field: 'net' } },
        },
        {
          mark: { type: 'point', filled: true, cursor: 'pointer', opacity: 1 },
          encoding: {
            y: { ...y, field: 'net' },
            color: {
              field: 'kind',
              scale: {
                domain: ['tried', 'best', 'chosen'],
                range: [paint('accent'), paint('accent-strong'), paint('text')],
              },
              legend: null,
            },
            size: {
              field: 'kind',
              scale: { domain: ['tried', 'best', 'chosen'], range: [30, 90, 110] },
              legend: null,
            },
            tooltip: { field: 'tip' },
          },
        },
        {
          transform: [{ filter: "datum.label !== ''" }],
          mark: { type: 'text', align: 'center', dy: -12 },
          encoding: { y: { ...y, field: 'net' }, text: { field: 'label' } },
        },
      ],
    };
  };
}
