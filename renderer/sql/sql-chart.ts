import type { SqlCell, SqlColumn, SqlRows } from '../../analysis/model/sql-console.ts';
import { wallTime } from '../../analysis/model/wall-time.ts';
import type { Picture, Row } from '../chart/chart.tsx';
import type { Paint } from '../chart/theme.ts';
import { t } from '../i18n/index.ts';
import { cellText } from './cell-text.ts';

export const marks = ['bar', 'line', 'point'] as const;
export type Mark = (typeof marks)[number];

/** What of a result is drawn: places of its columns. */
export interface Drawn {
  readonly mark: Mark;
  readonly x: number;
  readonly y: number;
  readonly colour: number | null;
}

/** Colours that can be told apart. */
const hues = 8;

/** A choice that says something at first sight: what comes first along the first number behind it; null where there are no two such columns. */
export function firstChoice(columns: readonly SqlColumn[]): Drawn | null {
  const named = columns.findIndex(({ kind }) => kind !== 'number');
  const x = Math.max(0, named);
  const isY = ({ kind }: SqlColumn, at: number): boolean => kind === 'number' && at !== x;
  const behind = columns.findIndex((column, at) => at > x && isY(column, at));
  const y = behind < 0 ? columns.findIndex(isY) : behind;
  if (y < 0) return null;
  const along = columns[x]?.kind;
  const mark = along === 'date' || along === 'instant' ? 'line' : along === 'number' ? 'point' : 'bar';
  const isColour = ({ kind, values }: SqlColumn, at: number): boolean =>
    at !== y && at !== x && (kind === 'text' || kind === 'bool') && new Set(values).size <= hues;
  const colour = columns.findIndex(isColour);
  return { mark, x, y, colour: colour < 0 ? null : colour };
}

/** Whether a choice made for another result fits this one. */
export const fits = (choice: Drawn, { columns }: SqlRows): boolean =>
  [choice.x, choice.y, choice.colour ?? 0].every((at) => at < columns.length) && columns[choice.y]?.kind === 'number';

/** Marks drawn at most. */
export const mostMarks = 5000;
const height = 320;

/** The rows drawn as chosen; instants by the clock of the project. */
export function sqlPicture(answer: SqlRows, choice: Drawn, timezone: string): Picture {
  const { columns } = answer;
  const [x, y] = [columns[choice.x], columns[choice.y]];
  const colour = choice.colour === null ? undefined : columns[choice.colour];
  if (x === undefined || y === undefined) throw new RangeError('no such column');
  const rows = Array.from({ length: Math.min(answer.rows, mostMarks) }, (_, at): Row => ({
    x: along(x, x.values[at] ?? null, timezone),
    y: number(y.values[at] ?? null),
    ...(colour === undefined ? {} : { colour: cellText(colour.values[at] ?? null, colour, timezone) }),
    tip: [x, y, ...(colour === undefined ? [] : [colour])]
      .map((one) => `${one.name}: ${cellText(one.values[at] ?? null, one, timezone)}`)
      .join('\n'),
  }));
  return {
    label: t('sql.chartOf', { x: x.name, y: y.name }),
    ...{ rows, height },
    spec: (paint) => specOf(paint, choice.mark, x, y, colour),
    specKey: JSON.stringify([choice.mark, x.name, x.kind, y.name, colour?.name ?? null]),
  };
}

/** Whether the names of all bars have room beside each other, so that nobody has to tilt the head. */
function fitsInLine({ values }: SqlColumn): boolean {
  const names = [...new Set(values.map(String))];
  const wide = (name: string): number => [...name].reduce((sum, letter) => sum + (letter > '\u00ff' ? 2 : 1), 2);
  return names.reduce((sum, name) => sum + wide(name), 0) <= 75;
}

const isTime = ({ kind }: SqlColumn): boolean => kind === 'date' || kind === 'instant';

/** Times as UTC that reads as the project's clock: charts have no zones. */
function along(column: SqlColumn, value: SqlCell, timezone: string): string | number | null {
  if (value === null) return null;
  if (column.kind === 'instant' && typeof value === 'number')
    return Date.parse(`${wallTime(new Date(value).toISOString(), timezone)}Z`);
  if (column.kind === 'date') return Date.parse(`${String(value)}${String(value).includes('T') ? 'Z' : ''}`);
  if (column.kind === 'number') return number(value);
  return String(value);
}

const number = (value: SqlCell): number | null => {
  const read = value === null || typeof value === 'boolean' ? Number.NaN : Number(value);
  return Number.isFinite(read) ? read : null;
};

function specOf(paint: Paint, mark: Mark, x: SqlColumn, y: SqlColumn, colour: SqlColumn | undefined): object {
  const drawn = {
    bar: { type: 'bar' },
    line: { type: 'line', point: { size: 18 } },
    point: { type: 'point', filled: true, size: 30, opacity: 0.7 },
  }[mark];
  // A value of a query is no outcome and no result: their hues would say something of it.
  const range = Array.from({ length: hues }, (_, at) => paint(`category-${at + 1}`));
  return {
    mark: { ...drawn, ...(colour === undefined ? { color: paint('accent') } : {}) },
    encoding: {
      x: {
        field: 'x',
        title: x.name,
        ...(isTime(x)
          ? { type: 'temporal', scale: { type: 'utc' }, axis: { format: '%Y-%m-%d', labelOverlap: 'greedy' } }
          : x.kind === 'number' && mark !== 'bar'
            ? { type: 'quantitative', scale: { zero: false } }
            : { type: 'nominal', sort: null, axis: { labelLimit: 120, ...(fitsInLine(x) ? { labelAngle: 0 } : {}) } }),
      },
      y: { field: 'y', type: 'quantitative', title: y.name, scale: { zero: mark === 'bar' } },
      ...(colour === undefined
        ? {}
        : { color: { field: 'colour', type: 'nominal', scale: { range }, legend: { columns: 6, labelLimit: 160 } } }),
      tooltip: { field: 'tip' },
    },
  };
}
