/**
 * Seeded pseudo-random numbers (xoshiro128** seeded by splitmix32): the same seed gives the same numbers on every
 * platform. `fork` gives an independent stream per label, so that one part of the shop never shifts another.
 */
export class Random {
  readonly #seed: number;
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: number) {
    this.#seed = seed >>> 0;
    const next = splitmix32(this.#seed);
    this.#a = next();
    this.#b = next();
    this.#c = next();
    this.#d = next();
  }

  /** A stream of its own for that label. */
  fork(label: string): Random {
    let hash = 0x811c9dc5 ^ this.#seed;
    for (let i = 0; i < label.length; i++) hash = Math.imul(hash ^ label.charCodeAt(i), 0x01000193);
    return new Random(hash >>> 0);
  }

  /** A number in [0, 1). */
  next(): number {
    const result = Math.imul(rotl(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const t = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= t;
    this.#d = rotl(this.#d, 11);
    return result / 4294967296;
  }

  /** An integer from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** True with that probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of the values, all alike; the list must not be empty. */
  pick<T>(values: readonly T[]): T {
    return at(values, Math.floor(this.next() * values.length));
  }

  /**
   * A number in [0, 1) that leans to 0: `lean` 0 is even, 1 is the square of an even one. Plain products only, because
   * powers may differ between JavaScript engines in the last digit.
   */
  leaning(lean: number): number {
    const even = this.next();
    return even * (1 - lean + lean * even);
  }

  /** One of the values, the first ones more often; `lean` as in `leaning`. */
  skewed<T>(values: readonly T[], lean: number): T {
    return at(values, Math.floor(this.leaning(lean) * values.length));
  }

  /** One of the values by its weight. */
  weighted<T>(values: readonly T[], weight: (value: T) => number): T {
    let left = this.next() * values.reduce((sum, value) => sum + weight(value), 0);
    for (const value of values) {
      left -= weight(value);
      if (left < 0) return value;
    }
    return at(values, values.length - 1);
  }

  /**
   * An opaque id of letters and digits. A letter stands at every third place, so that no part of it can be taken
   * for a card number.
   */
  token(prefix: string, length: number): string {
    let text = prefix;
    for (let i = 0; i < length; i++) text += i % 3 === 0 ? this.pick(letters) : this.pick(hex);
    return text;
  }
}

const letters = [...'abcdef'];
const hex = [...'0123456789abcdef'];

function at<T>(values: readonly T[], index: number): T {
  const value = values[index];
  if (value === undefined) throw new RangeError('pick from an empty list');
  return value;
}

function rotl(x: number, k: number): number {
  return (x << k) | (x >>> (32 - k));
}

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return z ^ (z >>> 15);
  };
}
