import type { EventsPreview } from '../../analysis/engine-api.ts';
import type { ChosenFile } from '../../analysis/model/bridge.ts';
import {
  eventColumns,
  eventKeys,
  type EventColumnName,
  type EventKind,
  type EventMapping,
} from '../../analysis/model/events.ts';
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

/** A file of events and which of its headers holds what; null is no column. */
export interface EventsDraft {
  readonly file: ChosenFile;
  readonly preview: EventsPreview;
  readonly columns: Readonly<Record<EventColumnName, string | null>>;
  readonly busy: boolean;
  readonly failed: Failure | null;
}

export const eventWords = () => eventMessages(language.get());

function draftOf(file: ChosenFile, preview: EventsPreview): EventsDraft {
  const columns = Object.fromEntries(eventColumns.map(({ name }) => [name, preview.columnsFound[name] ?? null]));
  return { file, preview, columns: columns as EventsDraft['columns'], busy: false, failed: null };
}

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
    setDraft(draftOf(file, await call('import.previewEvents', tokensOf(file))));
  });
}

/** The columns of another kind are found anew. */
export function chooseKind({ file }: EventsDraft, kind: EventKind): void {
  attempt(async () => setDraft(draftOf(file, await call('import.previewEvents', { ...tokensOf(file), kind }))));
}

export async function addEvents(draft: EventsDraft): Promise<void> {
  const { file, preview, columns } = draft;
  setDraft({ ...draft, busy: true, failed: null });
  const mapped = Object.entries(columns).map(([name, header]) => [name, header ?? { value: '' }]);
  const mapping: EventMapping = { columns: Object.fromEntries(mapped) };
  try {
    const report = await call('import.events', { ...tokensOf(file), kind: preview.kind, mapping });
    await refreshProject();
    added.set({ kind: 'events', name: titleOf(file), report });
    step.set({ kind: 'home' });
  } catch (error) {
    setDraft({ ...draft, busy: false, failed: failureOf(error) });
  }
}
