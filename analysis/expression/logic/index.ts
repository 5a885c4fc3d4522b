import type { CheckedRule } from '../term.ts';
import { allOf, anyOf, disjoint, meet, type Worlds } from './world.ts';
import { worldsOf } from './worlds.ts';

export { normalKey } from './normal.ts';

/**
 * What can be told of rules without any order. Every answer but `false` is certain; `false` says only that nothing was
 * found out. Rules that are compared must be of one scope.
 */

/** What is made of a rule or a step once, because it is compared with all others. */
function once<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const made = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const known = made.get(key) ?? { value: make(key) };
    made.set(key, known);
    return known.value;
  };
}

const whereTrue = once((rule: CheckedRule): Worlds => worldsOf(rule.ast, 'true'));
const whereNot = once((rule: CheckedRule): Worlds => worldsOf(rule.ast, 'not-true'));

/** No order, whatever it holds, meets the rule. */
export function neverTrue(rule: CheckedRule): boolean {
  return whereTrue(rule)?.length === 0;
}

/** Every order meets the rule, also one of which nothing is known. */
export function alwaysTrue(rule: CheckedRule): boolean {
  return whereNot(rule)?.length === 0;
}

/** Some rules of which any or all must fire, as a step of a policy asks; there is no such order without any rule. */
export interface Needed {
  readonly needs: 'any' | 'all';
  readonly rules: readonly CheckedRule[];
}

/** No order meets the step. */
export function neverMet(step: Needed): boolean {
  return meeting(step)?.length === 0;
}

/**
 * The earlier steps that together meet every order that the step does, as few as were found; null where some order may
 * be left to it.
 */
export function coveredBy(step: Needed, earlier: readonly Needed[]): readonly number[] | null {
  const own = meeting(step);
  if (own === null) return null;
  const read = pathsOf(step);
  const alone = earlier.findIndex((one) => mayCover(one, read) && disjoint(own, missing(one)));
  if (alone >= 0) return [alone];
  const used: number[] = [];
  let left: Worlds = own;
  for (const [index, one] of earlier.entries()) {
    // Only what reads nothing else and narrows, as ranges that make up another: to leave a step out is safe.
    const next: Worlds = [...pathsOf(one)].every((path) => read.has(path)) ? meet(left, missing(one)) : null;
    if (next === null || next.length > left.length) continue;
    used.push(index);
    if (next.length === 0) return fewest(own, earlier, used);
    left = next;
  }
  return null;
}

/** A step that reads nothing of what another one does covers it only by being met always. */
function mayCover(step: Needed, read: ReadonlySet<string>): boolean {
  const paths = pathsOf(step);
  return paths.size === 0 || [...paths].some((path) => read.has(path)) || missing(step)?.length === 0;
}

const pathsOf = once(
  ({ rules }: Needed): ReadonlySet<string> => new Set(rules.flatMap((rule) => rule.fields.map(({ path }) => path))),
);

/** Those that are not needed taken out. */
function fewest(own: Worlds, earlier: readonly Needed[], used: readonly number[]): readonly number[] {
  let kept = used;
  for (const index of used) {
    const fewer = kept.filter((one) => one !== index);
    const left = allOf([own, ...fewer.flatMap((at) => earlier[at] ?? []).map(missing)]);
    if (left?.length === 0) kept = fewer;
  }
  return kept;
}

const meeting = once(({ needs, rules }: Needed): Worlds => {
  const parts = rules.map(whereTrue);
  return needs === 'any' || rules.length === 0 ? anyOf(parts) : allOf(parts);
});

const missing = once(({ needs, rules }: Needed): Worlds => {
  const parts = rules.map(whereNot);
  return needs === 'any' || rules.length === 0 ? allOf(parts) : anyOf(parts);
});
