import { canonicalJson } from './canonical-json.ts';
import type { Feature } from './features.ts';
import { groupName } from './group-name.ts';
import { combinations, scoreParts, type RuleSetException } from './policy.ts';
import type { Rule, RuleGroup, RuleSet } from './ruleset.ts';

/** A run of text that both versions have, or one alone. */
export interface DiffPiece {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** One thing that differs; null where a version has none. `pieces` for texts that are read, word by word. */
export interface FieldChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly pieces?: readonly DiffPiece[];
}

export interface RuleChange {
  readonly code: string;
  readonly changes: readonly FieldChange[];
}

/** A group that both have by its name, with the rules it gained and lost. */
export interface GroupChange {
  readonly name: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What a reader must know to tell two versions of a rule set apart; `same` when that is nothing. */
export interface RuleSetDiff {
  readonly same: boolean;
  /** Name, model, currency, zone, default result, and whatever else a set says of itself. */
  readonly settings: readonly FieldChange[];
  /** How it decides: `kind`, `thresholds.ok`, `results.ok+ng`. */
  readonly policy: readonly FieldChange[];
  readonly rules: {
    readonly added: readonly Rule[];
    readonly removed: readonly Rule[];
    readonly changed: readonly RuleChange[];
    /** The rules both have stand in another order. */
    readonly reordered: boolean;
  };
  readonly groups: {
    readonly added: readonly RuleGroup[];
    readonly removed: readonly RuleGroup[];
    readonly changed: readonly GroupChange[];
  };
  readonly exceptions: {
    readonly added: readonly RuleSetException[];
    readonly removed: readonly RuleSetException[];
  };
  /** One that changed was removed as it was and added as it is. */
  readonly features: {
    readonly added: readonly Feature[];
    readonly removed: readonly Feature[];
  };
}

/** Cuts two texts that people read into what they share and what they do not. */
export type Pieces = (before: string, after: string) => readonly DiffPiece[];

/** What changed from one version to another; with `pieces` texts are told word by word. */
export function diffRuleSets(before: RuleSet, after: RuleSet, pieces?: Pieces): RuleSetDiff {
  const found = {
    settings: settingsDiff(before, after),
    policy: policyDiff(before, after),
    rules: rulesDiff(before.rules, after.rules, pieces),
    groups: groupsDiff(before.groups ?? [], after.groups ?? []),
    exceptions: bothWays(before.exceptions ?? [], after.exceptions ?? []),
    features: bothWays(before.features ?? [], after.features ?? []),
  };
  const { rules, groups, exceptions, features } = found;
  const lists = [found.settings, found.policy, rules.added, rules.removed, rules.changed];
  const others = [
    ...[groups.added, groups.removed, groups.changed, exceptions.added, exceptions.removed],
    ...[features.added, features.removed],
  ];
  return { same: !rules.reordered && [...lists, ...others].every((list) => list.length === 0), ...found };
}

const said = (value: unknown): string | null => {
  if (value === undefined) return null;
  return typeof value === 'string' ? value : canonicalJson(value);
};

const change = (field: string, before: unknown, after: unknown): readonly FieldChange[] =>
  said(before) === said(after) ? [] : [{ field, before: said(before), after: said(after) }];

/** Parts of a rule set with a place of their own. */
const apart: ReadonlySet<string> = new Set(['rules', 'groups', 'policy', 'exceptions', 'features']);

function settingsDiff(before: RuleSet, after: RuleSet): readonly FieldChange[] {
  const [one, other] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const fields = [...new Set([...one.keys(), ...other.keys()])].filter((field) => !apart.has(field));
  return fields.flatMap((field) => change(field, one.get(field), other.get(field)));
}

function policyDiff({ policy: before }: RuleSet, { policy: after }: RuleSet): readonly FieldChange[] {
  const [one, other] = [before, after].map((policy) => (policy?.kind === 'scores' ? policy : undefined));
  return [
    ...change('kind', before?.kind, after?.kind),
    ...scoreParts.flatMap((part) => change(`thresholds.${part}`, one?.thresholds[part], other?.thresholds[part])),
    ...combinations.flatMap((name) => change(`results.${name}`, one?.results[name], other?.results[name])),
  ];
}

function rulesDiff(before: readonly Rule[], after: readonly Rule[], pieces: Pieces | undefined): RuleSetDiff['rules'] {
  const [one, other] = [byCode(before), byCode(after)];
  const codes = (from: ReadonlyMap<string, Rule>, of: ReadonlyMap<string, Rule>): string =>
    [...from.keys()].filter((code) => of.has(code)).join('\n');
  return {
    added: [...other.values()].filter(({ code }) => !one.has(code)),
    removed: [...one.values()].filter(({ code }) => !other.has(code)),
    changed: [...other.values()].flatMap((rule) => {
      const earlier = one.get(rule.code);
      const changes = earlier === undefined ? [] : ruleDiff(earlier, rule, pieces);
      return changes.length === 0 ? [] : [{ code: rule.code, changes }];
    }),
    reordered: codes(one, other) !== codes(other, one),
  };
}

const byCode = (rules: readonly Rule[]): ReadonlyMap<string, Rule> => new Map(rules.map((rule) => [rule.code, rule]));

function ruleDiff(before: Rule, after: Rule, pieces: Pieces | undefined): readonly FieldChange[] {
  const text = (field: string, one: string, other: string): readonly FieldChange[] =>
    change(field, one, other).map((found) => (pieces === undefined ? found : { ...found, pieces: pieces(one, other) }));
  return [
    ...text('when', before.when, after.when),
    ...change('result', before.result, after.result),
    ...scoreParts.flatMap((part) => change(`scores.${part}`, before.scores?.[part], after.scores?.[part])),
    ...text('description.ja', before.description.ja, after.description.ja),
    ...text('description.en', before.description.en, after.description.en),
    ...change('touchpoint', before.touchpoint, after.touchpoint),
  ];
}

function groupsDiff(before: readonly RuleGroup[], after: readonly RuleGroup[]): RuleSetDiff['groups'] {
  const left = [...before];
  const added: RuleGroup[] = [];
  const changed: GroupChange[] = [];
  for (const group of after) {
    const name = groupName(group);
    const same = left.filter((one) => groupName(one) === name);
    const earlier = same.find((one) => sameRules(one, group)) ?? same[0];
    if (earlier === undefined) {
      added.push(group);
      continue;
    }
    left.splice(left.indexOf(earlier), 1);
    if (sameRules(earlier, group)) continue;
    const gained = group.rules.filter((code) => !earlier.rules.includes(code));
    changed.push({ name, added: gained, removed: earlier.rules.filter((code) => !group.rules.includes(code)) });
  }
  return { added, removed: left, changed };
}

/** The order of rules within a group decides nothing. */
const sameRules = (one: RuleGroup, other: RuleGroup): boolean =>
  [...one.rules].sort().join('\n') === [...other.rules].sort().join('\n');

function bothWays<T extends object>(
  before: readonly T[],
  after: readonly T[],
): { readonly added: readonly T[]; readonly removed: readonly T[] } {
  const [one, other] = [before, after].map((all) => new Set(all.map((each) => canonicalJson(each))));
  return {
    added: after.filter((each) => one?.has(canonicalJson(each)) !== true),
    removed: before.filter((each) => other?.has(canonicalJson(each)) !== true),
  };
}
