import type { OutcomesPreview } from '../../analysis/engine-api.ts';
import type { ChosenFile } from '../../analysis/model/bridge.ts';
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

/** A file of recorded screening results and which of its headers holds what; null is no column. */
export interface RecordedDraft {
  readonly file: ChosenFile;
  readonly preview: OutcomesPreview;
  readonly columns: Readonly<Record<RecordedColumn, string | null>>;
}

/** Chooses a file of recorded results for orders the project has. */
export function importRecorded(): void {
  attempt(async () => {
    const file = await answer(bridge().chooseFile('recorded'));
    if (file !== null) await openRecorded(file);
  });
}

/** Shows a chosen file as one of recorded results. */
export async function openRecorded(file: ChosenFile): Promise<void> {
  added.set(null);
  const preview = await call('import.previewRecorded', { file: tokenOf(file) });
  const columns = Object.fromEntries(recordedColumns.map((name) => [name, preview.columnsFound[name] ?? null]));
  const recorded: RecordedDraft = { file, preview, columns: columns as RecordedDraft['columns'] };
  step.set({ kind: 'recorded', recorded, busy: false, failed: null });
}

/** Whether the chosen columns tell an order and something of a result. */
export const tellsResults = ({ columns }: RecordedDraft): boolean =>
  columns.event_id !== null && recordedNames.some((name) => columns[name] !== null);

/** What is sent: the chosen headers, and a blank constant for a column a person said is not there. */
function mappingOf({ columns }: RecordedDraft): RecordedMapping {
  return { columns: Object.fromEntries(recordedColumns.map((name) => [name, columns[name] ?? { value: '' }])) };
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
