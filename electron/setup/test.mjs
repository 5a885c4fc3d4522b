import { buildAll } from './build.mjs';
import { electronEnvironment, hasDisplay, onSomeDisplay } from './display.mjs';
import { ensureElectron } from './electron-binary.mjs';
import { text } from './messages.mjs';
import { ensurePackages } from './packages.mjs';
import { tools } from './paths.mjs';
import { command, runStep } from './step.mjs';
import { checks, runChecks } from './steps.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

await command(async () => {
  await ensurePackages();
  const binary = await ensureElectron();
  await ensureSystemLibraries({ binary, virtualDisplay: !hasDisplay(), japaneseFont: true });
  await buildAll();
  await runChecks(checks('all'));
  const { program, args } = onSomeDisplay(process.execPath, [tools.playwright, 'test', ...process.argv.slice(2)]);
  const env = { ...electronEnvironment(), SHINSA_ELECTRON: binary };
  await runStep(text('test-e2e'), program, args, { env, show: true, limitMs: 20 * 60_000 });
});
