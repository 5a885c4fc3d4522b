import { listedColumnOf, type ListedTerm } from '../expression/index.ts';
import type { DrawnRow } from './rows-behind-vectors.ts';
import type { VectorRecord } from './vector-records.ts';

type Record = Pick<VectorRecord, 'record' | 'lists'>;

/** What `lists.<id>` holds for a drawn order: its values, as they stand in the record, that were on the list. */
export function listsOf(
  row: DrawnRow,
  record: VectorRecord['record'],
  asked: readonly ListedTerm[],
): { readonly [id: string]: string[] } {
  const lists: { [id: string]: string[] } = {};
  for (const term of asked) {
    const listed = (lists[term.list.id] ??= []);
    const value = record[term.item.field.path];
    if (row[listedColumnOf(term)] === true && typeof value === 'string' && !listed.includes(value)) listed.push(value);
  }
  return lists;
}

/**
 * Whether plain `in` says of every field what the list said of the order: not where one text stands for two things (two
 * addresses that differ only in their towns), one on the list and one not.
 */
export function agrees(row: DrawnRow, record: Record | undefined, asked: readonly ListedTerm[]): boolean {
  return asked.every((term) => record !== undefined && isOn(record, term) === (row[listedColumnOf(term)] ?? null));
}

/** Whether the record's value is on the list; null where it has none. */
export function isOn({ record, lists }: Record, { item, list }: ListedTerm): boolean | null {
  const value = record[item.field.path];
  if (typeof value !== 'string') return null;
  return lists?.[list.id]?.includes(value) === true;
}

/** The record with its value put on the list, or taken off it; none where it has no value. */
export function toggled(base: VectorRecord, term: ListedTerm): VectorRecord[] {
  const [value, id] = [base.record[term.item.field.path], term.list.id];
  if (typeof value !== 'string') return [];
  const listed = base.lists?.[id] ?? [];
  const changed = listed.includes(value) ? listed.filter((one) => one !== value) : [...listed, value];
  return [{ ...base, origin: 'boundary', lists: { ...base.lists, [id]: changed } }];
}
