import { readRows } from '../../kernels/sidecar/column-file.ts';
import { noResult, stateCount } from '../../kernels/matrix/shapes.ts';
import {
  marks,
  measureNames,
  measures,
  ofPurchases,
  purchaseValues,
  type Adds,
  type PurchaseValue,
} from '../../model/results/tally.ts';
import { results } from '../../model/ruleset.ts';
import { ownOrder, type TallyColumns } from '../tally.ts';
import { sql, type Sql } from '../../store/sql.ts';
import { nameOf, type CodedColumn, type Wish } from '../../columns/coded.ts';
import type { KnownColumns, Source } from '../../columns/known-columns.ts';
import type { OpenRows } from '../../columns/open-rows.ts';
import type { Workbench } from './rule-bitmaps.ts';

/** Whether an order is added up apart. */
export const isApart = (columns: TallyColumns, currency: string, only: string | null): Sql =>
  sql`(${ownOrder(currency, only)} AND (${columns.marks} & ${marks.apart}::UTINYINT) <> 0)`;

type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/**
 * The orders that are added up apart, in the order of all rows: those of purchases with several attempts, and those whose
 * outcome cost something. They are few, so that what they add is added one by one when the result of each is known.
 */
export interface Apart {
  readonly rows: number;
  /** As in the base: 0 outside. */
  readonly states: Numbers;
  /** The purchase that several attempts are of, from 1 on; 0 for an order alone. */
  readonly visits: Uint32Array;
  readonly lastVisit: number;
  readonly marks: Numbers;
  readonly adding: Adding;
  /** Place of the code that a tally is taken by, from 0 on; −1 for none. */
  readonly places: Int32Array;
}

/** Columns of the orders that are added up apart, and of no others. */
export interface ApartWishes {
  readonly among: Sql;
  /** The column that all of it is of. */
  readonly of: string;
  readonly states: Wish;
  readonly amounts: Wish;
  readonly codes: Wish;
  readonly marks: Wish;
  readonly shares: Wish;
  readonly visits: Wish;
  readonly values: Readonly<Record<PurchaseValue, Wish>>;
}

export function apartWishes(
  columns: TallyColumns,
  among: Sql,
  version: string,
  { states, amounts, codes }: Pick<ApartWishes, 'states' | 'amounts' | 'codes'>,
): ApartWishes {
  // The same words make another column of some orders than of all.
  const apart = (wish: Wish): Wish => ({
    ...wish,
    version: `${version} apart ${among.text} ${among.values.map(String).join(' ')}`,
  });
  const own = (kind: Wish['kind'], of: Sql): Wish => apart({ kind, of, reads: [columns.of] });
  const reading = (wish: Wish): Wish => apart({ ...wish, reads: [...new Set([columns.of, ...wish.reads])] });
  return {
    ...{ among, of: columns.of },
    ...{ states: reading(states), amounts: reading(amounts), codes: reading(codes) },
    marks: own('states', columns.marks),
    shares: own('amounts', columns.share),
    visits: own('int', columns.visit),
    values: {
      lossShop: own('amounts', columns.valueOf('lossShop')),
      lossIssuer: own('amounts', columns.valueOf('lossIssuer')),
      lossUnknown: own('amounts', columns.valueOf('lossUnknown')),
      chargesShop: own('amounts', columns.valueOf('chargesShop')),
      chargesUnknown: own('amounts', columns.valueOf('chargesUnknown')),
    },
  };
}

const allOf = ({ states, amounts, codes, marks: bits, shares, visits, values }: ApartWishes): readonly Wish[] => [
  ...[states, amounts, codes, bits, shares, visits],
  ...purchaseValues.map((name) => values[name]),
];

/** Makes the columns that are not there yet. */
export async function prepareApart(source: Source, known: KnownColumns, wishes: ApartWishes): Promise<void> {
  const among: Source = {
    ...source,
    apart: true,
    reading: (columns, judged, work) =>
      source.reading([...new Set([wishes.of, ...columns])], judged, (rows) =>
        work({ ...sql`(SELECT * FROM ${rows} WHERE ${wishes.among})`, order: rows.order }),
      ),
  };
  await known.made(among, (columns) => {
    for (const wish of allOf(wishes)) if (columns.find(nameOf(wish)) === undefined) columns.wish(wish);
  });
}

const kept = new WeakMap<OpenRows, Map<string, Apart>>();
/** Filters and currencies whose orders apart are kept. */
const mostKept = 8;

/** Read once for each base and code; the columns are there. */
export function apartOrders({ open, known }: Workbench, wishes: ApartWishes): Apart {
  const own = kept.get(open) ?? new Map<string, Apart>();
  kept.set(open, own);
  const names = allOf(wishes).map(nameOf);
  const key = JSON.stringify(names);
  const there = own.get(key);
  if (there !== undefined) return there;
  const none = new Uint8Array();
  const [states = none, amounts = none, codes = none, bits = none, share = none, visits = none, ...rest] = names.map(
    (name) => numbersOf(known.column(name)),
  );
  const [lossShop = none, lossIssuer = none, lossUnknown = none, chargesShop = none, chargesUnknown = none] = rest;
  const adds = { amount: amounts, share, lossShop, lossIssuer, lossUnknown, chargesShop, chargesUnknown };
  const places = placesOf(codes, wishes.codes, known.column(nameOf(wishes.codes)));
  const adding = addingOf({ states, marks: bits, adds });
  const made: Apart = { rows: states.length, states, marks: bits, places, adding, ...numbered(visits) };
  own.set(key, made);
  for (const oldest of [...own.keys()].slice(0, -mostKept)) own.delete(oldest);
  return made;
}

function numbersOf({ path, head }: CodedColumn): Numbers {
  const made = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f64: Float64Array }[head.kind];
  const numbers = new made(head.rows);
  readRows(path, head, 0, head.rows, new Uint8Array(numbers.buffer));
  return numbers;
}

/** Whole numbers count from 1 on, code 0 is none of them; other codes are places as they are. */
const placesOf = (codes: Numbers, { kind }: Wish, { offset }: CodedColumn): Int32Array =>
  Int32Array.from(codes, (code) => (kind !== 'int' ? code : code === 0 ? -1 : code + offset - 1));

/** Purchases by small numbers. */
function numbered(codes: Numbers): { readonly visits: Uint32Array; readonly lastVisit: number } {
  const places = new Map<number, number>();
  const visits = Uint32Array.from(codes, (code) => {
    // NULL is 0, and NaN in doubles.
    if (!(code > 0)) return 0;
    const place = places.get(code) ?? places.size + 1;
    places.set(code, place);
    return place;
  });
  return { visits, lastVisit: places.size };
}

const size = stateCount * measureNames.length;
const added = measureNames.flatMap((name, place) => (ofPurchases(name) ? [{ place, ...measures[name] }] : []));

/** What is told of purchases, of every order apart: that of order i stands from `starts[i]` on up to `starts[i + 1]`. */
interface Adding {
  readonly starts: Uint32Array;
  /** Places of measures, and what is added to each. */
  readonly measures: Uint8Array;
  readonly values: Float64Array;
}

type Values = Readonly<Record<Exclude<Adds, 'one'>, Numbers>>;

function addingOf({ states, marks: bits, adds }: Pick<Apart, 'states' | 'marks'> & { readonly adds: Values }): Adding {
  const starts = new Uint32Array(states.length + 1);
  const places = new Uint8Array(states.length * added.length);
  const values = new Float64Array(places.length);
  let end = 0;
  states.forEach((_, order) => {
    for (const { place, adds: what, of } of added) {
      const value = what === 'one' ? 1 : (adds[what][order] ?? 0);
      if (((bits[order] ?? 0) & of) !== of || value === 0) continue;
      places[end] = place;
      values[end] = value;
      end += 1;
    }
    starts[order + 1] = end;
  });
  return { starts, measures: places.slice(0, end), values: values.slice(0, end) };
}

/**
 * Adds the purchases of the orders apart to sums by code, result, state and measure: each under the most lenient result of its
 * attempts. `decided` is the result of each order apart, `places` their places; those below 0 are left out.
 */
export function addPurchases(
  sums: Float64Array,
  apart: Apart,
  decided: Uint8Array,
  places: ArrayLike<number> = apart.places,
): void {
  const lenient = leastOfAttempts(apart, decided, decided);
  for (let i = 0; i < apart.rows; i += 1) {
    const [state, result, place] = [apart.states[i] ?? 0, lenient[i] ?? results.length, places[i] ?? -1];
    if (state === 0 || result >= results.length || place < 0) continue;
    addPurchase(sums, (place * results.length + result) * size + (state - 1) * measureNames.length, apart, i);
  }
}

/** For each order apart the least number of all attempts at its purchase that are decided at all. */
export function leastOfAttempts(apart: Apart, decided: Uint8Array, numbers: ArrayLike<number>): Int32Array {
  const none = 2 ** 31 - 1;
  const least = new Int32Array(apart.lastVisit + 1).fill(none);
  const own = new Int32Array(apart.rows);
  for (let i = 0; i < apart.rows; i += 1) {
    const number = (decided[i] ?? noResult) < results.length ? (numbers[i] ?? none) : none;
    const visit = apart.visits[i] ?? 0;
    own[i] = number;
    if (number < (least[visit] ?? none)) least[visit] = number;
  }
  for (let i = 0; i < apart.rows; i += 1) {
    const visit = apart.visits[i] ?? 0;
    if (visit !== 0) own[i] = least[visit] ?? none;
  }
  return own;
}

/** Adds what is told of purchases, of one order apart, to the measures from a place on. */
export function addPurchase(sums: Float64Array, from: number, { adding }: Apart, order: number): void {
  const end = adding.starts[order + 1] ?? 0;
  for (let k = adding.starts[order] ?? 0; k < end; k += 1) {
    const at = from + (adding.measures[k] ?? 0);
    sums[at] = (sums[at] ?? 0) + (adding.values[k] ?? 0);
  }
}
