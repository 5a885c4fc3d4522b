import type { ByState } from '../backtest.ts';
import { results, type ScreeningResult } from '../ruleset.ts';
import { outcomeStates, type OutcomeState } from '../target.ts';

/** Marks of an order, as bits: what of it is added up where. */
export const marks = {
  /** The one attempt that stands for its purchase. */
  head: 1,
  /** Old enough for its outcome to be known. */
  mature: 2,
  /** A person decided on it in history, and let it pass. */
  byHand: 4,
  passedByHand: 8,
  /** One of several attempts at a purchase, or its outcome cost something: added up apart, purchase by purchase. */
  apart: 16,
} as const;

/** A customer in the units that `customers` is counted in. */
export const customerUnits = 1_000_000;

/** What one order adds to a measure: `share` of its customer's good purchases, in `customerUnits`; losses in minor units. */
export type Adds = 'one' | 'amount' | 'share' | PurchaseValue;
/** What the outcome of a purchase cost, by who bears it, and its chargebacks; only purchases added up apart have any. */
export const purchaseValues = ['lossShop', 'lossIssuer', 'lossUnknown', 'chargesShop', 'chargesUnknown'] as const;
export type PurchaseValue = (typeof purchaseValues)[number];

/**
 * What is added up of orders, in this order: of those with every mark of `of`. What needs the mark `head` is told of purchases,
 * and stands under the most lenient decision of its attempts: who tries again until one of them passes gets what he wants. All
 * else is told of every attempt under its own decision. Purchases in other currencies than the one measured in are in none.
 */
export const measures = {
  orders: { adds: 'one', of: 0 },
  amount: { adds: 'amount', of: 0 },
  byHand: { adds: 'one', of: marks.byHand },
  passedByHand: { adds: 'one', of: marks.byHand | marks.passedByHand },
  intents: { adds: 'one', of: marks.head },
  intentAmount: { adds: 'amount', of: marks.head },
  /** Purchases that are old enough for their outcome to be known, whether it is known or not. */
  cohort: { adds: 'one', of: marks.head | marks.mature },
  /** Good purchases, each as the share that it is of the good purchases of its customer. */
  customers: { adds: 'share', of: marks.head },
  lossShop: { adds: 'lossShop', of: marks.head },
  lossIssuer: { adds: 'lossIssuer', of: marks.head },
  lossUnknown: { adds: 'lossUnknown', of: marks.head },
  chargesShop: { adds: 'chargesShop', of: marks.head },
  chargesUnknown: { adds: 'chargesUnknown', of: marks.head },
} as const satisfies Readonly<Record<string, { readonly adds: Adds; readonly of: number }>>;

export type Measure = keyof typeof measures;
export const measureNames = Object.keys(measures) as readonly Measure[];

/** Whether a measure is told of purchases, not of each attempt. */
export const ofPurchases = (measure: Measure): boolean => (measures[measure].of & marks.head) !== 0;

export type Sums = Readonly<Record<Measure, number>>;

/** Everything additive of a backtest: sums by decision and outcome state. */
export type Cells = { readonly [R in ScreeningResult]: { readonly [S in OutcomeState]: Sums } };

/** Numbers of one code of a tally. */
export const cellNumbers = results.length * outcomeStates.length * measureNames.length;

/**
 * Sums by code (a group of entities, a week, a value of a segment), decision, state and measure, one after the other in
 * that order.
 */
export type TallySums = ArrayLike<number>;

const placeOf = (result: number, state: number, measure: number): number =>
  (result * outcomeStates.length + state) * measureNames.length + measure;

/** The sums of one code of a tally. */
export const cellsAt = (sums: TallySums, code: number): Cells => cellsBy((at) => sums[code * cellNumbers + at] ?? 0);

/** The sums over all codes. */
export function cellsOver(sums: TallySums): Cells {
  const totals = new Float64Array(cellNumbers);
  for (let i = 0; i < sums.length; i += 1) {
    const at = i % cellNumbers;
    totals[at] = (totals[at] ?? 0) + (sums[i] ?? 0);
  }
  return cellsBy((at) => totals[at] ?? 0);
}

/** Sums of all measures that stand from a place on. */
export const sumsAt = (numbers: TallySums, from: number): Sums =>
  record(measureNames, (_, measure) => numbers[from + measure] ?? 0);

function cellsBy(of: (place: number) => number): Cells {
  const sums = (result: number, state: number): Sums =>
    record(measureNames, (_, measure) => of(placeOf(result, state, measure)));
  return record(results, (_, result) => record(outcomeStates, (_state, state) => sums(result, state)));
}

/**
 * What runs of earlier versions can say: every order its own intent, and whatever is bad lost its amount, nobody told who
 * bears it. Every known order counts as matured.
 */
export function cellsOfOrders(decided: { readonly [R in ScreeningResult]: ByState }): Cells {
  return record(results, (result) =>
    record(outcomeStates, (state): Sums => {
      const { orders, amount } = decided[result][state];
      const bad = state === 'bad';
      return {
        ...record(measureNames, () => 0),
        ...{ orders, amount, intents: orders, intentAmount: amount },
        customers: state === 'good' ? orders * customerUnits : 0,
        cohort: bad || state === 'good' ? orders : 0,
        lossUnknown: bad ? amount : 0,
        chargesUnknown: bad ? orders : 0,
      };
    }),
  );
}

function record<K extends string, T>(keys: readonly K[], of: (key: K, place: number) => T): { [P in K]: T } {
  // The keys are all there are.
  return Object.fromEntries(keys.map((key, place) => [key, of(key, place)])) as { [P in K]: T };
}

/** Orders with one of these decisions, in one of these states, and what is read of them. */
export interface Picked {
  readonly results: readonly ScreeningResult[];
  readonly states: readonly OutcomeState[];
  readonly measure: Measure;
}

/** A sum over cells, each times a weight: every figure is one of them, or one divided by another. */
export type Linear = readonly (Picked & { readonly weight: number })[];

export const pickedFrom = (cells: Cells, { results: rows, states, measure }: Picked): number =>
  rows.reduce((sum, result) => sum + states.reduce((part, state) => part + cells[result][state][measure], 0), 0);

export const linearOf = (cells: Cells, linear: Linear): number =>
  linear.reduce((sum, term) => sum + term.weight * pickedFrom(cells, term), 0);

/** The same for every code of a tally. */
export function linearByCode(sums: TallySums, linear: Linear): Float64Array {
  const weights = new Float64Array(cellNumbers);
  for (const { results: rows, states, measure, weight } of linear)
    for (const result of rows)
      for (const state of states) {
        const at = placeOf(results.indexOf(result), outcomeStates.indexOf(state), measureNames.indexOf(measure));
        weights[at] = (weights[at] ?? 0) + weight;
      }
  const used = [...weights.keys()].filter((at) => weights[at] !== 0);
  const values = new Float64Array(Math.floor(sums.length / cellNumbers));
  for (let code = 0; code < values.length; code += 1)
    for (const at of used)
      values[code] = (values[code] ?? 0) + (weights[at] ?? 0) * (sums[code * cellNumbers + at] ?? 0);
  return values;
}

/** The same without zeros, of which a tally of few orders is full. */
export interface SparseSums {
  readonly length: number;
  readonly places: Uint32Array;
  readonly values: Float64Array;
}

export function sparseSums(sums: TallySums): SparseSums {
  const places = Uint32Array.from(Array.from({ length: sums.length }, (_, at) => at).filter((at) => sums[at] !== 0));
  return { length: sums.length, places, values: Float64Array.from(places, (at) => sums[at] ?? 0) };
}

export function denseSums({ length, places, values }: SparseSums): Float64Array {
  const sums = new Float64Array(length);
  places.forEach((at, i) => (sums[at] = values[i] ?? 0));
  return sums;
}

/** A tally as a text to be kept: numbers with commas, runs of zeros as `z` and their length. */
export function packedSums(sums: TallySums): string {
  const parts: string[] = [];
  let zeros = 0;
  const end = (): void => {
    if (zeros > 0) parts.push(`z${zeros}`);
    zeros = 0;
  };
  for (let i = 0; i < sums.length; i += 1) {
    const value = sums[i] ?? 0;
    if (value === 0) zeros += 1;
    else {
      end();
      parts.push(String(value));
    }
  }
  end();
  return parts.join(',');
}

/** What `packedSums` made a text of; null where it is none. */
export function unpackedSums(text: string): Float64Array<ArrayBuffer> | null {
  const parts = text === '' ? [] : text.split(',');
  const lengthOf = (part: string): number => (part.startsWith('z') ? Number(part.slice(1)) : 1);
  const length = parts.reduce((sum, part) => sum + lengthOf(part), 0);
  if (!Number.isSafeInteger(length) || length % cellNumbers !== 0) return null;
  const sums = new Float64Array(length);
  let at = 0;
  for (const part of parts) {
    if (!part.startsWith('z')) sums[at] = Number(part);
    at += lengthOf(part);
  }
  return sums.every(Number.isFinite) ? sums : null;
}
