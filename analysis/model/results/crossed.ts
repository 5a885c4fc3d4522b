import type { RecordedResult } from '../filter.ts';
import { results, type ScreeningResult } from '../ruleset.ts';
import { isBillKind, type OutcomeState, type Target } from '../target.ts';
import { partAt, partGroups } from './breakdown.ts';
import {
  cellNumbers,
  cellsOver,
  customerUnits,
  measureNames,
  type Cells,
  type Measure,
  type Sums,
  type TallySums,
} from './tally.ts';

/** What one side decided of an order; `none` where it is not recorded. */
export type Decided = RecordedResult;

/**
 * Decisions of two sides on the same orders: a row for what one side (the champion, or what was decided then) decided, in it
 * by what the other (the challenger) decides everything additive, and the same by groups of entities. Rows and columns add up
 * to what each side decided by itself.
 */
export type Crossed = readonly CrossedRow[];

export interface CrossedRow {
  readonly decided: Decided;
  readonly cells: Cells;
  readonly groups: TallySums;
}

/** A breakdown whose parts are what the one side decided, one for each row. */
export const crossedOf = (parts: Float64Array, rows: readonly Decided[]): Crossed =>
  rows.map((decided, part) => ({ decided, ...partAt(parts, part) }));

/** A selection of the matrix: rows, columns and outcome states. */
export interface Moved {
  readonly from: readonly Decided[];
  readonly to: readonly ScreeningResult[];
  readonly states: readonly OutcomeState[];
}

/** A sum over cells of the matrix. */
export function movedSum(crossed: Crossed, { from, to, states }: Moved, measure: Measure): number {
  let sum = 0;
  for (const { decided, cells } of crossed)
    if (from.includes(decided))
      for (const result of to) for (const state of states) sum += cells[result][state][measure];
  return sum;
}

/** What one side decides, by groups of entities: the sums of a tally. */
export interface Side {
  readonly cells: Cells;
  readonly groups: Float64Array;
}

/** Sums of one result. */
const own = cellNumbers / results.length;

/**
 * Both sides on the orders of these rows and columns, by default of every row in which the one side decided anything: both are
 * then of the same orders.
 */
export function sidesOf(
  crossed: Crossed,
  { from, to }: Pick<Moved, 'from' | 'to'> = { from: results, to: results },
): { readonly before: Side; readonly after: Side } {
  const [before, after] = [new Float64Array(partGroups * cellNumbers), new Float64Array(partGroups * cellNumbers)];
  for (const { decided, groups } of crossed) {
    const row = results.findIndex((result) => result === decided);
    if (row < 0 || !from.includes(decided)) continue;
    for (const result of to) {
      const column = results.indexOf(result);
      for (let group = 0; group < partGroups; group += 1)
        for (let at = 0; at < own; at += 1) {
          const value = groups[group * cellNumbers + column * own + at] ?? 0;
          if (value === 0) continue;
          add(before, group * cellNumbers + row * own + at, value);
          add(after, group * cellNumbers + column * own + at, value);
        }
    }
  }
  return { before: side(before), after: side(after) };
}

const side = (groups: Float64Array): Side => ({ groups, cells: cellsOver(groups) });
const add = (to: Float64Array, at: number, value: number): void => void (to[at] = (to[at] ?? 0) + value);

const nothing: Sums = sumsBy(() => 0);

function sumsBy(of: (measure: Measure) => number): Sums {
  // Every measure is there.
  return Object.fromEntries(measureNames.map((name) => [name, of(name)])) as Sums;
}

/**
 * Orders blocked in history as they would be in one cell, had they ended so: a bad one lost its amount, and nobody tells who
 * would have borne it but of unpaid bills; a good one is the only purchase of its customer.
 */
export function asEnded(result: ScreeningResult, state: 'bad' | 'good', blocked: Sums, target: Target): Cells {
  const { intents, intentAmount } = blocked;
  const lost = target.kinds.every(isBillKind)
    ? { lossShop: intentAmount }
    : { lossUnknown: intentAmount, chargesUnknown: intents };
  const sums: Sums = { ...blocked, ...(state === 'bad' ? lost : { customers: intents * customerUnits }) };
  const cell = (row: ScreeningResult, column: OutcomeState): Sums =>
    row === result && column === state ? sums : nothing;
  const row = (one: ScreeningResult): Cells[ScreeningResult] => ({
    bad: cell(one, 'bad'),
    good: cell(one, 'good'),
    immature: nothing,
    blocked: nothing,
    excluded: nothing,
  });
  return { OK: row('OK'), REVIEW: row('REVIEW'), HOLD: row('HOLD'), NG: row('NG') };
}
