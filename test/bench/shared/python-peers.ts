import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { root } from '../../../electron/setup/paths.mjs';
import { hashOf, median, notMeasured } from './measure.ts';
import type { RuleParts } from './rule-orders.ts';

const folder = join(root, 'test', 'bench', 'peers');
/** Longest a package may take to be fetched; where there is no way to it the answer comes later still. */
const patience = 120_000;

/** What peers are asked: rules over a Parquet file, and what the matrix says of them and takes. */
export interface Asked {
  readonly rows: string;
  readonly rules: readonly RuleParts[];
  readonly rounds: number;
  readonly answer: string;
  readonly ms: number;
}

export type Peer = 'polars' | 'pandas';

/**
 * The peers of the Python world at the versions pinned in peers/requirements.txt, in an environment of their own. What cannot
 * be installed or has no script is said not to be measured.
 */
export function installedPeers(environment: string): readonly Peer[] {
  const { missing } = pythonWith(environment);
  notMeasured('iguanas on the same rows', missing('iguanas') ? 'it could not be installed' : 'no script for it yet');
  return (['polars', 'pandas'] as const).filter((peer) => {
    const there = !missing(peer) && !missing('pyarrow');
    if (!there) notMeasured(`${peer} on the same rows`, 'it could not be installed');
    return there;
  });
}

const pythonOf = (environment: string): string => join(environment, 'bin', 'python');

/** One answer in a process of its own, from its start to its end; ms, and KiB at most. */
export function wholePeer(
  environment: string,
  peer: Peer,
  { rows, rules }: Pick<Asked, 'rows' | 'rules'>,
): { readonly ms: number; readonly peak: number; readonly answer: string } {
  const began = performance.now();
  const found = askScript(pythonOf(environment), 'rules.py', { peer, rows, rules, rounds: 0 });
  const ms = performance.now() - began;
  if ('why' in found) throw new Error(found.why);
  const said = found.said as Answer;
  return { ms, peak: said.peak, answer: hashOf(said.answer) };
}

/** A Python with those of the pinned packages (all of them, or these) that can be had, and which cannot. */
export function pythonWith(
  environment: string,
  only?: readonly string[],
): { readonly python: string; readonly missing: (name: string) => boolean } {
  const python = pythonOf(environment);
  if (!existsSync(python)) spawnSync('python3', ['-m', 'venv', environment], { timeout: patience });
  const pinned = readFileSync(join(folder, 'requirements.txt'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('==') && (only?.includes(line.split('==')[0] ?? '') ?? true));
  const failed = pinned.filter((line) => {
    const found = spawnSync(python, ['-m', 'pip', 'install', '--quiet', '--retries', '0', line], { timeout: patience });
    return found.status !== 0;
  });
  return { python, missing: (name) => failed.some((line) => line.startsWith(`${name}==`)) };
}

/** What a script of the peers answers to an input as JSON; why it did not. */
export function askScript(
  python: string,
  script: string,
  input: unknown,
): { readonly said: unknown } | { readonly why: string } {
  const found = spawnSync(python, [join(folder, script)], {
    ...{ input: JSON.stringify(input), encoding: 'utf8', maxBuffer: 2 ** 28 },
  });
  if (found.status !== 0) return { why: found.stderr.trim().split('\n').at(-1) ?? '' };
  return { said: JSON.parse(found.stdout) as unknown };
}

interface Answer {
  readonly version: string;
  readonly ms: readonly number[];
  readonly answer: readonly (readonly number[])[];
  readonly peak: number;
}

/** On rows in memory. A different answer throws. */
export function askPeer(environment: string, peer: Peer, { rows, rules, rounds, answer, ms }: Asked): void {
  const found = askScript(pythonOf(environment), 'rules.py', { peer, rows, rules, rounds });
  if ('why' in found) return notMeasured(`${peer} on the same rows`, found.why);
  const said = found.said as Answer;
  if (hashOf(said.answer) !== answer) throw new Error(`${peer} answers ${hashOf(said.answer)}, the matrix ${answer}`);
  const theirs = median(said.ms);
  console.log(
    `${peer} ${said.version}, all rules with amounts: ${Math.round(theirs)} ms, the matrix with weeks, unique, in order and` +
      ` decisions besides: ${Math.round(ms)} ms, ${(theirs / ms).toFixed(1)}x as fast; answer ${answer}`,
  );
}
