import { largest } from '../text/term.ts';

/** A sum of whole numbers that never loses one: as a number as long as it can be, beyond that as a big integer. */
export class ExactSum {
  #near = 0;
  #far = 0n;

  add(value: number): void {
    const sum = this.#near + value;
    if (sum <= largest && sum >= -largest) this.#near = sum;
    else {
      this.#far += BigInt(this.#near) + BigInt(value);
      this.#near = 0;
    }
  }

  /** As a number where it is one without loss; else the big integer. */
  get value(): number | bigint {
    if (this.#far === 0n) return this.#near;
    const sum = this.#far + BigInt(this.#near);
    return sum <= BigInt(largest) && sum >= BigInt(-largest) ? Number(sum) : sum;
  }

  copy(): ExactSum {
    const other = new ExactSum();
    other.#near = this.#near;
    other.#far = this.#far;
    return other;
  }

  static of(near: number, far = 0n): ExactSum {
    const sum = new ExactSum();
    sum.#near = near;
    sum.#far = far;
    return sum;
  }
}

/** Doubles are added up in millionths, rounded: their order then does not matter. Those of 10^22 and more are none. */
export function millionths(value: number): number {
  const scaled = value * 1e6;
  return Math.abs(value) >= 1e22 ? NaN : Math.sign(scaled) * Math.round(Math.abs(scaled));
}
