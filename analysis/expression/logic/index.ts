import type { CheckedRule } from '../term.ts';
import { meet, allOf, anyOf, type Worlds } from './world.ts';
import { worldsOf } from './worlds.ts';

export { normalKey } from './normal.ts';

/**
 * What can be told of rules without any order. Every answer but `false` is certain; `false` says only that nothing was
 * found out. Rules that are compared must be of one scope.
 */

/** No order, whatever it holds, meets the rule. */
export function neverTrue(rule: CheckedRule): boolean {
  return worldsOf(rule.ast, 'true')?.length === 0;
}

/** Every order meets the rule, also one of which nothing is known. */
export function alwaysTrue(rule: CheckedRule): boolean {
  return worldsOf(rule.ast, 'not-true')?.length === 0;
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
  const alone = earlier.findIndex((one) => meet(own, missing(one))?.length === 0);
  if (alone >= 0) return [alone];
  const used: number[] = [];
  let left: Worlds = own;
  for (const [index, one] of earlier.entries()) {
    // What is too much to look at is left out: more orders seem to be left than there are.
    const next: Worlds = meet(left, missing(one));
    if (next === null) continue;
    used.push(index);
    if (next.length === 0) return fewest(own, earlier, used);
    left = next;
  }
  return null;
}

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

function meeting({ needs, rules }: Needed): Worlds {
  const parts = rules.map((rule) => worldsOf(rule.ast, 'true'));
  return needs === 'any' || rules.length === 0 ? anyOf(parts) : allOf(parts);
}

function missing({ needs, rules }: Needed): Worlds {
  const parts = rules.map((rule) => worldsOf(rule.ast, 'not-true'));
  return needs === 'any' || rules.length === 0 ? allOf(parts) : anyOf(parts);
}
