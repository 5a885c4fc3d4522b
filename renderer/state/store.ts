import { useSyncExternalStore } from 'react';
import type { ValueStore } from '../engine/value-store.ts';

export { createStore, type ValueStore, type WritableStore } from '../engine/value-store.ts';

export function useStore<T>(store: ValueStore<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}
