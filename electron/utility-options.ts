import type { ForkOptions } from 'electron';

/** All that a process of ours may know of the machine's environment: without these, Windows cannot load libraries. */
const passedOn = ['SystemRoot', 'windir', 'TEMP', 'TMP', 'TMPDIR'];

/** Options of a process that handles personal data: what it prints could hold some, so nobody reads it. */
export function quietly(serviceName: string): ForkOptions {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => passedOn.includes(name)));
  const stdio = process.env.SHINSA_DEV === undefined ? 'ignore' : 'inherit';
  return { serviceName, env, stdio };
}
