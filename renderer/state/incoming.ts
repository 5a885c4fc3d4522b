import type { ChosenFile } from '../../analysis/model/bridge.ts';
import { go } from './address.ts';
import { answer, bridge } from './backend.ts';
import { createStore } from './store.ts';
import { attempt } from './toasts.ts';

/** A file on its way into the Data room, wherever it was dropped or chosen. The room takes it. */
export const incoming = createStore<ChosenFile | null>(null);

export function takeIncoming(): ChosenFile | null {
  const file = incoming.get();
  incoming.set(null);
  return file;
}

/** Several files dropped together are one history, and so are the tables of a folder. */
export function receiveDropped(files: readonly File[]): void {
  attempt(async () => {
    const dropped: ChosenFile[] = [];
    for (const file of files) dropped.push(await answer(bridge().dropFile(file)));
    const [first, ...more] = dropped.flatMap(({ more: others = [], ...one }) => [one, ...others]);
    if (first === undefined) return;
    incoming.set(more.length === 0 ? first : { ...first, more });
    go({ room: 'data', path: [], params: {} });
  });
}

export function chooseForImport(): void {
  choose('history');
}

/** All tables of a folder as one history. */
export function chooseFolderForImport(): void {
  choose('history-folder');
}

function choose(kind: 'history' | 'history-folder'): void {
  attempt(async () => {
    const chosen = await answer(bridge().chooseFile(kind));
    if (chosen === null) return;
    incoming.set(chosen);
    go({ room: 'data', path: [], params: {} });
  });
}
