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

export function receiveDropped(file: File): void {
  attempt(async () => {
    const chosen = await answer(bridge().dropFile(file));
    incoming.set(chosen);
    go({ room: 'data', path: [], params: {} });
  });
}

export function chooseForImport(): void {
  attempt(async () => {
    const chosen = await answer(bridge().chooseFile('history'));
    if (chosen === null) return;
    incoming.set(chosen);
    go({ room: 'data', path: [], params: {} });
  });
}
