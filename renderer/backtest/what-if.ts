import { createStore } from '../state/store.ts';
import { classOrder, decisionPlan, policyOf } from '../../analysis/expression/index.ts';
import type { RuleSetException, ScorePart } from '../../analysis/model/policy.ts';
import type { RuleSet, ScreeningResult } from '../../analysis/model/ruleset.ts';

/** How a rule set is tried otherwise than it ran. */
export interface WhatIf {
  /** Rules left out. */
  readonly off: ReadonlySet<string>;
  /** Other results, by code of the rule or, where there are groups, by place of the group. */
  readonly results: ReadonlyMap<string, ScreeningResult>;
  /** Codes, or places of groups, in the order wanted; null for that of the set. */
  readonly order: readonly string[] | null;
  /** Conditions written otherwise, by code. */
  readonly texts: ReadonlyMap<string, string>;
  /** Thresholds of sums of scores. */
  readonly thresholds: ReadonlyMap<ScorePart, number>;
}

/** What is being tried of which run; it stays while the orders behind its numbers are looked at. */
export const tryingOf = createStore<{ readonly runId: string; readonly whatIf: WhatIf } | null>(null);

export const asItRan: WhatIf = {
  ...{ off: new Set(), results: new Map(), order: null },
  ...{ texts: new Map(), thresholds: new Map() },
};

/** What the policy asks one by one: groups where they decide, else rules. */
export interface Asked {
  readonly key: string;
  readonly result: ScreeningResult;
}

/** In the order in which they are asked: among rules that decide by their own result, those of one result together. */
export function askedBy(ruleSet: RuleSet, { results, order }: WhatIf): readonly Asked[] {
  const policy = policyOf(ruleSet);
  const own = policy === 'groups' ? groupsAsked(ruleSet, results) : rulesAsked(ruleSet, results);
  const byKey = new Map(own.map((asked) => [asked.key, asked]));
  const ordered = order === null ? own : order.flatMap((key) => byKey.get(key) ?? []);
  if (policy !== 'classes') return ordered;
  return classOrder.flatMap((result) => ordered.filter((asked) => asked.result === result));
}

function rulesAsked({ rules }: RuleSet, results: WhatIf['results']): readonly Asked[] {
  return rules.map(({ code, result }) => ({ key: code, result: results.get(code) ?? result }));
}

function groupsAsked(ruleSet: RuleSet, results: WhatIf['results']): readonly Asked[] {
  const groups = ruleSet.groups?.map((group, at) => ({ ...group, result: results.get(String(at)) ?? group.result }));
  const plan = decisionPlan({ ...ruleSet, groups });
  if (plan.kind === 'scores') return [];
  return plan.steps.flatMap(({ group, result }) => (group === null ? [] : [{ key: String(group), result }]));
}

/** The rule set as it is tried; rules that are off are in no group, and a group without rules is gone. */
export function tried(given: RuleSet, whatIf: WhatIf): RuleSet {
  const ruleSet = rewritten(given, whatIf);
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
    const inOrder = whatIf.order === null ? rulesAsked(ruleSet, whatIf.results) : asked;
    return {
      ...whole,
      rules: inOrder.flatMap(({ key, result }) => {
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

/** With the conditions and thresholds that are tried. */
function rewritten(ruleSet: RuleSet, { texts, thresholds }: WhatIf): RuleSet {
  const { policy } = ruleSet;
  const rules = ruleSet.rules.map((rule) => ({ ...rule, when: texts.get(rule.code) ?? rule.when }));
  if (policy?.kind !== 'scores') return { ...ruleSet, rules };
  return {
    ...{ ...ruleSet, rules },
    policy: { ...policy, thresholds: { ...policy.thresholds, ...Object.fromEntries(thresholds) } },
  };
}

/** The condition of a rule written otherwise; as it was where it is the rule set's own. */
export function withText(ruleSet: RuleSet, whatIf: WhatIf, code: string, when: string): WhatIf {
  const texts = new Map(whatIf.texts).set(code, when);
  if (ruleSet.rules.some((rule) => rule.code === code && rule.when === when)) texts.delete(code);
  return { ...whatIf, texts };
}

/** Another threshold of a sum. */
export function withScore(ruleSet: RuleSet, whatIf: WhatIf, part: ScorePart, value: number): WhatIf {
  const thresholds = new Map(whatIf.thresholds).set(part, value);
  if (ruleSet.policy?.kind === 'scores' && ruleSet.policy.thresholds[part] === value) thresholds.delete(part);
  return { ...whatIf, thresholds };
}

/** Single changes: rules off, results, conditions and thresholds that differ, and one for another order. */
export function changesIn({ off, results, order, texts, thresholds }: WhatIf): number {
  return off.size + results.size + texts.size + thresholds.size + (order === null ? 0 : 1);
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

/** Whether one place up (-1) or down (1) would decide anything otherwise. */
export function canMove(ruleSet: RuleSet, asked: readonly Asked[], place: number, by: -1 | 1): boolean {
  const [own, other] = [asked[place], asked[place + by]];
  if (own === undefined || other === undefined) return false;
  return policyOf(ruleSet) !== 'classes' || own.result === other.result;
}

/** One place up (-1) or down (1); the same object where that would decide nothing otherwise. */
export function moved(ruleSet: RuleSet, whatIf: WhatIf, key: string, by: -1 | 1): WhatIf {
  const asked = askedBy(ruleSet, whatIf);
  const keys = asked.map((one) => one.key);
  const from = keys.indexOf(key);
  if (!canMove(ruleSet, asked, from, by)) return whatIf;
  const order = keys.toSpliced(from, 1).toSpliced(from + by, 0, key);
  const before = askedBy(ruleSet, { ...whatIf, order: null }).map((one) => one.key);
  return { ...whatIf, order: order.every((one, i) => one === before[i]) ? null : order };
}
