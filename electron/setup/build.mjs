import { chmodSync, existsSync, mkdtempSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { esbuildOptions, nodeBundles, shellBundles } from './bundles.mjs';
import { digestOf, isFresh, markFresh, writeAtomically } from './freshness.mjs';
import { text } from './messages.mjs';
import { dist, root, tools } from './paths.mjs';
import { runStep, say, SetupError, StepFailed } from './step.mjs';

const nodeSources = ['analysis', 'electron', 'samples'];
const windowSources = ['renderer', 'analysis/model', 'analysis/expression', 'analysis/engine-api.ts', 'vite.config.ts'];

/** Everything the app needs; what is up to date is not built again. */
export async function buildAll() {
  await buildNode();
  await buildBundles('shell', text('build-shell'), shellBundles);
  await buildRenderer();
}

/** What the command line needs. */
export async function buildNode() {
  await buildBundles('node', text('build-node'), nodeBundles);
}

/**
 * @param {string} name @param {string} label @param {import('./bundles.mjs').Bundle[]} bundles
 */
export async function buildBundles(name, label, bundles) {
  if (isFresh(name)) return;
  say(text('step-start', { label }));
  const began = Date.now();
  for (const { entry } of bundles) {
    if (!existsSync(join(root, entry))) throw new SetupError('entry-missing', { path: entry });
  }
  const before = digestOf(nodeSources);
  const inputs = new Set();
  for (const bundle of bundles) for (const input of await buildBundle(bundle, label)) inputs.add(input);
  const own = [...inputs].sort();
  if (before === digestOf(nodeSources)) markFresh(name, own, outputs(bundles), digestOf(own));
  say(text('step-done', { label, seconds: ((Date.now() - began) / 1000).toFixed(1) }));
}

/** @param {import('./bundles.mjs').Bundle} bundle @param {string} label @returns {Promise<string[]>} its own sources */
export async function buildBundle(bundle, label) {
  const { build, formatMessages } = await import('esbuild');
  try {
    const result = await build(esbuildOptions(bundle, root));
    for (const file of result.outputFiles) writeAtomically(file.path, file.contents);
    return Object.keys(result.metafile.inputs).filter(
      (path) => !path.startsWith('node_modules/') && !path.includes(':'),
    );
  } catch (error) {
    const errors = error instanceof Error && 'errors' in error ? error.errors : undefined;
    if (!Array.isArray(errors)) throw error;
    for (const message of await formatMessages(errors, { kind: 'error', color: false })) say(message.trimEnd());
    say(text('step-failed', { label, code: 1 }));
    throw new StepFailed(label, 1);
  }
}

export async function buildRenderer() {
  if (isFresh('renderer')) return;
  if (!existsSync(join(root, 'renderer/index.html')))
    throw new SetupError('entry-missing', { path: 'renderer/index.html' });
  const before = digestOf(windowSources);
  mkdirSync(dist, { recursive: true });
  const part = mkdtempSync(join(dist, '.renderer-'));
  try {
    const args = [tools.vite, 'build', '--outDir', part, '--emptyOutDir', '--logLevel', 'warn'];
    await runStep(text('build-renderer'), process.execPath, args);
    chmodSync(part, 0o755);
    swapFolder(part, join(dist, 'renderer'));
    markFresh('renderer', windowSources, ['dist/renderer/index.html'], before);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** Two builds may finish at once: the one that comes second leaves the first one's result, which is the same. */
function swapFolder(/** @type {string} */ part, /** @type {string} */ target) {
  const old = `${part}-old`;
  try {
    if (existsSync(target)) renameSync(target, old);
    renameSync(part, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  } finally {
    rmSync(old, { recursive: true, force: true });
  }
}

/** @param {import('./bundles.mjs').Bundle[]} bundles */
function outputs(bundles) {
  return bundles.map(({ out }) => out);
}
