import { useMemo } from 'react';
import type { Assumptions } from '../../../analysis/model/results/assumptions.ts';
import { figuresOf, type RunFigures } from '../../../analysis/model/results/of-run.ts';
import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import type { TallySums } from '../../../analysis/model/results/tally.ts';
import { minorPerMajor } from '../../i18n/format.ts';

export const sameAssumptions = (a: Assumptions, b: Assumptions): boolean => canonical(a) === canonical(b);

const canonical = (given: Assumptions): string =>
  JSON.stringify(Object.entries(given).sort(([one], [other]) => (one < other ? -1 : 1)));

export interface Tallied {
  readonly result: BacktestResult;
  readonly groups: TallySums | null;
}

/** Every figure of a result; computed again where the tally or an assumption is another. */
export const useFigures = ({ result, groups }: Tallied, given: Assumptions): RunFigures =>
  useMemo(() => of({ result, groups }, given), [result, groups, given]);

/** The figures of a result that another is compared with; null while there is none. */
export const useFiguresBefore = (before: Tallied | null, given: Assumptions): RunFigures | null =>
  useMemo(() => (before === null ? null : of(before, given)), [before, given]);

const of = ({ result, groups }: Tallied, given: Assumptions): RunFigures =>
  figuresOf({ result, groups, given, perMajor: minorPerMajor(result.currency) });
