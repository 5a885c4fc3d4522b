import type { EventsReport } from '../../analysis/model/events.ts';
import type { ImportReport } from '../../analysis/model/import-report.ts';
import type { LinesReport } from '../../analysis/model/order-lines.ts';
import { createStore } from '../state/store.ts';

/** What became of the files beside orders that were taken in last, told on the data home. */
export const outcomesAdded = createStore<{
  readonly name: string;
  readonly report: NonNullable<ImportReport['outcomes']>;
} | null>(null);
export const eventsAdded = createStore<{ readonly name: string; readonly report: EventsReport } | null>(null);
export const linesAdded = createStore<LinesReport | null>(null);

/** With the next file, or one taken back, it is no news any more. */
export function forgetAdded(): void {
  outcomesAdded.set(null);
  eventsAdded.set(null);
  linesAdded.set(null);
}
