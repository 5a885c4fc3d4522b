import { createStore } from '../state/store.ts';

/** Dialogs of the frame; one at a time. */
export type Layer = 'palette' | 'settings' | 'shortcuts' | 'about' | 'project' | 'personal';

export const layer = createStore<Layer | null>(null);

export function openLayer(next: Layer): void {
  layer.set(next);
}

export function closeLayer(): void {
  layer.set(null);
}
