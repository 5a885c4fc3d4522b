import type { Paint } from '../../chart/theme.ts';
import { t } from '../../i18n/index.ts';

/** Days marked in the chart. */
export interface CurveMarks {
  readonly horizon: number;
  readonly trusted: number;
}

/** Share reported by day: line with band, the chain ladder's points, the target's days and the 95 % day. */
export function curveSpec(paint: Paint, { horizon, trusted }: CurveMarks): object {
  const x = {
    field: 'age',
    type: 'quantitative',
    scale: { nice: false, zero: true },
    axis: { title: t('maturity.days'), tickCount: 8, grid: false },
  };
  const share = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, 1] },
    axis: { format: '.0%', tickCount: 5, title: t('maturity.share'), minExtent: 46, maxExtent: 46 },
  });
  const near = Math.abs(horizon - trusted) < 25;
  const mark = (day: number, text: string, colour: string, align: 'left' | 'right', dash: number[]) => [
    {
      mark: { type: 'rule', color: colour, strokeDash: dash },
      data: { values: [{ day }] },
      encoding: { x: { field: 'day', type: 'quantitative' } },
    },
    {
      mark: { type: 'text', text, align, dx: align === 'left' ? 5 : -5, baseline: 'bottom', color: colour },
      data: { values: [{ day }] },
      encoding: { x: { field: 'day', type: 'quantitative' }, y: { datum: 0.02 } },
    },
  ];
  const trustedFirst = trusted <= horizon;
  return {
    encoding: { tooltip: { field: 'tip' } },
    layer: [
      {
        mark: { type: 'area', color: paint('bad-soft'), opacity: 1 },
        encoding: { x, y: share('low'), y2: { field: 'high' } },
      },
      ...mark(
        horizon,
        t('maturity.horizonMark', { days: horizon }),
        paint('text-2'),
        near && !trustedFirst ? 'right' : 'left',
        [2, 2],
      ),
      ...mark(
        trusted,
        t('maturity.trustMark', { days: trusted }),
        paint('bad'),
        near && trustedFirst ? 'right' : 'left',
        [5, 3],
      ),
      { mark: { type: 'line', color: paint('bad'), strokeWidth: 2 }, encoding: { x, y: share('share') } },
      {
        transform: [{ filter: 'datum.ladder !== null' }],
        mark: {
          type: 'point',
          filled: true,
          size: 42,
          color: paint('text-2'),
          stroke: paint('surface'),
          strokeWidth: 1,
        },
        encoding: { x, y: share('ladder') },
      },
      // The whole height of a day shows its figures.
      { mark: { type: 'rect', color: 'transparent' }, encoding: { x, x2: { field: 'next' } } },
    ],
  };
}
