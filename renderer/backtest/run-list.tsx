import type { RunSummary } from '../../analysis/model/backtest.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count, dateTime } from '../i18n/format.ts';
import { named, t } from '../i18n/index.ts';
import { runShare } from '../parts/order-share.tsx';
import { Panel } from '../parts/panel.tsx';
import { go } from '../state/address.ts';
import { recallTitle } from './money/words.ts';

export interface RunListProps {
  readonly info: ProjectInfo;
  readonly all: readonly RunSummary[] | null;
  readonly openId: string | null;
}

export function RunList({ info, all, openId }: RunListProps) {
  return (
    <Panel title={t('backtest.runs')} {...(all ? { note: t('backtest.runCount', { count: all.length }) } : {})}>
      {all === null ? <div className="skeleton" /> : null}
      {all?.length === 0 ? <p className="note">{t('backtest.noRuns')}</p> : null}
      <ul className="run-list">
        {all?.map((run) => (
          <li key={run.runId}>
            <button
              type="button"
              className="run-entry"
              aria-current={run.runId === openId}
              onClick={() => go({ path: [run.runId], params: { rule: null } })}
            >
              <span className="row">
                <strong className="clip" title={run.ruleSetName}>
                  {run.ruleSetName}
                </strong>
                {run.stale ? (
                  <span className="tag warn" title={staleHint(run)}>
                    {t('backtest.stale')}
                  </span>
                ) : null}
              </span>
              <span className="note">
                {dateTime(run.ranAt, info.timezone)} · {run.modelId} {versionOf(run)} ·{' '}
                {t('set.ruleCount', { count: run.rules })}
              </span>
              <span className="note">
                {t('backtest.runTarget', { target: named(run.target.name), asOf: run.asOf ?? t('top.asOfNoEffect') })}
              </span>
              <span className="note">
                {summary(run)}
                {run.recallDoubtful ? ` ${t('backtest.recallDoubtful')}` : null}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** What has changed since a run that is out of date. */
export const staleHint = ({ changed }: RunSummary): string =>
  t('backtest.staleHint', { what: changed.map((one) => t(`backtest.changed.${one}`)).join(t('backtest.and')) });

/** The saved version that ran; a draft has none. */
export function versionOf({ savedAs }: RunSummary): string {
  const newest = savedAs.at(-1);
  return newest === undefined ? t('backtest.draft') : t('backtest.version', { version: newest.version });
}

function summary(run: RunSummary): string {
  return t('backtest.runSummary', {
    alerts: count(run.alerts),
    rows: count(run.rows),
    precision: runShare(run, 'precision'),
    recallTitle: recallTitle(run),
    recall: runShare(run, 'recall'),
  });
}
