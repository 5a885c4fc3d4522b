import type { RuleDocument } from '../rule-sets/document.ts';
import { select } from '../rule-sets/selection.ts';
import { go } from '../state/address.ts';

/** Shows a rule, or the set's settings, and puts it into the address. */
export function choose(document: RuleDocument, key: string | null): void {
  select(document.id, key);
  const rule = key === null ? undefined : document.now.ruleSet.rules[document.now.keys.indexOf(key)];
  go({
    path: rule && rule.code !== '' ? [document.id, rule.code] : [document.id],
    params: { feature: null },
    replace: true,
  });
}

/** Shows the set's features, one of them chosen (null: none), in the place of its rules. */
export function openFeatures(id: string | null, replace = false): void {
  go({ params: { feature: id ?? '' }, replace });
}

/** Back from features to the rules, as they were left. */
export function closeFeatures(): void {
  go({ params: { feature: null } });
}
