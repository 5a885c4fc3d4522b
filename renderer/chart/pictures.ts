import type { Picture, Row } from './chart.tsx';
import type { Paint } from './theme.ts';

/** A figure of something with its interval, and what the unknown may make of it; null where it is not measured. */
export interface Estimate {
  readonly name: string;
  /** Which of several things it is said of; one colour each. */
  readonly series?: string;
  readonly value: number | null;
  readonly interval?: { readonly low: number; readonly high: number } | null;
  readonly band?: { readonly low: number; readonly high: number } | null;
  /** As it is written. */
  readonly text: string;
  readonly open?: () => void;
}

export interface EstimatesOf {
  readonly label: string;
  /** What the axis says, with its unit. */
  readonly axis: string;
  readonly items: readonly Estimate[];
  /** Shares are points from 0 % on, sums bars around 0, other numbers points. */
  readonly unit: 'share' | 'sum' | 'number';
  /** Divides sums, so that the axis has the unit it says. */
  readonly per?: number;
}

const lineHeight = 15;
const mostInView = 460;

/** Lines of figures with whiskers for their intervals, pale for what the unknown may make of them; a click opens the orders. */
export function estimatesPicture({ label, axis, items, unit, per = 1 }: EstimatesOf): Picture {
  const shown = items.filter(
    ({ value, interval, band }) => value !== null || (interval ?? null) !== null || (band ?? null) !== null,
  );
  // Also of those of which nothing is measured: what is left says which it is.
  const series = [...new Set(items.flatMap((one) => one.series ?? []))];
  const names = [...new Set(shown.map(({ name }) => name))];
  const rows = shown.map((one, at): Row => ({
    ...{ at, name: one.name, series: one.series ?? '', text: one.text },
    ...{ value: scaled(one.value, per), low: scaled(one.interval?.low, per), high: scaled(one.interval?.high, per) },
    ...{ bandLow: scaled(one.band?.low, per), bandHigh: scaled(one.band?.high, per) },
    tip: [one.series === undefined ? one.name : `${one.name} · ${one.series}`, one.text].join('\n'),
  }));
  const height = 48 + names.length * (10 + lineHeight * Math.max(1, series.length)) + (series.length > 0 ? 24 : 0);
  return {
    ...{ label, rows, height, viewHeight: mostInView },
    spec: (paint) => estimatesSpec(paint, { axis, unit, series, names }),
    specKey: JSON.stringify([label, axis, unit, series, names]),
    ...opening(shown.map(({ open }) => open)),
  };
}

const scaled = (value: number | null | undefined, per: number): number | null =>
  value === null || value === undefined ? null : value / per;

/** What a click opens, where anything of it opens something. */
function opening(open: readonly ((() => void) | undefined)[]): Pick<Picture, 'onPick'> {
  if (open.every((one) => one === undefined)) return {};
  return { onPick: (row) => open[Number(row['at'])]?.() };
}

interface EstimatesLook {
  readonly axis: string;
  readonly unit: EstimatesOf['unit'];
  readonly series: readonly string[];
  readonly names: readonly string[];
}

function estimatesSpec(paint: Paint, { axis, unit, series, names }: EstimatesLook): object {
  const several = series.length > 1;
  const named = series.length > 0;
  const x = {
    ...{ field: 'value', type: 'quantitative' },
    scale: { zero: unit !== 'number', nice: true, ...(several ? {} : { padding: 8 }) },
    axis: { title: axis, grid: true, orient: 'top', ...(unit === 'share' ? { format: '.1~%' } : { format: ',~f' }) },
  };
  const apart = several ? { yOffset: { field: 'series', type: 'nominal', scale: { domain: [...series] } } } : {};
  const range = [paint('accent'), paint('text-2'), paint('orders'), paint('immature')];
  const colour = named
    ? {
        color: {
          field: 'series',
          scale: { domain: [...series], range },
          legend: { title: null, columns: 2, labelLimit: 300 },
        },
      }
    : {};
  const tooltip = { field: 'tip' };
  const only = named ? {} : { color: paint('accent') };
  const between = (low: string, high: string) => ({ x: { ...x, field: low }, x2: { field: high }, ...apart, tooltip });
  return {
    encoding: {
      y: {
        ...{ field: 'name', type: 'nominal', sort: [...names] },
        axis: { title: null, labelLimit: 260, domain: false, ticks: false },
      },
    },
    layer: [
      {
        transform: [{ filter: 'datum.bandLow !== null' }],
        mark: { type: 'rule', strokeWidth: 7, opacity: 0.25, color: paint('blocked') },
        encoding: between('bandLow', 'bandHigh'),
      },
      unit === 'sum'
        ? {
            transform: [{ filter: 'datum.value !== null' }],
            mark: { type: 'bar', height: several ? { band: 0.8 } : 11, ...only, opacity: 0.75 },
            encoding: { x, ...apart, ...colour, tooltip },
          }
        : {
            transform: [{ filter: 'datum.value !== null' }],
            mark: { type: 'point', filled: true, size: 45, opacity: 1, ...only },
            encoding: { x, ...apart, ...colour, tooltip },
          },
      {
        transform: [{ filter: 'datum.low !== null' }],
        mark: { type: 'rule', strokeWidth: 1.5, color: paint('text-2') },
        encoding: between('low', 'high'),
      },
      ...(unit === 'share'
        ? []
        : [{ mark: { type: 'rule', color: paint('line-strong') }, encoding: { x: { datum: 0 }, y: null } }]),
    ],
  };
}

export interface HeatCell {
  readonly row: string;
  readonly column: string;
  readonly value: number;
  /** As it is written in the cell. */
  readonly text: string;
  readonly open?: () => void;
}

export interface HeatOf {
  readonly label: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly rowsAre: string;
  readonly columnsAre: string;
  readonly cells: readonly HeatCell[];
}

/** Rows by columns, the darker the more; a click opens the orders of a cell. */
export function heatPicture({ label, rows, columns, rowsAre, columnsAre, cells }: HeatOf): Picture {
  const most = Math.max(1e-9, ...cells.map(({ value }) => value));
  return {
    ...{ label, height: 70 + 30 * rows.length, viewHeight: mostInView },
    rows: cells.map(({ row, column, value, text }, at): Row => ({
      ...{ at, row, column, text },
      // Counts lie far apart: by the root of them small ones can still be told from none.
      weight: value <= 0 ? 0 : 0.06 + 0.5 * Math.sqrt(value / most),
      tip: `${rowsAre}: ${row}\n${columnsAre}: ${column}\n${text}`,
    })),
    spec: (paint) => heatSpec(paint, { rows, columns, rowsAre, columnsAre }),
    specKey: JSON.stringify([label, rows, columns, rowsAre, columnsAre]),
    ...opening(cells.map(({ open }) => open)),
  };
}

function heatSpec(paint: Paint, { rows, columns, rowsAre, columnsAre }: Omit<HeatOf, 'label' | 'cells'>): object {
  return {
    encoding: {
      y: {
        field: 'row',
        type: 'nominal',
        scale: { domain: [...rows] },
        axis: { title: rowsAre, labelLimit: 220, ...plainAxis },
      },
      x: {
        ...{ field: 'column', type: 'nominal', scale: { domain: [...columns] } },
        axis: {
          title: columnsAre,
          orient: 'top',
          labelAngle: columns.length > 8 ? -40 : 0,
          labelLimit: 140,
          ...plainAxis,
        },
      },
      tooltip: { field: 'tip' },
    },
    layer: [
      {
        mark: { type: 'rect', color: paint('accent'), stroke: paint('line') },
        encoding: { opacity: { field: 'weight', type: 'quantitative', scale: null } },
      },
      {
        mark: { type: 'text', color: paint('text') },
        encoding: { text: { field: 'text' } },
      },
    ],
  };
}

const plainAxis = { domain: false, ticks: false };
