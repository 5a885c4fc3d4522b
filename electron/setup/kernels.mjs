import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Modules by source file and its text, so that one run compiles each once. @type {Map<string, Promise<Uint8Array>>} */
const made = new Map();

/**
 * The WebAssembly module of an AssemblyScript file: `x.wasm` is made of `x.ts` beside it.
 * @param {string} path of the `.wasm` @returns {Promise<Uint8Array>}
 */
export function compileKernel(path) {
  const source = path.replace(/\.wasm$/, '.ts');
  const code = readFileSync(source, 'utf8');
  const key = `${source}\n${code}`;
  const known = made.get(key) ?? compile(basename(source), code);
  made.set(key, known);
  return known;
}

/** @param {string} name @param {string} code @returns {Promise<Uint8Array>} */
async function compile(name, code) {
  const { default: asc } = await import('assemblyscript/asc');
  /** @type {Uint8Array | undefined} */
  let bytes;
  const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--initialMemory', '8'];
  let said = '';
  const { error } = await asc.main([name, ...options, '--outFile', 'kernel.wasm'], {
    readFile: (file) => (file === name ? code : null),
    writeFile: (_file, contents) => {
      if (typeof contents !== 'string') bytes = contents;
    },
    listFiles: () => [],
    stderr: {
      write: (text) => {
        said += String(text);
      },
    },
  });
  if (error !== null || bytes === undefined) throw new Error(`${name}: ${said}`, { cause: error });
  return bytes;
}

/** For bundles: a module becomes its bytes. @type {import('esbuild').Plugin} */
export const kernelsInBundle = {
  name: 'kernels',
  setup: (build) => {
    build.onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => ({ path: join(resolveDir, path) }));
    build.onLoad({ filter: /\.wasm$/ }, async ({ path }) => ({
      contents: await compileKernel(path),
      loader: 'binary',
      watchFiles: [path.replace(/\.wasm$/, '.ts')],
    }));
  },
};

/** The same for tests. @returns {import('vite').Plugin} */
export function kernelsInTests() {
  return {
    name: 'kernels',
    enforce: 'pre',
    resolveId: {
      filter: { id: /\.wasm$/ },
      handler: (source, importer) => (importer === undefined ? null : new URL(source, `file://${importer}`).pathname),
    },
    load: {
      filter: { id: /\.wasm$/ },
      handler: async (path) =>
        `export default Uint8Array.from(Buffer.from('${Buffer.from(await compileKernel(path)).toString('base64')}', 'base64'));`,
    },
  };
}
