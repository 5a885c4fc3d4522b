import bytes from '../assembly/matrix.wasm';

/** What WebAssembly answers; see ../assembly/matrix.ts. Addresses and numbers are unsigned or signed 32-bit. */
export interface Kernel {
  readonly memory: WebAssembly.Memory;
  readonly base: () => number;
  readonly evaluate: (...given: readonly number[]) => void;
  readonly figures: (...given: readonly number[]) => void;
  readonly count: (blocks: number, from: number, to: number, bits: number, counts: number) => bigint;
  readonly beside: (...given: readonly number[]) => void;
  readonly decide: (...given: readonly number[]) => void;
  readonly besideChanged: (...given: readonly number[]) => void;
  readonly decideChanged: (...given: readonly number[]) => void;
  readonly score: (...given: readonly number[]) => void;
  readonly tally: (...given: readonly number[]) => void;
  readonly gather: (...given: readonly number[]) => number;
  readonly countCodes: (...given: readonly number[]) => void;
  readonly changing: (...given: readonly number[]) => void;
  readonly overlap: (...given: readonly number[]) => number;
  readonly cube: (...given: readonly number[]) => void;
}

/** Whether this machine runs the loops at all: they need WebAssembly with SIMD. */
export const canRun = (): boolean => WebAssembly.validate(bytes);

const page = 65_536;
/** Codes are read a block at a time, also behind the last row. */
const slack = 4096 * 8;

/** Memory of one part of the rows: pieces are lent and taken back; a view is good until the next piece is lent. */
export class KernelMemory {
  readonly kernel: Kernel;
  readonly #free = new Map<number, number[]>();
  readonly #sizes = new Map<number, number>();
  #next: number;
  /** Behind it nothing was written yet. */
  #clean = 0;
  #view: Uint8Array<ArrayBuffer>;

  constructor() {
    // What it exports is written in the file beside this one.
    this.kernel = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as Kernel;
    this.#next = aligned(this.kernel.base());
    this.#view = new Uint8Array(this.kernel.memory.buffer);
  }

  /** Bytes in use or lent before. */
  get size(): number {
    return this.#next;
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    if (this.#view.buffer !== this.kernel.memory.buffer) this.#view = new Uint8Array(this.kernel.memory.buffer);
    return this.#view;
  }

  /** A piece of zeros, on an address of 16. Throws RangeError beyond 4 GB. */
  lend(length: number): number {
    const size = aligned(length);
    const found = this.#free.get(size)?.pop();
    const at = found ?? this.#fresh(size);
    this.#sizes.set(at, size);
    if (at < this.#clean) this.bytes.fill(0, at, Math.min(at + size, this.#clean));
    this.#clean = Math.max(this.#clean, at + size);
    return at;
  }

  /** Takes everything back. */
  clear(): void {
    this.#free.clear();
    this.#sizes.clear();
    this.#next = aligned(this.kernel.base());
  }

  takeBack(at: number): void {
    const size = this.#sizes.get(at);
    if (size === undefined) return;
    this.#sizes.delete(at);
    const same = this.#free.get(size) ?? [];
    same.push(at);
    this.#free.set(size, same);
  }

  #fresh(size: number): number {
    const at = this.#next;
    const missing = at + size + slack - this.kernel.memory.buffer.byteLength;
    if (missing > 0) this.kernel.memory.grow(Math.ceil(missing / page));
    this.#next = at + size;
    return at;
  }
}

const aligned = (length: number): number => Math.ceil(length / 16) * 16;
