import type { Outcome } from './bad.ts';

interface Reported {
  /** Where the stream stood; NaN before anything with an instant came. */
  at: number;
  readonly outcomes: readonly Outcome[];
}

/**
 * Reports of orders that did not come yet, or that no window reaches any more: nothing tells the two apart. They wait for their
 * order, for as long as is asked; those reported longest ago stand first.
 */
export class EarlyReports {
  readonly #keep: number;
  readonly #reports = new Map<string, Reported>();
  #now = NaN;
  #dropped = 0;

  /** `keep`: how long reports wait, in microseconds; Infinity for ever. */
  constructor(keep: number) {
    this.#keep = keep;
  }

  /** Reports that were let go before their order came. */
  get dropped(): number {
    return this.#dropped;
  }

  put(outcome: Outcome): void {
    const before = this.#reports.get(outcome.order)?.outcomes ?? [];
    this.#reports.delete(outcome.order);
    this.#reports.set(outcome.order, { at: this.#now, outcomes: [...before, outcome] });
  }

  of(order: string): readonly Outcome[] {
    return this.#reports.get(order)?.outcomes ?? none;
  }

  forget(order: string): void {
    this.#reports.delete(order);
  }

  advance(now: number): void {
    this.#now = now;
    if (this.#keep === Infinity) return;
    for (const [order, reported] of this.#reports) {
      if (Number.isNaN(reported.at)) reported.at = now;
      if (reported.at >= now - this.#keep) break;
      this.#reports.delete(order);
      this.#dropped += reported.outcomes.length;
    }
  }

  save(): SavedEarly {
    const reports = [...this.#reports].map(([order, { at, outcomes }]) => {
      return [order, Number.isNaN(at) ? null : at, outcomes] as const;
    });
    return { reports, dropped: this.#dropped };
  }

  restore({ reports, dropped }: SavedEarly): void {
    for (const [order, at, outcomes] of reports) this.#reports.set(order, { at: at ?? NaN, outcomes });
    this.#dropped = dropped;
  }
}

export interface SavedEarly {
  readonly reports: readonly (readonly [order: string, at: number | null, outcomes: readonly Outcome[]])[];
  readonly dropped: number;
}

const none: readonly Outcome[] = [];
