import type { EventsPreview } from '../../analysis/engine-api.ts';
import type { ChosenFile } from '../../analysis/model/bridge.ts';
import {
  eventColumns,
  eventKeys,
  type EventColumnName,
  type EventKind,
  type EventMapping,
} from '../../analysis/model/events.ts';
import type { FileReading } from '../../analysis/model/mapping-source.ts';
import { failureOf, type Failure } from '../../analysis/model/failure.ts';
import { eventMessages } from '../../analysis/model/messages/events.ts';
import { language } from '../i18n/index.ts';
import { answer, bridge } from '../state/backend.ts';
import { call } from '../state/jobs.ts';
import { refreshProject } from '../state/project.ts';
import { attempt } from '../state/toasts.ts';
import { added } from './added.ts';
import { titleOf, tokensOf } from './chosen-file.ts';
import { step } from './import-flow.ts';
import { pickedSubject } from './mapping-subject.ts';
import { withSuggested } from './with-suggested.ts';
import { pickedDraft, toldSources, type PickedDraft, type ToldSources } from './picked-draft.ts';

const names = eventColumns.map(({ name }) => name);

/** Files of events of one kind, and where their columns come from. */
export interface EventsDraft extends PickedDraft<EventColumnName, EventsPreview> {
  readonly busy: boolean;
  readonly failed: Failure | null;
}

export const eventWords = () => eventMessages(language.get());

/** The first rows of such files and what is found in them, of the kind and read as `told` says. */
export async function openEventsDraft(
  file: ChosenFile,
  told: ToldSources & { readonly kind?: EventKind | undefined } = { columns: {} },
): Promise<EventsDraft> {
  const reading = told.file ?? {};
  const kind = told.kind === undefined ? {} : { kind: told.kind };
  const preview = await call('import.previewEvents', { ...tokensOf(file), ...kind, ...reading });
  return { ...pickedDraft(names, { file, preview, reading }, told), busy: false, failed: null };
}

/** What stands behind the saved mappings of a draft. */
export const eventsSubject = (draft: EventsDraft) =>
  pickedSubject('events', names, draft, {
    open: async (file, told) => openEventsDraft(file, told),
    onChange: (next) => setDraft({ ...next, busy: false, failed: null }),
    more: { kind: draft.preview.kind },
  });

/** What the columns chosen lack before the file can be taken in. */
export function lackOf({ columns }: EventsDraft): 'time' | 'key' | null {
  if (columns.happened_at === null) return 'time';
  return columns.event_id !== null || eventKeys.some((name) => columns[name] !== null) ? null : 'key';
}

export const setDraft = (draft: EventsDraft): void => step.set({ kind: 'events', draft });

export function importEvents(): void {
  attempt(async () => {
    const file = await answer(bridge().chooseFile('history'));
    if (file === null) return;
    added.set(null);
    const found = await withSuggested(names, await openEventsDraft(file), 'events', openEventsDraft);
    setDraft({ ...found, busy: false, failed: null });
  });
}

/** The columns of another kind are found anew. */
export function chooseKind({ file, reading }: EventsDraft, kind: EventKind): void {
  attempt(async () => setDraft(await openEventsDraft(file, { columns: {}, kind, file: reading })));
}

/** Reads the first rows again as told. */
export function readEventsAgain({ file, preview }: EventsDraft, reading: FileReading): void {
  attempt(async () => setDraft(await openEventsDraft(file, { columns: {}, kind: preview.kind, file: reading })));
}

export async function addEvents(draft: EventsDraft): Promise<void> {
  const { file, preview } = draft;
  setDraft({ ...draft, busy: true, failed: null });
  const mapping: EventMapping = toldSources(names, draft);
  try {
    const report = await call('import.events', { ...tokensOf(file), kind: preview.kind, mapping });
    await refreshProject();
    added.set({ kind: 'events', name: titleOf(file), report });
    step.set({ kind: 'home' });
  } catch (error) {
    setDraft({ ...draft, busy: false, failed: failureOf(error) });
  }
}
