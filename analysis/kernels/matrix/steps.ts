import type { Combination } from './shapes.ts';

/** Steps as the loops read them: result, whether all conditions are needed, where they begin in `membersOf`, and how many. */
export function stepNumbers(steps: Combination['steps']): Uint32Array {
  let start = 0;
  return Uint32Array.from(
    steps.flatMap(({ result, needs, conditions }) => {
      const record = [result, needs === 'all' ? 1 : 0, start, conditions.length];
      start += conditions.length;
      return record;
    }),
  );
}

/** The conditions of one step after the other, as places among names. */
export function membersOf(steps: Combination['steps'], names: readonly string[]): Uint32Array {
  const places = new Map(names.map((name, place) => [name, place]));
  return Uint32Array.from(steps.flatMap(({ conditions }) => conditions.map((name) => places.get(name) ?? 0)));
}
