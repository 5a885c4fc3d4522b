import type { KernelPlan, Refusal, Share } from './shapes.ts';

/** What a thread begins with. */
export interface Opening {
  readonly plan: KernelPlan;
  readonly share: Share;
  /** Places for rows to be taken, and for answers, shared with the thread. */
  readonly batches: readonly SharedArrayBuffer[];
  readonly answers: readonly SharedArrayBuffer[];
  readonly batchRows: number;
  readonly answerRows: number;
}

/** A piece of work: rows that stand in a place, or answers wanted in one. */
export type Question =
  | { readonly ask: 'take'; readonly place: number; readonly rows: number }
  | { readonly ask: 'answer'; readonly group: number; readonly place: number };

/** Whether the rows were taken, and how many answers were written: 0 for no more. */
export type Reply =
  | { readonly ok: true; readonly rows: number }
  | { readonly ok: false; readonly why: Refusal }
  | { readonly ok: false; readonly why: 'internal'; readonly detail: string };
