import type { FileToken, InputOf, OutputOf, Progress } from '../../analysis/engine-api.ts';
import { failureOf, type Failure } from '../../analysis/model/failure.ts';
import type { FileKind } from '../../analysis/model/bridge.ts';
import type { CallOptions } from '../engine/engine-client.ts';
import { answer, bridge } from '../state/backend.ts';
import { call } from '../state/jobs.ts';
import { createStore, type WritableStore } from '../state/store.ts';
import type { AskedEmulation } from './emulation-wish.ts';
import type { PackageKind } from './package-store.ts';

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

/** What an emulation says, and of what. */
export interface Emulated {
  readonly asked: AskedEmulation;
  readonly report: OutputOf<'export.emulate'>;
}

export const chosen = createStore<{ readonly package: Chosen | null; readonly recorded: Chosen | null }>({
  package: null,
  recorded: null,
});
export const conforming = createStore<Replaying<OutputOf<'export.conform'>>>({ kind: 'none' });
export const emulating = createStore<Replaying<Emulated>>({ kind: 'none' });

export const choosePackage = (kind: PackageKind): Promise<void> => choose('package', kind);
export const chooseRecorded = (): Promise<void> => choose('recorded', 'recorded');

async function choose(part: 'package' | 'recorded', kind: FileKind): Promise<void> {
  const file = await answer(bridge().chooseFile(kind));
  if (file === null) return;
  chosen.set({ ...chosen.get(), [part]: { token: file.token as FileToken, name: file.name } });
  conforming.set({ kind: 'none' });
}

/** Compares with the results that the orders themselves hold. */
export function compareWithOwn(): void {
  chosen.set({ ...chosen.get(), recorded: null });
  conforming.set({ kind: 'none' });
}

export async function conform(): Promise<void> {
  const { package: packed, recorded } = chosen.get();
  if (packed === null) return;
  const input: InputOf<'export.conform'> = {
    package: packed.token,
    ...(recorded === null ? {} : { recorded: recorded.token }),
  };
  await replay(conforming, (options) => call('export.conform', input, options));
}

export const emulate = (asked: AskedEmulation): Promise<void> =>
  replay(emulating, async (options) => {
    const { ruleSet, profile } = asked;
    return { asked, report: await call('export.emulate', { ruleSet, profile }, options) };
  });

async function replay<T>(store: WritableStore<Replaying<T>>, ask: (options: CallOptions) => Promise<T>): Promise<void> {
  const abort = new AbortController();
  const cancel = () => abort.abort();
  store.set({ kind: 'running', progress: null, cancel });
  const onProgress = (progress: Progress) => {
    if (store.get().kind === 'running') store.set({ kind: 'running', progress, cancel });
  };
  try {
    store.set({ kind: 'done', of: await ask({ signal: abort.signal, onProgress }) });
  } catch (error) {
    const failure = failureOf(error);
    store.set(failure.code === 'cancelled' ? { kind: 'none' } : { kind: 'failed', failure });
  }
}
