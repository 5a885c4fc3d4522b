import type { FilePreview, Progress } from '../../analysis/engine-api.ts';
import type { ChosenFile } from '../../analysis/model/bridge.ts';
import { failureOf, type Failure } from '../../analysis/model/failure.ts';
import type { ImportReport } from '../../analysis/model/import-report.ts';
import { suggestedMapping } from '../../analysis/model/mapping-fit.ts';
import type { FileReading } from '../../analysis/model/mapping-source.ts';
import { outcomeColumns, type Mapping } from '../../analysis/model/mapping.ts';
import { isOfKind } from '../../analysis/model/saved-mapping.ts';
import { targetPresets, type Target } from '../../analysis/model/target.ts';
import { answer, bridge } from '../state/backend.ts';
import { call } from '../state/jobs.ts';
import { project, refreshProject } from '../state/project.ts';
import { createStore } from '../state/store.ts';
import { layoutMapping, layoutNamed, missingHeaders } from '../../analysis/model/layouts/index.ts';
import { named, t } from '../i18n/index.ts';
import { attempt, showDone } from '../state/toasts.ts';
import { added } from './added.ts';
import { allTokens, titleOf, tokensOf } from './chosen-file.ts';
import type { LinesDraft } from './lines-flow.ts';
import type { EventsDraft } from './events-flow.ts';
import { finished, withKnown } from './mapping-edit.ts';
import { openOutcomesDraft, outcomesMapping, targetBeside, type OutcomesDraft } from './outcomes-draft.ts';
import { withSuggested } from './with-suggested.ts';
import type { RecordedDraft } from './recorded-flow.ts';
import { applied, keptMappings, type AppliedMapping, type KeptMapping } from './saved-mappings.ts';

/** Everything a person has said about a file before it is imported. */
export interface Draft {
  readonly file: ChosenFile;
  readonly preview: FilePreview;
  readonly mapping: Mapping;
  /** The column chosen as label, also while none of its values is marked bad. */
  readonly labelFrom: string | null;
  readonly outcomes: OutcomesDraft | null;
  readonly target: Target;
  /** The project's target when the file was chosen, sent only where it was changed; null before the first import. */
  readonly targetBefore: Target | null;
  /** The layout the mapping follows; null where headers alone told it. */
  readonly layout: string | null;
  /** The saved mapping it follows; null for none. */
  readonly saved: AppliedMapping | null;
  /** A layout that was asked for and is not the file's. */
  readonly layoutFailed: Failure | null;
  /** Why the last attempt failed. */
  readonly failed: Failure | null;
}

export type Step =
  | { readonly kind: 'home' }
  | { readonly kind: 'opening'; readonly name: string }
  | { readonly kind: 'refused'; readonly name: string; readonly failure: Failure }
  | { readonly kind: 'mapping'; readonly draft: Draft }
  /** Many rows cannot be taken in, and nothing has been. */
  | { readonly kind: 'rejects'; readonly draft: Draft; readonly report: ImportReport }
  | { readonly kind: 'running'; readonly draft: Draft; readonly progress: Progress | null; readonly cancel: () => void }
  | {
      readonly kind: 'outcomes';
      readonly outcomes: OutcomesDraft;
      readonly busy: boolean;
      readonly failed: Failure | null;
    }
  | { readonly kind: 'lines'; readonly lines: LinesDraft; readonly busy: boolean; readonly failed: Failure | null }
  | {
      readonly kind: 'recorded';
      readonly recorded: RecordedDraft;
      readonly busy: boolean;
      readonly failed: Failure | null;
    }
  | { readonly kind: 'events'; readonly draft: EventsDraft }
  | { readonly kind: 'resolve'; readonly importId: string; readonly name: string }
  /** Of an earlier import the header line is not known. */
  | { readonly kind: 'result'; readonly report: ImportReport; readonly headers: readonly string[] };

export const step = createStore<Step>({ kind: 'home' });

export async function openFile(file: ChosenFile): Promise<void> {
  added.set(null);
  step.set({ kind: 'opening', name: titleOf(file) });
  try {
    const [preview, kept] = await Promise.all([call('import.preview', tokensOf(file)), keptMappings()]);
    step.set({ kind: 'mapping', draft: begun(file, preview, kept) });
  } catch (error) {
    const failure = failureOf(error);
    step.set(failure.code === 'cancelled' ? { kind: 'home' } : { kind: 'refused', name: titleOf(file), failure });
  }
}

/** Mapped by the saved mapping whose own file is most like this one, where one is; else as an earlier import, or as proposed. */
function begun(file: ChosenFile, preview: FilePreview, all: readonly KeptMapping[]): Draft {
  const kept = all.filter((one) => isOfKind('orders', one));
  const draft = draftOf(file, preview);
  const found = suggestedMapping(kept, preview);
  return found === null ? draft : applied(draft, found.saved, found.saved.place, true);
}

function draftOf(file: ChosenFile, preview: FilePreview): Draft {
  const known = project.get();
  const start = preview.earlier?.mapping ?? preview.proposal;
  const labelled = start.label !== undefined;
  const preset = targetPresets.find((target) => target.id === (labelled ? 'label' : 'card-fraud'));
  const targetBefore = known && known.orders > 0 ? known.target : null;
  const target = targetBefore ?? start.target ?? preset ?? firstPreset();
  const labelFrom = start.label?.from ?? null;
  const mapping = withKnown(start, known);
  const layout = preview.earlier === null ? preview.layout : null;
  return {
    ...{ file, preview, mapping, labelFrom, layout, target, targetBefore },
    ...{ outcomes: null, saved: null, layoutFailed: null, failed: null },
  };
}

function firstPreset(): Target {
  const [first] = targetPresets;
  if (!first) throw new Error('no target presets');
  return first;
}

export function change(edit: (draft: Draft) => Draft): void {
  const now = step.get();
  if (now.kind === 'mapping') step.set({ kind: 'mapping', draft: edit(now.draft) });
}

export function changeMapping(edit: (mapping: Mapping) => Mapping): void {
  change((draft) => ({ ...draft, mapping: edit(draft.mapping) }));
}

/** Reads the first rows again as told; a new header line brings a new proposal. */
export function readAgain(draft: Draft, reading: FileReading): void {
  attempt(async () => {
    const preview = await call('import.preview', { ...tokensOf(draft.file), ...reading });
    change(() => ({ ...draftOf(draft.file, preview), outcomes: draft.outcomes, target: draft.target }));
  });
}

/** Maps the file as its headers or its layout propose. */
export function mapAsProposed({ file, preview, outcomes }: Draft): void {
  const { mapping, labelFrom, layout } = draftOf(file, { ...preview, earlier: null });
  change((now) => ({ ...now, mapping, labelFrom, layout, outcomes, saved: null }));
}

/** Maps the file as a published layout says; where the file is not of it, what it lacks is told and nothing changes. */
export function mapAsLayout(draft: Draft, id: string): void {
  const layout = layoutNamed(id);
  if (layout === undefined) return;
  const missing = missingHeaders(layout, draft.preview.columns);
  if (missing.length > 0) {
    const params = { preset: named(layout.name), columns: missing.join(', ') };
    return change((now) => ({ ...now, layoutFailed: { code: 'layout-misses', params } }));
  }
  const mapping = layoutMapping(layout, draft.preview);
  change((now) => ({ ...now, mapping, labelFrom: null, layout: id, saved: null, layoutFailed: null }));
}

export function addOutcomes(file: ChosenFile): void {
  attempt(async () => {
    const now = step.get();
    const told = now.kind === 'mapping' ? now.draft.mapping.outcomes : undefined;
    const outcomes = await openOutcomesDraft(file, told);
    change((draft) => {
      // A target somebody chose for the project is not changed by a file.
      return {
        ...draft,
        outcomes,
        target: draft.targetBefore === null ? targetBeside(draft.target, outcomes) : draft.target,
      };
    });
  });
}

/** Takes the file in; `sure`: without asking where many of its rows are rejected. */
export async function runImport(draft: Draft, sure = false): Promise<void> {
  const abort = new AbortController();
  const running: Step = { kind: 'running', draft, progress: null, cancel: () => abort.abort() };
  step.set(running);
  const onProgress = (progress: Progress) => step.set({ ...running, progress });
  const ordersBefore = project.get()?.orders;
  try {
    const { file, outcomes, mapping } = draft;
    const target = draft.target === draft.targetBefore ? {} : { target: draft.target };
    const extra = outcomes ? { outcomes: allTokens(outcomes.file) } : {};
    const read = outcomes ? { ...finished(mapping), outcomes: outcomesMapping(outcomes) } : finished(mapping);
    const input = { ...tokensOf(file), mapping: read, ...target, ...extra };
    const watch = { signal: abort.signal, onProgress };
    const { kind, report } = sure
      ? { kind: 'taken', report: await call('import.run', input, watch) }
      : await call('import.tryRun', input, watch);
    if (kind === 'asks') return step.set({ kind: 'rejects', draft, report });
    await refreshProject();
    step.set({ kind: 'result', report, headers: draft.preview.columns.map((column) => column.name) });
  } catch (error) {
    const failed = failureOf(error);
    if (failed.code === 'engine-stopped') await refreshProject();
    // An engine that stopped after its last write has imported all the same.
    if (project.get()?.orders !== ordersBefore) step.set({ kind: 'home' });
    else step.set({ kind: 'mapping', draft: { ...draft, failed } });
  }
}

/** Whether the chosen file cannot be read any more as it was chosen; after any other failure it can be tried again. */
export function fileIsGone({ code }: Failure): boolean {
  return code === 'token-unknown' || code === 'file-changed' || code === 'file-not-found';
}

/** Chooses the file once more and keeps what was said about it, as long as it has the same columns. */
export function chooseAgain(draft: Draft): void {
  attempt(async () => {
    const file = await answer(bridge().chooseFile('history'));
    if (file === null) return;
    const { encoding, delimiter, sheet } = draft.mapping.file ?? {};
    const reading = {
      ...(encoding ? { encoding } : {}),
      ...(delimiter ? { delimiter } : {}),
      ...(sheet ? { sheet } : {}),
    };
    const preview = await call('import.preview', { ...tokensOf(file), ...reading });
    const names = (p: FilePreview) => p.columns.map((column) => column.name).join('\n');
    const same = names(preview) === names(draft.preview);
    const next = same ? { ...draft, file, preview, failed: null } : draftOf(file, preview);
    step.set({ kind: 'mapping', draft: { ...next, outcomes: stillThere(draft) } });
    if (draft.outcomes !== null && stillThere(draft) === null) showDone(t('data.outcomesAgain'));
  });
}

/** The outcomes file of a draft, unless it may be the one that failed. */
function stillThere({ outcomes, failed, file }: Draft): OutcomesDraft | null {
  if (failed === null || !fileIsGone(failed)) return outcomes;
  return failed.place?.file === file.name ? outcomes : null;
}

/** A chargeback list for orders the project has already. */
export function importOutcomes(): void {
  attempt(async () => {
    const file = await answer(bridge().chooseFile('outcomes'));
    if (file === null) return;
    added.set(null);
    const outcomes = await withSuggested(outcomeColumns, await openOutcomesDraft(file), 'outcomes', openOutcomesDraft);
    step.set({ kind: 'outcomes', outcomes, busy: false, failed: null });
  });
}

export async function addToOrders(outcomes: OutcomesDraft): Promise<void> {
  const { file } = outcomes;
  step.set({ kind: 'outcomes', outcomes, busy: true, failed: null });
  try {
    const report = await call('import.outcomes', { ...tokensOf(file), mapping: outcomesMapping(outcomes) });
    await refreshProject();
    added.set({ kind: 'outcomes', name: titleOf(file), report });
    step.set({ kind: 'home' });
  } catch (error) {
    step.set({ kind: 'outcomes', outcomes, busy: false, failed: failureOf(error) });
  }
}
