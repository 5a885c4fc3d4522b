import type { CheckedRule, ScopeField } from '../expression/index.ts';
import { canonicalColumn, sourcesOf } from '../model/columns.ts';
import { itemsColumn } from '../model/order-lines.ts';
import type { Ground } from './ground.ts';

/** Filtered orders whose lines a later file replaced with others; 0 where neither a rule nor a feature it reads asks lines. */
export const linesChanged = (ground: Ground, rules: readonly CheckedRule[]): number =>
  rules.some(({ fields }) => fields.some(({ column, ofLines }) => column === itemsColumn || ofLines === true))
    ? ground.linesChanged
    : 0;

/** Columns that rules read, or what they read is made of, of which a later file changed values; by path, of how many orders. */
export function fieldsChanged(ground: Ground, read: readonly ScopeField[]): ReadonlyMap<string, number> {
  const columns = new Set(read.flatMap(({ column }) => sourcesOf(column)));
  return new Map(
    ground.changed.flatMap(({ column, orders }) =>
      columns.has(column) ? [[canonicalColumn(column)?.path ?? column, orders] as const] : [],
    ),
  );
}
