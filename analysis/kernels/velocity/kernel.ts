import bytes from '../assembly/velocity.wasm';
import type { Opening, Question, Reply } from './messages.ts';

/** Whether this machine runs the loops at all. */
export const canRunVelocity = (): boolean => WebAssembly.validate(bytes);

let compiled: WebAssembly.Module | undefined;

/** Compiled once for all threads. */
export const velocityModule = (): WebAssembly.Module => (compiled ??= new WebAssembly.Module(bytes));

const refusals = ['unordered', 'unfit'] as const;

/** Answers questions by the loops, in one thread. */
export function kernelOver({ memory, module }: Opening): (question: Question) => Reply {
  // What it exports is written in the file beside this one.
  const loops = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Readonly<
    Record<Question['call'], (...given: readonly number[]) => number | undefined>
  >;
  return ({ call, given }) => {
    try {
      const value = loops[call](...given) ?? 0;
      return value >= 0 ? { ok: true, value } : { ok: false, why: refusals[-value - 1] ?? 'memory' };
    } catch (error) {
      return { ok: false, why: 'internal', detail: error instanceof Error ? error.message : 'unknown' };
    }
  };
}
