import { createStore } from './store.ts';

/** Names of what has been changed and not saved, for the status line. */
export const unsavedWork = createStore<readonly string[]>([]);
