import { useEffect } from 'react';
import type { IconName } from '../theme/icons.tsx';
import { createStore } from './store.ts';

/** An action of the palette. */
export interface Command {
  readonly id: string;
  readonly label: string;
  readonly keys?: string;
  readonly icon?: IconName;
  readonly run: () => void;
}

export const roomCommands = createStore<readonly Command[]>([]);

/** Offers a room's actions in the palette while the room is on screen. */
export function useCommands(make: () => readonly Command[], key: string): void {
  useEffect(() => {
    const own = make();
    roomCommands.set([...roomCommands.get(), ...own]);
    return () => roomCommands.set(roomCommands.get().filter((command) => !own.includes(command)));
    // The key says when the commands differ.
  }, [key]);
}
