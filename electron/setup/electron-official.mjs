import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { text } from './messages.mjs';
import { root } from './paths.mjs';
import { runStep, say, StepFailed } from './step.mjs';

const folder = join(root, 'node_modules', 'electron');
const probeMs = 8000;
const downloadMs = 15 * 60_000;

/** The installed official executable, or null. */
export function installedOfficial() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  try {
    if (override) return existing(join(override, executableName()));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const unpacked = readFileSync(join(folder, 'dist', 'version'), 'utf8')
      .trim()
      .replace(/^v/, '');
    return unpacked === version ? existing(join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8'))) : null;
  } catch {
    return null;
  }
}

/**
 * Downloads the official Electron where its release page answers; the package checks the SHA-256 itself.
 * @returns {Promise<{path: string | null, reachable: boolean}>}
 */
export async function installOfficial() {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = `electron-v${version}-${process.platform}-${process.arch}.zip`;
  const env = downloadEnvironment();
  if (!isDownloaded(file) && !(await answers(version, file, env))) {
    say(text('electron-unreachable'));
    return { path: null, reachable: false };
  }
  const options = { env, limitMs: downloadMs };
  const label = text('electron-official', { version });
  const done = await succeeds(runStep(label, process.execPath, [join(folder, 'install.js')], options));
  if (!done) say(text('electron-refused'));
  return { path: installedOfficial(), reachable: true };
}

/**
 * A closed network often swallows packets instead of refusing them, so the page is asked first, briefly.
 * @param {string} version @param {string} file @param {NodeJS.ProcessEnv} env
 */
async function answers(version, file, env) {
  const names = Object.keys(process.env).filter((name) => /^(npm_config_)?electron_custom_/i.test(name));
  if (names.length > 0) return true;
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror;
  const base = mirror ?? 'https://github.com/electron/electron/releases/download/';
  const url = `${base}v${version}/${file}`;
  const script = `fetch(${JSON.stringify(url)}, { method: 'HEAD' }).then(() => process.exit(0), () => process.exit(1))`;
  const options = { env, limitMs: probeMs, quiet: true };
  return succeeds(runStep(text('electron-probe'), process.execPath, ['-e', script], options));
}

/** @param {Promise<unknown>} step */
async function succeeds(step) {
  try {
    await step;
    return true;
  } catch (error) {
    if (error instanceof StepFailed) return false;
    throw error;
  }
}

function downloadEnvironment() {
  const proxied = process.env.HTTPS_PROXY ?? process.env.https_proxy;
  return proxied ? { ELECTRON_GET_USE_PROXY: 'true', NODE_USE_ENV_PROXY: '1' } : {};
}

/** @param {string} file */
function isDownloaded(file) {
  const cache = process.env.electron_config_cache ?? join(homedir(), '.cache', 'electron');
  try {
    return readdirSync(cache).some((name) => name === file || existsSync(join(cache, name, file)));
  } catch {
    return false;
  }
}

function executableName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

/** @param {string} path */
function existing(path) {
  return existsSync(path) ? path : null;
}
