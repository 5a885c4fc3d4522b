import type {
  IdentityConfidence,
  IdentityDoubt,
  IdentityKey,
  IdentityKind,
  IdentityStep,
  IdentityStepName,
} from '../model/identity.ts';

/** Keeps what was done to a value, and makes its key in the end. */
export class Trail {
  readonly #kind: IdentityKind;
  readonly #raw: string;
  readonly #steps: IdentityStep[] = [];
  readonly #doubts: IdentityDoubt[] = [];
  readonly #facts: Record<string, string | boolean> = {};
  #last: string;

  constructor(kind: IdentityKind, raw: string) {
    this.#kind = kind;
    this.#raw = raw;
    this.#last = raw;
  }

  /** Answers the value, and notes the step when it changed something. */
  step(step: IdentityStepName, value: string): string {
    if (value !== this.#last) this.#steps.push({ step, value });
    this.#last = value;
    return value;
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
