import type { Target } from '../../analysis/model/target.ts';
import { hatched, type Paint } from '../chart/theme.ts';
import { t } from '../i18n/index.ts';
import { outcomeText, outcomeWord } from '../i18n/outcome-words.ts';

const yAxis = { minExtent: 46, maxExtent: 46 };
const temporal = { type: 'temporal', scale: { type: 'utc' } };
const week = { x: { field: 'day', ...temporal, axis: null }, x2: { field: 'dayEnd' } };
/** The whole height of a week takes the click; in both charts, so that their time axes are the same. */
const hitArea = { mark: { type: 'rect', color: 'transparent' }, encoding: week };
/**
 * Layers share one axis: the dates stand under the lower chart only if every layer of it asks for them. A label
 * at an end stays inside it: it would make this chart narrower than the one above.
 */
const days = {
  format: '%Y-%m-%d',
  title: null,
  tickCount: 8,
  labelFlush: 40,
  labelOverlap: 'greedy',
  labelSeparation: 12,
};
const datedHitArea = { ...hitArea, encoding: { ...week, x: { ...week.x, axis: days } } };
const dimmed = { condition: { test: 'datum.dim', value: 0.28 }, value: 1 };
const stateOrder = ['good', 'other', 'immature', 'bad'] as const;

/** Orders per week by state; bad on the base line, so that its height can be compared. */
export function ordersSpec(paint: Paint, target: Target): object {
  const colours = {
    good: paint('good'),
    other: paint('excluded'),
    immature: paint('immature'),
    bad: paint('bad'),
  };
  const names = {
    good: outcomeWord(target, 'good'),
    other: t('explore.blockedExcluded'),
    immature: t('state.immature'),
    bad: outcomeWord(target, 'bad'),
  };
  const label = stateOrder.map((state) => `datum.label === '${state}' ? '${names[state]}'`).join(' : ');
  return {
    encoding: { tooltip: { field: 'tip' } },
    layer: [
      hitArea,
      {
        transform: [
          { fold: [...stateOrder], as: ['state', 'orders'] },
          { calculate: '{good: 1, other: 2, immature: 3, bad: 0}[datum.state]', as: 'rank' },
          { stack: 'orders', groupby: ['day'], sort: [{ field: 'rank' }], as: ['from', 'to'] },
        ],
        mark: { type: 'rect', xOffset: 0.5, x2Offset: -0.5 },
        encoding: {
          ...week,
          y: { field: 'to', type: 'quantitative', axis: { ...yAxis, title: t('explore.axisOrders') } },
          y2: { field: 'from' },
          color: {
            condition: {
              test: "datum.state === 'immature'",
              value: hatched(paint('immature'), paint('immature-pale')),
            },
            field: 'state',
            scale: { domain: [...stateOrder], range: stateOrder.map((state) => colours[state]) },
            legend: { labelExpr: `${label} : ''`, symbolType: 'square' },
          },
          opacity: dimmed,
        },
      },
    ],
  };
}

/** Bad rate per week on its own scale; hollow where orders of the week are still immature or few. */
export function rateSpec(paint: Paint, target: Target): object {
  const bad = paint('bad');
  const encoding = {
    x: { field: 'dayMid', ...temporal, axis: days },
    y: {
      field: 'drawn',
      type: 'quantitative',
      scale: { zero: true },
      axis: { ...yAxis, format: '.1~%', tickCount: 2, title: outcomeText(target, 'explore.axisRate') },
    },
  };
  const fill = { condition: { test: 'datum.settled', value: bad }, value: paint('surface') };
  return {
    encoding: { tooltip: { field: 'tip' } },
    layer: [
      datedHitArea,
      {
        mark: { type: 'line', color: bad, strokeDash: [4, 3] },
        encoding: { ...encoding, y: { ...encoding.y, field: 'adjusted' } },
      },
      { mark: { type: 'line', color: bad }, encoding },
      {
        mark: { type: 'point', filled: false, size: 26, color: bad, strokeWidth: 1.2 },
        encoding: { ...encoding, fill, opacity: dimmed },
      },
    ],
  };
}
