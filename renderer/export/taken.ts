import { isChanged, type Draft, type RuleDocument } from '../rule-sets/document.ts';

/** Which of a rule set is used: a saved version, or a draft, made from a version or never saved. */
export type MadeOf =
  | { readonly kind: 'version'; readonly version: number }
  | { readonly kind: 'draft'; readonly version: number | null };

/** What a person wants of a rule set with unsaved changes. */
export type Wanted = 'saved' | 'draft';

export interface Taken {
  readonly madeOf: MadeOf;
  readonly draft: Draft;
}

/** Whether there is something to choose between. */
export const hasChoice = (document: RuleDocument): boolean => document.saved !== null && isChanged(document);

/**
 * What is used of a rule set: what was saved last, unless the draft is wanted or nothing was saved yet. The same object as
 * long as the document is the same.
 */
export function takenOf(document: RuleDocument, wanted: Wanted): Taken {
  const { saved, now } = document;
  if (saved === null) return { madeOf: { kind: 'draft', version: null }, draft: now };
  const { version } = saved;
  if (!hasChoice(document)) return { madeOf: { kind: 'version', version }, draft: now };
  if (wanted === 'draft') return { madeOf: { kind: 'draft', version }, draft: now };
  return { madeOf: { kind: 'version', version }, draft: savedDraft(document, saved.ruleSet) };
}

const savedDrafts = new WeakMap<RuleDocument, Draft>();

/** The saved rule set with the keys that its rules have in the draft, so that what is found there leads to them. */
function savedDraft(document: RuleDocument, ruleSet: Draft['ruleSet']): Draft {
  const known = savedDrafts.get(document);
  if (known !== undefined) return known;
  const { now } = document;
  const keyOf = new Map(now.ruleSet.rules.map(({ code }, at) => [code, now.keys[at]]));
  const made = { ruleSet, keys: ruleSet.rules.map(({ code }) => keyOf.get(code) ?? `saved ${code}`) };
  savedDrafts.set(document, made);
  return made;
}
