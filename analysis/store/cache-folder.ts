import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** The folder for what can always be made again: `SHINSA_CACHE_DIR`, else the system's own place for caches. */
export function defaultCacheDir(env: NodeJS.ProcessEnv = process.env): string {
  const chosen = env['SHINSA_CACHE_DIR'];
  if (chosen !== undefined && isAbsolute(chosen)) return chosen;
  const xdg = env['XDG_CACHE_HOME'];
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, 'shinsa');
  const local = env['LOCALAPPDATA'];
  if (process.platform === 'win32' && local !== undefined) return join(local, 'shinsa', 'cache');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'shinsa');
  return join(homedir(), '.cache', 'shinsa');
}
