import type { Beside, Value } from './held.ts';
import type { Plan } from './plan.ts';

/** What an event is of. */
export type Key = string | number;

/** A feature among those that are kept together; `column`: where its values stand among those of an event, null for none. */
export interface Kept {
  readonly plan: Plan;
  readonly column: number | null;
}

/** What events add, by column; undefined where one has none. */
export type Values = readonly (Value | undefined)[];

/** What an event adds to a feature: its time where no value is asked. */
export const addedBy = ({ column }: Kept, at: number, values: Values): Value | undefined =>
  column === null ? at : values[column];

/** Events by key, in the order of time, for features of one length of memory. */
export interface Store {
  put(key: Key, at: number, values: Values): void;
  /** The value of every feature at an instant, by their places; `beside`: what counts besides, by feature. */
  read(key: Key, now: number, beside: ((index: number) => readonly Beside[]) | null, into: Float64Array): void;
  /** Keys that something is kept of. */
  readonly size: number;
  save(): unknown;
  restore(saved: unknown): void;
}
