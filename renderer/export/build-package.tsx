import { useState } from 'react';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Callout, FailureCallout } from '../parts/callout.tsx';
import { Panel } from '../parts/panel.tsx';
import { Working } from '../parts/working.tsx';
import { useDocuments } from '../rule-sets/documents.ts';
import { ProblemList } from '../rule-sets/problem-list.tsx';
import { checkDraft } from '../rule-sets/problems.ts';
import { RuleSetPicker } from '../rule-sets/rule-set-picker.tsx';
import { address, go } from '../state/address.ts';
import { useStore } from '../state/store.ts';
import { attempt } from '../state/toasts.ts';
import { PackageResult } from './package-result.tsx';
import { building, buildPackage } from './package-store.ts';
import { takenOf, type Wanted } from './taken.ts';
import { VersionChoice } from './version-choice.tsx';

export function BuildPackage({ info }: { readonly info: ProjectInfo }) {
  const all = useDocuments() ?? [];
  const { params } = useStore(address);
  const now = useStore(building);
  const [asked, setAsked] = useState<{ readonly id: string; readonly wanted: Wanted } | null>(null);
  // What leaves is what was saved last, unless somebody asks for a draft.
  const saved = all.find((held) => held.saved !== null);
  const document = all.find((held) => held.id === params['set']) ?? saved ?? all[0];
  const wanted = asked !== null && asked.id === document?.id ? asked.wanted : 'saved';
  const taken = document ? takenOf(document, wanted) : null;
  const checked = taken ? checkDraft(taken.draft, info) : null;
  const errors = checked?.problems.filter((problem) => problem.severity === 'error') ?? [];
  const empty = taken?.draft.ruleSet.rules.length === 0;
  return (
    <>
      <Panel title={t('export.build')} className="export-build">
        <div className="export-choose">
          <div className="stack">
            <RuleSetPicker
              all={all}
              value={document?.id ?? null}
              onChoose={(set) => go({ params: { set }, replace: true })}
            />
            {document ? (
              <VersionChoice
                document={document}
                value={wanted}
                onChoose={(one) => setAsked({ id: document.id, wanted: one })}
              />
            ) : null}
            {document && errors.length > 0 ? (
              <Callout kind="error">
                <p>{t('export.blocked')}</p>
                <ProblemList documentId={document.id} problems={errors} />
              </Callout>
            ) : null}
            {empty ? <p className="note">{t('export.emptySet')}</p> : null}
            {now.kind === 'building' ? (
              <Working label={t('export.building', { name: now.name })} progress={now.progress} onCancel={now.cancel} />
            ) : (
              <Button
                look="primary"
                icon="export"
                disabled={checked?.canRun !== true || empty}
                onClick={() => (taken ? attempt(() => buildPackage(taken)) : undefined)}
              >
                {t('export.start')}
              </Button>
            )}
            {now.kind === 'failed' ? <FailureCallout failure={now.failure} /> : null}
          </div>
          <Contents />
        </div>
      </Panel>
      {now.kind === 'built' ? <PackageResult built={now} taken={taken} /> : null}
    </>
  );
}

const contents = [
  ...(['rules', 'oplux', 'cel', 'sql', 'engines', 'unproven', 'book'] as const),
  ...(['vectors', 'certificate', 'manifest'] as const),
];

function Contents() {
  return (
    <div className="export-contents">
      <h3>{t('export.contents')}</h3>
      <dl>
        {contents.map((part) => (
          <div key={part}>
            <dt>{t(`export.part.${part}`)}</dt>
            <dd>{t(`export.part.${part}Text`)}</dd>
          </div>
        ))}
      </dl>
      <p className="note">{t('export.identities')}</p>
    </div>
  );
}
