import type { Picture, Row } from './chart.tsx';
import type { Paint } from './theme.ts';

/** What one step adds, in the unit that all of them have. */
export interface Step {
  readonly name: string;
  readonly value: number;
  /** As it is written at its end, and where it is pointed at. */
  readonly label: string;
  readonly tip: string;
  readonly open?: (() => void) | undefined;
}

type Ends = { readonly low: number; readonly high: number } | null;

/** What the steps come to, from 0 on. */
export interface Total extends Step {
  readonly interval?: Ends;
  /** What the unknown may make of it. */
  readonly band?: Ends;
  /** Beneath its name: what whisker and pale line say. Its number then stands beside the name, clear of both. */
  readonly beneath?: readonly string[];
}

export interface WaterfallOf {
  readonly label: string;
  readonly steps: readonly Step[];
  readonly total: Total;
  /** Divides values, so that they are no larger than they have to be. */
  readonly per: number;
  readonly rowHeight?: number;
  readonly viewHeight?: number;
}

const lineHeight = 14;

/** From nothing to a total, one step after the other; the total has its interval as a whisker, pale what the unknown make of it. */
export function waterfallPicture({ label, steps, total, per, rowHeight = 26, viewHeight }: WaterfallOf): Picture {
  let at = 0;
  const all: readonly Total[] = [...steps, total];
  const rows = all.map((one, place): Row => {
    const last = place === steps.length;
    const from = last ? 0 : at;
    const to = from + one.value;
    at = to;
    const ends = [one.interval, one.band].flatMap((some) => (some === null || some === undefined ? [] : [some.high]));
    const scaled = (value: number | undefined): number | null => (value === undefined ? null : value / per);
    return {
      ...{ place, name: one.name, text: one.label, line: lineOf(one) },
      ...{ from: from / per, to: to / per, end: Math.max(from, to, 0, ...ends) / per },
      ...{ low: scaled(one.interval?.low), high: scaled(one.interval?.high) },
      ...{ bandLow: scaled(one.band?.low), bandHigh: scaled(one.band?.high) },
      ...{
        kind: last ? 'net' : one.value < 0 ? 'less' : 'more',
        label: one.beneath === undefined ? one.label : '',
        tip: one.tip,
      },
    };
  });
  const open = all.map((one) => one.open);
  const beneath = total.beneath?.length ?? 0;
  return {
    ...{ label, rows, height: 14 + rowHeight * rows.length + beneath * lineHeight },
    ...(viewHeight === undefined ? {} : { viewHeight }),
    spec: waterfallSpec,
    specKey: JSON.stringify(['waterfall', label, rows.length, beneath]),
    ...(open.every((one) => one === undefined) ? {} : { onPick: (row) => open[Number(row['place'])]?.() }),
  };
}

const lineOf = ({ name, label, beneath }: Total): string =>
  beneath === undefined ? name : [`${name}  ${label}`, ...beneath].join('\n');

function waterfallSpec(paint: Paint): object {
  const x = {
    type: 'quantitative',
    // Every bar has its number beside it.
    axis: { title: null, labels: false, ticks: false, grid: false, domain: false },
    scale: { zero: true, nice: false, padding: 70 },
  };
  const between = (low: string, high: string): object => ({
    ...{ x: { ...x, field: low }, x2: { field: high }, tooltip: { field: 'tip' } },
  });
  return {
    encoding: {
      y: {
        ...{ field: 'line', type: 'nominal', sort: { field: 'place' } },
        axis: { title: null, labelLimit: 300, labelExpr: "split(datum.label, '\\n')", domain: false, ticks: false },
      },
    },
    layer: [
      { mark: { type: 'rule', color: paint('line-strong') }, encoding: { x: { datum: 0 }, y: null } },
      {
        transform: [{ filter: 'datum.bandLow !== null' }],
        mark: { type: 'rule', strokeWidth: 7, opacity: 0.25, color: paint('blocked') },
        encoding: between('bandLow', 'bandHigh'),
      },
      {
        mark: { type: 'bar', height: 15 },
        encoding: {
          ...between('from', 'to'),
          color: {
            field: 'kind',
            scale: { domain: ['more', 'less', 'net'], range: [paint('good'), paint('blocked'), paint('accent')] },
            legend: null,
          },
        },
      },
      {
        transform: [{ filter: 'datum.low !== null' }],
        mark: { type: 'rule', strokeWidth: 1.5, color: paint('text') },
        encoding: between('low', 'high'),
      },
      {
        mark: { type: 'text', align: 'left', dx: 5 },
        encoding: { x: { field: 'end', type: 'quantitative' }, text: { field: 'label' } },
      },
    ],
  };
}
