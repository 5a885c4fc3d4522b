import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from './messages.mjs';
import { requireSupportedNode } from './node-version.mjs';
import { root } from './paths.mjs';
import { runStep } from './step.mjs';

/** @typedef {{version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, peer?: boolean}} LockEntry */
/** @typedef {Record<string, LockEntry>} LockEntries */

/** Makes node_modules what the lock file says. */
export async function ensurePackages(folder = root) {
  requireSupportedNode();
  if (packagesAreCurrent(folder)) return;
  const npm = npmCommand();
  await runStep(
    text('packages'),
    npm.command,
    [...npm.args, 'ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: folder },
  );
}

/** @param {string} folder */
export function packagesAreCurrent(folder) {
  const installed = readEntries(join(folder, 'node_modules', '.package-lock.json'));
  const wanted = readEntries(join(folder, 'package-lock.json'));
  return installed !== null && wanted !== null && sameEntries(wanted, installed);
}

/**
 * npm leaves out optional packages of other platforms; anything else must be there in the same version.
 * @param {LockEntries} wanted @param {LockEntries} installed
 */
export function sameEntries(wanted, installed) {
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = installed[path];
    if (!found && !(entry.optional || entry.devOptional || entry.peer)) return false;
    if (found && found.version !== entry.version) return false;
    if (found?.integrity && entry.integrity && found.integrity !== entry.integrity) return false;
  }
  return Object.keys(installed).every((path) => wanted[path] !== undefined);
}

/** @param {string} path @returns {LockEntries | null} */
function readEntries(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}

/** npm as a script of this very Node, so that no shell takes part. */
export function npmCommand() {
  const bin = dirname(process.execPath);
  const candidates = [
    process.env.npm_execpath ?? '',
    join(bin, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(bin, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  const script = candidates.find((path) => path.endsWith('npm-cli.js') && existsSync(path));
  return script ? { command: process.execPath, args: [script] } : { command: 'npm', args: [] };
}
