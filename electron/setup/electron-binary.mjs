import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFallback, fallbackIsPossible, installFallback, pinnedSpec } from './electron-fallback.mjs';
import { installedOfficial, installOfficial } from './electron-official.mjs';
import { text } from './messages.mjs';
import { cacheFolder } from './paths.mjs';
import { say, SetupError } from './step.mjs';

const askAgainMs = 24 * 3600_000;
const unreachableNote = () => join(cacheFolder(), 'electron-unreachable');

/**
 * The path of an Electron executable: the official one wherever it can be had, the pinned fallback otherwise.
 * Once the release page was out of reach, a good fallback is used for a day before the page is asked again.
 * @returns {Promise<string>}
 */
export async function ensureElectron() {
  const installed = installedOfficial();
  if (installed) return installed;
  const cached = fallbackIsPossible() ? cachedFallback() : null;
  if (cached && wasUnreachableLately()) return warned(cached);
  const official = await installOfficial();
  if (official.path) return official.path;
  if (!fallbackIsPossible()) {
    throw new SetupError('electron-none', { platform: process.platform, arch: process.arch });
  }
  const fallback = cached ?? (await installFallback());
  if (!official.reachable) writeFileSync(unreachableNote(), '');
  return warned(fallback);
}

/** @param {string} path */
function warned(path) {
  say(text('electron-fallback-warning', { spec: pinnedSpec }));
  return path;
}

function wasUnreachableLately() {
  const note = statSync(unreachableNote(), { throwIfNoEntry: false });
  return note !== undefined && Date.now() - note.mtimeMs < askAgainMs;
}
