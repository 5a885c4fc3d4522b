import bytes from '../assembly/velocity.wasm';
import { columnsOf, featureKinds, Refused, type KernelGroup, type KernelPlan, type Share } from './shapes.ts';

/** What WebAssembly answers; see ../assembly/velocity.ts. Below 0 it is a refusal. */
interface Kernel {
  readonly memory: WebAssembly.Memory;
  readonly open: (mine: number, from: number, total: number, bytes: number) => void;
  readonly lend: (bytes: number) => number;
  readonly group: (...given: readonly number[]) => number;
  readonly take: (batch: number, rows: number, stride: number, columns: number) => number;
  readonly prepare: (group: number, partition: number) => number;
  readonly emit: (group: number, from: number, to: number, out: number, room: number, at: number) => number;
}

/** Whether this machine runs the loops at all. */
export const canRunVelocity = (): boolean => WebAssembly.validate(bytes);

const refusals = ['unordered', 'unfit', 'memory'] as const;
const featureBytes = 32;
const needs = { counts: 1, sums: 2, neighbours: 4 } as const;
/** What 32 bits address, without the last page. */
const mostBytes = 0xffff_0000;
/** Numbers behind each column of answers: rows that are not asked write one past the last. */
const slack = 8;

/** A place in a partition of a group. */
interface Place {
  readonly group: number;
  partition: number;
  row: number;
  rows: number;
}

/** One part of the keys of all groups, in memory of its own. */
export class VelocityPart {
  readonly #kernel: Kernel;
  readonly #plan: KernelPlan;
  readonly #partitions: number;
  readonly #batch: number;
  readonly #batchRows: number;
  readonly #out: number;
  readonly #room: number;
  #place: Place | undefined;

  /** `batchRows`: rows taken at once at most; `room`: rows answered at once at most. */
  constructor(plan: KernelPlan, share: Share, batchRows: number, room: number) {
    // What it exports is written in the file beside this one.
    this.#kernel = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as Kernel;
    this.#plan = plan;
    this.#partitions = share.count;
    this.#kernel.open(share.count, share.first, share.all, Math.min(mostBytes, share.bytes));
    this.#batchRows = batchRows;
    this.#room = room;
    this.#batch = this.#lend(columnsOf(plan) * batchRows * 8);
    const widest = Math.max(0, ...plan.groups.map(({ features }) => features.length));
    this.#out = this.#lend((1 + widest) * (room + slack) * 8);
    for (const group of plan.groups) this.#addGroup(group);
  }

  /** Bytes of memory taken. */
  get size(): number {
    return this.#kernel.memory.buffer.byteLength;
  }

  /** Takes the first `rows` rows of columns of `batchRows` numbers each. Throws Refused. */
  take(columns: Uint8Array<ArrayBufferLike>, rows: number): void {
    const stride = this.#batchRows * 8;
    const target = new Uint8Array(this.#kernel.memory.buffer, this.#batch, columnsOf(this.#plan) * stride);
    for (let at = 0; at < target.length; at += stride) target.set(columns.subarray(at, at + rows * 8), at);
    checked(this.#kernel.take(this.#batch, rows, this.#batchRows, columnsOf(this.#plan)));
  }

  /**
   * Writes the next answers of a group into columns of `room` numbers each, seqs first, and answers their rows; 0 when
   * there are no more. Groups are answered one after the other. Throws Refused.
   */
  answer(group: number, into: Uint8Array<ArrayBufferLike>): number {
    const { features } = this.#plan.groups[group] ?? { features: [] };
    const stride = this.#room + slack;
    let rows = 0;
    while (rows < this.#room && this.#ready(group)) {
      const place = this.#place as Place;
      const to = Math.min(place.rows, place.row + this.#room - rows);
      rows = checked(this.#kernel.emit(group, place.row, to, this.#out, stride, rows));
      place.row = to;
    }
    const from = new Uint8Array(this.#kernel.memory.buffer);
    for (let column = 0; column <= features.length; column += 1) {
      const at = this.#out + column * stride * 8;
      into.set(from.subarray(at, at + rows * 8), column * this.#room * 8);
    }
    return rows;
  }

  /** Finds the next rows of the group that are not yet answered. */
  #ready(group: number): boolean {
    this.#place = this.#place?.group === group ? this.#place : { group, partition: -1, row: 0, rows: 0 };
    const place = this.#place;
    while (place.row === place.rows) {
      if (place.partition + 1 >= this.#partitions) return false;
      place.partition += 1;
      place.row = 0;
      place.rows = checked(this.#kernel.prepare(group, place.partition));
    }
    return true;
  }

  #addGroup({ values, features }: KernelGroup): void {
    const lengths = [...new Set(features.map(({ window }) => window ?? -1n))];
    const needed = values.map((column, value) => [column, needsOf(features, value)]);
    const windows = this.#lend(Math.max(1, lengths.length) * 8);
    new BigInt64Array(this.#kernel.memory.buffer, windows, lengths.length).set(lengths);
    const columns = this.#lend(Math.max(1, values.length) * 8);
    new Uint32Array(this.#kernel.memory.buffer, columns, values.length * 2).set(needed.flat());
    const list = this.#lend(features.length * featureBytes);
    const view = new DataView(this.#kernel.memory.buffer, list, features.length * featureBytes);
    features.forEach(({ kind, value, window, own, limit }, index) => {
      const at = index * featureBytes;
      view.setUint32(at, featureKinds.indexOf(kind), true);
      view.setInt32(at + 4, value ?? -1, true);
      view.setUint32(at + 8, own ? 1 : 0, true);
      view.setUint32(at + 12, lengths.indexOf(window ?? -1n), true);
      view.setBigInt64(at + 16, limit ?? 0n, true);
    });
    checked(this.#kernel.group(columns, values.length, list, features.length, windows, lengths.length));
  }

  #lend(length: number): number {
    const at = this.#kernel.lend(length);
    if (at === 0) throw new Refused('memory');
    return at;
  }
}

function needsOf(features: KernelGroup['features'], value: number): number {
  const of = (kinds: readonly string[]): boolean =>
    features.some((feature) => feature.value === value && kinds.includes(feature.kind));
  return (
    (of(['count', 'mean', 'money-mean']) ? needs.counts : 0) |
    (of(['sum', 'mean', 'money-mean']) ? needs.sums : 0) |
    (of(['first', 'last', 'since-first', 'since-last']) ? needs.neighbours : 0)
  );
}

function checked(answer: number): number {
  if (answer >= 0) return answer;
  throw new Refused(refusals[-answer - 1] ?? 'memory');
}
