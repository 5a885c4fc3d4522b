import type { CallName, FileToken, InputOf, OutputOf, Progress } from '../../analysis/engine-api.ts';
import { failureOf, type Failure } from '../../analysis/model/failure.ts';
import type { FileKind } from '../../analysis/model/bridge.ts';
import { answer, bridge } from '../state/backend.ts';
import { call } from '../state/jobs.ts';
import { createStore, type WritableStore } from '../state/store.ts';

/** A replay under way or done; it goes on while other rooms are looked at. */
export type Replaying<T> =
  | { readonly kind: 'none' }
  | { readonly kind: 'running'; readonly progress: Progress | null; readonly cancel: () => void }
  | { readonly kind: 'done'; readonly of: T }
  | { readonly kind: 'failed'; readonly failure: Failure };

interface Chosen {
  readonly token: FileToken;
  readonly name: string;
}

export const chosen = createStore<{ readonly package: Chosen | null; readonly recorded: Chosen | null }>({
  package: null,
  recorded: null,
});
export const conforming = createStore<Replaying<OutputOf<'export.conform'>>>({ kind: 'none' });
export const emulating = createStore<Replaying<OutputOf<'export.emulate'>>>({ kind: 'none' });

export async function choose(part: 'package' | 'recorded'): Promise<void> {
  const kind: FileKind = part;
  const file = await answer(bridge().chooseFile(kind));
  if (file === null) return;
  chosen.set({ ...chosen.get(), [part]: { token: file.token as FileToken, name: file.name } });
  conforming.set({ kind: 'none' });
}

export function conform(): Promise<void> {
  const { package: packed, recorded } = chosen.get();
  if (packed === null) return Promise.resolve();
  return replay(conforming, 'export.conform', {
    package: packed.token,
    ...(recorded === null ? {} : { recorded: recorded.token }),
  });
}

export const emulate = (input: InputOf<'export.emulate'>): Promise<void> => replay(emulating, 'export.emulate', input);

async function replay<N extends CallName>(
  store: WritableStore<Replaying<OutputOf<N>>>,
  name: N,
  input: InputOf<N>,
): Promise<void> {
  const abort = new AbortController();
  const cancel = () => abort.abort();
  store.set({ kind: 'running', progress: null, cancel });
  const onProgress = (progress: Progress) => {
    if (store.get().kind === 'running') store.set({ kind: 'running', progress, cancel });
  };
  try {
    store.set({ kind: 'done', of: await call(name, input, { signal: abort.signal, onProgress }) });
  } catch (error) {
    const failure = failureOf(error);
    store.set(failure.code === 'cancelled' ? { kind: 'none' } : { kind: 'failed', failure });
  }
}
