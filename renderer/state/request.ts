import { useEffect, useRef, useState } from 'react';
import type { CallName, InputOf, OutputOf } from '../../analysis/engine-api.ts';
import { failureOf, type Failure } from '../../analysis/model/failure.ts';
import { call } from './jobs.ts';

/** An answer on screen. While `fresh` is false the value is the previous one and is shown dimmed. */
export interface Latest<T> {
  readonly value: T | null;
  readonly failure: Failure | null;
  readonly fresh: boolean;
}

/**
 * Asks the engine whenever `key` changes; the newest question wins and older ones are cancelled. A null input asks
 * nothing. The input must be a function of the key.
 */
export function useLatest<N extends CallName>(name: N, input: InputOf<N> | null, key: string): Latest<OutputOf<N>> {
  const [state, setState] = useState<Latest<OutputOf<N>>>({ value: null, failure: null, fresh: false });
  const newest = useRef(input);
  newest.current = input;
  useEffect(() => {
    const asked = newest.current;
    if (asked === null) return;
    const abort = new AbortController();
    setState((before) => ({ ...before, fresh: false }));
    call(name, asked, { signal: abort.signal }).then(
      (value) => {
        if (!abort.signal.aborted) setState({ value, failure: null, fresh: true });
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setState((before) => ({ ...before, failure: failureOf(error), fresh: true }));
      },
    );
    return () => abort.abort();
  }, [name, key]);
  return state;
}
