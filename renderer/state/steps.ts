/** Something that is edited: what it is now, and every step before and after. */
export interface Steps<T> {
  readonly now: T;
  readonly past: readonly T[];
  readonly future: readonly T[];
  /** Steps with the same tag that follow each other closely are undone together. */
  readonly lastEdit: { readonly tag: string; readonly at: number } | null;
}

export const stepsFrom = <T>(now: T): Steps<T> => ({ now, past: [], future: [], lastEdit: null });

const together = 900;
const stepsKept = 300;

/** One step; steps of one tag within a short pause (ms) are one for undo. */
export function edited<T, S extends Steps<T>>(steps: S & Steps<T>, next: T, tag: string, at: number): S {
  if (next === steps.now) return steps;
  const { lastEdit, past, now } = steps;
  const joins = lastEdit?.tag === tag && at - lastEdit.at < together && past.length > 0;
  const before = joins ? past : [...past, now].slice(-stepsKept);
  return { ...steps, now: next, past: before, future: [], lastEdit: { tag, at } };
}

export function undone<T, S extends Steps<T>>(steps: S & Steps<T>): S {
  const before = steps.past.at(-1);
  if (before === undefined) return steps;
  const { now, past, future } = steps;
  return { ...steps, now: before, past: past.slice(0, -1), future: [now, ...future], lastEdit: null };
}

export function redone<T, S extends Steps<T>>(steps: S & Steps<T>): S {
  const [after, ...future] = steps.future;
  if (after === undefined) return steps;
  return { ...steps, now: after, past: [...steps.past, steps.now], future, lastEdit: null };
}
