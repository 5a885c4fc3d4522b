import { recordedResults, type Filter, type RecordedResult } from '../filter.ts';
import { results } from '../ruleset.ts';
import { outcomeStates } from '../target.ts';
import type { Breakdown } from './breakdown.ts';
import { comparisonOf, type Comparison } from './comparison.ts';
import { movedSum } from './crossed.ts';
import { recordedClause } from './rule-clauses.ts';

/** A run beside what was decided in history. Money has no side there: nobody knows what was assumed of it then. */
export interface RecordedComparison extends Comparison {
  /** Orders, and those of which an automatic result is recorded; figures are of these. */
  readonly all: number;
  readonly known: number;
}

/** The parts of a breakdown that it is made of: every automatic result of history, in the order of `recordedResults`. */
export const recordedParts: Filter[] = recordedResults.map((one) => ({ clauses: [recordedClause('auto', [one])] }));

/** `beta` weighs recall. */
export function comparedToRecorded(
  { parts, entities }: Pick<Breakdown, 'parts' | 'entities'>,
  beta: number,
): RecordedComparison {
  const comparison = comparisonOf({ parts, entities, rows: recordedResults, beta, money: null });
  const sum = (from: readonly RecordedResult[]): number =>
    movedSum(comparison.crossed, { from, to: results, states: outcomeStates }, 'orders');
  return { ...comparison, all: sum(recordedResults), known: sum(results) };
}
