import { z } from 'zod';
import type { SlowerWhy } from './backtest.ts';
import type { ColumnType } from './columns.ts';
import type { Bin } from './explore.ts';
import { filterSchema, type Clause } from './filter.ts';
import { judgedSchema } from './results/judged.ts';
import { wilson } from './results/intervals.ts';
import { share } from './share.ts';
import { outcomeStates, type OutcomeState } from './target.ts';

/** Views of the same orders that answer each other: each filters all others, and none itself. */

/**
 * What a view lays the orders out by: a column's values, the weeks of history, or day of the week and hour, in the project's zone; the
 * amount in bands of round numbers; how far goods go from where their buyer lives; or the ways of orders (`ways` of stages.ts).
 */
export const axisSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('column'), column: z.string() }),
  z.strictObject({ kind: z.literal('weeks') }),
  z.strictObject({ kind: z.literal('weekHours') }),
  z.strictObject({ kind: z.literal('amountBands') }),
  z.strictObject({ kind: z.literal('deliveryDistance') }),
  z.strictObject({ kind: z.literal('stages') }),
]);
export type LinkedAxis = z.infer<typeof axisSchema>;

const axesSchema = z.array(axisSchema).min(1).max(40);
export const linkedSchema = z.strictObject({
  axes: axesSchema,
  filter: filterSchema,
  judged: judgedSchema.exactOptional(),
});
/** `active`: the place of the axis on which something is about to be chosen. */
export const linkedIndexSchema = z.strictObject({ ...linkedSchema.shape, active: z.int().min(0).max(39) });
export type LinkedAsked = z.infer<typeof linkedSchema>;
export type LinkedIndexAsked = z.infer<typeof linkedIndexSchema>;

/**
 * A place on an axis. `week`: [min, max) epoch ms, of weeks or, in a long history, longer; `weekHour`: min is 24 × day (Monday 0) + hour;
 * `distance`: the label is its class; `stage`: min is the place among the ways.
 */
export interface LinkedBin extends Pick<Bin, 'label' | 'min' | 'max' | 'clause'> {
  readonly kind: Bin['kind'] | 'week' | 'weekHour' | 'distance' | 'stage';
}

/**
 * Orders and their amounts (minor units of the project's currency) by bin and, within it, by how they ended, in the order of
 * `outcomeStates`.
 */
export interface LinkedFigures {
  readonly orders: readonly number[];
  readonly amounts: readonly number[];
}

export interface LinkedView {
  readonly axis: LinkedAxis;
  readonly type: ColumnType;
  /** How many values the column has, without missing ones; null for numbers and times. */
  readonly distinct: number | null;
  readonly bins: readonly LinkedBin[];
  readonly figures: LinkedFigures;
}

/** Views in the order of their axes, each without what the filter says of its own axis, and what all of it leaves. */
export interface LinkedAnswer {
  readonly views: readonly LinkedView[];
  readonly orders: number;
  /** Why they were counted by DuckDB, which is slower; missing where they were not. */
  readonly slower?: SlowerWhy;
}

/**
 * Of every view, `null` of the active one and others of its column, figures for each bin of the active axis: `orders` and `amounts` by active bin, own bin and
 * state. What is chosen on the active axis is the sum over its bins.
 */
export interface LinkedIndex {
  readonly active: number;
  readonly views: readonly (LinkedIndexed | null)[];
}

export interface LinkedIndexed {
  readonly orders: Float64Array;
  readonly amounts: Float64Array;
}

const states = outcomeStates.length;

/** A bin with what it holds. Rates are of orders whose outcome is known and matured, null where there are none; `interval` takes each order to stand for itself (Wilson). */
export interface ViewBin extends LinkedBin {
  readonly orders: number;
  readonly amount: number;
  readonly bad: number;
  readonly good: number;
  readonly immature: number;
  readonly blocked: number;
  readonly excluded: number;
  readonly badAmount: number;
  readonly knownAmount: number;
  readonly badRate: number | null;
  readonly badRateAmount: number | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
}

export function binsWith(bins: readonly LinkedBin[], { orders, amounts }: LinkedFigures): ViewBin[] {
  return bins.map((bin, place) => {
    const of = (figures: readonly number[], state: OutcomeState): number =>
      figures[place * states + outcomeStates.indexOf(state)] ?? 0;
    const all = (figures: readonly number[]): number =>
      outcomeStates.reduce((sum, state) => sum + of(figures, state), 0);
    const [bad, good] = [of(orders, 'bad'), of(orders, 'good')];
    const [badAmount, knownAmount] = [of(amounts, 'bad'), of(amounts, 'bad') + of(amounts, 'good')];
    return {
      ...bin,
      ...{
        orders: all(orders),
        amount: all(amounts),
        bad,
        good,
        immature: of(orders, 'immature'),
        blocked: of(orders, 'blocked'),
        excluded: of(orders, 'excluded'),
        badAmount,
        knownAmount,
      },
      ...{ badRate: share(bad, bad + good), badRateAmount: share(badAmount, knownAmount) },
      interval: wilson(bad, bad + good),
    };
  });
}

/** Figures of a view where bins `from` to `to` (not included) of the active axis are chosen. */
export function chosenFigures(
  { orders, amounts }: LinkedIndexed,
  bins: number,
  from: number,
  to: number,
): LinkedFigures {
  const size = bins * states;
  const summed = (of: Float64Array): number[] => {
    const sums = new Array<number>(size).fill(0);
    for (let bin = from; bin < to; bin += 1)
      for (let at = 0; at < size; at += 1) sums[at] = (sums[at] ?? 0) + (of[bin * size + at] ?? 0);
    return sums;
  };
  return { orders: summed(orders), amounts: summed(amounts) };
}

/** One clause for all bins `from` to `to` (not included) that lie beside each other; null where none says so. */
export function clauseOfBins(bins: readonly LinkedBin[], from: number, to: number): Clause | null {
  const chosen = bins.slice(from, to);
  const [first, last] = [chosen[0]?.clause, chosen.at(-1)?.clause];
  if (first === undefined || last === undefined) return null;
  if (chosen.length === 1) return first;
  if (first.kind === 'range' && last.kind === 'range') return { ...first, max: last.max };
  if (first.kind === 'time' && last.kind === 'time') return { ...first, to: last.to };
  if (first.kind === 'hour' && last.kind === 'hour') return { ...first, to: last.to };
  if (first.kind === 'deliveryDistance') {
    const classes = chosen.flatMap(({ clause }) => (clause.kind === 'deliveryDistance' ? clause.classes : []));
    return { ...first, classes };
  }
  if (first.kind === 'in') {
    const values = chosen.flatMap(({ clause }) => (clause.kind === 'in' ? clause.values : []));
    return chosen.every(({ clause }) => clause.kind === 'in') ? { ...first, values } : null;
  }
  return null;
}
