import type { FileToken, PackageReading, PackageReport, Progress, TakenPackage } from '../../analysis/engine-api.ts';
import { failureOf, type Failure } from '../../analysis/model/failure.ts';
import { loadDocuments } from '../rule-sets/documents.ts';
import { answer, bridge } from '../state/backend.ts';
import { call } from '../state/jobs.ts';
import { saveStaged } from '../state/save-staged.ts';
import { createStore } from '../state/store.ts';
import type { Taken } from './taken.ts';

interface Running {
  readonly progress: Progress | null;
  readonly cancel: () => void;
}

/** A package under way or made; it goes on while other rooms are looked at. */
export type Building =
  | { readonly kind: 'none' }
  | ({ readonly kind: 'building'; readonly name: string } & Running)
  | ({
      readonly kind: 'built';
      readonly report: PackageReport;
      /** Name it was saved as last. */
      readonly saved: string | null;
      /** Fingerprint of the key it was signed by. */
      readonly signed: string | null;
      /** SHA-256 of the zip it was saved as. */
      readonly zipHash: string | null;
    } & Taken)
  | { readonly kind: 'failed'; readonly failure: Failure };

type Underway =
  | { readonly kind: 'none' }
  | ({ readonly kind: 'reading'; readonly name: string } & Running)
  | { readonly kind: 'failed'; readonly failure: Failure };

/** What became of taking a package in, which uses up what lets its file be read; `had`: the project had that rule set. */
export type Taking =
  | { readonly kind: 'not' }
  | ({ readonly kind: 'running' } & Running)
  | { readonly kind: 'taken'; readonly of: TakenPackage; readonly had: boolean }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** A package being read, and what it says. */
export type Reading =
  | Underway
  | {
      readonly kind: 'read';
      readonly name: string;
      readonly of: PackageReading;
      readonly token: FileToken;
      readonly taking: Taking;
    };

/** The package that the one that was read is compared with; none where it is compared with a rule set. */
export type Beside = Underway | { readonly kind: 'read'; readonly name: string; readonly of: PackageReading };

export const building = createStore<Building>({ kind: 'none' });
export const reading = createStore<Reading>({ kind: 'none' });
export const beside = createStore<Beside>({ kind: 'none' });

/** Builds and proves a package of what was taken of a rule set; the one made before is let go of. */
export async function buildPackage(taken: Taken): Promise<void> {
  const { ruleSet } = taken.draft;
  const before = building.get();
  const abort = new AbortController();
  const own = { kind: 'building', name: ruleSet.name, progress: null, cancel: () => abort.abort() } as const;
  building.set(own);
  const onProgress = (progress: Progress) => {
    if (building.get().kind === 'building') building.set({ ...own, progress });
  };
  try {
    if (before.kind === 'built') await discard(before.report.staged.staged);
    const report = await call('export.package', { ruleSet }, { signal: abort.signal, onProgress });
    building.set({ kind: 'built', ...taken, report, saved: null, signed: null, zipHash: null });
  } catch (error) {
    const failure = failureOf(error);
    building.set(failure.code === 'cancelled' ? { kind: 'none' } : { kind: 'failed', failure });
  }
}

/** Takes something staged away; what cannot be taken away now goes with the window. */
async function discard(staged: string): Promise<void> {
  await bridge().discardStaged(staged);
}

type Built = Extract<Building, { kind: 'built' }>;

/**
 * Signs the package where it is to be and only then, and copies it to where the person says, as a folder or as one zip: what
 * was proven once can be saved again. Throws 'file-not-found' where it is no longer staged.
 */
export async function savePackage(
  built: Built,
  { zip, sign }: { readonly zip: boolean; readonly sign: boolean },
): Promise<void> {
  const { staged, suggestedName } = built.report.staged;
  // Where it was signed before, the signature still lies beside it.
  const asks = sign || built.signed !== null;
  const { fingerprint: signed } = asks ? await answer(bridge().signStaged(staged, sign)) : { fingerprint: null };
  building.set({ ...built, signed });
  const packed = zip ? await call('export.zip', { staged, suggestedName }) : null;
  const saved = packed === null ? await saveStaged(built.report.staged, { keep: true }) : await saveStaged(packed);
  if (packed !== null && saved === null) await discard(packed.staged);
  const done = saved === null ? {} : { saved, zipHash: packed?.sha256 ?? null };
  building.set({ ...built, signed, ...done });
}

export type PackageKind = 'package' | 'package-file';

export const readPackage = (kind: PackageKind): Promise<void> =>
  chosenPackage(kind, reading.set, (name, of, token) => ({
    ...{ kind: 'read' as const, name, of, token },
    taking: { kind: 'not' as const },
  }));

/** Reads a second package, which the one that was read is compared with. */
export const readBeside = (kind: PackageKind): Promise<void> =>
  chosenPackage(kind, beside.set, (name, of) => ({ kind: 'read' as const, name, of }));

/** Asks for a package and has it proven again; `told` hears how far it is. Nothing happens where none is chosen. */
async function chosenPackage<T>(
  kind: PackageKind,
  told: (state: T | Underway) => void,
  read: (name: string, of: PackageReading, token: FileToken) => T,
): Promise<void> {
  const chosen = await answer(bridge().chooseFile(kind));
  if (chosen === null) return;
  const { name } = chosen;
  const token = chosen.token as FileToken;
  const abort = new AbortController();
  const cancel = () => abort.abort();
  const onProgress = (progress: Progress | null) => told({ kind: 'reading', name, progress, cancel });
  onProgress(null);
  try {
    told(read(name, await call('export.readPackage', { file: token }, { signal: abort.signal, onProgress }), token));
  } catch (error) {
    const failure = failureOf(error);
    told(failure.code === 'cancelled' ? { kind: 'none' } : { kind: 'failed', failure });
  }
}

/** Takes the rule set and the lists of the package that was read into the project. */
export async function takeInPackage(): Promise<void> {
  const now = reading.get();
  if (now.kind !== 'read' || now.taking.kind !== 'not') return;
  const { token } = now;
  const abort = new AbortController();
  const cancel = () => abort.abort();
  const onProgress = (progress: Progress | null) => noteTaking(token, { kind: 'running', progress, cancel });
  onProgress(null);
  try {
    const before = await call('ruleSets.list', {}, { signal: abort.signal });
    const of = await call('export.takeIn', { file: token }, { signal: abort.signal, onProgress });
    const had = before.some(({ ruleSetId }) => ruleSetId === of.ruleSet.ruleSetId);
    noteTaking(token, { kind: 'taken', of, had });
  } catch (error) {
    const failure = failureOf(error);
    noteTaking(token, failure.code === 'cancelled' ? { kind: 'cancelled' } : { kind: 'failed', failure });
  }
  await loadDocuments(true);
}

/** Unless another package was read since. */
function noteTaking(token: FileToken, taking: Taking): void {
  const now = reading.get();
  if (now.kind === 'read' && now.token === token) reading.set({ ...now, taking });
}

/** Keeps a name for the key that signed the package that was read; none forgets it. */
export async function keepSigner(fingerprint: string, name: string | null): Promise<void> {
  await call('export.keepSigner', { fingerprint, name });
  const now = reading.get();
  if (now.kind === 'read') reading.set({ ...now, of: { ...now.of, signedBy: { kind: 'signed', fingerprint, name } } });
}
