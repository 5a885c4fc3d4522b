import { join } from 'node:path';
import { kernelsInBundle } from './kernels.mjs';

/** What esbuild makes of which source file. The names in dist/ are what the processes look for. */

/** @typedef {{entry: string, out: string, electron: boolean}} Bundle */

/** @type {Bundle[]} */
export const nodeBundles = [
  { entry: 'electron/engine-process.ts', out: 'dist/engine.mjs', electron: true },
  { entry: 'analysis/import-process.ts', out: 'dist/import-process.mjs', electron: false },
  { entry: 'analysis/engine-proof-process.ts', out: 'dist/engine-proof-process.mjs', electron: false },
  { entry: 'analysis/sql-process.ts', out: 'dist/sql-process.mjs', electron: false },
  { entry: 'analysis/cli.ts', out: 'dist/cli.mjs', electron: false },
  { entry: 'analysis/identity/index.ts', out: 'dist/identity.mjs', electron: false },
];

/** @type {Bundle[]} */
export const shellBundles = [
  { entry: 'electron/main.ts', out: 'dist/main.mjs', electron: true },
  { entry: 'electron/preload.ts', out: 'dist/preload.cjs', electron: true },
];

/**
 * The rules of 名寄せ stand in a bundle of their own beside the others: with Japan Post's towns they are many times larger
 * than the rest, and only reading past them would keep every start of a process waiting.
 * @type {import('esbuild').Plugin}
 */
const identityApart = {
  name: 'identity-apart',
  setup: (build) =>
    build.onResolve({ filter: /\/index\.ts$/ }, ({ kind, path, resolveDir }) => {
      const identity = join(resolveDir, path).endsWith(join('analysis', 'identity', 'index.ts'));
      return kind === 'dynamic-import' && identity ? { path: './identity.mjs', external: true } : undefined;
    }),
};

/**
 * @param {Bundle} bundle @param {string} root
 * @returns {import('esbuild').BuildOptions & {write: false, metafile: true, outfile: string}}
 */
export function esbuildOptions(bundle, root) {
  const commonJs = bundle.out.endsWith('.cjs');
  return {
    absWorkingDir: root,
    entryPoints: [bundle.entry],
    outfile: bundle.out,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: 'node20.19',
    format: commonJs ? 'cjs' : 'esm',
    // Native code cannot be bundled; canvas is an optional part of vega that a headless SVG does not need.
    external: ['@duckdb/*', '@gorules/*', 'canvas', ...(bundle.electron ? ['electron'] : [])],
    banner: commonJs ? {} : { js: requireForBundledCommonJs },
    plugins: [identityApart, kernelsInBundle],
    charset: 'utf8',
    sourcemap: false,
    legalComments: 'none',
    logLevel: 'silent',
  };
}

const requireForBundledCommonJs =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";
