import { createHash } from 'node:crypto';
import { chmodSync, createReadStream, existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { text } from './messages.mjs';
import { npmCommand } from './packages.mjs';
import { cacheFolder } from './paths.mjs';
import { runStep, SetupError } from './step.mjs';

/**
 * A package that is too large, or too strange, to be a dependency: fetched once into the cache, refused unless it is exactly this.
 * @typedef {object} PinnedPackage
 * @property {string} name
 * @property {string} version
 * @property {string} integrity
 * @property {string} main what is used of it: the path of a file inside
 * @property {string[]} [executables] paths of files inside that become executable
 */

/** @param {PinnedPackage} pinned */
export const specOf = ({ name, version }) => `${name}@${version}`;

/** @param {PinnedPackage} pinned */
const folderOf = ({ name, version }) =>
  join(cacheFolder(), `${name.replace(/^@/, '').replaceAll('/', '-')}-${version}`);

/**
 * The path of its main file, unpacked earlier, if that is still the file that was checked then.
 * @param {PinnedPackage} pinned
 */
export function cachedPackage(pinned, folder = folderOf(pinned)) {
  try {
    const noted = JSON.parse(readFileSync(join(folder, 'verified.json'), 'utf8'));
    const path = join(folder, 'package', pinned.main);
    const { size, mtimeMs } = statSync(path);
    const same = noted.integrity === pinned.integrity && noted.size === size && noted.mtimeMs === mtimeMs;
    return same ? path : null;
  } catch {
    return null;
  }
}

/**
 * Fetches it, and returns the path of its main file.
 * @param {PinnedPackage} pinned
 */
export async function fetchPackage(pinned) {
  const folder = folderOf(pinned);
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
  const download = mkdtempSync(`${folder}-download-`);
  try {
    const npm = npmCommand();
    const args = ['pack', specOf(pinned), '--pack-destination', download, '--ignore-scripts', '--loglevel=error'];
    await runStep(text('pinned-pack', { spec: specOf(pinned) }), npm.command, [...npm.args, ...args]);
    const [tarball = ''] = readdirSync(download);
    await unpackVerified(pinned, join(download, tarball), folder);
  } finally {
    rmSync(download, { recursive: true, force: true });
  }
  return join(folder, 'package', pinned.main);
}

/**
 * Nothing of the tarball touches the disk unpacked before its hash is the pinned one; the folder appears only whole.
 * @param {PinnedPackage} pinned @param {string} tarball @param {string} folder
 */
export async function unpackVerified(pinned, tarball, folder) {
  const actual = await integrityOf(tarball);
  if (actual !== pinned.integrity) {
    throw new SetupError('pinned-integrity', { file: basename(tarball), expected: pinned.integrity, actual });
  }
  const part = mkdtempSync(`${folder}-unpack-`);
  try {
    await runStep(text('pinned-unpack', { spec: specOf(pinned) }), 'tar', [
      ...['-xzf', tarball, '-C', part, '--no-same-owner'],
    ]);
    for (const path of pinned.executables ?? []) chmodSync(join(part, 'package', path), 0o755);
    const { size, mtimeMs } = statSync(join(part, 'package', pinned.main));
    writeFileSync(join(part, 'verified.json'), JSON.stringify({ integrity: pinned.integrity, size, mtimeMs }));
    putInPlace(pinned, part, folder);
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

/** @param {PinnedPackage} pinned @param {string} part @param {string} folder */
function putInPlace(pinned, part, folder) {
  if (cachedPackage(pinned, folder)) return;
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
  renameSync(part, folder);
}
