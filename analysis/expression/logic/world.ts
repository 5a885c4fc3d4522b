import { both, isEmpty, only, type Domain } from './domain.ts';

/** What may be of one term: it has a value of the set, or, where `absent`, none. */
export interface Possible {
  /** Null where it cannot have any. */
  readonly values: Domain | null;
  readonly absent: boolean;
  /** Path of the field that the term is, where it has a value exactly when the order has that field. */
  readonly field: string | null;
}

/** Orders that are alike in what is known of their terms; a term that is not named may be anything. */
export type World = ReadonlyMap<string, Possible>;

/**
 * Worlds that together hold every order in question; none: there is no such order. Null: too many to be looked at, so
 * that nothing is known.
 */
export type Worlds = readonly World[] | null;

export const anyWorld: World = new Map();

/** Beyond them nothing is claimed. */
const most = 200;

export const presence = (path: string): string => `has ${path}`;
const presenceIs = (present: boolean): Possible => ({ values: only(present), absent: false, field: null });

/** Whether the order has the field. */
export const having = (path: string, present: boolean): World => new Map([[presence(path), presenceIs(present)]]);

/** Orders of one of the worlds; those that cannot be are left out. */
export function anyOf(parts: readonly Worlds[]): Worlds {
  const all: World[] = [];
  for (const part of parts) {
    if (part === null) return null;
    all.push(...part);
  }
  return all.length > most ? null : all;
}

/** Orders of all. */
export function allOf(parts: readonly Worlds[]): Worlds {
  let worlds: Worlds = [anyWorld];
  for (const part of parts) {
    worlds = meet(worlds, part);
    if (worlds === null || worlds.length === 0) return worlds;
  }
  return worlds;
}

/** Orders of both. */
export function meet(a: Worlds, b: Worlds): Worlds {
  if (a?.length === 0 || b?.length === 0) return [];
  if (a === null || b === null) return null;
  const worlds: World[] = [];
  for (const one of a) {
    for (const other of b) {
      const merged = merge(one, other);
      if (merged !== null) worlds.push(merged);
      if (worlds.length > most) return null;
    }
  }
  return worlds;
}

/** Whether there is certainly no order of both. */
export function disjoint(a: Worlds, b: Worlds): boolean {
  if (a?.length === 0 || b?.length === 0) return true;
  return a !== null && b !== null && a.every((one) => b.every((other) => merge(one, other) === null));
}

/** What holds in both worlds; null where that cannot be. */
export function merge(a: World, b: World): World | null {
  const merged = new Map(a);
  for (const [key, possible] of b) {
    const before = merged.get(key);
    merged.set(key, before === undefined ? possible : narrowed(before, possible));
  }
  for (const [key, possible] of merged) {
    const settled = settle(possible, merged);
    if (settled === null) return null;
    merged.set(key, settled);
  }
  return merged;
}

const narrowed = (a: Possible, b: Possible): Possible => ({
  values: a.values === null || b.values === null ? null : both(a.values, b.values),
  absent: a.absent && b.absent,
  field: a.field,
});

/** The term after what is known of its field's presence, which it may tell itself; null where nothing is possible. */
function settle({ values, absent, field }: Possible, world: Map<string, Possible>): Possible | null {
  const possible = values === null || isEmpty(values) ? null : values;
  if (field === null) return possible === null && !absent ? null : { values: possible, absent, field };
  const known = world.get(presence(field))?.values ?? null;
  const may = (present: boolean): boolean => known === null || !isEmpty(both(known, only(present)));
  const [asValue, asAbsent] = [possible !== null && may(true), absent && may(false)];
  if (!asValue && !asAbsent) return null;
  if (asValue !== asAbsent) world.set(presence(field), presenceIs(asValue));
  return { values: asValue ? possible : null, absent: asAbsent, field };
}
