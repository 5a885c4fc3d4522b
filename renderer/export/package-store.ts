import type { FileToken, PackageReading, PackageReport, Progress } from '../../analysis/engine-api.ts';
import { failureOf, type Failure } from '../../analysis/model/failure.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { answer, bridge } from '../state/backend.ts';
import { call } from '../state/jobs.ts';
import { createStore } from '../state/store.ts';

/** A package under way or made; it goes on while other rooms are looked at. */
export type Building =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'building';
      readonly name: string;
      readonly progress: Progress | null;
      readonly cancel: () => void;
    }
  | { readonly kind: 'built'; readonly ruleSet: RuleSet; readonly report: PackageReport; readonly saved: string | null }
  | { readonly kind: 'failed'; readonly failure: Failure };

export type Reading =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading'; readonly name: string }
  | { readonly kind: 'read'; readonly name: string; readonly of: PackageReading }
  | { readonly kind: 'failed'; readonly failure: Failure };

export const building = createStore<Building>({ kind: 'none' });
export const reading = createStore<Reading>({ kind: 'none' });

export async function buildPackage(ruleSet: RuleSet): Promise<void> {
  const abort = new AbortController();
  const own = { kind: 'building', name: ruleSet.name, progress: null, cancel: () => abort.abort() } as const;
  building.set(own);
  const onProgress = (progress: Progress) => {
    if (building.get().kind === 'building') building.set({ ...own, progress });
  };
  try {
    const report = await call('export.package', { ruleSet }, { signal: abort.signal, onProgress });
    building.set({ kind: 'built', ruleSet, report, saved: null });
  } catch (error) {
    const failure = failureOf(error);
    building.set(failure.code === 'cancelled' ? { kind: 'none' } : { kind: 'failed', failure });
  }
}

export async function readPackage(): Promise<void> {
  const chosen = await answer(bridge().chooseFile('package'));
  if (chosen === null) return;
  reading.set({ kind: 'reading', name: chosen.name });
  try {
    const of = await call('export.readPackage', { file: chosen.token as FileToken });
    reading.set({ kind: 'read', name: chosen.name, of });
  } catch (error) {
    reading.set({ kind: 'failed', failure: failureOf(error) });
  }
}
