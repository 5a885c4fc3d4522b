import { everything, filterSchema, type Clause, type Filter } from '../../analysis/model/filter.ts';
import type { Judged } from '../../analysis/model/results/judged.ts';
import { judgedOnScreen, judgedParam } from './judged.ts';
import { createStore } from './store.ts';

/** Where the person is: room, the filter every room shares, and the room's own parameters. */
export interface Address {
  readonly room: string;
  /** What in the room is open, as in `#/rules/<rule set>/<rule>`. */
  readonly path: readonly string[];
  readonly filter: Filter;
  readonly params: Readonly<Record<string, string>>;
}

export function parseAddress(hash: string): Address {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const search = new URLSearchParams(query);
  const filter = parseFilter(search.get('filter'));
  search.delete('filter');
  const [room = '', ...open] = path.split('/').map(decoded);
  return { room, path: open.filter((part) => part !== ''), filter, params: Object.fromEntries(search) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function parseFilter(text: string | null): Filter {
  if (text === null) return everything;
  try {
    const parsed = filterSchema.safeParse({ clauses: JSON.parse(text) });
    return parsed.success ? parsed.data : everything;
  } catch {
    return everything;
  }
}

export function printAddress(address: Address): string {
  const search = new URLSearchParams(address.params);
  if (address.filter.clauses.length > 0) search.set('filter', JSON.stringify(address.filter.clauses));
  const query = search.toString();
  const path = [address.room, ...address.path].map(encodeURIComponent).join('/');
  return `#/${path}${query === '' ? '' : `?${query}`}`;
}

export const address = createStore<Address>({ room: '', path: [], filter: everything, params: {} });

/** The same filter keeps its identity, so that nothing is computed again when only the selection changes. */
function keepFilter(next: Address): Address {
  const before = address.get().filter;
  return JSON.stringify(before) === JSON.stringify(next.filter) ? { ...next, filter: before } : next;
}

export function followAddress(): void {
  const read = () => address.set(keepFilter(parseAddress(location.hash)));
  const moved = () => {
    // Whoever goes back and forth otherwise stands elsewhere than what was undone.
    if (!ownMove) filtersUndone = 0;
    ownMove = false;
    read();
  };
  read();
  window.addEventListener('popstate', moved);
}

export interface Move {
  readonly room?: string;
  /** Kept while the room stays, unless given. */
  readonly path?: readonly string[];
  readonly filter?: Filter;
  /** Replaces all parameters when the room changes, otherwise is merged; null removes one. */
  readonly params?: Readonly<Record<string, string | null>>;
  /** For what is not worth a step back, such as moving the selection. */
  readonly replace?: boolean;
}

export function go(move: Move): void {
  const now = address.get();
  const changesRoom = move.room !== undefined && move.room !== now.room;
  const merged = { ...(changesRoom ? {} : now.params), ...move.params };
  const params = Object.fromEntries(Object.entries(merged).flatMap(([k, v]) => (v === null ? [] : [[k, v] as const])));
  const path = move.path ?? (changesRoom ? [] : now.path);
  const next = keepFilter({ room: move.room ?? now.room, path, filter: move.filter ?? now.filter, params });
  const hash = printAddress(next);
  if (hash === location.hash) return;
  // What is written here may take the place of a step on its way, whose end would never be told.
  ownMove = false;
  if (move.replace) history.replaceState(history.state, '', hash);
  else {
    history.pushState({ filterChanged: next.filter !== now.filter }, '', hash);
    filtersUndone = 0;
  }
  address.set(next);
}

/** Whether the last step changed the filter; then undo takes that step back, unless one is still on its way. */
export function undoFilter(): boolean {
  if (ownMove) return true;
  const state: unknown = history.state;
  if (typeof state !== 'object' || state === null || !('filterChanged' in state) || !state.filterChanged) return false;
  filtersUndone += 1;
  ownMove = true;
  history.back();
  return true;
}

/**
 * Filters that were undone last and can be done again, and whether a step through the history is one of these and on its way:
 * until it has ended, the history tells of the place before it.
 */
let filtersUndone = 0;
let ownMove = false;

export const canRedoFilter = (): boolean => filtersUndone > 0;

/** Does the filter that was undone last again, unless a step is still on its way; false where something else happened since. */
export function redoFilter(): boolean {
  if (ownMove) return true;
  if (filtersUndone === 0) return false;
  filtersUndone -= 1;
  ownMove = true;
  history.forward();
  return true;
}

export function setFilter(clauses: readonly Clause[]): void {
  // Orders that were opened from a figure are others now.
  go({ filter: { clauses: [...clauses] }, params: { judged: null } });
}

export function removeClause(index: number): void {
  setFilter(address.get().filter.clauses.filter((_, at) => at !== index));
}

/** Opens Explore's order table on exactly these orders; it says where the project judges them otherwise than `judged`. */
export function openOrders(filter: Filter, judged: Judged | null = judgedOnScreen.get()): void {
  const params = { view: 'orders', judged: judged === null ? null : judgedParam(judged) };
  go({ room: 'explore', filter, params });
}

/** What a clause narrows, so that a second click on the same column replaces rather than contradicts. */
export function clauseSubject(clause: Clause): string {
  switch (clause.kind) {
    case 'range':
    case 'time':
    case 'in':
    case 'notIn':
    case 'contains':
      return `column:${clause.column}`;
    case 'hour':
      return 'hour';
    case 'weekHours':
      return 'weekHours';
    case 'deliveryDistance':
      return 'deliveryDistance';
    case 'stages':
      return 'stages';
    case 'state':
      return 'state';
    case 'rule':
      return `rule:${clause.code}`;
    case 'decision':
      return 'decision';
    case 'added':
      return `added:${clause.code}`;
    case 'fired':
      return 'fired';
    case 'listed':
      return `listed:${clause.list}:${clause.column}`;
    case 'file':
      return `file:${clause.importId}:${clause.says}:${clause.column ?? ''}`;
    case 'told':
      return `told:${clause.what}:${clause.name ?? ''}`;
    case 'sampled':
      return 'sampled';
    case 'outside':
      return `outside:${clause.clauses.map(clauseSubject).join()}`;
    case 'recorded':
      return `recorded:${clause.by}`;
    case 'finding':
      return `finding:${clause.code}:${clause.column ?? ''}`;
  }
}
