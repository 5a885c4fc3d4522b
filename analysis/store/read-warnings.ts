import type { CheckedFeature, ScopeField, ScopeList } from '../expression/index.ts';
import { listsRoot } from '../expression/index.ts';
import type { BacktestWarning } from '../model/backtest.ts';
import { canonicalColumn, sourcesOf } from '../model/columns.ts';
import { velocityPath } from '../model/features.ts';
import { itemsColumn } from '../model/order-lines.ts';
import { billsTold } from './bill-days.ts';
import type { Connection } from './connection.ts';
import { changedEvents } from './events.ts';
import { badKnown } from './features/bad-told.ts';

/** What a reader of figures must know of the fields, lists and events that rules and features read. */

/** Fields of which nobody is sure that they were known at screening. */
export function unsureWarning(fields: readonly ScopeField[]): readonly BacktestWarning[] {
  const unsure = new Set(fields.flatMap(({ path, unsure: is }) => (is === true ? [path] : [])));
  return when(unsure.size > 0, {
    code: 'known-at-screening-unsure',
    params: { fields: [...unsure].sort().join(', '), count: unsure.size },
  });
}

/** Lists without dates, and fields of tables of one day: what was so at the order is not known. */
export function hindsightWarnings(
  fields: readonly ScopeField[],
  lists: readonly ScopeList[],
): readonly BacktestWarning[] {
  const undated = new Set(
    lists.flatMap(({ id, snapshotAt }) => (snapshotAt === undefined ? [] : [`${listsRoot}.${id} (${snapshotAt})`])),
  );
  const tables = new Set(
    fields.flatMap(({ path, snapshotAt }) => (snapshotAt === undefined ? [] : [`${path} (${snapshotAt})`])),
  );
  return [
    ...when(undated.size > 0, {
      code: 'list-undated',
      params: { lists: [...undated].sort().join(', '), count: undated.size },
    }),
    ...when(tables.size > 0, {
      code: 'field-snapshot',
      params: { fields: [...tables].sort().join(', '), count: tables.size },
    }),
  ];
}

/** Whether lines of orders are among what is read, by a field itself or by what it is made of. */
export const readsLines = (fields: readonly ScopeField[]): boolean =>
  fields.some(({ column, ofLines }) => column === itemsColumn || ofLines === true);

/** Lines have no dates: what a later file changed counts as known at the order all the same. */
export const linesWarning = (orders: number): readonly BacktestWarning[] =>
  when(orders > 0, { code: 'lines-changed', params: { orders } });

/** Files do not say when a value changed: what a later one says counts as known at the order all the same. */
export function fieldsWarning(
  changed: readonly { readonly column: string; readonly orders: number }[],
  read: readonly ScopeField[],
): readonly BacktestWarning[] {
  const columns = new Set(read.flatMap(({ column }) => sourcesOf(column)));
  const found = new Map(
    changed.flatMap(({ column, orders }) =>
      columns.has(column) ? [[canonicalColumn(column)?.path ?? column, orders] as const] : [],
    ),
  );
  const fields = [...found].map(([path, orders]) => `${path}: ${orders}`).sort();
  return when(fields.length > 0, {
    code: 'fields-changed',
    params: { fields: fields.join(', '), count: fields.length },
  });
}

/**
 * Features that count events which a later file told otherwise, and how often; and features of outcomes that leave out orders
 * without a date, and how many. Asks the database; `timezone`: in which bills fall due.
 */
export async function featureWarnings(
  db: Connection,
  features: readonly CheckedFeature[],
  timezone: string,
): Promise<readonly BacktestWarning[]> {
  const events = features.filter(({ feature: { on = 'orders' } }) => on !== 'orders');
  const changed = events.length === 0 ? new Map<string, number>() : await changedEvents(db);
  const bad = features.filter(({ feature }) => feature.agg === 'known_bad');
  const bills = bad.length > 0 && (await billsTold(db)) ? timezone : null;
  const uncounted = new Map<string, number>();
  for (const { feature } of bad) uncounted.set(feature.id, (await badKnown(db, feature, bills)).uncounted);
  return [
    ...countsWarning('events-changed', events, ({ feature: { on = '' } }) => changed.get(on) ?? 0),
    ...countsWarning('known-bad-undated', bad, ({ feature: { id } }) => uncounted.get(id) ?? 0),
  ];
}

function countsWarning(
  code: 'events-changed' | 'known-bad-undated',
  features: readonly CheckedFeature[],
  countOf: (checked: CheckedFeature) => number,
): readonly BacktestWarning[] {
  const told = features.flatMap((checked) => {
    const n = countOf(checked);
    return n === 0 ? [] : [`${velocityPath(checked.feature.id)}: ${n}`];
  });
  return when(told.length > 0, { code, params: { features: told.sort().join(', '), count: told.length } });
}

const when = (applies: boolean, warning: BacktestWarning): readonly BacktestWarning[] => (applies ? [warning] : []);
