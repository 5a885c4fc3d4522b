import { useEffect, useRef, useState } from 'react';
import type { CallName, InputOf, OutputOf } from '../../analysis/engine-api.ts';
import { failureOf } from '../../analysis/model/failure.ts';
import { call } from './jobs.ts';
import { latestOf, noneEnded, type Ended, type Latest } from './latest.ts';

export type { Age, Latest } from './latest.ts';

/**
 * Asks the engine whenever `key` changes; the newest question wins and older ones are cancelled. A null input asks
 * nothing. The input must be a function of the key.
 */
export function useLatest<N extends CallName>(
  name: N,
  input: InputOf<N> | null,
  key: string,
): Latest<OutputOf<N>, InputOf<N>> {
  const [ended, setEnded] = useState<Ended<OutputOf<N>, InputOf<N>>>(noneEnded);
  const newest = useRef(input);
  newest.current = input;
  const own = `${name} ${key}`;
  useEffect(() => {
    const asked = newest.current;
    if (asked === null) return;
    const abort = new AbortController();
    call(name, asked, { signal: abort.signal }).then(
      (value) => {
        if (!abort.signal.aborted) setEnded({ answered: { key: own, asked, value }, failed: null });
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        setEnded(({ answered }) => ({ answered, failed: { key: own, failure: failureOf(error) } }));
      },
    );
    return () => abort.abort();
  }, [own]);
  return latestOf(ended, input === null ? null : own);
}
