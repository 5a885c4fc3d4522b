import { classOrder, policyOf } from '../../analysis/expression/index.ts';
import type { RuleSetException, ScorePart } from '../../analysis/model/policy.ts';
import type { RuleGroup, RuleSet, ScreeningResult } from '../../analysis/model/ruleset.ts';
import { groupsOf, inOrder, regroupings, sameGroups, withGroup } from './regrouped.ts';

/** How a rule set is tried otherwise than it ran. */
export interface WhatIf {
  /** Rules left out. */
  readonly off: ReadonlySet<string>;
  /** Other results of rules, by code. */
  readonly results: ReadonlyMap<string, ScreeningResult>;
  /** Codes in the order wanted; null for that of the set. */
  readonly order: readonly string[] | null;
  /** Other groups, see `regrouped.ts`; null for those of the set. */
  readonly groups: readonly RuleGroup[] | null;
  /** Conditions written otherwise, by code. */
  readonly texts: ReadonlyMap<string, string>;
  /** Thresholds of sums of scores. */
  readonly thresholds: ReadonlyMap<ScorePart, number>;
}

export const asItRan: WhatIf = {
  ...{ off: new Set(), results: new Map(), order: null, groups: null },
  ...{ texts: new Map(), thresholds: new Map() },
};

/** What the policy asks one by one: groups where they decide, else rules. */
export interface Asked {
  readonly key: string;
  readonly result: ScreeningResult;
}

/**
 * In the order in which they are asked: among rules that decide by their own result, those of one result together; groups are
 * known by their place in `groupsOf`.
 */
export function askedBy(ruleSet: RuleSet, whatIf: WhatIf): readonly Asked[] {
  const policy = policyOf(ruleSet);
  if (policy === 'groups')
    return inOrder(ruleSet, groupsOf(ruleSet, whatIf)).map(({ place, group: { result } }) => ({
      ...{ key: String(place), result },
    }));
  const own = rulesAsked(ruleSet, whatIf.results);
  const byKey = new Map(own.map((asked) => [asked.key, asked]));
  const ordered = whatIf.order === null ? own : whatIf.order.flatMap((key) => byKey.get(key) ?? []);
  if (policy === 'scores') return ordered;
  return classOrder.flatMap((result) => ordered.filter((asked) => asked.result === result));
}

function rulesAsked({ rules }: RuleSet, results: WhatIf['results']): readonly Asked[] {
  return rules.map(({ code, result }) => ({ key: code, result: results.get(code) ?? result }));
}

/** The rule set as it is tried; rules that are off are in no group, and a group without rules is gone. */
export function tried(given: RuleSet, whatIf: WhatIf): RuleSet {
  const ruleSet = rewritten(given, whatIf);
  const { rules } = ruleSet;
  const exceptions = ruleSet.exceptions?.flatMap((exception): RuleSetException[] => {
    if (exception.kind === 'allow') return [exception];
    const left = exception.rules.filter((code) => !whatIf.off.has(code));
    return left.length === 0 ? [] : [{ ...exception, rules: left }];
  });
  const whole = exceptions === undefined ? ruleSet : { ...ruleSet, exceptions };
  const on = rules.filter(({ code }) => !whatIf.off.has(code));
  if (policyOf(ruleSet) !== 'groups') {
    const byCode = new Map(on.map((rule) => [rule.code, rule]));
    const ordered = whatIf.order === null ? rulesAsked(ruleSet, whatIf.results) : askedBy(ruleSet, whatIf);
    return {
      ...whole,
      rules: ordered.flatMap(({ key, result }) => {
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
    groups: inOrder(ruleSet, groupsOf(ruleSet, whatIf)).flatMap(({ group }): RuleGroup[] => {
      const left = group.rules.filter((code) => !whatIf.off.has(code));
      return left.length === 0 ? [] : [{ ...group, rules: left }];
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

/** Single changes: rules off, results, conditions and thresholds that differ, one for another order, and those of groups. */
export function changesIn(ruleSet: RuleSet, { off, results, order, texts, thresholds, groups }: WhatIf): number {
  const regrouped = groups === null ? 0 : regroupings(ruleSet.groups ?? [], groups);
  return off.size + results.size + texts.size + thresholds.size + (order === null ? 0 : 1) + regrouped;
}

export function toggled(whatIf: WhatIf, codes: readonly string[], on: boolean): WhatIf {
  const off = new Set(whatIf.off);
  for (const code of codes)
    if (on) off.delete(code);
    else off.add(code);
  return { ...whatIf, off };
}

/** Another result of a rule or, where they decide, of the group at a place. */
export function withResult(ruleSet: RuleSet, whatIf: WhatIf, key: string, result: ScreeningResult): WhatIf {
  if (policyOf(ruleSet) === 'groups') return withGroup(ruleSet, whatIf, Number(key), { result });
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
  if (policyOf(ruleSet) === 'groups') return { ...whatIf, groups: inOrderOf(ruleSet, whatIf, order.map(Number)) };
  const before = askedBy(ruleSet, { ...whatIf, order: null }).map((one) => one.key);
  return { ...whatIf, order: order.every((one, i) => one === before[i]) ? null : order };
}

/** The groups with priorities by which they are asked in this order of places: those of the set where these say the same. */
function inOrderOf(ruleSet: RuleSet, whatIf: WhatIf, places: readonly number[]): readonly RuleGroup[] | null {
  const groups = groupsOf(ruleSet, whatIf);
  const before = groups.map((group, at) => ({ ...group, priority: ruleSet.groups?.[at]?.priority ?? group.priority }));
  const same = inOrder(ruleSet, before).every(({ place }, i) => place === places[i]);
  const next = same ? before : groups.map((group, at) => ({ ...group, priority: places.indexOf(at) + 1 }));
  return sameGroups(ruleSet, next) ? null : next;
}
