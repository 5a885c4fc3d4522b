export interface RestartPolicy {
  /** Milliseconds to wait before starting again, with the number of the attempt, or null to give up. */
  readonly next: (now: number) => { readonly delayMs: number; readonly attempt: number } | null;
  /** A person asked to try again: earlier deaths no longer count. */
  readonly forget: () => void;
}

const limit = 3;
const withinMs = 60_000;
const firstDelayMs = 200;

/** A process may die three times within a minute; the waits between grow fivefold. */
export function createRestartPolicy(): RestartPolicy {
  let deaths: readonly number[] = [];
  return {
    next: (now) => {
      deaths = [...deaths.filter((at) => now - at < withinMs), now];
      const attempt = deaths.length;
      return attempt > limit ? null : { delayMs: firstDelayMs * 5 ** (attempt - 1), attempt };
    },
    forget: () => {
      deaths = [];
    },
  };
}
