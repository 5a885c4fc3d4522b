import { largest } from '../text/term.ts';
import { ExactSum } from './exact.ts';
import { secondsSince, toldSum, type Aggregate, type Value } from './held.ts';

/** Up to so many are compared with each other. */
const most = 32;

/** A few events, the newest first, gathered anew for every question. */
export class Few {
  readonly #times: number[] = [];
  readonly #values: Value[] = [];
  #size = 0;

  clear(): void {
    this.#size = 0;
  }

  add(at: number, value: Value): void {
    this.#times[this.#size] = at;
    this.#values[this.#size] = value;
    this.#size += 1;
  }

  /** What a feature says of them at an instant; NaN for nothing. */
  read(aggregate: Aggregate, now: number): number {
    switch (aggregate.is) {
      case 'count':
        return this.#size;
      case 'distinct':
        return this.#distinct();
      case 'sum':
      case 'mean':
        return toldSum(aggregate, this.#sum(), this.#size);
      case 'least':
      case 'greatest':
        return this.#extreme(aggregate.is === 'least' ? 1 : -1);
      case 'first':
      case 'last': {
        if (this.#size === 0) return NaN;
        const found = this.#times[aggregate.is === 'first' ? this.#size - 1 : 0] ?? NaN;
        return aggregate.since ? secondsSince(found, now) : found;
      }
    }
  }

  #distinct(): number {
    // Orders that wait beside them may be any number.
    if (this.#size > most) return new Set(this.#values.slice(0, this.#size)).size;
    let count = 0;
    for (let at = 0; at < this.#size; at += 1) {
      let before = 0;
      while (before < at && this.#values[before] !== this.#values[at]) before += 1;
      if (before === at) count += 1;
    }
    return count;
  }

  #sum(): number | bigint {
    let [sum, size] = [0, 0];
    for (let at = 0; at < this.#size; at += 1) {
      const value = Number(this.#values[at]);
      sum += value;
      size += Math.abs(value);
    }
    // Then no part of the sum left the exact numbers.
    return size <= largest ? sum : this.#exactSum();
  }

  #exactSum(): number | bigint {
    const sum = new ExactSum();
    for (let at = 0; at < this.#size; at += 1) sum.add(Number(this.#values[at]));
    return sum.value;
  }

  #extreme(sign: 1 | -1): number {
    let least = Infinity;
    for (let at = 0; at < this.#size; at += 1) least = Math.min(least, Number(this.#values[at]) * sign);
    return this.#size === 0 ? NaN : least * sign;
  }
}
