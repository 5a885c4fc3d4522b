import { createStore } from '../state/store.ts';

/** The rule chosen in each rule set, by document and by the rule's key; null is the set's own settings. */
export const selection = createStore<ReadonlyMap<string, string | null>>(new Map());

export function select(documentId: string, key: string | null): void {
  selection.set(new Map(selection.get()).set(documentId, key));
}

/** Where the cursor is to be put once the rule is on screen. */
export const wantedPlace = createStore<{ readonly key: string; readonly from: number } | null>(null);

export function jumpTo(documentId: string, key: string | null, from: number): void {
  select(documentId, key);
  if (key !== null) wantedPlace.set({ key, from });
}
