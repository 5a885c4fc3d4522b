import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { dist, root } from './paths.mjs';

/** Whatever else changes what a build makes. */
const always = [
  'package-lock.json',
  'package.json',
  'tsconfig.base.json',
  'electron/setup/bundles.mjs',
  'electron/setup/kernels.mjs',
  // Worker threads and WebAssembly are built on the way: what they are made of is no input of a bundle itself.
  'analysis/kernels',
];

/** @typedef {{inputs: string[], outputs: string[], digest: string}} Stamp */

/**
 * True when the outputs exist and every input is what it was when they were made.
 * @param {string} name
 */
export function isFresh(name) {
  try {
    /** @type {Stamp} */
    const stamp = JSON.parse(readFileSync(stampPath(name), 'utf8'));
    return stamp.outputs.every((path) => existsSync(join(root, path))) && stamp.digest === digestOf(stamp.inputs);
  } catch {
    return false;
  }
}

/**
 * The caller makes sure that no input changed while the outputs were made.
 * @param {string} name @param {string[]} inputs @param {string[]} outputs @param {string} digest
 */
export function markFresh(name, inputs, outputs, digest) {
  writeAtomically(stampPath(name), JSON.stringify({ inputs, outputs, digest }));
}

/** @param {string[]} inputs files and folders, relative to the root */
export function digestOf(inputs) {
  const hash = createHash('sha256');
  for (const path of [...inputs, ...always].flatMap(filesUnder).sort()) {
    const found = statSync(join(root, path), { throwIfNoEntry: false });
    hash.update(`${path}\0${found?.size}\0${found?.mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** @param {string} path @param {string | Uint8Array} content */
export function writeAtomically(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  const part = `${path}.${process.pid}.part`;
  writeFileSync(part, content);
  renameSync(part, path);
}

/** @param {string} path @returns {string[]} */
function filesUnder(path) {
  if (!statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory()) return [path];
  return readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) => filesUnder(join(path, entry.name)));
}

/** @param {string} name */
function stampPath(name) {
  return join(dist, '.stamps', `${name}.json`);
}

/** @param {string} path */
export function fromRoot(path) {
  return relative(root, path).split('\\').join('/');
}
