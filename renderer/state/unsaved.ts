import { createStore } from './store.ts';

/** Names of what has been changed and not saved, for the status line. */
export const unsavedWork = createStore<readonly string[]>([]);

const bySource = new Map<string, readonly string[]>();

/** Says what of one room is not saved, in the place of what it said before. */
export function noteUnsaved(source: string, names: readonly string[]): void {
  bySource.set(source, names);
  unsavedWork.set([...bySource.values()].flat());
}
