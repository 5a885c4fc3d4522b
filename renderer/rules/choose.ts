import type { RuleDocument } from '../rule-sets/document.ts';
import { select } from '../rule-sets/selection.ts';
import { go } from '../state/address.ts';

/** Shows a rule, or the set's settings, and puts it into the address. */
export function choose(document: RuleDocument, key: string | null): void {
  select(document.id, key);
  const rule = key === null ? undefined : document.now.ruleSet.rules[document.now.keys.indexOf(key)];
  go({ path: rule && rule.code !== '' ? [document.id, rule.code] : [document.id], replace: true });
}
