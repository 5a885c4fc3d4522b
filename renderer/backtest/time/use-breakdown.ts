import { useEffect, useState } from 'react';
import type { Breakdown, BreakdownAsk } from '../../../analysis/model/results/breakdown.ts';
import type { Filter } from '../../../analysis/model/filter.ts';
import { failureOf, type Failure } from '../../../analysis/model/failure.ts';
import { call } from '../../state/jobs.ts';

/** What orders are divided by: `about` says what each part is, in the order of the parts. */
export interface Division<T> {
  readonly parts: readonly Filter[];
  readonly about: T;
}

/** The sums of parts together with what they are parts of. While `fresh` is false they are the previous ones. */
export interface Divided<T> {
  readonly value: { readonly about: T; readonly breakdown: Breakdown } | null;
  readonly failure: Failure | null;
  readonly fresh: boolean;
}

/** Asks once for what `key` says; assumptions and the choice of a figure ask nothing. */
export function useBreakdown<T>(
  asked: Omit<BreakdownAsk, 'parts'>,
  division: Division<T> | null,
  key: string,
): Divided<T> {
  const [state, setState] = useState<Omit<Divided<T>, 'fresh'> & { readonly key: string }>({
    ...{ value: null, failure: null, key: '' },
  });
  useEffect(() => {
    if (division === null || division.parts.length === 0) return;
    const { parts, about } = division;
    const abort = new AbortController();
    call('backtest.breakdown', { ...asked, parts: [...parts] }, { signal: abort.signal }).then(
      (breakdown) => {
        if (!abort.signal.aborted) setState({ value: { about, breakdown }, failure: null, key });
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setState((before) => ({ ...before, failure: failureOf(error), key }));
      },
    );
    return () => abort.abort();
  }, [key]);
  return { ...state, fresh: state.key === key };
}
