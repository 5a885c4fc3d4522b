import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildAll, buildBundle } from './build.mjs';
import { electronEnvironment, hasDisplay, onSomeDisplay } from './display.mjs';
import { ensureElectron } from './electron-binary.mjs';
import { text } from './messages.mjs';
import { ensurePackages } from './packages.mjs';
import { root } from './paths.mjs';
import { command, runStep, say, SetupError, StepFailed } from './step.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

/** Each file directly in test/bench is one benchmark; what they share lies in folders below. */
const folder = join(root, 'test', 'bench');

await command(async () => {
  await ensurePackages();
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ts')) : [];
  if (names.length === 0) throw new SetupError('bench-none', { path: folder });
  const binary = await ensureElectron();
  await ensureSystemLibraries({ binary, virtualDisplay: !hasDisplay() });
  await buildAll();
  const env = { ...electronEnvironment(), SHINSA_ELECTRON: binary };
  /** @type {string[]} */
  const missed = [];
  for (const name of names.sort()) {
    const label = name.replace(/\.ts$/, '');
    const out = `dist/bench/${label}.mjs`;
    await buildBundle({ entry: `test/bench/${name}`, out, electron: true }, text('build-bench'));
    const { program, args } = onSomeDisplay(process.execPath, [join(root, out), ...process.argv.slice(2)]);
    await runStep(label, program, args, { env, show: true }).catch((error) => {
      // The others are measured all the same: one run tells everything that is missed.
      if (!(error instanceof StepFailed)) throw error;
      missed.push(label);
    });
  }
  if (missed.length > 0) {
    say(text('some-failed', { labels: missed.join(', ') }));
    throw new StepFailed(missed.join(', '), 1);
  }
});
