import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { root } from '../../../electron/setup/paths.mjs';
import { notMeasured } from './measure.ts';
import type { RuleParts } from './rule-orders.ts';

const folder = join(root, 'test', 'bench', 'peers');
/** Longest a package may take to be fetched; where there is no way to it the answer comes later still. */
const patience = 120_000;

const peerNames = ['polars', 'pandas', 'iguanas'] as const;
export type Peer = (typeof peerNames)[number];

/** What rules.py is asked of the rules over a Parquet file; see there. */
export interface PeerAsk {
  readonly peer: Peer;
  readonly rows: string;
  readonly rules: readonly RuleParts[];
  readonly ask: 'hits' | 'amounts' | 'overlap';
}

/**
 * The peers of the Python world at the versions pinned in peers/requirements.txt, in an environment of their own. What cannot
 * be installed is said not to be measured.
 */
export function installedPeers(environment: string): readonly Peer[] {
  const { missing } = pythonWith(environment);
  return peerNames.filter((peer) => {
    const there = !missing(peer) && !missing('pyarrow');
    if (!there) notMeasured(`${peer} on the same rows`, 'it could not be installed');
    return there;
  });
}

export const pythonOf = (environment: string): string => join(environment, 'bin', 'python');

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

/** What a peer answers once; ms on rows in memory, KiB at most. */
export interface PeerRun {
  readonly ms: number;
  readonly answer: readonly (readonly number[])[];
  readonly peak: number;
}

/** A script of the peers with its rows in memory, asked as often as wanted: by turns with others. Throws what it failed of. */
export class PeerProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  #said = '';

  private constructor(python: string, script: string) {
    this.#child = spawn(python, [join(folder, script)]);
    this.#child.stderr.on('data', (data: Buffer) => (this.#said += data.toString()));
    // That it has ended is told by its lines.
    this.#child.stdin.on('error', () => undefined);
    this.#child.on('error', (error) => (this.#said += error.message));
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  static async start(
    python: string,
    script: string,
    setup: unknown,
  ): Promise<{ readonly peer: PeerProcess; readonly version: string }> {
    const peer = new PeerProcess(python, script);
    const { version } = (await peer.#ask(JSON.stringify(setup))) as { readonly version: string };
    return { peer, version };
  }

  async run(): Promise<PeerRun> {
    // The script says so at its head.
    return (await this.#ask('run')) as PeerRun;
  }

  end(): void {
    this.#child.stdin.end();
  }

  async #ask(line: string): Promise<unknown> {
    this.#child.stdin.write(`${line}\n`);
    const { value, done } = await this.#lines.next();
    if (done !== true) return JSON.parse(value);
    if (this.#child.exitCode === null && this.#child.signalCode === null)
      await new Promise((resolve) => this.#child.once('close', resolve));
    const last = this.#said.trim().split('\n').at(-1) ?? '';
    throw new PeerFailed(last === '' ? `ended by ${this.#child.signalCode ?? this.#child.exitCode}` : last);
  }
}

/** A peer did not answer; what is measured beside it goes on. */
export class PeerFailed extends Error {}

/** One answer in a process of its own, from its start to its end; ms, and KiB at most. */
export async function wholePeer(environment: string, ask: PeerAsk): Promise<PeerRun> {
  const began = performance.now();
  const { peer } = await PeerProcess.start(pythonOf(environment), 'rules.py', ask);
  const found = await peer.run();
  peer.end();
  return { ...found, ms: performance.now() - began };
}
