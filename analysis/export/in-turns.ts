import { inTurns, type Pieces } from '../kernels/pieces.ts';
import { ShinsaError } from '../model/failure.ts';

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
  function* pieces(): Pieces<R[]> {
    for (const [at, one] of all.entries()) {
      made.push(work(one, at));
      yield;
    }
    return made;
  }
  const turn = (): void => {
    done?.(all.length === 0 ? 1 : made.length / all.length);
    if (signal?.aborted === true) throw new ShinsaError('cancelled');
  };
  turn();
  await inTurns(pieces(), turn);
  done?.(1);
  return made;
}
