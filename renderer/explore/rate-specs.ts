import type { Target } from '../../analysis/model/target.ts';
import { hatched, type Paint } from '../chart/theme.ts';
import { t } from '../i18n/index.ts';
import { outcomeText } from '../i18n/outcome-words.ts';

const yAxis = { minExtent: 44, maxExtent: 44 };
const x = { field: 'index', type: 'ordinal', sort: null, scale: { paddingInner: 0.12, paddingOuter: 0.05 } };
const dimmed = { condition: { test: 'datum.dim', value: 0.28 }, value: 1 };
/** The whole height of a bin takes the click. */
const hitArea = { mark: { type: 'rect', color: 'transparent' } };

/** Orders of known outcome, those whose outcome is immature (hatched), and on top those that are blocked or excluded. */
export function endedSpec(paint: Paint): object {
  const part = (from: string | null, to: string, fill: object) => ({
    mark: { type: 'bar' },
    encoding: {
      y: { field: to, type: 'quantitative', axis: { ...yAxis, title: t('explore.axisBinOrders') } },
      ...(from === null ? {} : { y2: { field: from } }),
      ...{ fill, opacity: dimmed },
    },
  });
  return {
    encoding: { x: { ...x, axis: null }, tooltip: { field: 'tip' } },
    layer: [
      hitArea,
      part(null, 'known', { value: paint('orders') }),
      part('known', 'upToImmature', { value: hatched(paint('immature'), paint('immature-pale')) }),
      part('upToImmature', 'orders', { value: paint('excluded') }),
    ],
  };
}

/** Bad rates by count, with their interval, and by amount, each bin's on one scale. */
export function ratesSpec(paint: Paint, target: Target): object {
  const bad = paint('bad');
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { zero: true },
    axis: { ...yAxis, format: '.1~%', tickCount: 3, title: outcomeText(target, 'explore.axisRate') },
  });
  const labels = "data('rows')[datum.value] ? data('rows')[datum.value].label : ''";
  const names = { rate: t('explore.byCount'), rateAmount: t('explore.byAmount') };
  const points = (field: 'rate' | 'rateAmount', xOffset: number) => ({
    transform: [{ filter: `isValid(datum.${field})` }],
    mark: { type: 'point', size: 44, strokeWidth: 1.5, color: bad, fill: paint('surface'), opacity: 1, xOffset },
    encoding: {
      y: y(field),
      shape: {
        datum: field,
        type: 'nominal',
        scale: { domain: ['rate', 'rateAmount'], range: ['circle', 'diamond'] },
        legend: {
          labelExpr: `datum.label === 'rate' ? '${names.rate}' : '${names.rateAmount}'`,
          // The signs stand in its words: marks with a place beside the middle have none in a legend.
          ...{ symbolOpacity: 0, symbolSize: 1, labelLimit: 320 },
        },
      },
    },
  });
  return {
    encoding: {
      x: { ...x, axis: { title: null, labelExpr: labels, labelAngle: 0, labelSeparation: 4, ticks: false } },
      tooltip: { field: 'tip' },
      opacity: dimmed,
    },
    layer: [
      hitArea,
      {
        mark: { type: 'rule', color: bad, strokeWidth: 1.5, xOffset: -beside },
        encoding: { y: y('low'), y2: { field: 'high' } },
      },
      points('rate', -beside),
      points('rateAmount', beside),
    ],
  };
}

/** Both rates of a bin stand beside each other, so that neither hides the other; pixels from its middle. */
const beside = 5;
