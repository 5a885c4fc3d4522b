import { BackToData } from './back-to-data.tsx';
import { useState } from 'react';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { QualityReport } from '../../analysis/model/quality.ts';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { outcomeText } from '../i18n/outcome-words.ts';
import { Button } from '../parts/button.tsx';
import { FailureCallout } from '../parts/callout.tsx';
import { jobs } from '../state/jobs.ts';
import { hasOrders, useProject } from '../state/project.ts';
import { useLatest } from '../state/request.ts';
import { useStore } from '../state/store.ts';
import { QualityColumns } from './quality-columns.tsx';
import { QualityFindings } from './quality-findings.tsx';
import './quality.css';

/** What is wrong with the data, worst first, and every column's values. */
export function Quality() {
  const info = useProject();
  return (
    <div className="data-page stack">
      <div className="row wrap">
        <h2 className="page-title grow">{t('quality.title')}</h2>
        <BackToData />
      </div>
      {info === null ? <div className="skeleton" /> : hasOrders(info) ? <QualityOf info={info} /> : t('start.noOrders')}
    </div>
  );
}

function QualityOf({ info }: { readonly info: ProjectInfo }) {
  const [attempt, setAttempt] = useState(0);
  const { value, failure, fresh, busy } = useLatest('quality.report', {}, `${info.dataVersion} ${attempt}`);
  if (busy && value === null) return <Working />;
  return (
    <>
      {failure === null ? null : (
        <div className="stack tight">
          <FailureCallout failure={failure} />
          <div className="row">
            <Button onClick={() => setAttempt(attempt + 1)}>{t('quality.again')}</Button>
          </div>
        </div>
      )}
      {value === null ? null : <Report info={info} report={value} stale={!fresh} />}
    </>
  );
}

function Working() {
  const job = useStore(jobs).find(({ name }) => name === 'quality.report');
  const { done, total, fraction } = job?.progress ?? { fraction: null };
  return (
    <div className="stack tight" role="status" aria-busy="true">
      <p>{t('quality.working')}</p>
      <progress
        className="progress data-progress"
        aria-label={t('quality.working')}
        {...(fraction === null ? {} : { value: fraction })}
        max={1}
      />
      <p className="note">{done === undefined || total === undefined ? '' : t('quality.step', { done, total })}</p>
      <div className="row">
        <Button onClick={() => job?.cancel()}>{t('quality.cancel')}</Button>
      </div>
    </div>
  );
}

interface ReportProps {
  readonly info: ProjectInfo;
  readonly report: QualityReport;
  readonly stale: boolean;
}

function Report({ info, report, stale }: ReportProps) {
  const { bad, good } = report.known;
  return (
    <div className={`stack ${stale ? 'old-figures' : ''}`} data-testid="quality-report">
      <p className="note">
        {t('quality.scope', { orders: count(report.orders) })}{' '}
        {outcomeText(info.target, 'quality.known', { bad: count(bad), good: count(good) })}
      </p>
      <QualityFindings info={info} report={report} />
      <QualityColumns info={info} report={report} />
    </div>
  );
}
