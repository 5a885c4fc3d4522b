import { largest } from '../text/term.ts';
import { ExactSum } from './exact.ts';

/** What is kept of a key of many events for a feature of some window. Times in microseconds; values are numbers, or texts of distinct ones. */

export type Value = number | string;

/** An event of the same instant that counts although it is not kept yet, or the order itself. */
export interface Beside {
  readonly at: number;
  readonly value: Value;
}

export interface Held {
  add(at: number, value: Value): void;
  /** Forgets what happened before an instant. */
  forget(before: number): void;
  /** What a feature says at an instant; NaN for nothing. */
  read(now: number, beside: readonly Beside[]): number;
}

export type Aggregate =
  | { readonly is: 'count' }
  | { readonly is: 'distinct' }
  | SumAggregate
  | { readonly is: 'least' | 'greatest' }
  | { readonly is: 'first' | 'last'; readonly since: boolean };

export interface SumAggregate {
  readonly is: 'sum' | 'mean';
  readonly of: 'int' | 'money' | 'double';
}

/** What is kept before anything happened. */
export function heldOf(aggregate: Aggregate): Held {
  switch (aggregate.is) {
    case 'count':
      return new Count();
    case 'distinct':
      return new Distinct();
    case 'sum':
    case 'mean':
      return new Sum(aggregate);
    case 'least':
    case 'greatest':
      return new Extreme(aggregate.is === 'least' ? 1 : -1);
    case 'first':
    case 'last':
      return new Seen(aggregate.is, aggregate.since);
  }
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

class Count implements Held {
  readonly #times = new Times();

  add(at: number): void {
    this.#times.at.push(at);
  }

  forget(before: number): void {
    while (this.#times.isPast(before)) this.#times.drop();
  }

  read(_now: number, beside: readonly Beside[]): number {
    return this.#times.size + beside.length;
  }
}

class Distinct implements Held {
  readonly #times = new Times();
  #values: Value[] = [];
  readonly #counts = new Map<Value, number>();

  add(at: number, value: Value): void {
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
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
}

class Sum implements Held {
  readonly #aggregate: SumAggregate;
  readonly #times = new Times();
  #values: number[] = [];
  #sum = new ExactSum();
  #count = 0;

  constructor(aggregate: SumAggregate) {
    this.#aggregate = aggregate;
  }

  add(at: number, value: Value): void {
    const own = Number(value);
    this.#sum.add(own);
    this.#count += 1;
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
class Extreme implements Held {
  readonly #sign: 1 | -1;
  readonly #times = new Times();
  #values: number[] = [];

  constructor(sign: 1 | -1) {
    this.#sign = sign;
  }

  add(at: number, value: Value): void {
    const own = Number(value) * this.#sign;
    const { at: times } = this.#times;
    while (times.length > this.#times.first && (this.#values[times.length - 1] ?? -Infinity) >= own) {
      times.pop();
      this.#values.pop();
    }
    times.push(at);
    this.#values.push(own);
  }

  forget(before: number): void {
    while (this.#times.isPast(before)) this.#times.drop(this.#values);
  }

  read(_now: number, beside: readonly Beside[]): number {
    let least = this.#times.size === 0 ? Infinity : (this.#values[this.#times.first] ?? Infinity);
    for (const { value } of beside) least = Math.min(least, Number(value) * this.#sign);
    return this.#times.size + beside.length === 0 ? NaN : least * this.#sign;
  }
}

/** The first or the last event, or the whole seconds since. */
class Seen implements Held {
  readonly #which: 'first' | 'last';
  readonly #since: boolean;
  readonly #times = new Times();

  constructor(which: 'first' | 'last', since: boolean) {
    this.#which = which;
    this.#since = since;
  }

  add(at: number): void {
    const { at: times, first } = this.#times;
    // Of the last ones only the last is ever asked.
    if (this.#which === 'last' && times.length > first) times[times.length - 1] = at;
    else times.push(at);
  }

  forget(before: number): void {
    while (this.#times.isPast(before)) this.#times.drop();
  }

  read(now: number, beside: readonly Beside[]): number {
    const { at, first } = this.#times;
    const kept = at[first];
    // What is beside the order is not before anything that is kept, and in the order of time.
    const found = this.#which === 'first' ? (kept ?? beside[0]?.at) : (beside.at(-1)?.at ?? kept);
    if (found === undefined) return NaN;
    return this.#since ? secondsSince(found, now) : found;
  }
}

/** Whole seconds from one instant to another. */
export const secondsSince = (at: number, now: number): number => Math.floor((now - at) / 1e6);
