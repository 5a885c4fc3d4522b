import { largest } from '../text/term.ts';
import { ExactSum } from './exact.ts';

/** What is kept of one key for one feature. Times in microseconds; values are numbers, or texts of distinct ones. */

export type Value = number | string;

/** An event of the same instant that counts although it is not kept yet, or the order itself. */
export interface Beside {
  readonly at: number;
  readonly value: Value;
}

export interface Held {
  add(at: number, value: Value): void;
  /** Forgets what happened before an instant; −Infinity forgets nothing. */
  forget(before: number): void;
  /** What a feature says at an instant; NaN for nothing. */
  read(now: number, beside: readonly Beside[]): number;
  save(): unknown;
}

export type Aggregate =
  | { readonly is: 'count' }
  | { readonly is: 'distinct' }
  | SumAggregate
  | { readonly is: 'least' | 'greatest' }
  | { readonly is: 'first' | 'last'; readonly since: boolean };

interface SumAggregate {
  readonly is: 'sum' | 'mean';
  readonly of: 'int' | 'money' | 'double';
}

/** What a key is begun with; `saved` is what `save` gave of one. */
export function heldOf(aggregate: Aggregate, window: number | null, saved: unknown = null): Held {
  const held = empty(aggregate, window);
  if (saved !== null) restored(held, saved);
  return held;
}

function empty(aggregate: Aggregate, window: number | null): Held & Restorable {
  switch (aggregate.is) {
    case 'count':
      return new Count(window === null);
    case 'distinct':
      return new Distinct(window === null);
    case 'sum':
    case 'mean':
      return new Sum(aggregate, window === null);
    case 'least':
    case 'greatest':
      return new Extreme(aggregate.is === 'least' ? 1 : -1, window === null);
    case 'first':
    case 'last':
      return new Seen(aggregate.is, aggregate.since, window === null);
  }
}

interface Restorable {
  restore(saved: readonly unknown[]): void;
}

function restored(held: Held & Restorable, saved: unknown): void {
  if (!Array.isArray(saved)) throw new TypeError('not a saved state');
  held.restore(saved);
}

/** Times in their order, from `first` on; what lies before it is given back in bulk. */
class Times {
  at: number[] = [];
  first = 0;

  get size(): number {
    return this.at.length - this.first;
  }

  /** Whether the oldest lies before an instant. */
  isPast(before: number): boolean {
    return this.first < this.at.length && (this.at[this.first] ?? 0) < before;
  }

  drop(...beside: Value[][]): void {
    this.first += 1;
    if (this.first < 32 || this.first * 2 < this.at.length) return;
    this.at.splice(0, this.first);
    for (const values of beside) values.splice(0, this.first);
    this.first = 0;
  }
}

class Count implements Held, Restorable {
  readonly #forever: boolean;
  readonly #times = new Times();
  #all = 0;

  constructor(forever: boolean) {
    this.#forever = forever;
  }

  add(at: number): void {
    if (this.#forever) this.#all += 1;
    else this.#times.at.push(at);
  }

  forget(before: number): void {
    while (this.#times.isPast(before)) this.#times.drop();
  }

  read(_now: number, beside: readonly Beside[]): number {
    return this.#all + this.#times.size + beside.length;
  }

  save(): unknown {
    return [this.#all, this.#times.at.slice(this.#times.first)];
  }

  restore([all, times]: readonly unknown[]): void {
    this.#all = Number(all);
    this.#times.at = numbersOf(times);
  }
}

class Distinct implements Held, Restorable {
  readonly #forever: boolean;
  readonly #times = new Times();
  #values: Value[] = [];
  readonly #counts = new Map<Value, number>();

  constructor(forever: boolean) {
    this.#forever = forever;
  }

  add(at: number, value: Value): void {
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
    if (this.#forever) return;
    this.#times.at.push(at);
    this.#values.push(value);
  }

  forget(before: number): void {
    while (this.#times.isPast(before)) {
      const value = this.#values[this.#times.first] ?? '';
      const left = (this.#counts.get(value) ?? 0) - 1;
      if (left <= 0) this.#counts.delete(value);
      else this.#counts.set(value, left);
      this.#times.drop(this.#values);
    }
  }

  read(_now: number, beside: readonly Beside[]): number {
    if (beside.length === 0) return this.#counts.size;
    const more = new Set(beside.flatMap(({ value }) => (this.#counts.has(value) ? [] : [value])));
    return this.#counts.size + more.size;
  }

  save(): unknown {
    const { at, first } = this.#times;
    return this.#forever ? [[], [...this.#counts.keys()]] : [at.slice(first), this.#values.slice(first)];
  }

  restore([times, values]: readonly unknown[]): void {
    const at = numbersOf(times);
    (Array.isArray(values) ? values : []).forEach((value: unknown, index) =>
      this.add(at[index] ?? 0, typeof value === 'number' ? value : String(value)),
    );
  }
}

class Sum implements Held, Restorable {
  readonly #forever: boolean;
  readonly #aggregate: SumAggregate;
  readonly #times = new Times();
  #values: number[] = [];
  #sum = new ExactSum();
  #count = 0;

  constructor(aggregate: SumAggregate, forever: boolean) {
    this.#aggregate = aggregate;
    this.#forever = forever;
  }

  add(at: number, value: Value): void {
    const own = Number(value);
    this.#sum.add(own);
    this.#count += 1;
    if (this.#forever) return;
    this.#times.at.push(at);
    this.#values.push(own);
  }

  forget(before: number): void {
    while (this.#times.isPast(before)) {
      this.#sum.add(-(this.#values[this.#times.first] ?? 0));
      this.#count -= 1;
      this.#times.drop(this.#values);
    }
  }

  read(_now: number, beside: readonly Beside[]): number {
    if (beside.length === 0) return toldSum(this.#aggregate, this.#sum.value, this.#count);
    const sum = this.#sum.copy();
    for (const { value } of beside) sum.add(Number(value));
    return toldSum(this.#aggregate, sum.value, this.#count + beside.length);
  }

  save(): unknown {
    const { at, first } = this.#times;
    return [at.slice(first), this.#values.slice(first), this.#count, this.#sum.save()];
  }

  restore([times, values, count, sum]: readonly unknown[]): void {
    this.#times.at = numbersOf(times);
    this.#values = numbersOf(values);
    this.#count = Number(count);
    this.#sum = ExactSum.restore(String(sum));
  }
}

/** A sum, or the mean of it, as features say it: sums in exact numbers, NaN beyond them. */
export function toldSum({ is, of }: SumAggregate, sum: number | bigint, count: number): number {
  if (is === 'mean') return count === 0 ? NaN : meanOf(of, sum, count);
  if (of === 'double') return Number(sum) / 1e6;
  return typeof sum === 'number' && sum <= largest && sum >= -largest ? sum : NaN;
}

/** Money to the nearest minor unit, halves away from zero. */
function meanOf(of: SumAggregate['of'], sum: number | bigint, count: number): number {
  if (of === 'double') return Number(sum) / 1e6 / count;
  if (of === 'int') return Number(sum) / count;
  const [whole, n] = [BigInt(sum), BigInt(count)];
  const size = whole < 0n ? -whole : whole;
  const rounded = Number((2n * size + n) / (2n * n));
  return whole < 0n ? -rounded : rounded;
}

/** The least value (of the values times `sign`): those that a later one undercuts are never needed again. */
class Extreme implements Held, Restorable {
  readonly #forever: boolean;
  readonly #sign: 1 | -1;
  readonly #times = new Times();
  #values: number[] = [];

  constructor(sign: 1 | -1, forever: boolean) {
    this.#sign = sign;
    this.#forever = forever;
  }

  add(at: number, value: Value): void {
    const own = Number(value) * this.#sign;
    const { at: times } = this.#times;
    if (this.#forever && times.length > 0) {
      this.#values[0] = Math.min(this.#values[0] ?? own, own);
      return;
    }
    while (times.length > this.#times.first && (this.#values[times.length - 1] ?? -Infinity) >= own) {
      times.pop();
      this.#values.pop();
    }
    times.push(at);
    this.#values.push(own);
  }

  forget(before: number): void {
    if (this.#forever) return;
    while (this.#times.isPast(before)) this.#times.drop(this.#values);
  }

  read(_now: number, beside: readonly Beside[]): number {
    let least = this.#times.size === 0 ? Infinity : (this.#values[this.#times.first] ?? Infinity);
    for (const { value } of beside) least = Math.min(least, Number(value) * this.#sign);
    return this.#times.size + beside.length === 0 ? NaN : least * this.#sign;
  }

  save(): unknown {
    const { at, first } = this.#times;
    return [at.slice(first), this.#values.slice(first)];
  }

  restore([times, values]: readonly unknown[]): void {
    this.#times.at = numbersOf(times);
    this.#values = numbersOf(values);
  }
}

/** The first or the last event, or the whole seconds since. */
class Seen implements Held, Restorable {
  readonly #which: 'first' | 'last';
  readonly #since: boolean;
  readonly #forever: boolean;
  readonly #times = new Times();

  constructor(which: 'first' | 'last', since: boolean, forever: boolean) {
    this.#which = which;
    this.#since = since;
    this.#forever = forever;
  }

  add(at: number): void {
    const { at: times, first } = this.#times;
    // Of the last ones only the last is ever asked, of all of them only the first.
    if (this.#which === 'last' && times.length > first) times[times.length - 1] = at;
    else if (!this.#forever || times.length === first) times.push(at);
  }

  forget(before: number): void {
    if (this.#forever) return;
    while (this.#times.isPast(before)) this.#times.drop();
  }

  read(now: number, beside: readonly Beside[]): number {
    const { at, first } = this.#times;
    const kept = at[first];
    // What is beside the order is not before anything that is kept, and in the order of time.
    const found = this.#which === 'first' ? (kept ?? beside[0]?.at) : (beside.at(-1)?.at ?? kept);
    if (found === undefined) return NaN;
    return this.#since ? Math.floor((now - found) / 1e6) : found;
  }

  save(): unknown {
    return [this.#times.at.slice(this.#times.first)];
  }

  restore([times]: readonly unknown[]): void {
    this.#times.at = numbersOf(times);
  }
}

const numbersOf = (values: unknown): number[] => (Array.isArray(values) ? values.map(Number) : []);
