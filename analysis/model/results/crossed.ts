import type { RecordedResult } from '../filter.ts';
import { results, type ScreeningResult } from '../ruleset.ts';
import type { OutcomeState } from '../target.ts';
import { partAt, partGroups } from './breakdown.ts';
import { cellNumbers, cellsOver, type Cells, type Measure, type TallySums } from './tally.ts';
import type { Hidden } from './unknown-band.ts';

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

/** Orders blocked in history by what both sides decide of them, where there are any. */
export const hiddenMoves = (crossed: Crossed): readonly Hidden[] =>
  crossed.flatMap(({ decided, cells }) =>
    decided === 'none'
      ? []
      : results.flatMap((result): Hidden[] => {
          const { blocked } = cells[result];
          return blocked.orders > 0 || blocked.intents > 0 ? [{ decided: [decided, result], blocked }] : [];
        }),
  );
