import type { OutcomesPreview } from '../../analysis/engine-api.ts';
import type { ChosenFile } from '../../analysis/model/bridge.ts';
import { failureOf } from '../../analysis/model/failure.ts';
import { lineFileColumns, type LineFileColumn, type LinesMapping } from '../../analysis/model/order-lines.ts';
import { answer, bridge } from '../state/backend.ts';
import { call } from '../state/jobs.ts';
import { refreshProject } from '../state/project.ts';
import { attempt } from '../state/toasts.ts';
import { added } from './added.ts';
import { tokenOf } from './chosen-file.ts';
import { step } from './import-flow.ts';

/** A file of order lines and which of its headers holds what; null is no column. */
export interface LinesDraft {
  readonly file: ChosenFile;
  readonly preview: OutcomesPreview;
  readonly columns: Readonly<Record<LineFileColumn, string | null>>;
}

/** Chooses a file of order lines for orders the project has. */
export function importLines(): void {
  attempt(async () => {
    const file = await answer(bridge().chooseFile('lines'));
    if (file === null) return;
    added.set(null);
    const preview = await call('import.previewLines', { file: tokenOf(file) });
    const columns = Object.fromEntries(lineFileColumns.map((name) => [name, preview.columnsFound[name] ?? null]));
    const lines: LinesDraft = { file, preview, columns: columns as LinesDraft['columns'] };
    step.set({ kind: 'lines', lines, busy: false, failed: null });
  });
}

/** Whether the chosen columns tell an order and some of its goods. */
export function tellsLines({ columns }: LinesDraft): boolean {
  const { order_id: order, ...goods } = columns;
  return order !== null && Object.values(goods).some((header) => header !== null);
}

/** What is sent: the chosen headers, and a blank constant for a column a person said is not there. */
function mappingOf({ columns }: LinesDraft): LinesMapping {
  return { columns: Object.fromEntries(lineFileColumns.map((name) => [name, columns[name] ?? { value: '' }])) };
}

export async function addLines(lines: LinesDraft): Promise<void> {
  step.set({ kind: 'lines', lines, busy: true, failed: null });
  try {
    const report = await call('import.lines', { file: tokenOf(lines.file), mapping: mappingOf(lines) });
    await refreshProject();
    added.set({ kind: 'lines', name: lines.file.name, report });
    step.set({ kind: 'home' });
  } catch (error) {
    step.set({ kind: 'lines', lines, busy: false, failed: failureOf(error) });
  }
}
