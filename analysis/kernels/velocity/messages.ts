import type { Refusal } from './shapes.ts';

/** What a thread begins with: one memory for all, which whoever asks divides among them. */
export interface Opening {
  readonly memory: WebAssembly.Memory;
  readonly module: WebAssembly.Module;
}

/** What the loops do, by name; see ../assembly/velocity.ts for what they are given and answer. */
export type Loop = 'open' | 'share' | 'check' | 'count' | 'compute' | 'clear' | 'code';

export interface Question {
  readonly call: Loop;
  readonly given: readonly number[];
}

export type Reply =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly why: Refusal }
  | { readonly ok: false; readonly why: 'internal'; readonly detail: string };
