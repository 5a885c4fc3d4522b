import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { AppInfo } from '../../analysis/model/bridge.ts';
import { failureOf } from '../../analysis/model/failure.ts';
import { client } from './backend.ts';
import { call } from './jobs.ts';
import { createStore, useStore } from './store.ts';
import { showFailure } from './toasts.ts';

export const app = createStore<AppInfo | null>(null);
export const project = createStore<ProjectInfo | null>(null);

/** Reads the project again; called at start, after every import or settings change and after an engine restart. */
export async function refreshProject(): Promise<void> {
  try {
    project.set(await call('project.info', {}));
  } catch (error) {
    // What became of the engine is said in the room's place already.
    if (failureOf(error).code !== 'engine-stopped' && client().state.get().kind !== 'failed') showFailure(error);
  }
}

export function useProject(): ProjectInfo | null {
  return useStore(project);
}

export function hasOrders(info: ProjectInfo | null): info is ProjectInfo {
  return info !== null && info.orders > 0;
}
