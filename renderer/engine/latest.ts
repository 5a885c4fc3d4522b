import type { Result } from '../../analysis/model/failure.ts';

/**
 * Latest wins, for input that changes while the hand moves: at most one run in flight and one waiting. A newer input
 * cancels the one in flight and takes the place of the one waiting; both then answer 'cancelled'.
 */
export function latest<I, O>(
  run: (input: I, signal: AbortSignal) => Promise<Result<O>>,
): (input: I) => Promise<Result<O>> {
  let flying: AbortController | null = null;
  let next: { readonly input: I; readonly settle: (result: Result<O> | Promise<Result<O>>) => void } | null = null;

  const start = async (input: I): Promise<Result<O>> => {
    const controller = new AbortController();
    flying = controller;
    try {
      const result = await run(input, controller.signal);
      return controller.signal.aborted ? cancelled : result;
    } finally {
      flying = null;
      const waiting = next;
      next = null;
      waiting?.settle(start(waiting.input));
    }
  };

  return (input) => {
    if (flying === null) return start(input);
    flying.abort();
    next?.settle(cancelled);
    return new Promise((settle) => (next = { input, settle }));
  };
}

const cancelled = { ok: false, failure: { code: 'cancelled', params: {} } } as const;
