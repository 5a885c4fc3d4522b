import { ShinsaError } from '../model/failure.ts';

/** Others get their turn after so many ms. */
const turnMs = 20;

/** Who waits for long work on this thread: it can be cancelled, and may hear the share that is done. */
export interface TurnWatch {
  readonly signal?: AbortSignal | undefined;
  readonly done?: ((share: number) => void) | undefined;
}

/** What work makes of each, one after the other. Others have their turn between two of them; then 'cancelled' is thrown. */
export async function eachInTurn<T, R>(
  all: readonly T[],
  { signal, done }: TurnWatch,
  work: (one: T, at: number) => R,
): Promise<R[]> {
  const made: R[] = [];
  let last = -Infinity;
  for (const [at, one] of all.entries()) {
    if (performance.now() - last > turnMs) {
      done?.(at / all.length);
      await new Promise(setImmediate);
      if (signal?.aborted === true) throw new ShinsaError('cancelled');
      last = performance.now();
    }
    made.push(work(one, at));
  }
  done?.(1);
  return made;
}
