import type { StoredRuleSet } from '../../analysis/engine-api.ts';
import type { Feature } from '../../analysis/model/features.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { RuleSetException } from '../../analysis/model/policy.ts';
import type { Rule, RuleGroup, RuleSet } from '../../analysis/model/ruleset.ts';
import { isBillKind } from '../../analysis/model/target.ts';
import { stepsFrom, type Steps } from '../state/steps.ts';

/** A rule set while it is edited. `keys` name the rules through renames and moves, one per rule. */
export interface Draft {
  readonly ruleSet: RuleSet;
  readonly keys: readonly string[];
}

/** A rule set on the desk: what is saved, what it is now, and every step between. */
export interface RuleDocument extends Steps<Draft> {
  /** The saved rule set's id; before the first save one of its own. */
  readonly id: string;
  readonly saved: StoredRuleSet | null;
}

let lastKey = 0;
const newKey = () => `r${++lastKey}`;

export function draftOf(ruleSet: RuleSet): Draft {
  return { ruleSet, keys: ruleSet.rules.map(newKey) };
}

export function documentOf(id: string, saved: StoredRuleSet | null, ruleSet: RuleSet): RuleDocument {
  return { id, saved, ...stepsFrom(draftOf(ruleSet)) };
}

export function isChanged({ saved, now }: RuleDocument): boolean {
  return saved === null || JSON.stringify(saved.ruleSet) !== JSON.stringify(now.ruleSet);
}

type SnoozeException = Extract<RuleSetException, { kind: 'snooze' }>;
type Change<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** The record with these changes; undefined takes a key out. */
function changed<T extends object>(whole: T, change: Change<T> | Change<SnoozeException>): T {
  const entries = Object.entries({ ...whole, ...change }).filter(([, value]) => value !== undefined);
  // Only optional keys can be undefined in a change.
  return Object.fromEntries(entries) as T;
}

export function withSet(draft: Draft, change: Change<Omit<RuleSet, 'rules'>>): Draft {
  return { ...draft, ruleSet: changed<RuleSet>(draft.ruleSet, change) };
}

export function withRule(draft: Draft, key: string, change: Change<Rule>): Draft {
  const { ruleSet, keys } = draft;
  const before = ruleSet.rules[keys.indexOf(key)];
  if (!before) return draft;
  const after = changed(before, change);
  const rules = ruleSet.rules.map((rule) => (rule === before ? after : rule));
  const renamed = { ...draft, ruleSet: { ...ruleSet, rules } };
  const shared = ruleSet.rules.filter((rule) => rule.code === before.code).length > 1;
  if (after.code === before.code || shared) return renamed;
  return withNamed(renamed, (codes) => codes.map((code) => (code === before.code ? after.code : code)));
}

/** The draft with the codes that groups and exceptions name changed; what names none any more is left out. */
function withNamed(draft: Draft, codesOf: (codes: readonly string[]) => string[]): Draft {
  const { groups, exceptions } = draft.ruleSet;
  if (groups === undefined && exceptions === undefined) return draft;
  const named = exceptions?.map((one) => (one.kind === 'snooze' ? { ...one, rules: codesOf(one.rules) } : one));
  return withSet(draft, {
    groups: groups
      ?.map((group) => ({ ...group, rules: codesOf(group.rules) }))
      .filter((group) => group.rules.length > 0),
    exceptions: named?.filter((one) => one.kind === 'allow' || one.rules.length > 0),
  });
}

/** Puts rules in after the one named, at the end where none is. */
export function withRulesAfter(
  draft: Draft,
  after: string | null,
  rules: readonly Rule[],
): { readonly draft: Draft; readonly keys: readonly string[] } {
  const at = after === null ? draft.keys.length : draft.keys.indexOf(after) + 1;
  const added = rules.map(newKey);
  const { ruleSet, keys } = draft;
  return {
    draft: {
      ruleSet: { ...ruleSet, rules: ruleSet.rules.toSpliced(at, 0, ...rules) },
      keys: keys.toSpliced(at, 0, ...added),
    },
    keys: added,
  };
}

export function withoutRule(draft: Draft, key: string): Draft {
  const at = draft.keys.indexOf(key);
  const gone = draft.ruleSet.rules[at];
  if (!gone) return draft;
  const rules = draft.ruleSet.rules.toSpliced(at, 1);
  const next = { ruleSet: { ...draft.ruleSet, rules }, keys: draft.keys.toSpliced(at, 1) };
  const stays = rules.some((rule) => rule.code === gone.code);
  if (stays) return next;
  return withNamed(next, (codes) => codes.filter((code) => code !== gone.code));
}

/** Moves a rule by places; at an end nothing changes. */
export function withMoved(draft: Draft, key: string, by: number): Draft {
  const from = draft.keys.indexOf(key);
  const to = from + by;
  const rule = draft.ruleSet.rules[from];
  if (!rule || to < 0 || to >= draft.keys.length) return draft;
  return {
    ruleSet: { ...draft.ruleSet, rules: draft.ruleSet.rules.toSpliced(from, 1).toSpliced(to, 0, rule) },
    keys: draft.keys.toSpliced(from, 1).toSpliced(to, 0, key),
  };
}

export function withGroup(draft: Draft, index: number, change: Change<RuleGroup>): Draft {
  const groups = draft.ruleSet.groups?.map((group, at) => (at === index ? changed(group, change) : group));
  return withSet(draft, { groups });
}

export function withException(draft: Draft, index: number, change: Change<SnoozeException>): Draft {
  const exceptions = draft.ruleSet.exceptions?.map((one, at) => (at === index ? changed(one, change) : one));
  return withSet(draft, { exceptions });
}

export function withFeature(draft: Draft, index: number, change: Change<Feature>): Draft {
  const features = draft.ruleSet.features?.map((one, at) => (at === index ? changed(one, change) : one));
  return withSet(draft, { features });
}

/** A code nobody has yet: NAME, NAME_2, NAME_3 … */
export function freeCode(wanted: string, taken: readonly string[]): string {
  const base = wanted.replace(/_\d+$/, '').slice(0, 58);
  for (let n = 1; ; n += 1) {
    const code = n === 1 ? base : `${base}_${n}`;
    if (!taken.includes(code)) return code;
  }
}

export function newRule(taken: readonly string[], result: Rule['result']): Rule {
  return { code: freeCode('RULE', taken), description: { ja: '', en: '' }, when: '', result };
}

export type NewRuleSetOf = Pick<ProjectInfo, 'currency' | 'timezone' | 'target'>;

/** Named after the models of the trade: ATB for pay-later bills, CRD for cards. */
export function newRuleSet(name: string, { currency, timezone, target }: NewRuleSetOf): RuleSet {
  const bills = target.kinds.some(isBillKind);
  return {
    format: 'shinsa-ruleset',
    formatVersion: 1,
    modelId: bills ? 'ATB_01' : 'CRD_01',
    name,
    profile: 'wb-1',
    currency,
    timezone,
    default: 'OK',
    rules: [],
  };
}
