import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildNode } from './build.mjs';
import { ensurePackages } from './packages.mjs';
import { dist } from './paths.mjs';
import { command } from './step.mjs';

await command(async () => {
  await ensurePackages();
  await buildNode();
  const { main } = await import(pathToFileURL(join(dist, 'cli.mjs')).href);
  return main(process.argv.slice(2));
});
