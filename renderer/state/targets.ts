import { useEffect } from 'react';
import type { ProjectTarget } from '../../analysis/model/project-target.ts';
import { targetPresets, type Target } from '../../analysis/model/target.ts';
import { call } from './jobs.ts';
import { createStore, useStore } from './store.ts';
import { attempt } from './toasts.ts';

/** The project's targets as last heard; null before. */
export const targets = createStore<readonly ProjectTarget[] | null>(null);

export async function loadTargets(): Promise<void> {
  targets.set(await call('targets.list', {}));
}

/** What may be chosen: the project's targets, with `own` in the place of the one it came from. */
export function useTargetChoices(own: Target | null): readonly Target[] {
  const known = useStore(targets);
  useEffect(() => attempt(loadTargets), []);
  const all = known?.map(({ target }) => target) ?? targetPresets;
  if (own === null) return all;
  return [own, ...all.filter(({ id }) => id !== own.id)];
}
