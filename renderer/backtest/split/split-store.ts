import { splitSchema, type Split } from '../../../analysis/model/results/split.ts';
import { createStore } from '../../state/store.ts';

/** Where the orders of the run on screen are split; empty for nowhere. It stays while other rooms are looked at. */
export const splitOf = createStore<{ readonly runId: string; readonly days: Split } | null>(null);

/** Days as typed; null where they are no split. */
export function splitFrom(first: string, second: string): Split | null {
  const read = splitSchema.safeParse([first, second].filter((day) => day !== ''));
  return read.success && first !== '' ? read.data : null;
}
