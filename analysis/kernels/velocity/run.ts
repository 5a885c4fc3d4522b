import { widthOf, type ColumnKind } from '../matrix/shapes.ts';
import { wholeCodes } from '../sidecar/whole-codes.ts';
import { canRunVelocity, velocityModule } from './kernel.ts';
import type { Opening, Question } from './messages.ts';
import { writeGroups } from './plan-memory.ts';
import { aligned, SharedRoom } from './room.ts';
import { columnsOf, leadingColumns, none, Refused, type KernelPlan } from './shapes.ts';
import { startThread, type Thread } from './thread.ts';

/** Rows of a piece of the stream, as the loops have it. */
const pieceRows = 32_768;
/** Rows of a partition, so that they stay near the processor while windows pass over them. */
const partitionRows = 4096;
const mostPartitions = 4096;
const [endsBytes, codedBytes] = [24, 16];

/** How much of what is to be computed. */
export interface RunSize {
  /** Rows that are asked: their seqs are below it. */
  readonly asked: number;
  readonly threads: number;
  /** Bytes that all threads may take together. */
  readonly memory: number;
}

/** Values of a feature by seq, as a column of codes has them. */
export interface CodedValues {
  readonly kind: ColumnKind;
  /** Of whole numbers in codes: value = code + offset. */
  readonly offset?: number;
  /** Whether any row has none. */
  readonly nulls: boolean;
  /** As they lie in memory, good until codes of other features are made. */
  readonly bytes: Uint8Array;
}

/**
 * About how many bytes a plan takes: its stream, and of the largest group what is laid down, the values of all asked and their
 * codes. That of the partitions at work comes on top.
 */
export function bytesOf(plan: KernelPlan, rows: number, asked: number): number {
  const laid = Math.max(0, ...plan.groups.map(({ values }) => 24 + 8 * values.length));
  const values = Math.max(0, ...plan.groups.map(({ features }) => 12 * features.length));
  return rows * (8 * columnsOf(plan) + laid) + asked * values;
}

/** Starts the threads; null where this machine cannot run them. */
export function openVelocity(plan: KernelPlan, size: RunSize, start = startThread): VelocityRun | null {
  return canRunVelocity() ? new VelocityRun(plan, size, start) : null;
}

/** Features of several groups over one stream of rows, computed by threads that share the keys and the memory. */
export class VelocityRun {
  readonly #plan: KernelPlan;
  readonly #size: RunSize;
  readonly #room: SharedRoom;
  readonly #threads: readonly Thread[];
  readonly #pieces: number[] = [];
  #columns: readonly BigInt64Array[] = [];
  #rows = 0;
  #laid: Laid | undefined;

  constructor(plan: KernelPlan, size: RunSize, start: (opening: Opening) => Thread) {
    this.#plan = plan;
    this.#size = size;
    this.#room = new SharedRoom(size.memory);
    const opening = { memory: this.#room.memory, module: velocityModule() };
    this.#threads = Array.from({ length: Math.max(1, size.threads) }, () => start(opening));
  }

  /** Takes rows, as many as stand in every column of the plan. Throws Refused. */
  take(columns: readonly BigInt64Array[], rows: number): void {
    for (let from = 0; from < rows;) {
      const place = this.#rows % pieceRows;
      if (place === 0) this.#addPiece();
      const count = Math.min(rows - from, pieceRows - place);
      columns.forEach((column, i) => this.#columns[i]?.set(column.subarray(from, from + count), place));
      this.#rows += count;
      from += count;
    }
  }

  /**
   * The values of a group's features, once all rows are there; groups are asked for one after the other. The codes that were
   * made last are good until `free`. Throws Refused.
   */
  async answers(group: number, free: Promise<unknown>): Promise<readonly CodedValues[]> {
    const laid = (this.#laid ??= await this.#lay());
    const { features } = this.#plan.groups[group] ?? { features: [] };
    const room = this.#room;
    let to = laid.work;
    const rooms = this.#threads.map((_, thread) => {
      const at = to;
      to = aligned(at + (laid.needed[thread]?.[group] ?? 0));
      return at;
    });
    const known = this.#threads.map((_, thread) => laid.ends + thread * aligned(features.length * endsBytes));
    for (const at of known)
      for (let f = 0; f < features.length; f += 1) room.numbers(at + f * endsBytes, 3).set([2n ** 63n - 1n, none, 0n]);
    await this.#each('compute', (thread) => [
      ...[group, laid.parts[thread]?.[group] ?? 0, laid.partitions],
      ...[rooms[thread] ?? 0, laid.values, known[thread] ?? 0],
    ]);
    const coded = features.map(({ kind }, f) =>
      kindOf(
        kind,
        this.#size.asked,
        known.map((at) => room.numbers(at + f * endsBytes, 3)),
      ),
    );
    await free;
    let end = laid.codes;
    const places = coded.map(({ kind }) => {
      const at = end;
      end = aligned(at + this.#size.asked * widthOf[kind]);
      return at;
    });
    room.reach(end);
    coded.forEach(({ code, offset }, f) => {
      const at = laid.coded + f * codedBytes;
      room.words(at, 2).set([code, places[f] ?? 0]);
      room.numbers(at + 8, 1).set([BigInt(offset ?? 0)]);
    });
    await this.#each('code', (thread) => [laid.values, ...this.#share(thread), features.length, laid.coded]);
    return coded.map(({ kind, offset, nulls }, f) => ({
      ...{ kind, nulls, bytes: room.bytes(places[f] ?? 0, this.#size.asked * widthOf[kind]) },
      ...(offset === undefined ? {} : { offset }),
    }));
  }

  /** Ends the threads and gives back their memory. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end()));
    this.#room.giveBack();
  }

  #addPiece(): void {
    const at = this.#room.lend(columnsOf(this.#plan) * pieceRows * 8);
    this.#pieces.push(at);
    this.#columns = Array.from({ length: columnsOf(this.#plan) }, (_, column) =>
      this.#room.numbers(at + column * pieceRows * 8, pieceRows),
    );
  }

  /** Shares out the memory for what follows, and sees that the rows are fit for it. */
  async #lay(): Promise<Laid> {
    const { groups } = this.#plan;
    const room = this.#room;
    const threads = this.#threads.length;
    const { asked } = this.#size;
    const pieces = room.lend(this.#pieces.length * 4);
    room.words(pieces, this.#pieces.length).set(this.#pieces);
    const written = writeGroups(room, groups, leadingColumns.length);
    const partitions = Math.min(mostPartitions, Math.max(1, Math.ceil(this.#rows / threads / partitionRows)));
    const parts = this.#threads.map(() => groups.map(() => room.lend(partitions * 4)));
    const widest = Math.max(0, ...groups.map(({ features }) => features.length));
    const ends = room.lend(threads * aligned(widest * endsBytes));
    const coded = room.lend(widest * codedBytes);
    const values = room.lend(asked * widest * 8);
    await this.#each('open', () => [pieces, this.#rows, written]);
    await this.#each('share', (thread) => [thread * partitions, partitions, threads * partitions]);
    const firstValue = leadingColumns.length + groups.length;
    await this.#each('check', (thread) => [
      ...this.#part(thread, this.#pieces.length),
      ...[firstValue, columnsOf(this.#plan)],
    ]);
    await this.#each('clear', (thread) => this.#share(thread).map((row) => values + row * widest * 8));
    const needed = await Promise.all(
      this.#threads.map((thread, at) =>
        Promise.all(groups.map((_, group) => thread.ask('count', group, parts[at]?.[group] ?? 0))),
      ),
    );
    const most = groups.map((_, group) => needed.reduce((sum, own) => sum + aligned(own[group] ?? 0) + 64, 0));
    const work = room.top;
    room.lend(Math.max(0, ...most));
    return { partitions, parts, ends, coded, values, needed, work, codes: room.top };
  }

  #each(call: Question['call'], given: (thread: number) => readonly number[]): Promise<unknown> {
    return allOf(this.#threads.map((thread, at) => thread.ask(call, ...given(at))));
  }

  readonly #share = (thread: number): readonly number[] => this.#part(thread, this.#size.asked);

  /** A thread's part of so many. */
  #part(thread: number, of: number): readonly number[] {
    return [thread, thread + 1].map((edge) => Math.floor((edge * of) / this.#threads.length));
  }
}

/** To the end of all, also where one fails: nothing is left behind that runs. */
async function allOf<T>(works: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(works);
  return Promise.all(works);
}

/** Where in memory things stand, once all rows are there. */
interface Laid {
  readonly partitions: number;
  /** By thread and group: numbers of rows, and bytes that computing them needs. */
  readonly parts: readonly (readonly number[])[];
  readonly needed: readonly (readonly number[])[];
  readonly ends: number;
  readonly coded: number;
  readonly values: number;
  readonly work: number;
  readonly codes: number;
}

/** How codes are made, as the loops name it. */
const codeOf = { u8: 0, u16: 1, u32: 2, f64: 3 } as const;
const bitsAsTheyAre = 4;

function kindOf(
  feature: string,
  asked: number,
  ends: readonly BigInt64Array[],
): Omit<CodedValues, 'bytes'> & { readonly code: number } {
  const filled = ends.reduce((sum, [, , own = 0n]) => sum + Number(own), 0);
  const nulls = filled < asked;
  if (feature === 'mean') return { kind: 'f64', code: bitsAsTheyAre, nulls };
  const below = ends.reduce((least, [own = none]) => (own < least ? own : least), 2n ** 63n - 1n);
  const most = ends.reduce((greatest, [, own = none]) => (own > greatest ? own : greatest), none);
  const codes = filled === 0 ? wholeCodes(null, null) : wholeCodes(Number(below + 1n), Number(most));
  if (codes === null) throw new Refused('unfit');
  return { ...codes, code: codeOf[codes.kind], nulls };
}
