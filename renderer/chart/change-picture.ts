import type { Picture, Row } from './chart.tsx';
import type { Paint } from './theme.ts';

/** A figure as it was and as it is. */
export interface Change {
  readonly name: string;
  /** Null where it is not measured. */
  readonly before: number | null;
  readonly after: number | null;
  /** Of what it is. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** As both are written. */
  readonly text: string;
  readonly open?: (() => void) | undefined;
}

export interface ChangesOf {
  readonly label: string;
  /** What the axis says, with its unit. */
  readonly axis: string;
  readonly unit: 'share' | 'number';
  /** Divides the figures, so that the axis has the unit it says. */
  readonly per?: number;
  readonly items: readonly Change[];
  /** What the two sides are called. */
  readonly sides: readonly [before: string, after: string];
}

/** Lines of figures, each from what it was to what it is, with the interval of what it is; a click opens the orders. */
export function changePicture({ label, axis, unit, per = 1, items, sides }: ChangesOf): Picture {
  const shown = items.filter(({ before, after }) => before !== null || after !== null);
  const scaled = (value: number | null | undefined): number | null =>
    value === null || value === undefined ? null : value / per;
  const rows = shown.map((one, place): Row => ({
    ...{ place, name: one.name, before: scaled(one.before), after: scaled(one.after) },
    ...{ low: scaled(one.interval?.low), high: scaled(one.interval?.high) },
    tip: `${one.name}\n${one.text}`,
  }));
  const open = shown.map((one) => one.open);
  return {
    ...{ label, rows, height: 84 + 26 * rows.length, viewHeight: 460 },
    spec: (paint) => changeSpec(paint, { axis, unit, sides }),
    specKey: JSON.stringify(['change', label, axis, unit, sides]),
    ...(open.every((one) => one === undefined) ? {} : { onPick: (row) => open[Number(row['place'])]?.() }),
  };
}

function changeSpec(paint: Paint, { axis, unit, sides }: Pick<ChangesOf, 'axis' | 'unit' | 'sides'>): object {
  const x = {
    type: 'quantitative',
    scale: { zero: true, nice: true, padding: 8 },
    axis: { title: axis, grid: true, orient: 'top', format: unit === 'share' ? '.1~%' : ',~f' },
  };
  const tooltip = { field: 'tip' };
  const [before, after] = sides;
  const colours = [paint('text-2'), paint('accent')];
  const legend = { title: null, labelLimit: 300, symbolType: 'circle' };
  return {
    encoding: {
      y: {
        ...{ field: 'name', type: 'nominal', sort: { field: 'place' } },
        axis: { title: null, labelLimit: 260, domain: false, ticks: false },
      },
    },
    layer: [
      { mark: { type: 'rule', color: paint('line-strong') }, encoding: { x: { datum: 0 }, y: null } },
      {
        transform: [{ filter: 'datum.low !== null' }],
        mark: { type: 'rule', strokeWidth: 1.5, color: paint('text-2') },
        encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, tooltip },
      },
      {
        transform: [{ filter: 'datum.before !== null && datum.after !== null' }],
        mark: { type: 'rule', strokeWidth: 5, opacity: 0.35, color: paint('accent') },
        encoding: { x: { ...x, field: 'before' }, x2: { field: 'after' }, tooltip },
      },
      {
        transform: [
          { fold: ['before', 'after'], as: ['side', 'value'] },
          { filter: 'isValid(datum.value)' },
          { calculate: `datum.side === 'before' ? ${JSON.stringify(before)} : ${JSON.stringify(after)}`, as: 'side' },
        ],
        // A ring around where it was, so that it is seen where little changed.
        mark: { type: 'point', shape: 'circle', strokeWidth: 2, opacity: 1 },
        encoding: {
          ...{ x: { ...x, field: 'value' }, tooltip },
          stroke: { field: 'side', scale: { domain: [before, after], range: colours }, legend },
          fill: { field: 'side', scale: { domain: [before, after], range: ['transparent', paint('accent')] }, legend },
          size: { field: 'side', scale: { domain: [before, after], range: [130, 40] }, legend },
        },
      },
    ],
  };
}
