import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** Modules by source file and the texts beside it, so that one run compiles each once. @type {Map<string, Promise<Uint8Array>>} */
const made = new Map();

/**
 * The WebAssembly module of an AssemblyScript file: `x.wasm` is made of `x.ts` beside it and what that imports.
 * @param {string} path of the `.wasm` @returns {Promise<Uint8Array>}
 */
export function compileKernel(path) {
  const source = path.replace(/\.wasm$/, '.ts');
  const texts = sourcesOf(path).map((file) => `${file}\n${readFileSync(file, 'utf8')}`);
  const key = [source, ...texts].join('\n');
  const known = made.get(key) ?? compile(source);
  made.set(key, known);
  return known;
}

/** What a module may be made of: every source in its folder and below. @param {string} path @returns {string[]} */
function sourcesOf(path) {
  const folder = dirname(path);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
}

/** Modules whose threads share one memory, which they are given. */
const sharing = ['velocity.ts'];
const ownMemory = ['--initialMemory', '8'];
const sharedMemory = ['--enable', 'threads', '--importMemory', '--sharedMemory', '--initialMemory', '1'];

/** @param {string} source @returns {Promise<Uint8Array>} */
async function compile(source) {
  const { default: asc } = await import('assemblyscript/asc');
  const [folder, name] = [dirname(source), basename(source)];
  /** @type {Uint8Array | undefined} */
  let bytes;
  const memory = sharing.includes(name) ? [...sharedMemory, '--maximumMemory', '65536'] : ownMemory;
  const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', ...memory];
  let said = '';
  const { error } = await asc.main([name, ...options, '--outFile', 'kernel.wasm'], {
    readFile: (file) => {
      const own = join(folder, file);
      return existsSync(own) ? readFileSync(own, 'utf8') : null;
    },
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

/**
 * The source of a worker thread as one text, so that it needs no file of its own beside the program: `x.worker.ts?source`.
 * @param {string} path of the TypeScript file @returns {Promise<{code: string, inputs: string[]}>}
 */
async function workerSource(path) {
  const { build } = await import('esbuild');
  const made = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    plugins: [kernelsInBundle],
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
  });
  return { code: made.outputFiles[0]?.text ?? '', inputs: Object.keys(made.metafile.inputs) };
}

/** For bundles: a module becomes its bytes, a worker thread its source. @type {import('esbuild').Plugin} */
export const kernelsInBundle = {
  name: 'kernels',
  setup: (build) => {
    build.onResolve({ filter: /\.worker\.ts\?source$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace(/\?source$/, '')),
      namespace: 'worker-source',
    }));
    build.onLoad({ filter: /.*/, namespace: 'worker-source' }, async ({ path }) => {
      const { code, inputs } = await workerSource(path);
      const watched = inputs.filter((input) => !input.includes(':')).map((input) => resolve(input));
      return { contents: code, loader: 'text', watchFiles: watched };
    });
    build.onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => ({ path: join(resolveDir, path) }));
    build.onLoad({ filter: /\.wasm$/ }, async ({ path }) => ({
      contents: await compileKernel(path),
      loader: 'binary',
      watchFiles: sourcesOf(path),
    }));
  },
};

const kernelOrWorker = /\.wasm$|\.worker\.ts\?source$/;

/** The same for tests. @returns {import('vite').Plugin} */
export function kernelsInTests() {
  return {
    name: 'kernels',
    enforce: 'pre',
    resolveId: {
      filter: { id: kernelOrWorker },
      handler: (source, importer) => {
        if (importer === undefined) return null;
        const { pathname, search } = new URL(source, `file://${importer}`);
        return `${pathname}${search}`;
      },
    },
    load: {
      filter: { id: kernelOrWorker },
      handler: async (path) => {
        if (path.endsWith('?source'))
          return `export default ${JSON.stringify((await workerSource(path.replace(/\?source$/, ''))).code)};`;
        const bytes = Buffer.from(await compileKernel(path)).toString('base64');
        return `export default Uint8Array.from(Buffer.from('${bytes}', 'base64'));`;
      },
    },
  };
}
