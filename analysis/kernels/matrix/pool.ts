import { Worker } from 'node:worker_threads';
import { ColumnDamaged, chunkRows, type ColumnHead } from '../sidecar/column-file.ts';
import { addedCombined, addedCounters, addedCubes, addedFigures } from './adding.ts';
import { inTurns } from '../pieces.ts';
import { addingCounts, type Counted } from './counting.ts';
import type { Answered, Ask, Asked, Passing, Reply } from './messages.ts';
import source from './part.worker.ts?source';
import { addingPatterns } from './patterns.ts';
import type {
  Base,
  Block,
  Combination,
  Combined,
  Cube,
  CubeAsk,
  Figures,
  Overlap,
  PatternAsk,
  Patterns,
  Program,
  ScoringAmong,
} from './shapes.ts';

/** The work was cancelled. */
export class Stopped extends Error {}
/** The rows, columns and bitmaps asked for do not fit into memory. */
export class OutOfMemory extends Error {}

/** A column as it lies in its file. */
export interface StoredColumn {
  readonly name: string;
  readonly path: string;
  readonly head: ColumnHead;
}

interface Part {
  readonly worker: Worker;
  readonly from: number;
  readonly to: number;
}

/** What is asked of rows and answered for all of them; whoever holds them, `MatrixPool` in memory or `PassingRows` in files. */
export interface MatrixRows {
  readonly dead: boolean;
  readonly load: (columns: readonly StoredColumn[], signal?: AbortSignal) => Promise<void>;
  readonly setBase: (base: Base, signal?: AbortSignal) => Promise<void>;
  readonly evaluate: (program: Program, signal?: AbortSignal) => Promise<void>;
  readonly counts: (names: readonly string[], signal?: AbortSignal) => Promise<readonly number[]>;
  readonly figures: (names: readonly string[], amounts: boolean, signal?: AbortSignal) => Promise<Figures>;
  readonly combine: (combination: Combination, signal?: AbortSignal) => Promise<Combined>;
  readonly changing: (scoring: ScoringAmong, signal?: AbortSignal) => Promise<Uint32Array>;
  readonly overlap: (names: readonly string[], signal?: AbortSignal) => Promise<Overlap>;
  readonly patterns: (ask: PatternAsk, signal?: AbortSignal) => Promise<Patterns>;
  readonly cubes: (asks: readonly CubeAsk[], signal?: AbortSignal) => Promise<readonly Cube[]>;
  readonly drop: (columns: readonly string[], bitmaps: readonly string[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * The rows split over worker threads, each with a part of them in memory of its own. Calls are answered one after the
 * other, for all rows. One whose signal is aborted throws Stopped within milliseconds; a damaged file is ColumnDamaged, too
 * little memory OutOfMemory. When a thread dies every call throws what it died of.
 */
export class MatrixPool implements MatrixRows {
  readonly #stop: Int32Array;
  readonly #blocks: readonly Block[];
  readonly #weeks: number;
  readonly #parts: readonly Part[];
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;
  #died: Error | undefined;

  private constructor(parts: readonly Part[], blocks: readonly Block[], weeks: number, stop: SharedArrayBuffer) {
    this.#blocks = blocks;
    this.#weeks = weeks;
    this.#parts = parts;
    this.#stop = new Int32Array(stop);
    for (const { worker } of parts) {
      worker.on('error', (error) => (this.#died ??= deathOf(error)));
      worker.on('exit', () => (this.#died ??= new Error('a thread of the matrix ended')));
    }
  }

  /** Starts as many threads as there are rows for. `blocks` count their rows from the first of all. */
  static async open(rows: number, blocks: readonly Block[], weeks: number, threads: number): Promise<MatrixPool> {
    const stop = new SharedArrayBuffer(4);
    const parts = partsOf(rows, threads).map(({ from, to }) => {
      const worker = new Worker(source, { eval: true, workerData: stop, name: 'matrix' });
      // An idle matrix keeps no process alive.
      worker.unref();
      return { from, to, worker };
    });
    const pool = new MatrixPool(parts, blocks, weeks, stop);
    try {
      await pool.#each('open', ({ from, to }) => ({ rows: to - from, blocks: within(blocks, from, to), weeks }));
    } catch (error) {
      await pool.close();
      throw error;
    }
    return pool;
  }

  /** Whether a thread has died: nothing is answered any more. */
  get dead(): boolean {
    return this.#died !== undefined;
  }

  /** Threads at work. */
  get threads(): number {
    return this.#parts.length;
  }

  /** Reads columns that are not there yet. */
  async load(columns: readonly StoredColumn[], signal?: AbortSignal): Promise<void> {
    await this.#each('columns', ({ from, to }) => columns.map((column) => ({ ...column, from, to })), signal);
  }

  async setBase(base: Base, signal?: AbortSignal): Promise<void> {
    await this.#each('base', () => base, signal);
  }

  /** Makes bitmaps and keeps them under their names. */
  async evaluate(program: Program, signal?: AbortSignal): Promise<void> {
    await this.#each('evaluate', () => program, signal);
  }

  /** Rows of bitmaps that count. */
  async counts(names: readonly string[], signal?: AbortSignal): Promise<number[]> {
    const parts = await this.#each('counts', () => names, signal);
    return names.map((_, i) => parts.reduce((sum, part) => sum + (part[i] ?? 0), 0));
  }

  async figures(names: readonly string[], amounts: boolean, signal?: AbortSignal): Promise<Figures> {
    return addedFigures(await this.#each('figures', () => ({ names, amounts }), signal));
  }

  async combine(combination: Combination, signal?: AbortSignal): Promise<Combined> {
    return addedCombined(await this.#each('combine', () => combination, signal));
  }

  /** Rows of a bitmap, for each rule, whose result by scores differs where it does not fire. */
  async changing(scoring: ScoringAmong, signal?: AbortSignal): Promise<Uint32Array> {
    return addedCounters(await this.#each('changing', () => scoring, signal));
  }

  async overlap(names: readonly string[], signal?: AbortSignal): Promise<Overlap> {
    const parts = await this.#each('overlap', () => names, signal);
    return { pairs: addedCounters(parts.map(({ pairs }) => pairs)), bad: addedCounters(parts.map(({ bad }) => bad)) };
  }

  /** Sums of rows by the rules that hit them. */
  async patterns(ask: PatternAsk, signal?: AbortSignal): Promise<Patterns> {
    return inTurns(addingPatterns(await this.#each('patterns', () => ask, signal)), stopIf(signal));
  }

  /** Sums of rows by one or two columns of codes. */
  async cubes(asks: readonly CubeAsk[], signal?: AbortSignal): Promise<readonly Cube[]> {
    return addedCubes(await this.#each('cubes', () => asks, signal));
  }

  /** Answers questions on rows that are read for it, `rows` of each thread at a time, and leaves nothing in memory. */
  async pass(
    what: Pick<Passing, 'columns' | 'base' | 'programs' | 'questions'>,
    rows: number,
    signal?: AbortSignal,
  ): Promise<readonly Counted[]> {
    const weeks = this.#weeks;
    const passing = ({ from, to }: Part): Passing => ({
      ...what,
      weeks,
      ranges: rangesOf(from, to, rows).map((range) => ({
        ...range,
        blocks: within(this.#blocks, range.from, range.to),
      })),
    });
    const [first, ...others] = await this.#each('pass', passing, signal);
    let sum = first ?? [];
    for (const part of others) {
      const next: Counted[] = [];
      for (const [i, one] of sum.entries()) next.push(await inTurns(addingCounts(one, part[i] ?? one), stopIf(signal)));
      sum = next;
    }
    return sum;
  }

  async drop(columns: readonly string[], bitmaps: readonly string[]): Promise<void> {
    await this.#each('drop', () => ({ columns, bitmaps }));
  }

  /** Bytes all parts have taken. */
  async size(): Promise<number> {
    return (await this.#each('size', () => null)).reduce((sum, size) => sum + size, 0);
  }

  /** Ends the threads; calls that wait throw Stopped. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#parts.map(({ worker }) => worker.terminate()));
  }

  async #each<A extends Ask>(ask: A, of: (part: Part) => Asked[A], signal?: AbortSignal): Promise<Answered[A][]> {
    const mine = this.#turn.then(async () => {
      if (this.#closed || signal?.aborted === true) throw new Stopped();
      if (this.#died !== undefined) throw this.#died;
      const stop = (): void => void Atomics.store(this.#stop, 0, 1);
      Atomics.store(this.#stop, 0, 0);
      signal?.addEventListener('abort', stop);
      try {
        const replies = await Promise.all(this.#parts.map((part) => asked(part.worker, { ask, of: of(part) })));
        // Every part has answered before the next question may come, also where one failed.
        return replies.map((reply) => valueOf(reply) as Answered[A]);
      } catch (error) {
        throw this.#closed ? new Stopped() : (this.#died ?? error);
      } finally {
        signal?.removeEventListener('abort', stop);
      }
    });
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}

const stopIf = (signal: AbortSignal | undefined) => (): void => {
  if (signal?.aborted === true) throw new Stopped();
};

/** A thread that outgrows its memory dies of it. */
const deathOf = (error: Error): Error =>
  'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new OutOfMemory() : error;

function asked(worker: Worker, question: { readonly ask: Ask; readonly of: Asked[Ask] }): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      worker.off('message', answered).off('error', failed).off('exit', ended);
      worker.unref();
    };
    const answered = (reply: Reply): void => (end(), resolve(reply));
    const failed = (error: Error): void => (end(), reject(error));
    const ended = (): void => (end(), reject(new Error('a thread of the matrix ended')));
    worker.on('message', answered).on('error', failed).on('exit', ended);
    worker.ref();
    worker.postMessage(question);
  });
}

function valueOf(reply: Reply): Answered[Ask] {
  if (reply.ok) return reply.value;
  switch (reply.why) {
    case 'stopped':
      throw new Stopped();
    case 'memory':
      throw new OutOfMemory();
    case 'damaged':
      throw new ColumnDamaged(reply.path);
    case 'internal':
      throw new Error(reply.detail);
  }
}

/** Parts of whole chunks, because a chunk has one checksum. */
function partsOf(rows: number, threads: number): { readonly from: number; readonly to: number }[] {
  const chunks = Math.max(1, Math.ceil(rows / chunkRows));
  const count = Math.max(1, Math.min(threads, chunks));
  const edge = (part: number): number => Math.min(rows, Math.round((part * chunks) / count) * chunkRows);
  return Array.from({ length: count }, (_, part) => ({ from: edge(part), to: edge(part + 1) }));
}

/** Whole chunks again. */
function rangesOf(from: number, to: number, rows: number): { readonly from: number; readonly to: number }[] {
  const step = Math.max(1, Math.floor(rows / chunkRows)) * chunkRows;
  const count = Math.max(1, Math.ceil((to - from) / step));
  return Array.from({ length: count }, (_, i) => ({ from: from + i * step, to: Math.min(to, from + (i + 1) * step) }));
}

/** Blocks between two rows, cut at both. */
function within(blocks: readonly Block[], from: number, to: number): Block[] {
  return blocks.flatMap(({ row, count, week }) => {
    const [first, end] = [Math.max(row, from), Math.min(row + count, to)];
    return first < end ? [{ row: first - from, count: end - first, week }] : [];
  });
}
