import type { Feature } from '../../analysis/model/features.ts';
import type { LibraryRule } from '../../analysis/model/rule-library/index.ts';
import type { Rule } from '../../analysis/model/ruleset.ts';
import { t } from '../i18n/index.ts';
import {
  freeCode,
  newRule,
  withMoved,
  withoutRule,
  withRule,
  withRulesAfter,
  type Draft,
  type RuleDocument,
} from '../rule-sets/document.ts';
import { documentById, edit, undo } from '../rule-sets/documents.ts';
import { wantedPlace } from '../rule-sets/selection.ts';
import { go } from '../state/address.ts';
import { showDone } from '../state/toasts.ts';
import { choose } from './choose.ts';
import { broughtFeatures } from './library/brought-features.ts';

const codes = ({ now }: RuleDocument) => now.ruleSet.rules.map((rule) => rule.code);

function insert(document: RuleDocument, after: string | null, rule: Rule): void {
  const added = withRulesAfter(document.now, after, [rule]);
  edit(document.id, 'add', () => added.draft);
  const next = documentById(document.id);
  const key = added.keys[0];
  if (!next || key === undefined) return;
  choose(next, key);
  wantedPlace.set({ key, from: rule.when.length });
}

/** Puts a rule of the library at the end, under a code nobody has, and says so. */
export function addLibraryRule(document: RuleDocument, library: LibraryRule): void {
  const { code, description, when, result, scores, touchpoint } = library;
  const own = freeCode(code, codes(document));
  const rule = { code: own, description, when, result, ...(scores && { scores }), ...(touchpoint && { touchpoint }) };
  const features = broughtFeatures(document.now.ruleSet, library);
  edit(document.id, 'library', (draft) => withFeatures(withRulesAfter(draft, null, [rule]).draft, features));
  showDone(t('library.added', { code: own }), { label: t('rules.undo'), run: () => undo(document.id) });
}

function withFeatures(draft: Draft, features: readonly Feature[]): Draft {
  if (features.length === 0) return draft;
  const own = draft.ruleSet.features ?? [];
  return { ...draft, ruleSet: { ...draft.ruleSet, features: [...own, ...features] } };
}

export function addRule(document: RuleDocument, after: string | null): void {
  insert(document, after, newRule(codes(document), 'REVIEW'));
}

export function duplicateRule(document: RuleDocument, key: string): void {
  const rule = document.now.ruleSet.rules[document.now.keys.indexOf(key)];
  if (rule) insert(document, key, { ...rule, code: freeCode(rule.code || 'RULE', codes(document)) });
}

export function moveRule(document: RuleDocument, key: string, by: number): void {
  edit(document.id, `move ${key}`, (draft) => withMoved(draft, key, by));
}

export function removeRule(document: RuleDocument, key: string): void {
  const { keys, ruleSet } = document.now;
  const at = keys.indexOf(key);
  const gone = ruleSet.rules[at];
  if (!gone) return;
  edit(document.id, 'remove', (draft) => withoutRule(draft, key));
  const next = documentById(document.id);
  if (next) choose(next, keys[at + 1] ?? keys[at - 1] ?? null);
  showDone(t('rules.ruleRemoved', { code: gone.code }), { label: t('rules.undo'), run: () => undo(document.id) });
}

/** Changes the rule; a new code goes into the address as well. */
export function changeRule(
  document: RuleDocument,
  key: string,
  tag: string,
  change: Parameters<typeof withRule>[2],
): void {
  edit(document.id, `${tag} ${key}`, (draft) => withRule(draft, key, change));
  if (change.code !== undefined)
    go({ path: [document.id, ...(change.code === '' ? [] : [change.code])], replace: true });
}
