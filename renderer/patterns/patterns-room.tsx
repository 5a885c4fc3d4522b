import { useContext, useMemo, useState } from 'react';
import type { FinderSettings } from '../../analysis/model/finder-limits.ts';
import { limitsText, patternMessages } from '../../analysis/model/messages/patterns.ts';
import type { FinderReport, PatternsReport } from '../../analysis/model/patterns.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count, period } from '../i18n/format.ts';
import { language, t } from '../i18n/index.ts';
import { outcomeText } from '../i18n/outcome-words.ts';
import { Button } from '../parts/button.tsx';
import { FailureCallout } from '../parts/callout.tsx';
import { useDimmed } from '../parts/dimmed.ts';
import { Facts } from '../parts/save/save-context.ts';
import { address } from '../state/address.ts';
import { jobs } from '../state/jobs.ts';
import { hasOrders, useProject } from '../state/project.ts';
import { useLatest } from '../state/request.ts';
import { useStore } from '../state/store.ts';
import { FinderList } from './finder-list.tsx';
import { FinderDetail } from './finder-detail.tsx';
import { isMoved, settingsIn } from './limits.ts';
import './patterns.css';

/** 手口: groups of orders that look like known fraud, by the finder that found them. */
export default function PatternsRoom() {
  const info = useProject();
  return hasOrders(info) ? <PatternsOf info={info} /> : null;
}

function PatternsOf({ info }: { readonly info: ProjectInfo }) {
  const { filter, params } = useStore(address);
  const { limits } = params;
  const settings = useMemo(() => settingsIn(limits), [limits]);
  const [attempt, setAttempt] = useState(0);
  const key = JSON.stringify([info.dataVersion, filter, settings, attempt]);
  const { value, failure, fresh, busy } = useLatest('patterns.find', { filter, params: settings }, key);
  const dimmed = useDimmed(!fresh);
  return (
    <div className="patterns scroll" tabIndex={0} role="region" aria-label={t('room.patterns')}>
      {busy ? <Looking /> : null}
      {failure === null ? null : (
        <div className="stack tight">
          <FailureCallout failure={failure} />
          <div className="row">
            <Button onClick={() => setAttempt(attempt + 1)}>{t('patterns.again')}</Button>
          </div>
        </div>
      )}
      {value === null ? null : (
        <div className={`patterns-report ${dimmed}`} aria-busy={busy} data-testid="patterns">
          <Report info={info} report={value} settings={settings} />
        </div>
      )}
    </div>
  );
}

function Looking() {
  const job = useStore(jobs).find(({ name }) => name === 'patterns.find');
  const { done, total, fraction } = job?.progress ?? { fraction: null };
  return (
    <div className="row" role="status">
      <span>{t('patterns.looking')}</span>
      <progress
        className="progress"
        aria-label={t('patterns.looking')}
        {...(fraction === null ? {} : { value: fraction })}
        max={1}
      />
      <span className="note">{done === undefined || total === undefined ? '' : `${done} / ${total}`}</span>
      <Button small onClick={() => job?.cancel()}>
        {t('patterns.cancel')}
      </Button>
    </div>
  );
}

interface ReportProps {
  readonly info: ProjectInfo;
  readonly report: PatternsReport;
  readonly settings: FinderSettings;
}

function Report({ info, report, settings }: ReportProps) {
  const around = useContext(Facts);
  const { path, filter } = useStore(address);
  const [wanted, at] = path;
  const chosen = report.finders.find(({ id }) => id === wanted) ?? report.finders[0];
  if (report.period === null || chosen === undefined) return <p className="empty">{t('patterns.noOrders')}</p>;
  const { bad, good } = report.states;
  return (
    <>
      <p className="note">
        {t(filter.clauses.length === 0 ? 'patterns.scopeAll' : 'patterns.scope', {
          orders: count(report.orders),
          period: period(report.period, report.timezone),
        })}{' '}
        {outcomeText(info.target, 'patterns.known', { bad: count(bad.orders), good: count(good.orders) })}{' '}
        {t('patterns.hindsight')}
      </p>
      <Facts.Provider
        value={[...around, ...limitFacts(report.finders.filter(({ id, params }) => isMoved(id, params)))]}
      >
        <FinderList info={info} report={report} chosen={chosen.id} />
      </Facts.Provider>
      <Facts.Provider value={[...around, ...limitFacts([chosen])]}>
        <FinderDetail {...{ info, report, settings }} finder={chosen} at={chosen.id === wanted ? Number(at ?? 0) : 0} />
      </Facts.Provider>
    </>
  );
}

/** By which limits these finders looked: what a file or a pinned result says of it. */
const limitFacts = (finders: readonly FinderReport[]): readonly (readonly [string, string])[] =>
  finders.map(({ id, params }) => [
    `${patternMessages(language.get()).finders[id].name}: ${t('patterns.limits')}`,
    limitsText(params, language.get()),
  ]);
