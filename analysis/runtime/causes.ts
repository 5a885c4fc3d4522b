import { currencyPath, itemsPath, type Slot } from './fields.ts';
import type { Fields } from './text/compile.ts';
import { partsOf, type Term } from './text/term.ts';

/**
 * Why a rule could not be evaluated: a field was absent, on some line too; money was in another currency; nobody knows what
 * stands on a list; or, where none of these is so, a number left its range or was divided by 0.
 */
export interface Cause {
  readonly cause: 'absent' | 'absent-in-lines' | 'currency' | 'list' | 'number';
  /** The field, or the list. */
  readonly of?: string;
}

/** What of a rule can keep it from being evaluated. */
export interface Reads {
  readonly slots: readonly Slot[];
  readonly lists: readonly string[];
  /** Whether lines are read, and which fields of them. */
  readonly lines: boolean;
  readonly items: readonly string[];
  readonly money: boolean;
  readonly lineMoney: boolean;
}

/** What a rule reads the value of; only asked whether it is there does not count. */
export function readsOf(term: Term): Reads {
  const slots = new Map<string, Slot>();
  const lists = new Set<string>();
  const items = new Set<string>();
  let [lines, lineMoney] = [false, false];
  const walk = (one: Term): void => {
    if (one.is === 'field' || one.is === 'listed') slots.set(one.slot.path, one.slot);
    if (one.is === 'listed') lists.add(one.list);
    if (one.is === 'item') items.add(one.name);
    if (one.is === 'item' && one.type === 'money') lineMoney = true;
    if (one.is === 'lines' || one.is === 'total') lines = true;
    partsOf(one).forEach(walk);
  };
  walk(term);
  const money = lineMoney || [...slots.values()].some(({ type }) => type === 'money');
  return { slots: [...slots.values()], lists: [...lists], lines, items: [...items], money, lineMoney };
}

/** What may have kept a rule from being evaluated on an event. */
export function causesOf(reads: Reads, event: Fields, isUnknown: (list: string) => boolean): readonly Cause[] {
  const isAbsent = ({ type, index }: Slot): boolean =>
    type === 'string' ? event.texts[index] === null : Number.isNaN(event.numbers[index]);
  const absent = reads.slots.filter(isAbsent).map(({ path }) => path);
  if (reads.lines && event.lines === null) absent.push(itemsPath);
  const causes: Cause[] = absent.map((of) => ({ cause: 'absent', of }));
  for (const name of reads.items) {
    const lacks = event.lines?.some((line) => {
      const value = Object.entries(line).find(([own]) => own === name)?.[1] ?? null;
      return value === null || Number.isNaN(value);
    });
    if (lacks === true) causes.push({ cause: 'absent-in-lines', of: `${itemsPath}.${name}` });
  }
  const amounts = reads.slots.some((slot) => slot.type === 'money' && !isAbsent(slot));
  if (!event.own && (amounts || (reads.lineMoney && event.lines !== null)))
    causes.push({ cause: 'currency', of: currencyPath });
  for (const list of reads.lists) if (isUnknown(list)) causes.push({ cause: 'list', of: `lists.${list}` });
  return causes.length > 0 ? causes : [{ cause: 'number' }];
}
