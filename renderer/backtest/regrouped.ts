import { decisionPlan } from '../../analysis/expression/index.ts';
import type { RuleGroup, RuleSet } from '../../analysis/model/ruleset.ts';
import type { WhatIf } from './what-if.ts';

/**
 * The groups as they are tried. Each keeps its place, also when no rule is left in it (it then decides nothing); new ones
 * stand behind those of the set.
 */
export const groupsOf = (ruleSet: RuleSet, { groups }: Pick<WhatIf, 'groups'>): readonly RuleGroup[] =>
  groups ?? ruleSet.groups ?? [];

/** Groups with their places, in the order in which they are asked. */
export function inOrder(
  ruleSet: RuleSet,
  groups: readonly RuleGroup[],
): readonly { readonly place: number; readonly group: RuleGroup }[] {
  const plan = decisionPlan({ ...ruleSet, policy: { kind: 'groups' }, groups: [...groups] });
  if (plan.kind === 'scores') return [];
  return plan.steps.flatMap(({ group: place }) => {
    const group = place === null ? undefined : groups[place];
    return place === null || group === undefined ? [] : [{ place, group }];
  });
}

/** Rules that are in no group as it is tried: they are never asked. */
export function ungrouped(ruleSet: RuleSet, whatIf: WhatIf): readonly string[] {
  const grouped = new Set(groupsOf(ruleSet, whatIf).flatMap(({ rules }) => rules));
  return ruleSet.rules.map(({ code }) => code).filter((code) => !grouped.has(code));
}

/** Another kind, result or priority (1 or more) of the group at a place. */
export function withGroup(
  ruleSet: RuleSet,
  whatIf: WhatIf,
  place: number,
  change: Partial<Pick<RuleGroup, 'kind' | 'result' | 'priority'>>,
): WhatIf {
  const groups = groupsOf(ruleSet, whatIf);
  return given(
    ruleSet,
    whatIf,
    groups.map((group, at) => (at === place ? { ...group, ...change } : group)),
  );
}

/** Where a rule is moved: into the group at a place, into one of its own that is asked last, or into none. */
export type Destination = number | 'new' | 'none';

/** The rule `code` out of the group at `from` (null: it is in none) into another. */
export function regrouped(
  ruleSet: RuleSet,
  whatIf: WhatIf,
  code: string,
  from: number | null,
  to: Destination,
): WhatIf {
  if (from === to) return whatIf;
  const left = groupsOf(ruleSet, whatIf).map((group, at): RuleGroup => {
    if (at === from) return { ...group, rules: group.rules.filter((one) => one !== code) };
    if (at !== to || group.rules.includes(code)) return group;
    return { ...group, rules: inOldOrder([...group.rules, code], ruleSet.groups?.[at]?.rules ?? []) };
  });
  return given(ruleSet, whatIf, to === 'new' ? [...left, ownGroup(ruleSet, left, code)] : left);
}

/** Rules that come back stand where they stood; the others stay behind them in the order they have. */
function inOldOrder(rules: readonly string[], before: readonly string[]): string[] {
  const now = new Set(rules);
  return [...before.filter((code) => now.has(code)), ...rules.filter((code) => !before.includes(code))];
}

function ownGroup({ rules }: RuleSet, groups: readonly RuleGroup[], code: string): RuleGroup {
  const priority = Math.max(0, ...groups.map((group) => group.priority)) + 1;
  const result = rules.find((rule) => rule.code === code)?.result ?? 'REVIEW';
  return { priority, result, kind: 'single', rules: [code] };
}

/** Groups that were new and are empty again leave; none is tried where all are as the set has them. */
function given(ruleSet: RuleSet, whatIf: WhatIf, groups: readonly RuleGroup[]): WhatIf {
  const own = ruleSet.groups?.length ?? 0;
  const last = groups.findLastIndex(({ rules }, at) => at < own || rules.length > 0);
  const kept = groups.slice(0, last + 1);
  return { ...whatIf, groups: sameGroups(ruleSet, kept) ? null : kept };
}

/** Whether groups are those of the set. */
export const sameGroups = ({ groups = [] }: RuleSet, now: readonly RuleGroup[]): boolean =>
  now.length === groups.length && regroupings(groups, now) === 0;

/**
 * How many single changes lead from some groups to others at the same places: kinds and results that differ, one for other
 * priorities, and each rule that came into a group or went to none.
 */
export function regroupings(before: readonly RuleGroup[], now: readonly RuleGroup[]): number {
  const pairs = now.map((group, at) => [before[at], group] as const);
  const differing = (of: 'kind' | 'result'): number =>
    pairs.filter(([was, is]) => was !== undefined && was[of] !== is[of]).length;
  const prioritised = pairs.some(([was, is]) => was !== undefined && was.priority !== is.priority) ? 1 : 0;
  const count = (rules: readonly string[], others: readonly string[]): number =>
    rules.filter((code) => !others.includes(code)).length;
  const [came, went] = [
    pairs.reduce((sum, [was, is]) => sum + count(is.rules, was?.rules ?? []), 0),
    pairs.reduce((sum, [was, is]) => sum + count(was?.rules ?? [], is.rules), 0),
  ];
  return differing('kind') + differing('result') + prioritised + Math.max(came, went);
}
