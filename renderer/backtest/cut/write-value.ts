import type { MovableCut } from '../../../analysis/expression/index.ts';
import type { RuleSet } from '../../../analysis/model/ruleset.ts';
import { withRule, withSet } from '../../rule-sets/document.ts';
import { addDocument, documents, edit } from '../../rule-sets/documents.ts';
import { go } from '../../state/address.ts';
import { setAt } from './clauses.ts';

/** Puts the value into the rule set where it stands on the desk as it is here, else into a copy, and opens it there. */
export function writeValue(ruleSet: RuleSet, { key, cut }: MovableCut, value: number): void {
  const text = JSON.stringify(ruleSet);
  const held = documents.get()?.find(({ now }) => JSON.stringify(now.ruleSet) === text);
  const document = held ?? addDocument(ruleSet);
  const next = setAt(ruleSet, key, value);
  const code = cut.kind === 'clause' ? cut.code : null;
  edit(document.id, 'threshold', (draft) => {
    if (code === null) return withSet(draft, { policy: next.policy });
    const at = draft.ruleSet.rules.findIndex((rule) => rule.code === code);
    const when = next.rules.find((rule) => rule.code === code)?.when;
    const place = draft.keys[at];
    return place === undefined || when === undefined ? draft : withRule(draft, place, { when });
  });
  go({ room: 'rules', path: [document.id, ...(code === null ? [] : [code])] });
}
