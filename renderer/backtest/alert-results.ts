import type { RecordedResult } from '../../analysis/model/filter.ts';
import type { ScreeningResult } from '../../analysis/model/ruleset.ts';
import type { OutcomeState } from '../../analysis/model/target.ts';

/** What counts as an alert. */
export const alertResults: readonly ScreeningResult[] = ['REVIEW', 'HOLD', 'NG'];

/** Opens exactly the orders of a figure: those with one of these decisions and, where given, in one of these states and so decided by a person. */
export type OpenDecided = (
  results: readonly ScreeningResult[],
  states?: readonly OutcomeState[],
  byPerson?: readonly RecordedResult[],
) => void;
