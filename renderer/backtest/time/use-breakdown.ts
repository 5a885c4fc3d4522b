import { useEffect, useState } from 'react';
import type { Breakdown, BreakdownAsk } from '../../../analysis/model/results/breakdown.ts';
import type { Filter } from '../../../analysis/model/filter.ts';
import { failureOf } from '../../../analysis/model/failure.ts';
import { call } from '../../state/jobs.ts';
import { latestOf, noneEnded, type Ended, type Latest } from '../../state/latest.ts';

/** What orders are divided by: `about` says what each part is, in the order of the parts. */
export interface Division<T> {
  readonly parts: readonly Filter[];
  readonly about: T;
}

/** The sums of parts together with what they are parts of. */
export type Divided<T> = Latest<{ readonly about: T; readonly breakdown: Breakdown }>;

/** Asks once for what `key` says; assumptions and the choice of a figure ask nothing. */
export function useBreakdown<T>(
  asked: Omit<BreakdownAsk, 'parts'>,
  division: Division<T> | null,
  key: string,
): Divided<T> {
  const [ended, setEnded] = useState<Ended<NonNullable<Divided<T>['value']>, unknown>>(noneEnded);
  const asks = division !== null && division.parts.length > 0;
  useEffect(() => {
    if (!asks) return;
    const { parts, about } = division;
    const abort = new AbortController();
    call('backtest.breakdown', { ...asked, parts: [...parts] }, { signal: abort.signal }).then(
      (breakdown) => {
        if (abort.signal.aborted) return;
        setEnded({ answered: { key, asked, value: { about, breakdown } }, failed: null });
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        setEnded(({ answered }) => ({ answered, failed: { key, failure: failureOf(error) } }));
      },
    );
    return () => abort.abort();
  }, [key]);
  return latestOf(ended, asks ? key : null);
}
