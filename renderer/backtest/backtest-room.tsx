import { useEffect, useState } from 'react';
import { t } from '../i18n/index.ts';
import { FailureCallout } from '../parts/callout.tsx';
import { Split, SplitHandle, SplitPart } from '../parts/panels.tsx';
import { loadDocuments } from '../rule-sets/documents.ts';
import { address, go } from '../state/address.ts';
import { useProject } from '../state/project.ts';
import { useLatest } from '../state/request.ts';
import { useStore } from '../state/store.ts';
import { attempt } from '../state/toasts.ts';
import { RuleInspector } from './rule-inspector.tsx';
import { RunList } from './run-list.tsx';
import { RunResult } from './run-result.tsx';
import { RunSetup } from './run-setup.tsx';
import { loadRuns, runs } from './run-store.ts';
import '../rule-sets/rule-sets.css';
import './backtest.css';

export default function BacktestRoom() {
  const info = useProject();
  const { path, params } = useStore(address);
  const all = useStore(runs);
  const runId = path[0] ?? null;
  const version = info?.dataVersion ?? '';
  useEffect(() => {
    attempt(() => loadDocuments(true));
    attempt(loadRuns);
  }, [version]);
  const latest = all?.[0]?.runId;
  useEffect(() => {
    if (runId === null && latest !== undefined && params['set'] === undefined) go({ path: [latest], replace: true });
  }, [runId, latest, params]);
  const [kept, setKept] = useState(0);
  const open = useLatest('backtest.open', runId === null ? null : { runId }, JSON.stringify([runId, version, kept]));
  const shown = runId !== null && open.value?.run.runId === runId ? open.value : null;
  const before = shown ?? (runId === null ? null : open.value);
  const ruleOpen = before !== null && params['rule'] !== undefined;
  if (!info) return null;
  return (
    <Split id="backtest" direction="horizontal" className="backtest">
      <SplitPart defaultSize={22} minSize={16} order={1} id="backtest-runs">
        <div className="backtest-side scroll" tabIndex={0} role="region" aria-label={t('backtest.runs')}>
          <RunSetup info={info} chosen={params['set'] ?? null} />
          <RunList info={info} all={all} openId={runId} />
        </div>
      </SplitPart>
      <SplitHandle />
      <SplitPart defaultSize={ruleOpen ? 54 : 78} minSize={40} order={2} id="backtest-result">
        <div className="backtest-main scroll" tabIndex={0} role="region" aria-label={t('backtest.result')}>
          {open.failure && shown === null && runId !== null ? <FailureCallout failure={open.failure} /> : null}
          {before ? (
            <RunResult
              key={before.run.runId}
              open={before}
              info={info}
              stale={shown === null}
              onKept={() => setKept(kept + 1)}
            />
          ) : (
            <div className="empty" aria-busy={runId !== null}>
              <p>{runId === null ? t('backtest.none') : t('common.loading')}</p>
            </div>
          )}
        </div>
      </SplitPart>
      {ruleOpen ? (
        <>
          <SplitHandle />
          <SplitPart defaultSize={24} minSize={17} order={3} id="backtest-rule">
            <RuleInspector open={before} code={params['rule'] ?? null} />
          </SplitPart>
        </>
      ) : null}
    </Split>
  );
}
