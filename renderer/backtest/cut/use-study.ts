import { useEffect, useRef, useState } from 'react';
import { failureOf, type Failure } from '../../../analysis/model/failure.ts';
import type { Assumptions } from '../../../analysis/model/results/assumptions.ts';
import { studied } from '../../../analysis/model/results/threshold-study.ts';
import type { Thresholds, ThresholdsAsk } from '../../../analysis/model/results/thresholds.ts';
import { call } from '../../state/jobs.ts';

export type StudyAsk = Pick<ThresholdsAsk, 'ruleSet' | 'filter' | 'cut' | 'judged'>;

export interface Study {
  /** What is known by now; of the question before while `fresh` is false. */
  readonly thresholds: Thresholds | null;
  readonly failure: Failure | null;
  readonly fresh: boolean;
  /** Values near the best are still being looked at. */
  readonly refining: boolean;
}

const nothing: Study = { thresholds: null, failure: null, fresh: false, refining: false };

/**
 * The tallies of a threshold's values, coarse first, then closer to the best under the assumptions of that moment; they are
 * kept, so that other assumptions ask nothing. `key` tells when the question is another one.
 */
export function useStudy(ask: StudyAsk | null, key: string, given: Assumptions, perMajor: number): Study {
  const [study, setStudy] = useState<Study>(nothing);
  const newest = useRef({ ask, given });
  newest.current = { ask, given };
  useEffect(() => {
    const { ask: asked, given: assumed } = newest.current;
    if (asked === null) return;
    const abort = new AbortController();
    const { signal } = abort;
    const show = (next: Study) => {
      if (!signal.aborted) setStudy(next);
    };
    setStudy((before) => ({ ...before, fresh: false, failure: null }));
    studied(
      (wanted) => call('backtest.thresholds', wanted, { signal }),
      { ...asked, given: assumed, perMajor },
      (thresholds) => show({ thresholds, failure: null, fresh: true, refining: true }),
    ).then(
      (thresholds) => show({ thresholds, failure: null, fresh: true, refining: false }),
      (error: unknown) => {
        // Still fresh where the coarse values of this very question are there.
        if (!signal.aborted) setStudy((before) => ({ ...before, failure: failureOf(error), refining: false }));
      },
    );
    return () => abort.abort();
  }, [key]);
  return study;
}
