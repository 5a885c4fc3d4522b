import { Refused } from './shapes.ts';

const pageBytes = 65_536;
/** What 32 bits address, without the last page. */
const mostBytes = 0xffff_0000;

/** Memory that nobody uses and that was not swept away yet: it is not taken a second time. */
let spare: WeakRef<WebAssembly.Memory> | undefined;

/** The memory that threads share, lent from its beginning on. Throws Refused where there is no more of it. */
export class SharedRoom {
  readonly memory: WebAssembly.Memory;
  readonly #most: number;
  /** The first page is the loops' own. */
  #top = pageBytes;

  constructor(bytes: number) {
    this.#most = Math.min(mostBytes, bytes);
    this.memory = spare?.deref() ?? new WebAssembly.Memory({ initial: 1, maximum: 65_536, shared: true });
    spare = undefined;
  }

  /** After it nobody may use what was lent. */
  giveBack(): void {
    spare = new WeakRef(this.memory);
  }

  get top(): number {
    return this.#top;
  }

  /** A piece that nobody else is lent. */
  lend(bytes: number): number {
    const at = this.#top;
    this.reach(at + bytes);
    this.#top = aligned(at + bytes);
    return at;
  }

  /** Sees to it that memory reaches so far. */
  reach(end: number): void {
    if (end > this.#most) throw new Refused('memory');
    const missing = end - this.memory.buffer.byteLength;
    if (missing <= 0) return;
    try {
      this.memory.grow(Math.ceil(missing / pageBytes));
    } catch {
      throw new Refused('memory');
    }
  }

  words(at: number, count: number): Int32Array {
    return new Int32Array(this.memory.buffer, at, count);
  }

  numbers(at: number, count: number): BigInt64Array {
    return new BigInt64Array(this.memory.buffer, at, count);
  }

  bytes(at: number, count: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, at, count);
  }
}

/** Where the next piece begins, so that numbers of 64 bits and lines of memory stand whole. */
export const aligned = (at: number): number => Math.ceil(at / 64) * 64;
