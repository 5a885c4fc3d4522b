import { createStore } from '../state/store.ts';
import { policyOf } from '../../analysis/expression/index.ts';
import type { RuleSetException } from '../../analysis/model/policy.ts';
import type { RuleSet, ScreeningResult } from '../../analysis/model/ruleset.ts';

/** How a rule set is tried otherwise than it ran. */
export interface WhatIf {
  /** Rules left out. */
  readonly off: ReadonlySet<string>;
  /** Other results, by code of the rule or, where there are groups, by place of the group. */
  readonly results: ReadonlyMap<string, ScreeningResult>;
  /** Codes, or places of groups, in the order wanted; null for that of the set. */
  readonly order: readonly string[] | null;
}

/** What is being tried of which run; it stays while the orders behind its numbers are looked at. */
export const tryingOf = createStore<{ readonly runId: string; readonly whatIf: WhatIf } | null>(null);

export const asItRan: WhatIf = { off: new Set(), results: new Map(), order: null };

/** What the policy asks one by one: groups where there are any, else rules. */
export interface Asked {
  readonly key: string;
  readonly result: ScreeningResult;
}

export function askedBy(ruleSet: RuleSet, { results, order }: WhatIf): readonly Asked[] {
  const { groups = [], rules } = ruleSet;
  const own =
    policyOf(ruleSet) === 'groups'
      ? groups
          .map(({ result, priority }, place) => ({ key: String(place), result, priority }))
          .sort((a, b) => a.priority - b.priority)
      : rules.map(({ code, result }) => ({ key: code, result }));
  const byKey = new Map(own.map(({ key, result }) => [key, { key, result: results.get(key) ?? result }]));
  return (order ?? own.map(({ key }) => key)).flatMap((key) => byKey.get(key) ?? []);
}

/** The rule set as it is tried; rules that are off are in no group, and a group without rules is gone. */
export function tried(ruleSet: RuleSet, whatIf: WhatIf): RuleSet {
  const { groups = [], rules } = ruleSet;
  const asked = askedBy(ruleSet, whatIf);
  const exceptions = ruleSet.exceptions?.flatMap((exception): RuleSetException[] => {
    if (exception.kind === 'allow') return [exception];
    const left = exception.rules.filter((code) => !whatIf.off.has(code));
    return left.length === 0 ? [] : [{ ...exception, rules: left }];
  });
  const whole = exceptions === undefined ? ruleSet : { ...ruleSet, exceptions };
  const on = rules.filter(({ code }) => !whatIf.off.has(code));
  if (policyOf(ruleSet) !== 'groups') {
    const byCode = new Map(on.map((rule) => [rule.code, rule]));
    return {
      ...whole,
      rules: asked.flatMap(({ key, result }) => {
        const rule = byCode.get(key);
        return rule === undefined ? [] : [{ ...rule, result }];
      }),
    };
  }
  return {
    ...whole,
    // Also when none is left they are what decides.
    policy: { kind: 'groups' },
    rules: on,
    groups: asked.flatMap(({ key, result }, place) => {
      const group = groups[Number(key)];
      const left = group?.rules.filter((code) => !whatIf.off.has(code)) ?? [];
      if (group === undefined || left.length === 0) return [];
      // Of equal priorities the order on screen decides only where it was changed by hand.
      const priority = whatIf.order === null ? group.priority : place + 1;
      return [{ ...group, priority, result, rules: left }];
    }),
  };
}

/** Single changes: rules off, results that differ, and one for another order. */
export function changesIn({ off, results, order }: WhatIf): number {
  return off.size + results.size + (order === null ? 0 : 1);
}

export function toggled(whatIf: WhatIf, codes: readonly string[], on: boolean): WhatIf {
  const off = new Set(whatIf.off);
  for (const code of codes)
    if (on) off.delete(code);
    else off.add(code);
  return { ...whatIf, off };
}

export function withResult(ruleSet: RuleSet, whatIf: WhatIf, key: string, result: ScreeningResult): WhatIf {
  const results = new Map(whatIf.results);
  results.delete(key);
  const own = askedBy(ruleSet, { ...whatIf, results }).find((one) => one.key === key)?.result;
  if (own !== result) results.set(key, result);
  return { ...whatIf, results };
}

/** One place up (-1) or down (1). */
export function moved(ruleSet: RuleSet, whatIf: WhatIf, key: string, by: -1 | 1): WhatIf {
  const keys = askedBy(ruleSet, whatIf).map((one) => one.key);
  const from = keys.indexOf(key);
  const to = from + by;
  if (from < 0 || to < 0 || to >= keys.length) return whatIf;
  const order = keys.toSpliced(from, 1).toSpliced(to, 0, key);
  const before = askedBy(ruleSet, { ...whatIf, order: null }).map((one) => one.key);
  return { ...whatIf, order: order.every((one, i) => one === before[i]) ? null : order };
}
