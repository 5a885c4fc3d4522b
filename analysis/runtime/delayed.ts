import { timeOf, type RuntimeEvent } from './event.ts';
import type { Evaluation, Runtime } from './runtime.ts';

/** An order that was evaluated; what was found is used again for the next one. */
export interface Evaluated {
  readonly event: RuntimeEvent;
  readonly found: Evaluation;
}

/** A runtime whose orders are evaluated some time (microseconds) after they came, in the order in which they came. */
export class Delayed {
  readonly #runtime: Runtime;
  readonly #delay: number;
  #waiting: { readonly event: RuntimeEvent; readonly due: number }[] = [];
  #first = 0;

  constructor(runtime: Runtime, delay: number) {
    this.#runtime = runtime;
    this.#delay = delay;
  }

  /** Takes an event in, after the orders that fell due before it or with it were evaluated. */
  *take(event: RuntimeEvent): Generator<Evaluated, void> {
    if (event.at !== null) yield* this.#due(timeOf(event.at));
    if ((event.kind ?? 'order') !== 'order') {
      this.#runtime.evaluate(event);
      return;
    }
    this.#runtime.arrive(event);
    this.#waiting.push({ event, due: timeOf(event.at) + this.#delay });
  }

  /** The orders that still wait when no event comes any more. */
  rest(): Generator<Evaluated, void> {
    return this.#due(Infinity);
  }

  *#due(until: number): Generator<Evaluated, void> {
    for (let next = this.#waiting[this.#first]; next !== undefined && next.due <= until;) {
      this.#first += 1;
      yield { event: next.event, found: this.#runtime.evaluateLate(next.event, next.due) };
      next = this.#waiting[this.#first];
    }
    if (this.#first < 1000) return;
    this.#waiting = this.#waiting.slice(this.#first);
    this.#first = 0;
  }
}
