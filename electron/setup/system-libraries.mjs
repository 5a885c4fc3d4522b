import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { text } from './messages.mjs';
import { runStep, SetupError } from './step.mjs';

/** Shared library -> Debian package; releases since 2024 carry the t64 name. */
const packageOf = /** @type {const} */ ([
  [/^lib(nss3|nssutil3|smime3|nspr4|plc4|plds4)\.so/, 'libnss3'],
  [/^libasound\.so/, 'libasound2'],
  [/^libgbm\.so/, 'libgbm1'],
  [/./, 'libgtk-3-0'],
]);

/** @typedef {{binary?: string, virtualDisplay?: boolean, japaneseFont?: boolean}} Needs */

/** Installs what Electron and the tests need from the system, or says which line to run. @param {Needs} needs */
export async function ensureSystemLibraries(needs) {
  if (process.platform !== 'linux') return;
  const missing = whatIsMissing(needs);
  if (missing.packages.length === 0) return;
  if (!isDebianLike()) throw new SetupError('libraries-other', { libraries: missing.names.join(', ') });
  if (process.getuid?.() !== 0) throw new SetupError('libraries-run', { line: lineToRun(missing.packages) });
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await runStep(text('libraries-update'), 'apt-get', ['update', '-q'], { env });
  const packages = missing.packages.map(installableName);
  const args = ['install', '-y', '-q', '--no-install-recommends', ...packages];
  await runStep(text('libraries-install', { packages: packages.join(' ') }), 'apt-get', args, { env });
  const left = whatIsMissing(needs).names;
  if (left.length > 0) throw new SetupError('libraries-other', { libraries: left.join(', ') });
}

/** @param {Needs} needs */
function whatIsMissing(needs) {
  const libraries = needs.binary ? librariesNotFound(run('ldd', [needs.binary])) : [];
  const names = [...libraries];
  const packages = new Set(libraries.map(debianPackage));
  /** @param {string} name */
  const add = (name) => {
    names.push(name);
    packages.add(name);
  };
  if (needs.virtualDisplay && !hasProgram('xvfb-run')) add('xvfb');
  if (needs.virtualDisplay && !hasProgram('xauth')) add('xauth');
  if (needs.japaneseFont && run('fc-list', [':lang=ja', 'family']).trim() === '') {
    if (!hasProgram('fc-list')) packages.add('fontconfig');
    add('fonts-noto-cjk');
  }
  return { names, packages: [...packages] };
}

/** @param {string} lddOutput */
export function librariesNotFound(lddOutput) {
  return [...lddOutput.matchAll(/^\s*(\S+) => not found/gm)].map((match) => String(match[1]));
}

/** @param {string} library */
export function debianPackage(library) {
  const row = packageOf.find(([pattern]) => pattern.test(library));
  return row ? row[1] : library;
}

/** @param {string[]} packages */
export function lineToRun(packages) {
  return `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.map(installableName).join(' ')}`;
}

/** @param {string} name */
function installableName(name) {
  const renamed = `${name}t64`;
  return /Candidate: (?!\(none\))/.test(run('apt-cache', ['policy', renamed])) ? renamed : name;
}

function isDebianLike() {
  try {
    return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8')) && hasProgram('apt-get');
  } catch {
    return false;
  }
}

/** @param {string} name */
function hasProgram(name) {
  return spawnSync('sh', ['-c', `command -v ${name}`], { stdio: 'ignore' }).status === 0;
}

/** @param {string} program @param {string[]} args */
function run(program, args) {
  const result = spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  return result.stdout ?? '';
}
