/** Work in pieces of much less than a millisecond each, which are told by yielding; between two of them it can be left for a while. */
export type Pieces<T> = Generator<undefined, T, undefined>;

/** Steps of a loop that are one piece. */
export const pieceSteps = 2048;

/** The thread has nothing else to do. */
export function atOnce<T>(work: Pieces<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/** Others get their turn after so many ms. */
const turnMs = 20;

/** On a thread that also answers others: `stopIf` is asked whenever they had their turn, and throws to stop. */
export async function inTurns<T>(work: Pieces<T>, stopIf: () => void): Promise<T> {
  for (let last = performance.now(); ;) {
    const { done, value } = work.next();
    if (done === true) return value;
    if (performance.now() - last <= turnMs) continue;
    await new Promise(setImmediate);
    stopIf();
    last = performance.now();
  }
}
