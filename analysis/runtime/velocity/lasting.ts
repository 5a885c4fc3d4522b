import { heldOf, type Aggregate, type Beside, type Held } from './held.ts';
import { addedBy, type Kept, type Key, type Store, type Values } from './store.ts';

const none: readonly Beside[] = [];

/** What is kept of keys for all time: only what the features say of them, not their events. */
export class Lasting implements Store {
  readonly #kept: readonly Kept[];
  readonly #keys = new Map<Key, Held[]>();

  constructor(kept: readonly Kept[]) {
    this.#kept = kept;
  }

  get size(): number {
    return this.#keys.size;
  }

  put(key: Key, at: number, values: Values): void {
    const held = this.#keys.get(key) ?? this.#begun();
    this.#keys.set(key, held);
    for (let index = 0; index < this.#kept.length; index += 1) {
      const kept = this.#kept[index];
      const value = kept === undefined ? undefined : addedBy(kept, at, values);
      if (value !== undefined) held[index]?.add(at, value);
    }
  }

  read(key: Key, now: number, beside: ((index: number) => readonly Beside[]) | null, into: Float64Array): void {
    const held = this.#keys.get(key) ?? this.#nothing;
    for (let index = 0; index < this.#kept.length; index += 1) {
      const place = this.#kept[index]?.plan.place ?? 0;
      into[place] = held[index]?.read(now, beside?.(index) ?? none) ?? NaN;
    }
  }

  /** What is asked of keys of which nothing is kept; never added to. */
  get #nothing(): readonly Held[] {
    return (this.#empty ??= this.#begun());
  }

  #empty: readonly Held[] | undefined;

  #begun(saved: readonly unknown[] = []): Held[] {
    return this.#kept.map(({ plan }, index) => heldOf(plan.aggregate ?? counted, null, saved[index] ?? null));
  }

  save(): unknown {
    return [...this.#keys].map(([key, held]) => [key, held.map((one) => one.save())]);
  }

  restore(saved: unknown): void {
    for (const [key, held] of saved as readonly (readonly [Key, readonly unknown[]])[])
      this.#keys.set(key, this.#begun(held));
  }
}

const counted: Aggregate = { is: 'count' };
