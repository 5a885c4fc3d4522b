import { useEffect } from 'react';
import { createStore } from './store.ts';

/** What Ctrl+Z and Ctrl+Y take back and do again on the screen that is open; each answers whether there was a step. */
export interface Undoable {
  readonly undo: () => boolean;
  readonly redo: () => boolean;
}

export const undoHere = createStore<Undoable | null>(null);

/** While a screen is open its own steps are taken back before those of the filter. */
export function useUndoHere({ undo, redo }: Undoable): void {
  useEffect(() => {
    const own = { undo, redo };
    undoHere.set(own);
    return () => {
      if (undoHere.get() === own) undoHere.set(null);
    };
  }, [undo, redo]);
}
