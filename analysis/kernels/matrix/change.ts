import type { Step } from './shapes.ts';

/** A step whose conditions are told by the addresses of their bitmaps. */
export interface PlacedStep extends Omit<Step, 'conditions'> {
  readonly conditions: readonly number[];
}

/** Rules and steps by the addresses of their bitmaps. */
export interface Placed {
  readonly rules: readonly number[];
  readonly steps: readonly PlacedStep[];
}

/** How some rules and steps become others; places are those in their lists, null where they are not in one. */
export interface Change {
  /** Those of both lists in one order, in which what is in both keeps its order in each. */
  readonly steps: readonly (Pair & { readonly step: PlacedStep })[];
  /** Those there are now. */
  readonly rules: readonly { readonly rule: number; readonly before: number | null }[];
  /** Rules in both, only before, and only now, as often as they are. */
  readonly both: readonly number[];
  readonly gone: readonly number[];
  readonly come: readonly number[];
}

interface Pair {
  readonly before: number | null;
  readonly now: number | null;
}

export function changeOf(before: Placed, now: Placed): Change {
  const steps = merged(before.steps.map(keyOf), now.steps.map(keyOf)).flatMap((pair) => {
    const step = pair.now === null ? before.steps[pair.before ?? 0] : now.steps[pair.now];
    return step === undefined ? [] : [{ ...pair, step }];
  });
  const places = new Map(before.rules.map((rule, place) => [rule, place]));
  const left = counted(before.rules);
  const [both, come]: [number[], number[]] = [[], []];
  for (const rule of now.rules) {
    const there = left.get(rule) ?? 0;
    (there > 0 ? both : come).push(rule);
    left.set(rule, Math.max(0, there - 1));
  }
  const gone = [...left].flatMap(([rule, times]) => Array.from({ length: times }, () => rule));
  const rules = now.rules.map((rule) => ({ rule, before: places.get(rule) ?? null }));
  return { steps, rules, both, gone, come };
}

/** Rows at most that a change is about, by how many a bitmap has. */
export function rowsChanged({ steps, gone, come }: Change, rowsOf: (bitmap: number) => number): number {
  const known = new Map<number, number>();
  const rows = (bitmap: number): number => {
    const found = known.get(bitmap) ?? rowsOf(bitmap);
    known.set(bitmap, found);
    return found;
  };
  const changed = steps.filter(({ before, now }) => before === null || now === null).map(({ step }) => step);
  const some = changed.flatMap(({ needs, conditions }) => (needs === 'any' ? conditions : []));
  const every = changed.filter(({ needs }) => needs === 'all');
  return (
    [...new Set([...gone, ...come, ...some])].reduce((sum, bitmap) => sum + rows(bitmap), 0) +
    every.reduce((sum, { conditions }) => sum + Math.min(...conditions.map(rows)), 0)
  );
}

const keyOf = ({ result, needs, conditions }: PlacedStep): string => [result, needs, ...conditions].join(' ');

function counted(rules: readonly number[]): Map<number, number> {
  const found = new Map<number, number>();
  for (const rule of rules) found.set(rule, (found.get(rule) ?? 0) + 1);
  return found;
}

/** Two lists of keys in one order, with as many pairs of the same key as there can be. */
function merged(before: readonly string[], now: readonly string[]): readonly Pair[] {
  const places = new Map(numbered(before).map((key, place) => [key, place]));
  const pairs = numbered(now).flatMap((key, place) => {
    const found = places.get(key);
    return found === undefined ? [] : [{ before: found, now: place }];
  });
  const all: Pair[] = [];
  let [from, to] = [0, 0];
  for (const pair of [...longestAscending(pairs), { before: before.length, now: now.length }]) {
    for (; from < pair.before; from += 1) all.push({ before: from, now: null });
    for (; to < pair.now; to += 1) all.push({ before: null, now: to });
    all.push(pair);
    [from, to] = [pair.before + 1, pair.now + 1];
  }
  return all.slice(0, -1);
}

/** Keys that are there several times are told apart by how many of them stand before. */
function numbered(keys: readonly string[]): readonly string[] {
  const found = new Map<string, number>();
  return keys.map((key) => {
    const place = found.get(key) ?? 0;
    found.set(key, place + 1);
    return `${key} ${place}`;
  });
}

/** As many of the pairs as can be taken so that `before` ascends. */
function longestAscending<T extends { readonly before: number }>(pairs: readonly T[]): readonly T[] {
  /** By length less 1: the place of the pair that ends a chain of it as early as possible. */
  const ends: number[] = [];
  const earlier: (number | undefined)[] = [];
  pairs.forEach(({ before }, place) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[ends[middle] ?? 0]?.before ?? 0) < before) low = middle + 1;
      else high = middle;
    }
    earlier[place] = ends[low - 1];
    ends[low] = place;
  });
  const chain: T[] = [];
  for (let at: number | undefined = ends.at(-1); at !== undefined; at = earlier[at])
    chain.push(...pairs.slice(at, at + 1));
  return chain.toReversed();
}
