import { app } from 'electron';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the bundles lie: this file's own folder once it is bundled. */
const bundles = dirname(fileURLToPath(import.meta.url));

export const parts = {
  preload: join(bundles, 'preload.cjs'),
  engine: join(bundles, 'engine.mjs'),
  importProcess: join(bundles, 'import-process.mjs'),
  page: join(bundles, 'renderer'),
} as const;

export const settingsFile = (): string => join(app.getPath('userData'), 'settings.json');
/** One file whatever the language, so that a change of language does not start a second sample. */
export const sampleProject = (): string => join(app.getPath('userData'), 'sample', 'sample-shop.shinsa');
/** The sample's source files; a folder of its own, because an older one is replaced as a whole. */
export const sampleFolder = (): string => join(cacheFolder(), 'sample-shop');

/** The folder for what can always be made again; the same one the command line uses. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const base = env.XDG_CACHE_HOME;
  if (base !== undefined && isAbsolute(base)) return join(base, 'shinsa');
  if (process.platform === 'win32' && env.LOCALAPPDATA !== undefined) return join(env.LOCALAPPDATA, 'shinsa', 'cache');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'shinsa');
  return join(homedir(), '.cache', 'shinsa');
}
