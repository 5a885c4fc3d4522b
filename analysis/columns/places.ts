import { ShinsaError } from '../model/failure.ts';

/** A value by its hash, in two halves, and its code. */
export interface Place {
  readonly low: number;
  readonly high: number;
  readonly code: number;
}

/** Words of a slot: the two halves of the hash, and the code with 1 added; 0 is an empty slot. */
const slotWords = 4;

/**
 * Codes of values by their 64-bit hashes, with open addressing: every value is known, and no two have the same hash, so that
 * a hash tells the value.
 */
export class Places {
  readonly #slots: Uint32Array;
  readonly #mask: number;

  private constructor(slots: Uint32Array) {
    this.#slots = slots;
    this.#mask = slots.length / slotWords - 1;
  }

  /** Undefined where two of them share a hash. */
  static of(places: readonly Place[]): Places | undefined {
    const size = 2 ** Math.ceil(Math.log2(Math.max(8, places.length * 2)));
    const slots = new Uint32Array(size * slotWords);
    for (const { low, high, code } of places) {
      let at = (low & (size - 1)) * slotWords;
      while (slots[at + 2] !== 0) {
        if (slots[at] === low && slots[at + 1] === high) return undefined;
        at = (at + slotWords) % slots.length;
      }
      slots.set([low, high, code + 1], at);
    }
    return new Places(slots);
  }

  /** Fills `codes`; `hashes` has two numbers for each, the low half first. */
  encode(hashes: ArrayLike<number>, codes: Uint8Array | Uint16Array): void {
    const [slots, mask] = [this.#slots, this.#mask];
    for (let i = 0; i < codes.length; i += 1) {
      const low = hashes[2 * i] ?? 0;
      const high = hashes[2 * i + 1] ?? 0;
      let slot = low & mask;
      let at = slot * slotWords;
      while (slots[at] !== low || slots[at + 1] !== high || slots[at + 2] === 0) {
        if (slots[at + 2] === 0) throw new ShinsaError('internal', { detail: 'unknown value' });
        slot = (slot + 1) & mask;
        at = slot * slotWords;
      }
      codes[i] = (slots[at + 2] ?? 1) - 1;
    }
  }
}
