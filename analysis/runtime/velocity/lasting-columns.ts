import { ExactSum } from './exact.ts';
import { secondsSince, toldSum, type Aggregate, type Beside, type SumAggregate, type Value } from './held.ts';
import { largest } from '../text/term.ts';

/**
 * What a feature keeps of every key for all time, by the key's place: numbers, a fixed few for each key, whatever happens to it;
 * of distinct values the values themselves.
 */
export interface LastingColumn {
  add(place: number, at: number, value: Value): void;
  /** What the feature says at an instant; of a place that was never added to what it says of nothing. */
  read(place: number, now: number, beside: readonly Beside[]): number;
  save(place: number): unknown;
  restore(place: number, saved: unknown): void;
}

export function lastingColumn(aggregate: Aggregate): LastingColumn {
  switch (aggregate.is) {
    case 'count':
      return new Counts();
    case 'distinct':
      return new DistinctValues();
    case 'sum':
    case 'mean':
      return new Sums(aggregate);
    case 'least':
    case 'greatest':
      return new Extremes(aggregate.is === 'least' ? 1 : -1);
    case 'first':
    case 'last':
      return new Instants(aggregate.is, aggregate.since);
  }
}

/** Numbers by place, in memory that grows by half of itself. */
class Numbers {
  readonly #empty: number;
  #values = new Float64Array(0);

  constructor(empty: number) {
    this.#empty = empty;
  }

  at(place: number): number {
    return this.#values[place] ?? this.#empty;
  }

  set(place: number, value: number): void {
    if (place >= this.#values.length) {
      const grown = new Float64Array(Math.max(64, place + (place >> 1))).fill(this.#empty);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[place] = value;
  }

  /** As JSON has it: null for none. */
  saved(place: number): number | null {
    const value = this.at(place);
    return Number.isNaN(value) ? null : value;
  }

  restore(place: number, saved: unknown): void {
    if (typeof saved === 'number') this.set(place, saved);
  }
}

class Counts implements LastingColumn {
  readonly #counts = new Numbers(0);

  add(place: number): void {
    this.#counts.set(place, this.#counts.at(place) + 1);
  }

  read(place: number, _now: number, beside: readonly Beside[]): number {
    return this.#counts.at(place) + beside.length;
  }

  save(place: number): unknown {
    return this.#counts.saved(place);
  }

  restore(place: number, saved: unknown): void {
    this.#counts.restore(place, saved);
  }
}

class Sums implements LastingColumn {
  readonly #aggregate: SumAggregate;
  readonly #counts = new Numbers(0);
  /** Each sum is its number here and, where it left the exact ones, what stands for it there besides. */
  readonly #near = new Numbers(0);
  readonly #far = new Map<number, bigint>();

  constructor(aggregate: SumAggregate) {
    this.#aggregate = aggregate;
  }

  add(place: number, _at: number, value: Value): void {
    const [near, own] = [this.#near.at(place), Number(value)];
    const sum = near + own;
    this.#counts.set(place, this.#counts.at(place) + 1);
    if (sum <= largest && sum >= -largest) {
      this.#near.set(place, sum);
      return;
    }
    this.#far.set(place, (this.#far.get(place) ?? 0n) + BigInt(near) + BigInt(own));
    this.#near.set(place, 0);
  }

  read(place: number, _now: number, beside: readonly Beside[]): number {
    const count = this.#counts.at(place) + beside.length;
    const far = this.#far.get(place);
    if (beside.length === 0 && far === undefined) return toldSum(this.#aggregate, this.#near.at(place), count);
    const sum = ExactSum.of(this.#near.at(place), far);
    for (const { value } of beside) sum.add(Number(value));
    return toldSum(this.#aggregate, sum.value, count);
  }

  save(place: number): unknown {
    const sum = BigInt(this.#near.at(place)) + (this.#far.get(place) ?? 0n);
    return [this.#counts.at(place), sum.toString()];
  }

  restore(place: number, saved: unknown): void {
    const [count, sum] = saved as readonly [number, string];
    this.#counts.set(place, count);
    const { value } = ExactSum.of(0, BigInt(sum));
    if (typeof value === 'number') this.#near.set(place, value);
    else this.#far.set(place, value);
  }
}

/** The least value of those times `sign`. */
class Extremes implements LastingColumn {
  readonly #sign: 1 | -1;
  readonly #least = new Numbers(NaN);

  constructor(sign: 1 | -1) {
    this.#sign = sign;
  }

  add(place: number, _at: number, value: Value): void {
    const own = Number(value) * this.#sign;
    if (!(own >= this.#least.at(place))) this.#least.set(place, own);
  }

  read(place: number, _now: number, beside: readonly Beside[]): number {
    let least = this.#least.at(place);
    for (const { value } of beside) {
      const own = Number(value) * this.#sign;
      if (!(own >= least)) least = own;
    }
    return least * this.#sign;
  }

  save(place: number): unknown {
    return this.#least.saved(place);
  }

  restore(place: number, saved: unknown): void {
    this.#least.restore(place, saved);
  }
}

/** The first or the last event, or the whole seconds since. */
class Instants implements LastingColumn {
  readonly #which: 'first' | 'last';
  readonly #since: boolean;
  readonly #at = new Numbers(NaN);

  constructor(which: 'first' | 'last', since: boolean) {
    this.#which = which;
    this.#since = since;
  }

  add(place: number, at: number): void {
    if (this.#which === 'last' || Number.isNaN(this.#at.at(place))) this.#at.set(place, at);
  }

  read(place: number, now: number, beside: readonly Beside[]): number {
    const kept = this.#at.at(place);
    const found =
      this.#which === 'last' ? (beside.at(-1)?.at ?? kept) : Number.isNaN(kept) ? (beside[0]?.at ?? NaN) : kept;
    return this.#since ? secondsSince(found, now) : found;
  }

  save(place: number): unknown {
    return this.#at.saved(place);
  }

  restore(place: number, saved: unknown): void {
    this.#at.restore(place, saved);
  }
}

class DistinctValues implements LastingColumn {
  /** Most keys have one value: a set is made for the second. */
  readonly #values: (Value | Set<Value> | undefined)[] = [];

  add(place: number, _at: number, value: Value): void {
    const kept = this.#values[place];
    if (kept instanceof Set) kept.add(value);
    else if (kept === undefined) this.#begin(place, value);
    else if (kept !== value) this.#values[place] = new Set([kept, value]);
  }

  #begin(place: number, value: Value): void {
    // Without holes it stays an array of its places.
    while (this.#values.length < place) this.#values.push(undefined);
    this.#values[place] = value;
  }

  read(place: number, _now: number, beside: readonly Beside[]): number {
    const kept = this.#values[place];
    const has = (value: Value): boolean => (kept instanceof Set ? kept.has(value) : kept === value);
    const count = kept instanceof Set ? kept.size : kept === undefined ? 0 : 1;
    if (beside.length === 0) return count;
    return count + new Set(beside.flatMap(({ value }) => (has(value) ? [] : [value]))).size;
  }

  save(place: number): unknown {
    const kept = this.#values[place];
    return kept instanceof Set ? [...kept] : kept === undefined ? [] : [kept];
  }

  restore(place: number, saved: unknown): void {
    for (const value of saved as readonly Value[]) this.add(place, 0, value);
  }
}
