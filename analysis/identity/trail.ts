import type {
  IdentityConfidence,
  IdentityDoubt,
  IdentityKey,
  IdentityKind,
  IdentityStep,
  IdentityStepName,
} from '../model/identity.ts';

/** Steps that are left out. */
export type StepsOff = ReadonlySet<IdentityStepName>;

export const everyStep: StepsOff = new Set();

/** Keeps what was done to a value, and makes its key in the end. */
export class Trail {
  readonly #kind: IdentityKind;
  readonly #raw: string;
  readonly #steps: IdentityStep[] = [];
  readonly #doubts: IdentityDoubt[] = [];
  readonly #facts: Record<string, string | boolean> = {};
  readonly #without: StepsOff;
  #last: string;

  constructor(kind: IdentityKind, raw: string, without: StepsOff) {
    this.#without = without;
    this.#kind = kind;
    this.#raw = raw;
    this.#last = raw;
  }

  /** Whether the step is done; it is unless it was asked to be left out. */
  does(step: IdentityStepName): boolean {
    return !this.#without.has(step);
  }

  /** Answers the value, and notes the step when it changed something; a step left out leaves the value as it was. */
  step(step: IdentityStepName, value: string): string {
    if (this.#without.has(step)) return this.#last;
    if (value !== this.#last) this.#steps.push({ step, value });
    this.#last = value;
    return value;
  }

  /** What is read of the value from here on, which is no step of its own. */
  reads(text: string): string {
    this.#last = text;
    return text;
  }

  doubt(doubt: IdentityDoubt): void {
    if (!this.#doubts.includes(doubt)) this.#doubts.push(doubt);
  }

  fact(name: string, value: string | boolean | undefined): void {
    if (value !== undefined && value !== '') this.#facts[name] = value;
  }

  none(doubt: IdentityDoubt): IdentityKey {
    this.doubt(doubt);
    return this.key(null, 'none');
  }

  key(key: string | null, confidence: IdentityConfidence): IdentityKey {
    return {
      kind: this.#kind,
      raw: this.#raw,
      key,
      confidence,
      doubts: this.#doubts,
      facts: this.#facts,
      steps: this.#steps,
    };
  }
}
