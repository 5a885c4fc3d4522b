import type { OutcomesPreview } from '../../analysis/engine-api.ts';
import type { ChosenFile } from '../../analysis/model/bridge.ts';
import { outcomeColumns, tellsOrder, type Mapping } from '../../analysis/model/mapping.ts';

export type OutcomeColumn = (typeof outcomeColumns)[number];

/** A list of outcomes and which of its headers holds what; null is no column. */
export interface OutcomesDraft {
  readonly file: ChosenFile;
  readonly preview: OutcomesPreview;
  readonly columns: Readonly<Record<OutcomeColumn, string | null>>;
}

export function outcomesDraft(file: ChosenFile, preview: OutcomesPreview): OutcomesDraft {
  const columns = Object.fromEntries(outcomeColumns.map((name) => [name, preview.columnsFound[name] ?? null]));
  return { file, preview, columns: columns as OutcomesDraft['columns'] };
}

/** Whether the chosen columns can tell an order. */
export const tellsAnOrder = ({ columns }: OutcomesDraft): boolean => tellsOrder((name) => columns[name] !== null);

/** What is sent: the chosen headers, and a blank constant for a column a person said is not there. */
export function outcomesMapping({ columns }: OutcomesDraft): NonNullable<Mapping['outcomes']> {
  return { columns: Object.fromEntries(outcomeColumns.map((name) => [name, columns[name] ?? { value: '' }])) };
}
