import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { nodeBundles, esbuildOptions } from '../electron/setup/bundles.mjs';

const root = resolve(import.meta.dirname, '..');

/** A folder inside the tree, so that a bundle in it finds the packages it leaves outside. */
const folder = join(root, 'node_modules', '.cache', 'shinsa-tests');

/** Bundles a TypeScript entry as the product's own are and answers the path of the result. */
export async function bundled(entry: string, name?: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const own = name ?? `${createHash('sha256').update(entry).digest('hex').slice(0, 12)}.mjs`;
  const outfile = join(folder, own);
  const options = esbuildOptions({ entry, out: outfile, electron: false }, root);
  await build({ ...options, write: true });
  return outfile;
}

let entries: Promise<string> | undefined;

/** The folder with the product's own process entries, built once by a file of tests; for `nodeProcesses`. */
export const builtEntries = (): Promise<string> => (entries ??= buildEntries());

async function buildEntries(): Promise<string> {
  for (const { entry, out } of nodeBundles)
    if (/(?:import-process|engine-proof-process|sql-process|identity)\.mjs$/.test(out))
      await bundled(entry, basename(out));
  return folder;
}
