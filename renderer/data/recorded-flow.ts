import type { ChosenFile } from '../../analysis/model/bridge.ts';
import type { FileReading } from '../../analysis/model/mapping-source.ts';
import { failureOf } from '../../analysis/model/failure.ts';
import {
  recordedColumns,
  recordedNames,
  type RecordedColumn,
  type RecordedMapping,
} from '../../analysis/model/recorded-results.ts';
import { answer, bridge } from '../state/backend.ts';
import { call } from '../state/jobs.ts';
import { refreshProject } from '../state/project.ts';
import { attempt } from '../state/toasts.ts';
import { added } from './added.ts';
import { tokenOf } from './chosen-file.ts';
import { step } from './import-flow.ts';
import { pickedDraft, toldSources, type PickedDraft } from './picked-draft.ts';

/** A file of recorded screening results and where its columns come from. */
export type RecordedDraft = PickedDraft<RecordedColumn>;

/** Chooses a file of recorded results for orders the project has. */
export function importRecorded(): void {
  attempt(async () => {
    const file = await answer(bridge().chooseFile('recorded'));
    if (file !== null) await openRecorded(file);
  });
}

/** Shows a chosen file as one of recorded results, read as told. */
export async function openRecorded(file: ChosenFile, reading: FileReading = {}): Promise<void> {
  added.set(null);
  showRecorded(await openRecordedDraft(file, reading));
}

export const showRecorded = (recorded: RecordedDraft): void =>
  step.set({ kind: 'recorded', recorded, busy: false, failed: null });

/** The first rows of such a file and what is found in them, as one of that general layout. */
export async function openRecordedDraft(
  file: ChosenFile,
  reading: FileReading,
  layout: string | null = null,
): Promise<RecordedDraft> {
  const preview = await call('import.previewRecorded', { file: tokenOf(file), ...reading });
  return pickedDraft(recordedColumns, { file, preview, reading, layout });
}

/** Whether the chosen columns tell an order and something of a result. */
export const tellsResults = ({ columns }: RecordedDraft): boolean =>
  columns.event_id !== null && recordedNames.some((name) => columns[name] !== null);

function mappingOf(draft: RecordedDraft): RecordedMapping {
  const { timezone: _none, ...told } = toldSources(recordedColumns, draft);
  return told;
}

export async function addRecorded(recorded: RecordedDraft): Promise<void> {
  step.set({ kind: 'recorded', recorded, busy: true, failed: null });
  try {
    const report = await call('import.recorded', { file: tokenOf(recorded.file), mapping: mappingOf(recorded) });
    await refreshProject();
    step.set({ kind: 'result', report, headers: recorded.preview.columns.map((column) => column.name) });
  } catch (error) {
    step.set({ kind: 'recorded', recorded, busy: false, failed: failureOf(error) });
  }
}
