import { dateTime } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { Panel } from '../../parts/panel.tsx';
import type { ViewProps } from '../views.tsx';
import { mostOthers, useChosenRuns, type ComparedRun } from './chosen-runs.ts';
import { RepeatRun } from './repeat-run.tsx';
import { RunsSeries } from './runs-series.tsx';
import { RunsTable } from './runs-table.tsx';

/** 実行を並べる: up to four kept runs in columns, and their weeks or months in one chart. */
export function RunsPanel({ open, figures, info, trying }: ViewProps) {
  const { all, chosen, set, others } = useChosenRuns(open.run.runId, info.dataVersion);
  const columns: readonly [ComparedRun, ...ComparedRun[]] = [{ open, figures }, ...others];
  const toggle = (runId: string) =>
    set(chosen.includes(runId) ? chosen.filter((one) => one !== runId) : [...chosen, runId]);
  return (
    <>
      <Panel title={t('compare.runsTitle')} note={t('compare.runsNote', { most: mostOthers })}>
        {all.length === 0 ? <p className="note">{t('compare.noOtherRuns')}</p> : null}
        <ul className="compare-runs" aria-label={t('compare.runsTitle')}>
          {all.map((run) => (
            <li key={run.runId}>
              <label className="row">
                <input
                  type="checkbox"
                  checked={chosen.includes(run.runId)}
                  disabled={!chosen.includes(run.runId) && chosen.length >= mostOthers}
                  onChange={() => toggle(run.runId)}
                />
                <span>
                  {run.ruleSetName} <span className="note">{dateTime(run.ranAt, info.timezone)}</span>
                </span>
                {run.stale ? <span className="tag warn">{t('backtest.stale')}</span> : null}
              </label>
            </li>
          ))}
        </ul>
      </Panel>
      {others.length === 0 ? null : (
        <>
          <RunsTable columns={columns} info={info} trying={trying} />
          <RunsSeries columns={columns} info={info} />
        </>
      )}
      <RepeatRun runId={open.run.runId} dataVersion={info.dataVersion} />
    </>
  );
}
