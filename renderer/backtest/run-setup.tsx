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
import { runFailure, running, startRun } from './run-store.ts';

export interface RunSetupProps {
  readonly info: ProjectInfo;
  /** The rule set chosen in the address. */
  readonly chosen: string | null;
}

export function RunSetup({ info, chosen }: RunSetupProps) {
  const all = useDocuments() ?? [];
  const { filter } = useStore(address);
  const now = useStore(running);
  const failure = useStore(runFailure);
  const [whole, setWhole] = useState(true);
  const document = all.find((held) => held.id === chosen) ?? all[0];
  const checked = document ? checkDraft(document.now, info) : null;
  const errors = checked?.problems.filter((problem) => problem.severity === 'error') ?? [];
  const filtered = filter.clauses.length > 0;
  const scope = whole || !filtered ? { clauses: [] } : filter;
  return (
    <Panel title={t('backtest.run')}>
      <div className="stack">
        <RuleSetPicker
          all={all}
          value={document?.id ?? null}
          onChoose={(set) => go({ params: { set }, replace: true })}
        />
        <fieldset className="run-scope">
          <legend className="label">{t('backtest.scope')}</legend>
          <label className="row">
            <input type="radio" name="scope" checked={whole || !filtered} onChange={() => setWhole(true)} />
            {t('backtest.scopeAll')}
          </label>
          <label className="row">
            <input
              type="radio"
              name="scope"
              checked={!whole && filtered}
              disabled={!filtered}
              onChange={() => setWhole(false)}
            />
            {t('backtest.scopeFilter')}
          </label>
        </fieldset>
        {document && errors.length > 0 ? (
          <Callout kind="error">
            <p>{t('backtest.blocked')}</p>
            <ProblemList documentId={document.id} problems={errors} />
          </Callout>
        ) : null}
        {failure ? <FailureCallout failure={failure} /> : null}
        {now ? (
          <Working label={t('backtest.running', { name: now.name })} progress={now.progress} onCancel={now.cancel} />
        ) : (
          <Button
            look="primary"
            icon="play"
            disabled={!document || checked?.canRun !== true || info.readOnly}
            onClick={() => (document ? attempt(() => startRun(document.now.ruleSet, scope)) : undefined)}
          >
            {t('backtest.start')}
          </Button>
        )}
      </div>
    </Panel>
  );
}
