import type { CallName, InputOf, OutputOf, Progress } from '../../analysis/engine-api.ts';
import type { CallOptions } from '../engine/engine-client.ts';
import { answer, client } from './backend.ts';
import { createStore } from './store.ts';

/** A running call as the status line shows it. */
export interface Job {
  readonly id: number;
  readonly name: CallName;
  readonly progress: Progress | null;
  readonly cancel: () => void;
}

export const jobs = createStore<readonly Job[]>([]);
let lastId = 0;

/** Every call of the window goes through here, so that the status line knows it and can cancel it. Failures throw. */
export async function call<N extends CallName>(
  name: N,
  input: InputOf<N>,
  options: CallOptions = {},
): Promise<OutputOf<N>> {
  return track(name, options, (all) => answer(client().call(name, input, all)));
}

/** For work made of several calls: one entry in the status line, one cancel. */
export async function track<T>(
  name: CallName,
  options: CallOptions,
  work: (options: CallOptions) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const { signal } = options;
  const follow = () => abort.abort();
  if (signal?.aborted) abort.abort();
  signal?.addEventListener('abort', follow, { once: true });
  const id = ++lastId;
  jobs.set([...jobs.get(), { id, name, progress: null, cancel: () => abort.abort() }]);
  const onProgress = (progress: Progress) => {
    jobs.set(jobs.get().map((j) => (j.id === id ? { ...j, progress } : j)));
    options.onProgress?.(progress);
  };
  try {
    return await work({ ...options, signal: abort.signal, onProgress });
  } finally {
    signal?.removeEventListener('abort', follow);
    jobs.set(jobs.get().filter((j) => j.id !== id));
  }
}
