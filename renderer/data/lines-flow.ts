import type { ChosenFile } from '../../analysis/model/bridge.ts';
import { failureOf } from '../../analysis/model/failure.ts';
import { lineFileColumns, type LineFileColumn, type LinesMapping } from '../../analysis/model/order-lines.ts';
import { answer, bridge } from '../state/backend.ts';
import { call } from '../state/jobs.ts';
import { refreshProject } from '../state/project.ts';
import { attempt } from '../state/toasts.ts';
import { added } from './added.ts';
import { titleOf, tokensOf } from './chosen-file.ts';
import { step } from './import-flow.ts';
import { withSuggested } from './with-suggested.ts';
import { pickedDraft, toldSources, type PickedDraft, type ToldSources } from './picked-draft.ts';

/** A file of order lines and where its columns come from. */
export type LinesDraft = PickedDraft<LineFileColumn>;

/** The first rows of such a file and what is found in them, read as `told` says. */
export async function openLinesDraft(file: ChosenFile, told: ToldSources = { columns: {} }): Promise<LinesDraft> {
  const reading = told.file ?? {};
  const preview = await call('import.previewLines', { ...tokensOf(file), ...reading });
  return pickedDraft(lineFileColumns, { file, preview, reading }, told);
}

/** Chooses a file of order lines for orders the project has. */
export function importLines(): void {
  attempt(async () => {
    const file = await answer(bridge().chooseFile('lines'));
    if (file === null) return;
    added.set(null);
    const lines = await withSuggested(lineFileColumns, await openLinesDraft(file), 'lines', openLinesDraft);
    step.set({ kind: 'lines', lines, busy: false, failed: null });
  });
}

/** Whether the chosen columns tell an order and some of its goods. */
export function tellsLines({ columns }: LinesDraft): boolean {
  const { order_id: order, ...goods } = columns;
  return order !== null && Object.values(goods).some((header) => header !== null);
}

export const linesMapping = (draft: LinesDraft): LinesMapping => {
  const { timezone: _none, ...told } = toldSources(lineFileColumns, draft);
  return told;
};

export async function addLines(lines: LinesDraft): Promise<void> {
  step.set({ kind: 'lines', lines, busy: true, failed: null });
  try {
    const report = await call('import.lines', { ...tokensOf(lines.file), mapping: linesMapping(lines) });
    await refreshProject();
    added.set({ kind: 'lines', name: titleOf(lines.file), report });
    step.set({ kind: 'home' });
  } catch (error) {
    step.set({ kind: 'lines', lines, busy: false, failed: failureOf(error) });
  }
}
