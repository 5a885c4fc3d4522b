import type { Failure } from '../../analysis/model/failure.ts';

/**
 * An answer on screen. While `fresh` is false the value answers an earlier question (`asked`) and is shown dimmed: until the
 * newest is answered (`busy`), and for good where that failed.
 */
export interface Latest<T, I = unknown> {
  readonly value: T | null;
  /** The question that the value answers; null where there is none. */
  readonly asked: I | null;
  /** Why the last question that ended was not answered. */
  readonly failure: Failure | null;
  readonly fresh: boolean;
  readonly busy: boolean;
}

/** How old what is shown is: whether it answers the newest question, and whether that is being answered. */
export type Age = Pick<Latest<unknown>, 'fresh' | 'busy'>;

/** Of what has no question that is being answered. */
export const settled: Age = { fresh: true, busy: false };

/** What became of the questions so far, each known by its key. */
export interface Ended<T, I> {
  readonly answered: { readonly key: string; readonly asked: I; readonly value: T } | null;
  readonly failed: { readonly key: string; readonly failure: Failure } | null;
}

export const noneEnded = { answered: null, failed: null } as const;

/** What is shown where the question of `key` is the newest; null where nothing is asked now. */
export function latestOf<T, I>({ answered, failed }: Ended<T, I>, key: string | null): Latest<T, I> {
  const fresh = key !== null && answered?.key === key && failed?.key !== key;
  return {
    value: answered?.value ?? null,
    asked: answered?.asked ?? null,
    failure: failed?.failure ?? null,
    fresh,
    busy: key !== null && !fresh && failed?.key !== key,
  };
}
