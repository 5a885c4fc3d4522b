import type { Target } from '../../analysis/model/target.ts';
import { hatched, type Paint } from '../chart/theme.ts';
import { t } from '../i18n/index.ts';
import { outcomeText } from '../i18n/outcome-words.ts';

/** Height of one value's row. */
export const rowPixels = 18;

const dimmed = { condition: { test: 'datum.dim', value: 0.28 }, value: 1 };
const yAxis = { minExtent: 44, maxExtent: 44 };
/** In a values chart names take the left part of the width, orders the middle and rates the right one. */
const ordersFrom = 0.34;
const ordersPart = 0.18;
const rateFrom = 0.68;
const ratePart = 0.16;

/** Values as rows: orders and bad rate as two bars with their numbers, each from its own zero line. */
export function valuesSpec(paint: Paint): object {
  const y = {
    field: 'index',
    type: 'ordinal',
    sort: null,
    scale: { paddingInner: 0.28, paddingOuter: 0.1 },
    axis: { domain: false, ticks: false, title: null, labels: false, minExtent: 0 },
  };
  const scale = { domain: [0, 1.02] };
  const at = (field: string) => ({ field, type: 'quantitative', scale, axis: null });
  return {
    transform: [
      { calculate: `${ordersFrom} + datum.ordersShare * ${ordersPart}`, as: 'ordersTo' },
      { calculate: `${ordersFrom}`, as: 'ordersFrom' },
      { calculate: `${rateFrom}`, as: 'rateFrom' },
      { calculate: `${rateFrom} + datum.rateShare * ${ratePart}`, as: 'rateTo' },
      { calculate: '0', as: 'labelAt' },
      { calculate: '1', as: 'wholeTo' },
    ],
    encoding: { y, opacity: dimmed, tooltip: { field: 'tip' } },
    layer: [
      { mark: { type: 'bar', color: 'transparent' }, encoding: { x: at('labelAt'), x2: { field: 'wholeTo' } } },
      {
        mark: { type: 'text', align: 'left', limit: { expr: `width * ${ordersFrom} - 6` }, fontSize: 11 },
        encoding: {
          x: at('labelAt'),
          text: { field: 'label' },
          color: { condition: { test: 'datum.quiet', value: paint('text-3') }, value: paint('text') },
        },
      },
      { mark: { type: 'bar', color: paint('orders') }, encoding: { x: at('ordersFrom'), x2: { field: 'ordersTo' } } },
      { mark: { type: 'text', align: 'left', dx: 4 }, encoding: { x: at('ordersTo'), text: { field: 'ordersText' } } },
      { mark: { type: 'bar', color: paint('bad') }, encoding: { x: at('rateFrom'), x2: { field: 'rateTo' } } },
      { mark: { type: 'text', align: 'left', dx: 4 }, encoding: { x: at('rateTo'), text: { field: 'rateText' } } },
    ],
  };
}

const x = { field: 'index', type: 'ordinal', sort: null, scale: { paddingInner: 0.12, paddingOuter: 0.05 } };

/** The whole height of a bin takes the click, however small its bar. */
const hitArea = { mark: { type: 'rect', color: 'transparent' } };

/** A bin at an end that gathers a long tail is hatched: its bar is drawn as wide as the others. */
export function histogramOrders(paint: Paint): object {
  const y = { field: 'orders', type: 'quantitative', axis: { ...yAxis, title: t('explore.axisBinOrders') } };
  const fill = {
    condition: { test: 'datum.tail', value: hatched(paint('orders'), paint('surface')) },
    value: paint('orders'),
  };
  return {
    encoding: { x: { ...x, axis: null }, tooltip: { field: 'tip' } },
    layer: [hitArea, { mark: { type: 'bar' }, encoding: { y, fill, opacity: dimmed } }],
  };
}

export function histogramRate(paint: Paint, target: Target): object {
  const labels = "data('rows')[datum.value] ? data('rows')[datum.value].edge : ''";
  const y = {
    field: 'rate',
    type: 'quantitative',
    axis: { ...yAxis, format: '.1~%', tickCount: 2, title: outcomeText(target, 'explore.axisRate') },
  };
  return {
    encoding: {
      x: { ...x, axis: { title: null, labelSeparation: 6, labelExpr: labels, labelAngle: 0, ticks: false } },
      tooltip: { field: 'tip' },
    },
    layer: [hitArea, { mark: { type: 'bar', color: paint('bad') }, encoding: { y, opacity: dimmed } }],
  };
}
