import { text } from './messages.mjs';
import { ensurePackages } from './packages.mjs';
import { command, say } from './step.mjs';
import { checks, runChecks } from './steps.mjs';

await command(async () => {
  await ensurePackages();
  await runChecks(checks('unit'));
  say(text('all-good'));
});
