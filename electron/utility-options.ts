import { join } from 'node:path';
import type { ForkOptions } from 'electron';
import { defaultCacheDir } from '../analysis/cache-folder.ts';

/** All that a process of ours may know of the machine's environment: without these, Windows cannot load libraries. */
const passedOn = ['SystemRoot', 'windir', 'TEMP', 'TMP', 'TMPDIR'];

/** Options of a process that handles personal data: what it prints could hold some, so nobody reads it. */
export function quietly(serviceName: string): ForkOptions {
  const passed = Object.fromEntries(Object.entries(process.env).filter(([name]) => passedOn.includes(name)));
  // Compiled once, our code and DuckDB's are read ready-made at the next start.
  const env = { ...passed, NODE_COMPILE_CACHE: join(defaultCacheDir(), 'compiled') };
  const stdio = process.env.SHINSA_DEV === undefined ? 'ignore' : 'inherit';
  return { serviceName, env, stdio };
}
