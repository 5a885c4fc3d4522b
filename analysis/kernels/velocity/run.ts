import { Worker } from 'node:worker_threads';
import type { Opening, Question, Reply } from './messages.ts';
import { canRunVelocity } from './part.ts';
import { columnsOf, Refused, type KernelPlan } from './shapes.ts';
import source from './velocity.worker.ts?source';

/** Rows given to the threads at once, and answers taken from one at once: small enough to stay near the processor. */
const batchRows = 32_768;
const answerRows = 16_384;
/** Places for each, so that nobody waits for the other. */
const batchPlaces = 4;
const answerPlaces = 2;
/** Rows of a partition, so that they stay near the processor while windows pass over them. */
const partitionRows = 4096;
const mostPartitions = 4096;

/** How much of what is to be computed. */
export interface RunSize {
  /** About how many rows there will be. */
  readonly rows: number;
  readonly threads: number;
  /** Bytes that all threads may take together. */
  readonly memory: number;
}

/** A place for rows: columns of `room` numbers, to be filled and given back by `put`. */
export interface Batch {
  readonly room: number;
  readonly columns: readonly BigInt64Array<SharedArrayBuffer>[];
  readonly put: (rows: number) => void;
}

/** Answers of a group: columns of numbers, seqs first, good until the next are asked for. */
export interface Answers {
  readonly rows: number;
  readonly columns: readonly BigInt64Array<SharedArrayBuffer>[];
}

/** Features of several groups over one stream of rows, computed by threads that share the keys. */
export interface VelocityRun {
  /** The next place for rows, once there is one. Throws Refused. */
  readonly batch: () => Promise<Batch>;
  /** The answers of a group, once all rows are there; groups are asked for one after the other. Throws Refused. */
  readonly answers: (group: number) => AsyncGenerator<Answers, void>;
  /** Ends the threads and gives back their memory. */
  readonly close: () => Promise<void>;
}

/** Bytes that the rows of a plan take in the threads, answers not counted; that of one partition comes on top. */
export const bytesPerRow = ({ groups }: KernelPlan): number =>
  groups.reduce((sum, { values }) => sum + 24 + 8 * values.length, 0);

/** Starts the threads; null where this machine cannot run them. */
export function openVelocity(plan: KernelPlan, size: RunSize): VelocityRun | null {
  return canRunVelocity() ? new Run(plan, size) : null;
}

class Run implements VelocityRun {
  readonly #plan: KernelPlan;
  readonly #threads: readonly Thread[];
  readonly #batches: readonly SharedArrayBuffer[];
  /** What waits until the rows of a place are taken. */
  readonly #taken: Promise<unknown>[];
  #next = 0;

  constructor(plan: KernelPlan, { rows, threads, memory }: RunSize) {
    this.#plan = plan;
    const count = Math.max(1, threads);
    const each = Math.min(mostPartitions, Math.max(1, Math.ceil(rows / count / partitionRows)));
    const widest = 1 + Math.max(0, ...plan.groups.map(({ features }) => features.length));
    this.#batches = shared(batchPlaces, columnsOf(plan) * batchRows * 8);
    this.#taken = this.#batches.map(() => Promise.resolve());
    this.#threads = Array.from(
      { length: count },
      (_, thread) =>
        new Thread({
          plan,
          share: { first: thread * each, count: each, all: count * each, bytes: memory / count },
          batches: this.#batches,
          answers: shared(answerPlaces, widest * answerRows * 8),
          ...{ batchRows, answerRows },
        }),
    );
  }

  async batch(): Promise<Batch> {
    const place = this.#next;
    this.#next = (place + 1) % batchPlaces;
    await this.#taken[place];
    const buffer = this.#batches[place] ?? new SharedArrayBuffer(0);
    const put = (rows: number): void => {
      const taken = Promise.all(this.#threads.map((thread) => thread.ask({ ask: 'take', place, rows })));
      // Who asks for the place again, or for answers, hears of it.
      taken.catch(() => undefined);
      this.#taken[place] = taken;
    };
    return { room: batchRows, columns: columnsIn(buffer, columnsOf(this.#plan), batchRows), put };
  }

  async *answers(group: number): AsyncGenerator<Answers, void> {
    await Promise.all(this.#taken);
    const width = 1 + (this.#plan.groups[group]?.features.length ?? 0);
    const ask = (thread: Thread, place: number): Promise<number> => {
      const asked = thread.ask({ ask: 'answer', group, place });
      // Who waits for it hears of it.
      asked.catch(() => undefined);
      return asked;
    };
    const asking = this.#threads.map((thread) => ({
      thread,
      waiting: thread.places.map((_, place) => ask(thread, place)),
    }));
    let open = asking.map((_, at) => at);
    for (let place = 0; open.length > 0; place = (place + 1) % answerPlaces) {
      const ended = new Set<number>();
      for (const at of open) {
        const one = asking[at];
        const buffer = one?.thread.places[place];
        if (one === undefined || buffer === undefined) continue;
        const rows = await one.waiting[place];
        if (rows === undefined || rows === 0) {
          ended.add(at);
          continue;
        }
        yield { rows, columns: columnsIn(buffer, width, answerRows) };
        one.waiting[place] = ask(one.thread, place);
      }
      open = open.filter((at) => !ended.has(at));
    }
    // What was asked for beyond the last answer.
    await Promise.all(asking.flatMap(({ waiting }) => waiting));
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end()));
  }
}

/** A worker that answers questions one after the other. */
class Thread {
  readonly places: readonly SharedArrayBuffer[];
  readonly #worker: Worker;
  readonly #waiting: { readonly resolve: (rows: number) => void; readonly reject: (why: Error) => void }[] = [];
  #died: Error | undefined;

  constructor(opening: Opening) {
    this.places = opening.answers;
    this.#worker = new Worker(source, { eval: true, workerData: opening, name: 'velocity' });
    this.#worker.on('message', (reply: Reply) => {
      const asked = this.#waiting.shift();
      if (reply.ok) asked?.resolve(reply.rows);
      else asked?.reject(reply.why === 'internal' ? new Error(reply.detail) : new Refused(reply.why));
    });
    this.#worker.on('error', (error) => this.#fail(deathOf(error)));
    this.#worker.on('exit', () => this.#fail(new Error('a thread of velocity ended')));
  }

  ask(question: Question): Promise<number> {
    if (this.#died !== undefined) return Promise.reject(this.#died);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(question);
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: Error): void {
    this.#died ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#died);
  }
}

/** A thread that outgrows its memory dies of it. */
const deathOf = (error: Error): Error =>
  'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new Refused('memory') : error;

const shared = (count: number, bytes: number): SharedArrayBuffer[] =>
  Array.from({ length: count }, () => new SharedArrayBuffer(bytes));

const columnsIn = (buffer: SharedArrayBuffer, count: number, rows: number): BigInt64Array<SharedArrayBuffer>[] =>
  Array.from({ length: count }, (_, column) => new BigInt64Array(buffer, column * rows * 8, rows));
