import type { Beside } from './held.ts';
import { lastingColumn, type LastingColumn } from './lasting-columns.ts';
import { addedBy, type Kept, type Key, type Store, type Values } from './store.ts';

const none: readonly Beside[] = [];

/** What is kept of keys for all time: only what the features say of them, not their events. */
export class Lasting implements Store {
  readonly #kept: readonly Kept[];
  readonly #columns: readonly LastingColumn[];
  /** Where each key stands in the columns. */
  readonly #places = new Map<Key, number>();

  constructor(kept: readonly Kept[]) {
    this.#kept = kept;
    this.#columns = kept.map(({ plan }) => lastingColumn(plan.aggregate ?? { is: 'count' }));
  }

  get size(): number {
    return this.#places.size;
  }

  put(key: Key, at: number, values: Values): void {
    const place = this.#placeOf(key);
    for (let index = 0; index < this.#kept.length; index += 1) {
      const kept = this.#kept[index];
      const value = kept === undefined ? undefined : addedBy(kept, at, values);
      if (value !== undefined) this.#columns[index]?.add(place, at, value);
    }
  }

  read(key: Key, now: number, beside: ((index: number) => readonly Beside[]) | null, into: Float64Array): void {
    // A key that nothing is kept of stands behind all others.
    const at = this.#places.get(key) ?? this.#places.size;
    for (let index = 0; index < this.#kept.length; index += 1) {
      const place = this.#kept[index]?.plan.place ?? 0;
      into[place] = this.#columns[index]?.read(at, now, beside?.(index) ?? none) ?? NaN;
    }
  }

  #placeOf(key: Key): number {
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const place = this.#places.size;
    this.#places.set(key, place);
    return place;
  }

  save(): unknown {
    return [...this.#places].map(([key, place]) => [key, this.#columns.map((column) => column.save(place))]);
  }

  restore(saved: unknown): void {
    for (const [key, values] of saved as readonly (readonly [Key, readonly unknown[]])[]) {
      const place = this.#placeOf(key);
      this.#columns.forEach((column, index) => column.restore(place, values[index]));
    }
  }
}
