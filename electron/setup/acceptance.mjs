import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildAll } from './build.mjs';
import { electronEnvironment, hasDisplay, onSomeDisplay } from './display.mjs';
import { ensureElectron } from './electron-binary.mjs';
import { text } from './messages.mjs';
import { ensurePackages } from './packages.mjs';
import { root, tools } from './paths.mjs';
import { command, runStep, say } from './step.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

const data = resolve(root, '..', 'shared', 'data');
const limitMs = 15 * 60_000;

await command(async () => {
  if (!existsSync(data)) {
    say(text('acceptance-skipped', { path: data }));
    return;
  }
  await ensurePackages();
  const args = [tools.vitest, 'run', '--config', 'vitest.acceptance.config.ts'];
  await runStep(text('acceptance'), process.execPath, args, { show: true, limitMs, env: { SHINSA_DATA: data } });
  await inTheWindow();
});

async function inTheWindow() {
  const binary = await ensureElectron();
  await ensureSystemLibraries({ binary, virtualDisplay: !hasDisplay(), japaneseFont: true });
  await buildAll();
  const playwright = [tools.playwright, 'test', '--config', 'playwright.acceptance.config.ts'];
  const { program, args } = onSomeDisplay(process.execPath, playwright);
  const env = { ...electronEnvironment(), SHINSA_ELECTRON: binary, SHINSA_DATA: data };
  await runStep(text('acceptance-window'), program, args, { env, show: true, limitMs });
}
