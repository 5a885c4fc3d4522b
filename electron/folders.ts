import { app } from 'electron';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultCacheDir } from '../analysis/cache-folder.ts';

/** Where the bundles lie: this file's own folder once it is bundled. */
const bundles = dirname(fileURLToPath(import.meta.url));

export const parts = {
  preload: join(bundles, 'preload.cjs'),
  engine: join(bundles, 'engine.mjs'),
  importProcess: join(bundles, 'import-process.mjs'),
  engineProofProcess: join(bundles, 'engine-proof-process.mjs'),
  sqlProcess: join(bundles, 'sql-process.mjs'),
  page: join(bundles, 'renderer'),
} as const;

export const settingsFile = (): string => join(app.getPath('userData'), 'settings.json');
/** The key that packages are signed by, encrypted. */
export const signingKeyFile = (): string => join(app.getPath('userData'), 'signing-key');
export const mappingsFile = (): string => join(app.getPath('userData'), 'mappings.json');
/** One file whatever the language, so that a change of language does not start a second sample. */
export const sampleProject = (): string => join(app.getPath('userData'), 'sample', 'sample-shop.shinsa');
/** The sample's source files; a folder of its own, because an older one is replaced as a whole. */
export const sampleFolder = (): string => join(defaultCacheDir(), 'sample-shop');
