import { z } from 'zod';
import { outcomeKindSchema, reasonFamilySchema, targetSchema, type Target } from '../../../analysis/model/target.ts';
import { t } from '../../i18n/index.ts';
import { app, project, refreshProject } from '../../state/project.ts';
import { call } from '../../state/jobs.ts';
import { recall, remember } from '../../state/remember.ts';
import { createStore } from '../../state/store.ts';
import { loadTargets, targets } from '../../state/targets.ts';
import { showDone } from '../../state/toasts.ts';
import { noteUnsaved } from '../../state/unsaved.ts';
import { named } from '../../i18n/index.ts';

/** Edited and not saved, by id; what is not in the list of the project is new. */
export const drafts = createStore<Readonly<Record<string, Target>>>({});

/** Half written: a name may be blank and nothing chosen yet. */
const shape = z.looseObject({
  id: z.string(),
  name: z.strictObject({ ja: z.string(), en: z.string() }),
  kinds: z.array(outcomeKindSchema),
  reasonFamilies: z.array(reasonFamilySchema),
  horizonDays: z.number(),
});
const keptSchema = z.record(
  z.string(),
  z.custom<Target>((value) => shape.safeParse(value).success),
);

/** A copied project has the id of the first: the file is named too. */
const key = (): string => `targets.${project.get()?.projectId ?? ''}.${app.get()?.fileKey ?? ''}`;
let readFor: string | null = null;

/** Takes up what was not saved when the window closed. */
export function takeUpDrafts(): void {
  if (readFor === key()) return;
  readFor = key();
  try {
    const kept = keptSchema.safeParse(JSON.parse(recall(readFor) ?? '{}'));
    put(kept.success ? kept.data : {});
  } catch {
    put({});
  }
}

function put(next: Readonly<Record<string, Target>>): void {
  drafts.set(next);
  remember(key(), JSON.stringify(next));
  noteUnsaved(
    'targets',
    Object.values(next).map(({ name }) => named(name) || t('targets.newName')),
  );
}

/** What is saved under an id, or undefined for a new one. */
const savedAs = (id: string): Target | undefined => targets.get()?.find(({ target }) => target.id === id)?.target;

/** Edits are a draft until they are saved; one that is as it was is none. */
export function editTarget(next: Target): void {
  const saved = savedAs(next.id);
  if (saved !== undefined && JSON.stringify(saved) === JSON.stringify(next)) dropDraft(next.id);
  else put({ ...drafts.get(), [next.id]: next });
}

export function dropDraft(id: string): void {
  const { [id]: _, ...rest } = drafts.get();
  put(rest);
}

/** A draft like that target, or an empty one; answers its id. */
export function newDraft(like: Target | null): string {
  const id = crypto.randomUUID();
  const base = like ?? { kinds: [], reasonFamilies: [], horizonDays: 90 };
  const name = like === null ? t('targets.newName') : t('targets.copyName', { name: named(like.name) });
  put({ ...drafts.get(), [id]: { ...base, id, name: { ja: name, en: name } } });
  return id;
}

export const canSave = (target: Target): boolean => targetSchema.safeParse(target).success;

/** Saves the draft; the project's figures follow where it is the one in use. */
export async function saveDraft(target: Target, inUse: boolean): Promise<void> {
  targets.set(await call('targets.save', { target }));
  dropDraft(target.id);
  if (inUse) await refreshProject();
  showDone(t(inUse ? 'targets.savedInUse' : 'targets.saved', { name: named(target.name) }));
}

export async function chooseTarget(target: Target): Promise<void> {
  project.set(await call('project.update', { target }));
  dropDraft(target.id);
  await loadTargets();
  showDone(t('targets.used', { name: named(target.name) }));
}

/** Deletes an own one, or takes back what was changed of a preset; both can be undone. */
export async function deleteTarget(target: Target, origin: 'changed' | 'own'): Promise<void> {
  targets.set(await call('targets.delete', { targetId: target.id }));
  dropDraft(target.id);
  showDone(t(origin === 'own' ? 'targets.deleted' : 'targets.restored', { name: named(target.name) }), {
    label: t('targets.undo'),
    run: () => void call('targets.save', { target }).then((list) => targets.set(list)),
  });
}
