import { createHash } from 'node:crypto';
import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import type { CallContext } from '../../../analysis/engine-api.ts';
import type { Connection } from '../../../analysis/store/connection.ts';
import { sql } from '../../../analysis/store/sql.ts';

/** One thing to run and compare, and what it answered, as text that must be equal on both sides. */
export interface Contender {
  readonly name: string;
  /** The answer; or with it the time in ms where only a part of the run is to count. */
  readonly run: () => Promise<string | { readonly ms: number; readonly answer: string }>;
}

/** Two times in milliseconds, and ours as a part of the peer's. */
interface Pair {
  readonly ours: number;
  readonly peer: number;
  readonly ratio: number;
}

/** Medians of alternated runs. */
export interface Compared extends Pair {
  /** The fastest run of each: what other work on the machine disturbs least. */
  readonly fastest: Pair;
  readonly rounds: number;
  readonly hash: string;
}

const rounds = 7;

/** Runs both by turns, one round beforehand to warm up; throws when their answers ever differ. */
export async function compare(ours: Contender, peer: Contender, count = rounds): Promise<Compared> {
  const times: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
  let hash = '';
  for (let round = 0; round <= count; round += 1) {
    const [mine, theirs] = [await timed(ours), await timed(peer)];
    if (mine.answer !== theirs.answer) throw new Error(`${ours.name}: ${mine.answer}\n${peer.name}: ${theirs.answer}`);
    hash = mine.answer;
    if (round === 0) continue;
    times.ours.push(mine.ms);
    times.peer.push(theirs.ms);
  }
  const by = (of: (values: readonly number[]) => number): Pair => pairOf(of(times.ours), of(times.peer));
  return { ...by(median), fastest: by((values) => Math.min(...values)), rounds: count, hash };
}

const pairOf = (ours: number, peer: number): Pair => ({ ours, peer, ratio: ours / peer });

async function timed({ run }: Contender): Promise<{ ms: number; answer: string }> {
  const began = performance.now();
  const found = await run();
  return typeof found === 'string' ? { ms: performance.now() - began, answer: found } : found;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** A line for each measurement; a missed limit makes the process end with 1. Null where there is none, or none at this size. */
export function report(name: string, found: Compared, limit: number | null): void {
  const kept = limit === null || found.ratio <= limit;
  if (!kept) process.exitCode = 1;
  const verdict = limit === null ? ', no goal at this size' : ` of at most ${limit.toFixed(3)}x ${verdictOf(kept)}`;
  console.log(
    `${name}: ${ms(found.ours)} against ${ms(found.peer)}, ${found.ratio.toFixed(3)}x${verdict};` +
      ` ${found.rounds} rounds by turns${found.rounds < 5 ? ' (fewer than 5: each takes long)' : ''}; answer ${found.hash}`,
  );
}

export const verdictOf = (kept: boolean): string => (kept ? 'kept' : 'MISSED');

/** What is promised in ms holds on a machine that does nothing else: it is told beside the ratio and makes nothing fail. */
export const absolute = (found: number, limit: number | undefined): string =>
  limit === undefined
    ? 'no goal in ms at this size'
    : `goal of ${limit} ms on 2 idle cores ${verdictOf(found <= limit)}`;

const ms = (value: number): string => (value < 100 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`);

export async function printMachine(db: Connection, rows: number): Promise<void> {
  const [cpu] = cpus();
  const version = await db.first(sql`SELECT version() AS version`);
  console.log(
    `node ${process.versions.node}, duckdb ${String(version?.['version'])}, ${cpus().length} cores` +
      ` (${cpu?.model.trim() ?? 'unknown'}), ${process.platform} ${process.arch}, ${rows.toLocaleString('en')} rows`,
  );
}

/** A short hash of an answer, equal for equal answers. */
export function hashOf(answer: unknown): string {
  return createHash('sha256').update(JSON.stringify(answer)).digest('hex').slice(0, 16);
}

/** A call nobody cancels or listens to. */
export const quiet: CallContext = {
  signal: new AbortController().signal,
  progress: () => undefined,
  emit: () => undefined,
};

/** Says why nothing was measured; not a failure. */
export function notMeasured(name: string, why: string): void {
  console.log(`${name}: not measured (${why})`);
}
