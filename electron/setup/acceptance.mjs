import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { text } from './messages.mjs';
import { ensurePackages } from './packages.mjs';
import { root, tools } from './paths.mjs';
import { command, runStep, say } from './step.mjs';

const data = resolve(root, '..', 'shared', 'data');

await command(async () => {
  if (!existsSync(data)) {
    say(text('acceptance-skipped', { path: data }));
    return;
  }
  await ensurePackages();
  const args = [tools.vitest, 'run', '--config', 'vitest.acceptance.config.ts'];
  await runStep(text('acceptance'), process.execPath, args, { show: true, env: { SHINSA_DATA: data } });
});
