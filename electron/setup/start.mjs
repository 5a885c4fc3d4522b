import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildAll } from './build.mjs';
import { electronArguments, electronEnvironment, hasDisplay } from './display.mjs';
import { ensureElectron } from './electron-binary.mjs';
import { text } from './messages.mjs';
import { ensurePackages } from './packages.mjs';
import { root } from './paths.mjs';
import { command, endWithUs, runStep, say } from './step.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

await command(async () => {
  await ensurePackages();
  return hasDisplay() ? openWindow() : runWithoutWindow();
});

async function openWindow() {
  const binary = await ensureElectron();
  await ensureSystemLibraries({ binary });
  await buildAll();
  say(text('start-window'));
  const args = [...electronArguments(), root, ...process.argv.slice(2)];
  const child = spawn(binary, args, { stdio: 'inherit', env: { ...process.env, ...electronEnvironment() } });
  endWithUs(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

async function runWithoutWindow() {
  say(text('start-no-display'));
  const out = join(root, 'out');
  const args = [join(import.meta.dirname, 'cli.mjs'), 'demo', '--out', out];
  await runStep(text('start-demo'), process.execPath, args, { show: true });
  say(text('start-results', { path: out }));
}
