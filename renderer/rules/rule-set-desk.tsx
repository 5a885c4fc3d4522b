import { useEffect, useState, type KeyboardEvent } from 'react';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { t } from '../i18n/index.ts';
import { Callout } from '../parts/callout.tsx';
import { Split, SplitHandle, SplitPart } from '../parts/panels.tsx';
import type { RuleDocument } from '../rule-sets/document.ts';
import { draftsNotKept, redo, undo } from '../rule-sets/documents.ts';
import { checkDraft } from '../rule-sets/problems.ts';
import { select, selection } from '../rule-sets/selection.ts';
import { address } from '../state/address.ts';
import { useStore } from '../state/store.ts';
import { AbsencePanel } from './absence-panel.tsx';
import { DeskBar } from './desk-bar.tsx';
import { FeaturesDesk } from './features/features-desk.tsx';
import { FindingsPanel } from './findings/findings-panel.tsx';
import { useFindings } from './findings/use-findings.ts';
import { JsonDialog } from './json-dialog.tsx';
import { RuleForm } from './rule-form.tsx';
import { RuleList } from './rule-list.tsx';
import { saveDocument } from './rule-set-actions.ts';
import { SetForm } from './set-form.tsx';
import { VersionsDialog } from './versions-dialog.tsx';

export interface DeskProps {
  readonly document: RuleDocument;
  readonly all: readonly RuleDocument[];
  readonly info: ProjectInfo;
}

/** One rule set at work: its rules, the chosen one in the middle, what absent values do to it on the right. */
export function RuleSetDesk({ document, all, info }: DeskProps) {
  const [json, setJson] = useState(false);
  const [versions, setVersions] = useState(false);
  const key = useChosen(document);
  const { feature } = useStore(address).params;
  const checked = checkDraft(document.now, info);
  const index = key === null ? -1 : document.now.keys.indexOf(key);
  const rule = document.now.ruleSet.rules[index];
  const lost = useStore(draftsNotKept);
  const asked = useFindings(document.now.ruleSet, info, checked.canSave);
  const result = rule && key !== null ? checked.checked.rules.get(rule.code) : undefined;
  return (
    <div className="desk" onKeyDown={(event) => onDeskKey(event, document, checked.canSave, rule?.code)}>
      <DeskBar
        {...{ document, all, info, checked }}
        code={rule?.code}
        onJson={() => setJson(true)}
        onVersions={() => setVersions(true)}
      />
      {lost ? <Callout kind="warn">{t('rules.draftsNotKept')}</Callout> : null}
      {feature === undefined ? (
        <Split id="rules" direction="horizontal" className="desk-parts">
          <SplitPart defaultSize={30} minSize={20} order={1} id="rules-list">
            <RuleList {...{ document, info, checked }} chosen={key} />
          </SplitPart>
          <SplitHandle />
          <SplitPart defaultSize={46} minSize={34} order={2} id="rules-form">
            {rule && key !== null ? (
              <RuleForm key={key} ruleKey={key} {...{ document, info, checked, rule }} />
            ) : (
              <SetForm {...{ document, info, checked }} />
            )}
          </SplitPart>
          <SplitHandle />
          <SplitPart defaultSize={24} minSize={16} order={3} id="rules-absence">
            <AbsencePanel
              lead={<FindingsPanel {...{ document, info, asked }} rule={rule?.code ?? null} />}
              rule={rule ?? null}
              checked={result?.ok === true ? result : null}
              info={info}
              features={document.now.ruleSet.features ?? []}
            />
          </SplitPart>
        </Split>
      ) : (
        <FeaturesDesk {...{ document, info, checked }} wanted={feature} />
      )}
      {versions ? <VersionsDialog {...{ document, info }} onClose={() => setVersions(false)} /> : null}
      {json ? <JsonDialog ruleSet={document.now.ruleSet} onClose={() => setJson(false)} /> : null}
    </div>
  );
}

/** The chosen rule. The address leads when it changes, the choice otherwise, also while a code is being written. */
function useChosen(document: RuleDocument): string | null {
  const { keys, ruleSet } = document.now;
  const [, code] = useStore(address).path;
  const chosen = useStore(selection).get(document.id);
  const first = keys[0] ?? null;
  const current = chosen === null || (chosen !== undefined && keys.includes(chosen)) ? chosen : undefined;
  useEffect(() => {
    if (code === undefined) return;
    const held = current ? ruleSet.rules[keys.indexOf(current)]?.code : undefined;
    const wanted = keys[ruleSet.rules.findIndex((rule) => rule.code === code)];
    if (held !== code && wanted !== undefined) select(document.id, wanted);
  }, [code]);
  return current === undefined ? first : current;
}

function onDeskKey(event: KeyboardEvent, document: RuleDocument, canSave: boolean, code: string | undefined): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === 'z' && event.shiftKey) redo(document.id);
  else if (key === 'y') redo(document.id);
  else if (key === 'z') undo(document.id);
  else if (key === 's') {
    if (canSave) saveDocument(document.id, code);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}
