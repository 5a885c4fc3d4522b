import type { EventsReport } from '../../analysis/model/events.ts';
import type { OutcomesReport } from '../../analysis/model/import-report.ts';
import type { LinesReport } from '../../analysis/model/order-lines.ts';
import { createStore } from '../state/store.ts';

/** A file that was put beside the orders, by the name it was chosen by. */
export type Added = { readonly name: string } & (
  | { readonly kind: 'outcomes'; readonly report: OutcomesReport }
  | { readonly kind: 'lines'; readonly report: LinesReport }
  | { readonly kind: 'events'; readonly report: EventsReport }
);

/** The last one, told on the data home until another file is chosen or an import taken back. */
export const added = createStore<Added | null>(null);
