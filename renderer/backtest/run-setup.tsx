import { useState } from 'react';
import { everything } from '../../analysis/model/filter.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Callout, FailureCallout } from '../parts/callout.tsx';
import { Combobox } from '../parts/combobox.tsx';
import { Panel } from '../parts/panel.tsx';
import { Working } from '../parts/working.tsx';
import { useDocuments } from '../rule-sets/documents.ts';
import { ProblemList } from '../rule-sets/problem-list.tsx';
import { checkDraft } from '../rule-sets/problems.ts';
import { RuleSetPicker } from '../rule-sets/rule-set-picker.tsx';
import { address, go } from '../state/address.ts';
import { useSegments } from '../state/segments.ts';
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
  const segments = useSegments(info).filter(({ hidden }) => hidden !== true);
  const [wanted, setWanted] = useState<'all' | 'filter' | 'segment'>('all');
  const [named, setNamed] = useState<string | null>(null);
  const document = all.find((held) => held.id === chosen) ?? all[0];
  const checked = document ? checkDraft(document.now, info) : null;
  const errors = checked?.problems.filter((problem) => problem.severity === 'error') ?? [];
  const filtered = filter.clauses.length > 0;
  const segment = segments.find(({ segmentId }) => segmentId === named) ?? segments[0];
  const ask =
    wanted === 'filter' && filtered ? 'filter' : wanted === 'segment' && segment !== undefined ? 'segment' : 'all';
  const scope = ask === 'filter' ? filter : ask === 'segment' && segment !== undefined ? segment.filter : everything;
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
            <input type="radio" name="scope" checked={ask === 'all'} onChange={() => setWanted('all')} />
            {t('backtest.scopeAll')}
          </label>
          <label className="row">
            <input
              type="radio"
              name="scope"
              checked={ask === 'filter'}
              disabled={!filtered}
              onChange={() => setWanted('filter')}
            />
            {t('backtest.scopeFilter')}
          </label>
          {segment === undefined ? null : (
            <>
              <label className="row">
                <input type="radio" name="scope" checked={ask === 'segment'} onChange={() => setWanted('segment')} />
                {t('backtest.scopeSegment')}
              </label>
              <Combobox
                small
                label={t('segment.choose')}
                value={segment.segmentId}
                choices={segments.map(({ segmentId, name, note }) => ({ value: segmentId, label: name, hint: note }))}
                onChoose={(value) => {
                  setNamed(value);
                  setWanted('segment');
                }}
              />
            </>
          )}
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
