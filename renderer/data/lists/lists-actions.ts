import type { FileToken } from '../../../analysis/engine-api.ts';
import type { ChosenFile } from '../../../analysis/model/bridge.ts';
import type { ListReport, ProjectList } from '../../../analysis/model/lists.ts';
import { named, t } from '../../i18n/index.ts';
import { answer, bridge } from '../../state/backend.ts';
import { call } from '../../state/jobs.ts';
import { refreshProject } from '../../state/project.ts';
import { createStore } from '../../state/store.ts';
import { attempt, showDone } from '../../state/toasts.ts';

/** What taking in the last file or package found. */
export const lastReport = createStore<ListReport | null>(null);

/** A chosen file on its way onto a list: a new one, or the one it refreshes. */
export interface Chosen {
  readonly file: ChosenFile;
  readonly list: ProjectList | null;
}

export function chooseListFile(list: ProjectList | null, then: (chosen: Chosen) => void): void {
  attempt(async () => {
    const file = await answer(bridge().chooseFile('list'));
    if (file !== null) then({ file, list });
  });
}

export const tokenOf = ({ file }: Chosen): FileToken => file.token as FileToken;

/** Waits for what changes a list, tells what was found and reads the project again. */
export async function takeIn(work: Promise<ListReport>): Promise<void> {
  lastReport.set(await work);
  await refreshProject();
}

export function addOffered(bundled: string): void {
  attempt(() => takeIn(call('lists.addBundled', { bundled })));
}

export function removeList({ id: listId, names }: ProjectList): void {
  attempt(async () => {
    await call('lists.delete', { listId });
    lastReport.set(null);
    await refreshProject();
    showDone(t('lists.deleted', { name: named(names) }), {
      label: t('lists.undo'),
      run: () =>
        attempt(async () => {
          await call('lists.restore', { listId });
          await refreshProject();
        }),
    });
  });
}
