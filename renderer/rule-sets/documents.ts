import type { StoredRuleSet } from '../../analysis/engine-api.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { failureOf, type Failure } from '../../analysis/model/failure.ts';
import { call } from '../state/jobs.ts';
import { personalView } from '../state/preferences.ts';
import { project } from '../state/project.ts';
import { createStore, useStore } from '../state/store.ts';
import { edited, redone, undone } from '../state/steps.ts';
import { noteUnsaved } from '../state/unsaved.ts';
import { documentOf, draftOf, isChanged, withSet, type Draft, type RuleDocument } from './document.ts';
import { keepDrafts, readDrafts, type KeptDraft } from './kept-drafts.ts';

/** Every rule set of the project, saved or not, as it is on the desk; null until they have been read. */
export const documents = createStore<readonly RuleDocument[] | null>(null);
export const listFailure = createStore<Failure | null>(null);

let readFor: string | null = null;

/** Reads the rule sets of the project; what was not saved is taken up where it was left. */
export async function loadDocuments(again = false): Promise<void> {
  const projectId = project.get()?.projectId ?? null;
  if (projectId === null || (readFor === projectId && !again && documents.get() !== null)) return;
  readFor = projectId;
  try {
    const stored = await call('ruleSets.list', {});
    listFailure.set(null);
    documents.set(merged(stored, projectId));
    keep();
  } catch (error) {
    readFor = null;
    listFailure.set(failureOf(error));
  }
}

function merged(stored: readonly StoredRuleSet[], projectId: string): readonly RuleDocument[] {
  const open = documents.get() ?? [];
  const kept = readDrafts(projectId);
  const known = stored.map((saved) => {
    const held = open.find((document) => document.id === saved.ruleSetId);
    if (held) return { ...held, saved, now: isChanged(held) ? held.now : draftOf(saved.ruleSet) };
    const left = kept.find((draft) => draft.id === saved.ruleSetId);
    const fresh = documentOf(saved.ruleSetId, saved, saved.ruleSet);
    return left ? edited(fresh, draftOf(takenUp(left, saved.ruleSet)), 'kept', 0) : fresh;
  });
  const own = open.filter((document) => document.saved === null);
  const left = kept
    .filter((draft) => isOwnId(draft.id) && !own.some((document) => document.id === draft.id))
    .map((draft) => documentOf(draft.id, null, takenUp(draft)));
  return [...own, ...left, ...known];
}

/** What is masked for whoever looks. */
const eyes = (): string => {
  const view = personalView.get();
  return view === null ? '' : view.masks[view.role].join(' ');
};

/** What was kept, with the exceptions that are saved where its own were seen with other eyes: masked, or not. */
function takenUp({ ruleSet, masked }: KeptDraft, saved?: RuleSet): RuleSet {
  if (ruleSet.exceptions === undefined || masked === eyes()) return ruleSet;
  return withSet(draftOf(ruleSet), { exceptions: saved?.exceptions }).ruleSet;
}

const ownPrefix = 'new-';
const isOwnId = (id: string) => id.startsWith(ownPrefix);

export function useDocuments(): readonly RuleDocument[] | null {
  return useStore(documents);
}

export function documentById(id: string): RuleDocument | undefined {
  return documents.get()?.find((document) => document.id === id);
}

function put(document: RuleDocument): void {
  documents.set((documents.get() ?? []).map((held) => (held.id === document.id ? document : held)));
  keep();
}

/** Says in the status line what is not saved, and keeps it against a closed window. */
function keep(): void {
  const projectId = project.get()?.projectId;
  const changed = (documents.get() ?? []).filter(isChanged);
  noteUnsaved(
    'rules',
    changed.map((document) => document.now.ruleSet.name),
  );
  if (projectId === undefined) return;
  const kept = keepDrafts(
    projectId,
    changed.map((document) => ({ id: document.id, ruleSet: document.now.ruleSet, masked: eyes() })),
  );
  if (!kept) draftsNotKept.set(true);
}

export const draftsNotKept = createStore(false);

export function addDocument(ruleSet: RuleSet): RuleDocument {
  const document = documentOf(`${ownPrefix}${crypto.randomUUID().slice(0, 8)}`, null, ruleSet);
  documents.set([document, ...(documents.get() ?? [])]);
  keep();
  return document;
}

/** `change` gets the newest draft; steps of one tag in quick succession are undone together. */
export function edit(id: string, tag: string, change: (draft: Draft) => Draft): void {
  const document = documentById(id);
  if (document) put(edited(document, change(document.now), tag, Date.now()));
}

export function undo(id: string): void {
  const document = documentById(id);
  if (document) put(undone(document));
}

export function redo(id: string): void {
  const document = documentById(id);
  if (document) put(redone(document));
}

/** Back to what is saved; itself a step that can be undone. */
export function revert(id: string): void {
  const saved = documentById(id)?.saved;
  if (saved) edit(id, 'revert', () => draftOf(saved.ruleSet));
}

/** Saves a new version, with what is said of it, and answers once it is committed; the document then has the saved id. */
export async function save(id: string, note?: string): Promise<StoredRuleSet | null> {
  const document = documentById(id);
  if (!document) return null;
  const { ruleSet } = document.now;
  const saved = await call('ruleSets.save', {
    ...(document.saved === null ? {} : { ruleSetId: document.saved.ruleSetId }),
    ruleSet,
    ...(note === undefined ? {} : { note }),
  });
  documents.set(
    (documents.get() ?? []).map((held) => {
      if (held.id !== id) return held;
      // As it is stored: keys in their own order, and in a masked session the values of exceptions masked.
      const now = held.now.ruleSet === ruleSet ? { ...held.now, ruleSet: saved.ruleSet } : held.now;
      return { ...held, id: saved.ruleSetId, saved, now };
    }),
  );
  keep();
  return saved;
}

/** Takes a rule set away; the answer puts it back where it was, with every version and unsaved step. */
export async function remove(id: string): Promise<() => Promise<void>> {
  const all = documents.get() ?? [];
  const at = all.findIndex((document) => document.id === id);
  const gone = all[at];
  if (!gone) return () => Promise.resolve();
  if (gone.saved !== null) await call('ruleSets.delete', { ruleSetId: gone.saved.ruleSetId });
  documents.set((documents.get() ?? []).filter((document) => document.id !== id));
  keep();
  return async () => {
    if (gone.saved !== null) await call('ruleSets.restore', { ruleSetId: gone.saved.ruleSetId });
    documents.set((documents.get() ?? []).toSpliced(at, 0, gone));
    keep();
  };
}
