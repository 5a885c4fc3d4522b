import type { FileToken, PackageReading, PackageReport, Progress, TakenPackage } from '../../analysis/engine-api.ts';
import { failureOf, type Failure } from '../../analysis/model/failure.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { loadDocuments } from '../rule-sets/documents.ts';
import { answer, bridge } from '../state/backend.ts';
import { call } from '../state/jobs.ts';
import { saveStaged } from '../state/save-staged.ts';
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
  | {
      readonly kind: 'built';
      readonly ruleSet: RuleSet;
      readonly report: PackageReport;
      readonly saved: string | null;
      /** Fingerprint of the key it was signed by. */
      readonly signed: string | null;
      /** SHA-256 of the zip it was saved as. */
      readonly zipHash: string | null;
    }
  | { readonly kind: 'failed'; readonly failure: Failure };

type Underway =
  | { readonly kind: 'reading'; readonly name: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** A package being read, and what it says. */
export type Reading =
  | { readonly kind: 'none' }
  | Underway
  | {
      readonly kind: 'read';
      readonly name: string;
      readonly of: PackageReading;
      readonly token: FileToken;
      readonly taken: TakenPackage | null;
    };

/** The package that the one that was read is compared with; none where it is compared with a rule set. */
export type Beside =
  | { readonly kind: 'none' }
  | Underway
  | { readonly kind: 'read'; readonly name: string; readonly of: PackageReading };

export const building = createStore<Building>({ kind: 'none' });
export const reading = createStore<Reading>({ kind: 'none' });
export const beside = createStore<Beside>({ kind: 'none' });

export async function buildPackage(ruleSet: RuleSet): Promise<void> {
  const abort = new AbortController();
  const own = { kind: 'building', name: ruleSet.name, progress: null, cancel: () => abort.abort() } as const;
  building.set(own);
  const onProgress = (progress: Progress) => {
    if (building.get().kind === 'building') building.set({ ...own, progress });
  };
  try {
    const report = await call('export.package', { ruleSet }, { signal: abort.signal, onProgress });
    building.set({ kind: 'built', ruleSet, report, saved: null, signed: null, zipHash: null });
  } catch (error) {
    const failure = failureOf(error);
    building.set(failure.code === 'cancelled' ? { kind: 'none' } : { kind: 'failed', failure });
  }
}

type Built = Extract<Building, { kind: 'built' }>;

/** Signs the package where it is to be and only then, and moves it to where the person says: as a folder, or as one zip. */
export async function savePackage(
  built: Built,
  { zip, sign }: { readonly zip: boolean; readonly sign: boolean },
): Promise<void> {
  const { staged, suggestedName } = built.report.staged;
  // Where it was signed and then not saved, the signature still lies beside it.
  const asks = sign || built.signed !== null;
  const { fingerprint: signed } = asks ? await answer(bridge().signStaged(staged, sign)) : { fingerprint: null };
  building.set({ ...built, signed });
  const packed = zip ? await call('export.zip', { staged, suggestedName }) : null;
  const saved = await saveStaged(packed ?? built.report.staged);
  building.set({ ...built, signed, zipHash: packed?.sha256 ?? null, ...(saved === null ? {} : { saved }) });
}

type PackageKind = 'package' | 'package-file';

export const readPackage = (kind: PackageKind): Promise<void> =>
  chosenPackage(kind, reading.set, (name, of, token) => ({ kind: 'read' as const, name, of, token, taken: null }));

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
  told({ kind: 'reading', name });
  try {
    told(read(name, await call('export.readPackage', { file: token }), token));
  } catch (error) {
    told({ kind: 'failed', failure: failureOf(error) });
  }
}

/** Takes the rule set and the lists of the package that was read into the project. */
export async function takeInPackage(): Promise<void> {
  const now = reading.get();
  if (now.kind !== 'read') return;
  const taken = await call('export.takeIn', { file: now.token });
  reading.set({ ...now, taken });
  await loadDocuments(true);
}

/** Keeps a name for the key that signed the package that was read; none forgets it. */
export async function keepSigner(fingerprint: string, name: string | null): Promise<void> {
  await call('export.keepSigner', { fingerprint, name });
  const now = reading.get();
  if (now.kind === 'read') reading.set({ ...now, of: { ...now.of, signedBy: { kind: 'signed', fingerprint, name } } });
}
