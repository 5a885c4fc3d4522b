import { isList, type RecordList, type RecordValue, type RuleRecord } from './evaluate.ts';
import { listsRoot, type ScopeField } from './scope.ts';

/**
 * A record as `evaluate` and CEL engines read it: values nested by path, null ones left out. Every top-level object
 * that the fields name is there, empty if need be, because asking has() of a missing object is an error in CEL. `lists`
 * by id: those of the record's values that were on each list at the order, for every list that is asked.
 */
export function recordOf(
  fields: Iterable<ScopeField>,
  valueOf: (field: ScopeField) => RecordValue | RecordList | null,
  lists: Readonly<Record<string, readonly string[]>> = {},
): RuleRecord {
  const root: Record<string, RecordValue | RecordList | Record<string, RecordValue | RecordList>> = {};
  for (const field of fields) {
    const dot = field.path.indexOf('.');
    const value = valueOf(field);
    if (dot < 0) {
      if (value !== null) root[field.path] = value;
      continue;
    }
    const head = field.path.slice(0, dot);
    const known = root[head];
    const inside = typeof known === 'object' && !(known instanceof Date) && !isList(known) ? known : {};
    if (value !== null) inside[field.path.slice(dot + 1)] = value;
    root[head] = inside;
  }
  return Object.keys(lists).length === 0 ? root : { ...root, [listsRoot]: lists };
}
