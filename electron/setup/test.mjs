import { buildAll } from './build.mjs';
import { ensureClickhouse } from './clickhouse.mjs';
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
  await ensureClickhouse();
  await ensureSystemLibraries({ binary, virtualDisplay: !hasDisplay(), japaneseFont: true });
  await buildAll();
  await runChecks(checks('all'));
  const env = { ...electronEnvironment(), SHINSA_ELECTRON: binary };
  const wanted = process.argv.slice(2);
  // Windows wait more than they work. Side by side each half has a display of its own: two would take each other's focus.
  const halves = wanted.length > 0 || hasDisplay() ? 1 : 2;
  const steps = Array.from({ length: halves }, (_, index) => {
    const part = halves === 1 ? [] : [`--shard=${index + 1}/${halves}`, `--output=test-results/part-${index + 1}`];
    const { program, args } = onSomeDisplay(
      process.execPath,
      [tools.playwright, 'test', ...part, ...wanted],
      99 + 50 * index,
    );
    const label = halves === 1 ? text('test-e2e') : `${text('test-e2e')} ${index + 1}/${halves}`;
    return runStep(label, program, args, { env, show: true, limitMs: 40 * 60_000 });
  });
  const failed = (await Promise.allSettled(steps)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
});
