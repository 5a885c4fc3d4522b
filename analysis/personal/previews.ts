import type { EventsPreview, FilePreview, OutcomesPreview } from '../engine-api.ts';
import { canonicalColumn, isMasked } from '../model/columns.ts';
import { eventColumns } from '../model/events.ts';
import { headersOf, type Mapping } from '../model/mapping.ts';
import { lineColumns } from '../model/order-lines.ts';
import { unknownColumn, type Masks } from './masks.ts';

/** Cells of a file by what their header would be taken for; what nobody knows may be a person's. */
export function previewed<T extends Pick<FilePreview, 'rows' | 'columns'>>(
  seen: T,
  columns: ReadonlyMap<string, string>,
  { mask }: Masks,
): T {
  const names = seen.columns.map(({ name }) => columns.get(name) ?? unknownColumn);
  return {
    ...seen,
    rows: seen.rows.map((cells) => cells.map((cell, at) => (cell === '' ? '' : String(mask(names[at] ?? '', cell))))),
  };
}

/** The column every header goes to; the label's own says nothing of a person. */
export function columnsOf({ columns, label }: Mapping): ReadonlyMap<string, string> {
  const told = Object.entries(columns).flatMap(([name, source]) =>
    headersOf(source).map((header) => [header, name] as const),
  );
  return new Map([...told, ...(label === undefined ? [] : [[label.from, 'label'] as const])]);
}

/** Columns of an outcomes file that say nothing of a person. */
const spoken: ReadonlySet<string> = new Set(['reported_at', 'purchased_at', 'reason', 'amount', 'kind', 'status']);

export function outcomeColumnsOf(seen: OutcomesPreview): ReadonlyMap<string, string> {
  return namedIn(seen, (name) => (spoken.has(name) ? 'label' : name));
}

const namedIn = ({ columnsFound }: Pick<OutcomesPreview, 'columnsFound'>, columnOf: (name: string) => string) =>
  new Map(Object.entries(columnsFound).map(([name, header]) => [header, columnOf(name)] as const));

/** Goods say nothing of a person, but what they are called may. */
export const lineColumnsOf = (seen: OutcomesPreview): ReadonlyMap<string, string> =>
  namedIn(seen, (name) => {
    if (name === 'order_id') return 'event_id';
    return lineColumns.some((column) => column.name === name && isMasked(column)) ? unknownColumn : 'label';
  });

export const listColumnsOf = (seen: OutcomesPreview): ReadonlyMap<string, string> =>
  namedIn(seen, (name) => (name === 'added_at' || name === 'removed_at' ? 'label' : unknownColumn));

export const eventColumnsOf = (seen: EventsPreview): ReadonlyMap<string, string> => namedIn(seen, eventColumn);

/** The column of orders whose masks a column of events gets: of the same name, or one nobody knows; `label` for none. */
export function eventColumn(name: string): string {
  if (name === 'order_id') return 'event_id';
  const column = eventColumns.find((one) => one.name === name);
  if (column?.pii === 'none') return 'label';
  return canonicalColumn(name) === undefined || name === 'event_id' ? unknownColumn : name;
}
