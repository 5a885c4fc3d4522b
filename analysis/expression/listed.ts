import { keyPlace, listColumn } from '../model/lists.ts';
import { binary, path as pathOf } from './build.ts';
import { fieldOf } from './check-call.ts';
import { report, spanOf, type Context } from './check-context.ts';
import type { RuleRecord } from './evaluate.ts';
import { listNamed, listsRoot, type ScopeList } from './scope.ts';
import { nearest } from './suggestions.ts';
import type { Syntax, SyntaxOf } from './syntax.ts';
import { childrenOf, type CheckedRule, type ListedTerm, type Term } from './term.ts';

/**
 * `field in lists.<id>`: whether the field's value was on the list at the order. In a record `lists.<id>` holds those of
 * the record's own values that were on it then, so that CEL's plain `in` is exact for every kind of list.
 */

/** `left in lists.<id>` as a term, or null after saying why not. */
export function listedTerm(context: Context, syntax: SyntaxOf<'binary'>, right: SyntaxOf<'path'>): Term | null {
  const list = namedList(context, right);
  const item = itemOf(context, syntax.left);
  if (list === null || item === null) return null;
  if (item.type !== 'string' || keyPlace(list.match, item.field.column) === null)
    return report(context, 'list-field', { path: item.field.path, list: right.path, match: list.match }, syntax.left);
  if (list.snapshotAt !== undefined)
    report(context, 'list-undated', { list: right.path, snapshot: list.snapshotAt }, right);
  return { kind: 'listed', type: 'bool', item, list, ...spanOf(syntax) };
}

function namedList(context: Context, right: SyntaxOf<'path'>): ScopeList | null {
  const id = listNamed(right.path) ?? '';
  const { lists } = context.scope;
  const found = lists?.get(id);
  if (found !== undefined) return found;
  const suggestions = nearest(id, [...(lists?.keys() ?? [])]).map((name) => `${listsRoot}.${name}`);
  return report(
    context,
    'unknown-list',
    { list: right.path.slice(0, 120), suggestions: suggestions.join(', ') },
    right,
  );
}

function itemOf(context: Context, left: Syntax): ListedTerm['item'] | null {
  if (left.kind !== 'path') return report(context, 'list-item-field', {}, left);
  const field = fieldOf(context, left, true);
  if (field === null) return null;
  if (field.type === 'list') return report(context, 'list-item-field', {}, left);
  return { kind: 'field', type: field.type, field, ...spanOf(left) };
}

/** What a rule asks of lists, each once, in order of appearance. */
export function listedIn(rule: CheckedRule): readonly ListedTerm[] {
  const found = new Map<string, ListedTerm>();
  const walk = (term: Term): void => {
    if (term.kind === 'listed') found.set(columnOf(term), found.get(columnOf(term)) ?? term);
    childrenOf(term).forEach(walk);
  };
  walk(rule.ast);
  return [...found.values()];
}

/** SQL column of the orders that answers the term: BOOLEAN, NULL where the field is absent. */
export const columnOf = ({ item, list }: ListedTerm): string => listColumn(list.id, item.field.column);

/** Columns of the orders that the rule's questions to lists need. */
export const listColumnsOf = (rule: CheckedRule): readonly string[] => listedIn(rule).map(columnOf);

/** The term in CEL; `item` is how its field is printed. */
export const listedCel = ({ list }: ListedTerm, item: Syntax): Syntax =>
  binary('in', item, pathOf(`${listsRoot}.${list.id}`));

/** Whether a value is among those that the record says were on the list. */
export function isListed({ [listsRoot]: lists }: RuleRecord, { list }: ListedTerm, value: unknown): boolean {
  const members = isObject(lists) ? lists[list.id] : undefined;
  return Array.isArray(members) && members.includes(value);
}

/** Whether a part of a record has parts of its own. */
export const isObject = (value: RuleRecord[string]): value is RuleRecord =>
  typeof value === 'object' && value !== null && !(value instanceof Date) && !Array.isArray(value);
