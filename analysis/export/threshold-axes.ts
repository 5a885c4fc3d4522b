import {
  childrenOf,
  itemsPath,
  type CheckedRule,
  type ScopeField,
  type Term,
  type TermOf,
} from '../expression/index.ts';
import type { Vector, VectorLines, VectorValue } from '../model/package.ts';

export type Comparison = TermOf<'compare'>;
/** A record and what of it stood on lists. */
export type Values = Pick<Vector, 'record' | 'lists'>;

/** One thing of a record that can be moved alone, as places on a line. */
export interface Axis {
  readonly path: string;
  /** Where the record stands. */
  readonly own: number;
  /** Looked at first, to find between which the comparison turns. */
  readonly places: readonly number[];
  /** The least step at a place. */
  readonly unit: (place: number) => number;
  readonly valueAt: (place: number) => VectorValue;
}

const one = (): number => 1;
const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000];
/** The years 1 to 9999, as epoch ms. */
const timeRange = [-62_135_596_800_000, 253_402_300_799_999] as const;
/** Whole numbers tried: beyond them sums and products leave the range. */
const spread = [0, 1, 10, 1000, 1e6, 1e9, 1e12];
const mostLetters = 1000;
const mostLines = 50;

/** Everything a comparison reads that can be moved, from a record on; nothing that the record does not have. */
export function axesOf(comparison: Comparison, { fields }: CheckedRule, base: Values): readonly Axis[] {
  const inside = descendants(comparison);
  const literals = inside.flatMap((term) => (term.kind === 'literal' ? numberOfLiteral(term) : []));
  const sized = new Set(
    inside.flatMap((term) => (term.kind === 'size' && term.target.kind === 'field' ? [term.target.field.path] : [])),
  );
  const read = new Set(inside.flatMap((term) => (term.kind === 'field' ? [term.field.path] : [])));
  const own = fields
    .filter(({ path }) => read.has(path))
    .flatMap((field): readonly Axis[] => {
      const value = base.record[field.path];
      if (value === undefined) return [];
      if (typeof value === 'string' && sized.has(field.path)) return [letters(field, value, literals)];
      if (typeof value === 'string' && field.type === 'timestamp')
        return instants(field, Date.parse(value), inside, literals, base);
      return typeof value === 'number' ? [numbers(field, value, literals, base)] : [];
    });
  const lines = base.record[itemsPath];
  return [...own, ...(Array.isArray(lines) ? linesOf(inside, lines, literals) : [])];
}

const descendants = (term: Term): readonly Term[] => [term, ...childrenOf(term).flatMap(descendants)];

/** Instants in epoch ms. */
function numberOfLiteral({ type, value }: TermOf<'literal'>): readonly number[] {
  if (type === 'timestamp') return [Math.floor(Number(value) / 1000)];
  return typeof value === 'bigint' || typeof value === 'number' ? [Number(value)] : [];
}

function numbers({ path, type }: ScopeField, own: number, literals: readonly number[], { record }: Values): Axis {
  const others = Object.values(record).filter((value) => typeof value === 'number');
  if (type !== 'double') return { path, own, places: wholesAround([own, ...literals, ...others]), unit: one, valueAt };
  const places = [...spread, ...spread.map((value) => -value), own, ...literals, ...others];
  return { path, own, places, unit: (place) => Math.max(Math.abs(place) * 1e-9, 1e-9), valueAt: rounded };
}

const valueAt = (place: number): number => place;

/** Digits that every engine holds, those that count in decimals too. */
const rounded = (place: number): number => Number(place.toPrecision(15));

/** Whole numbers beside those that a comparison names or meets, twice as far, and near and far from 0. */
function wholesAround(named: readonly number[]): readonly number[] {
  const near = named.flatMap((at) =>
    [at, 2 * at].flatMap((place) => [Math.trunc(place) - 1, Math.trunc(place), Math.trunc(place) + 1]),
  );
  return [...near, ...spread, ...spread.map((value) => -value)].filter(Number.isSafeInteger);
}

/** Steps that show what each part of the clock can be. */
const clockSteps: Readonly<Record<TermOf<'part'>['name'], readonly [step: number, count: number]>> = {
  getMilliseconds: [second / 20, 20],
  getSeconds: [second, 60],
  getMinutes: [minute, 60],
  getHours: [hour, 24],
  getDayOfWeek: [day, 7],
  getDate: [day, 31],
  getDayOfMonth: [day, 31],
  getDayOfYear: [day * 10, 37],
  getMonth: [day * 20, 19],
  getFullYear: [day * 366, 5],
};

function instants(
  { path }: ScopeField,
  own: number,
  inside: readonly Term[],
  literals: readonly number[],
  { record }: Values,
): readonly Axis[] {
  if (Number.isNaN(own)) return [];
  const parts = inside.flatMap((term) => (term.kind === 'part' ? [term] : []));
  const steps =
    parts.length === 0 ? [[hour, 1] as const, [day * 30, 12] as const] : parts.map(({ name }) => clockSteps[name]);
  const years = parts.some(({ name }) => name === 'getFullYear')
    ? literals.flatMap((year) => [Date.UTC(year, 0, 1) - 2 * day, Date.UTC(year + 1, 0, 1) + 2 * day])
    : [];
  const shifts = inside.flatMap((term) => (term.kind === 'shift' ? [-Number(term.micros) / 1000] : []));
  const named = [...literals.filter(() => parts.length === 0), ...Object.values(record).flatMap(epochOf), ...years];
  const places = [
    ...[own, ...named, ...named.flatMap((at) => shifts.map((shift) => at + shift))].flatMap((at) => [
      at - 1,
      at,
      at + 1,
    ]),
    ...steps.flatMap(([step, count]) => Array.from({ length: 2 * count + 1 }, (_, n) => own + (n - count) * step)),
  ];
  const inReach = places.map(Math.round).filter((at) => at >= timeRange[0] && at <= timeRange[1]);
  return [{ path, own, places: inReach, unit: one, valueAt: (at) => new Date(at).toISOString() }];
}

function epochOf(value: VectorValue): readonly number[] {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT/.test(value)) return [];
  const at = Date.parse(value);
  return Number.isNaN(at) ? [] : [at];
}

function letters({ path }: ScopeField, own: string, literals: readonly number[]): Axis {
  const length = [...own].length;
  const places = [0, 1, 10, 100, mostLetters, length, ...literals].filter(
    (place) => Number.isInteger(place) && place >= 0 && place <= mostLetters,
  );
  return { path, own: length, places, unit: one, valueAt: (place) => 'x'.repeat(place) };
}

/** How many lines there are, where that can matter, and numbers of the first one. */
function linesOf(inside: readonly Term[], lines: VectorLines, literals: readonly number[]): readonly Axis[] {
  const [first, ...others] = lines;
  if (first === undefined) return [];
  const path = itemsPath;
  const count: Axis = {
    ...{ path, own: lines.length, places: Array.from({ length: mostLines }, (_, n) => n + 1), unit: one },
    valueAt: (place) => Array.from({ length: place }, (_, n) => lines[n] ?? first),
  };
  const fields = new Set(inside.flatMap((term) => (term.kind === 'item' ? [term.field] : [])));
  const numbered = [...fields].flatMap(({ name }): Axis[] => {
    const own = first[name];
    if (typeof own !== 'number') return [];
    const numbersOfLine = Object.values(first).filter((value) => typeof value === 'number');
    return [
      {
        ...{ path, own, places: wholesAround([own, ...literals, ...numbersOfLine]), unit: one },
        valueAt: (place) => [{ ...first, [name]: place }, ...others],
      },
    ];
  });
  return [...(inside.some(({ kind }) => kind === 'total') ? [count] : []), ...numbered];
}
