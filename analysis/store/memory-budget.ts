import { totalmem } from 'node:os';

/** What a project may use. */
export interface Limits {
  /** Of all that an engine process takes, MiB: three quarters of the machine's memory where nobody says otherwise. */
  readonly budgetMb?: number;
  /** DuckDB's part of it at most, MiB. */
  readonly memoryMb?: number;
  /** Of what is kept in WebAssembly memories from one question to the next, MiB; 0 for somebody who asks only once. */
  readonly keptMb?: number;
  readonly threads?: number;
}

/**
 * How the memory of one engine process is shared out, in bytes: half of it is DuckDB's, five sixteenths are what is kept in
 * WebAssembly memories, an eighth is for computing features; the rest is for what passes between them, and the process itself.
 */
export interface MemoryBudget {
  readonly database: number;
  /** Columns and bitmaps that stay for the next question. */
  readonly kept: number;
  /** What computing features may take, from the first row to their files: also what could be kept and is not to be. */
  readonly features: number;
  /** What a question may take that keeps nothing: rows pass through it a range at a time. */
  readonly passing: number;
}

const mebibyte = 2 ** 20;
/** More rows at once bring nothing: what is made of them should stay close to the processor. */
const mostPassing = 192 * mebibyte;

export function memoryBudget({ budgetMb, memoryMb = Infinity, keptMb = Infinity }: Limits = {}): MemoryBudget {
  const all = Math.min((totalmem() * 3) / 4, (budgetMb ?? Infinity) * mebibyte);
  const kept = Math.min((all * 5) / 16, keptMb * mebibyte);
  return {
    database: Math.min(all / 2, memoryMb * mebibyte),
    kept,
    features: (all * 7) / 16 - kept,
    passing: Math.min(all / 16, mostPassing),
  };
}
