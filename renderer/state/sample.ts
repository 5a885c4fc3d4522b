import { importSample } from '../engine/import-sample.ts';
import { go } from './address.ts';
import { answer, bridge, client } from './backend.ts';
import { track } from './jobs.ts';
import { refreshProject } from './project.ts';
import { createStore } from './store.ts';

/** True while the sample shop is being filled on its first start. */
export const fillingSample = createStore(false);

export async function fillSample(): Promise<void> {
  fillingSample.set(true);
  try {
    const report = await track('import.run', {}, (options) => answer(importSample(bridge(), client(), options)));
    if (report === null) return;
    await refreshProject();
    go({ room: 'explore', replace: true });
  } finally {
    fillingSample.set(false);
  }
}
