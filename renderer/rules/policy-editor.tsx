import { policyOf } from '../../analysis/expression/index.ts';
import type { PolicyKind } from '../../analysis/model/policy.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { t } from '../i18n/index.ts';
import { Panel } from '../parts/panel.tsx';
import { withSet, type RuleDocument } from '../rule-sets/document.ts';
import { edit } from '../rule-sets/documents.ts';
import { firstGroups } from './first-groups.ts';
import { firstScores } from './first-scores.ts';
import { GroupsEditor } from './groups-editor.tsx';
import { ScoresEditor } from './scores-editor.tsx';

const kinds = ['groups', 'classes', 'scores'] as const satisfies readonly PolicyKind[];

/** What a set is given when it is to decide in another way; what it had for that way before stays. */
function deciding(kind: PolicyKind, ruleSet: RuleSet): Partial<RuleSet> {
  if (kind === 'scores') return { policy: firstScores(ruleSet) };
  const groups = kind === 'groups' && (ruleSet.groups ?? []).length === 0 ? firstGroups(ruleSet) : [];
  return { policy: { kind }, ...(groups.length === 0 ? {} : { groups }) };
}

/** How what fired becomes a result, and what the chosen way needs. */
export function PolicyEditor({ document }: { readonly document: RuleDocument }) {
  const { ruleSet } = document.now;
  const chosen = policyOf(ruleSet);
  const choose = (kind: PolicyKind) =>
    edit(document.id, 'policy', (draft) => withSet(draft, deciding(kind, draft.ruleSet)));
  return (
    <>
      <Panel title={t('policy.title')}>
        <fieldset className="policy-choice">
          <legend className="hidden-visually">{t('policy.title')}</legend>
          {kinds.map((kind) => (
            <label key={kind} className={kind === chosen ? 'chosen' : ''}>
              <input
                type="radio"
                name={`policy-${document.id}`}
                checked={kind === chosen}
                onChange={() => choose(kind)}
              />
              <span>
                <strong>{t(`policy.${kind}`)}</strong>
                <span className="note">{t(`policy.${kind}Hint`)}</span>
              </span>
            </label>
          ))}
        </fieldset>
      </Panel>
      {chosen === 'groups' ? <GroupsEditor document={document} /> : null}
      {ruleSet.policy?.kind === 'scores' ? <ScoresEditor document={document} policy={ruleSet.policy} /> : null}
    </>
  );
}
