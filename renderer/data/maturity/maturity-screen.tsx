import { BackToData } from '../back-to-data.tsx';
import { useState } from 'react';
import { fewestAtRisk, fewestReports } from '../../../analysis/model/maturity/delay-curve.ts';
import type { MaturityReport } from '../../../analysis/model/maturity/report.ts';
import { cohortUnits, type CohortUnit } from '../../../analysis/model/maturity/triangle.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { count } from '../../i18n/format.ts';
import { named, t } from '../../i18n/index.ts';
import { maturityWarningText } from '../../i18n/messages.ts';
import { Callout, FailureCallout } from '../../parts/callout.tsx';
import { address, go } from '../../state/address.ts';
import { hasOrders, useProject } from '../../state/project.ts';
import { useLatest, type Age } from '../../state/request.ts';
import { useTargetChoices } from '../../state/targets.ts';
import { useStore } from '../../state/store.ts';
import { BreakdownTable } from './breakdown-table.tsx';
import { CurvePanel } from './curve-panel.tsx';
import { MaturityFigures } from './maturity-figures.tsx';
import { TriangleTable, type Measure } from './triangle-table.tsx';
import './maturity.css';

/** How fast reports of bad orders come in, and up to which orders they can be trusted. */
export function MaturityScreen() {
  const info = useProject();
  const { params } = useStore(address);
  const unit = cohortUnits.find((one) => one === params['cohorts']) ?? 'month';
  const ready = hasOrders(info);
  const all = useTargetChoices(info?.target ?? null);
  const target = all.find(({ id }) => id === params['target']);
  const { value, failure, fresh, busy } = useLatest(
    'maturity.report',
    ready ? { unit, ...(target === undefined ? {} : { judged: { target } }) } : null,
    JSON.stringify([info?.dataVersion ?? '', unit, target ?? null, all]),
  );
  return (
    <div className="data-page stack maturity-page">
      <div className="row wrap">
        <h2 className="page-title grow">{t('maturity.title')}</h2>
        <BackToData onBack={() => go({ path: [], params: { cohorts: null, target: null } })} />
      </div>
      {failure ? <FailureCallout failure={failure} /> : null}
      {value && info ? <ReportOf info={info} report={value} unit={unit} age={{ fresh, busy }} /> : null}
      {info !== null && !ready ? <p className="empty">{t('start.noOrders')}</p> : null}
      {value || failure || !ready ? null : <div className="skeleton chart-skeleton" aria-busy="true" />}
    </div>
  );
}

interface ReportOfProps {
  readonly info: ProjectInfo;
  readonly report: MaturityReport;
  readonly unit: CohortUnit;
  readonly age: Age;
}

function ReportOf({ info, report, unit, age }: ReportOfProps) {
  const stale = !age.fresh;
  const [measure, setMeasure] = useState<Measure>('bad');
  const { curve, triangle } = report;
  const { target } = report;
  return (
    <>
      {target.id === info.target.id ? null : (
        <Callout kind="info">
          {t('maturity.otherTarget', { target: named(target.name), inUse: named(info.target.name) })}
        </Callout>
      )}
      <MaturityFigures report={report} stale={stale} />
      <Explained report={report} />
      {report.warnings.map((warning) => (
        <Callout key={warning.code} kind="warn">
          {maturityWarningText(warning)}
        </Callout>
      ))}
      <div className="maturity-pair">
        {curve === null ? null : <CurvePanel report={report} curve={curve} age={age} />}
        <BreakdownTable report={report} />
      </div>
      {triangle === null ? null : (
        <TriangleTable {...{ info, report, triangle, unit, measure, stale }} onMeasure={setMeasure} />
      )}
    </>
  );
}

/** Why there is no curve. */
function Explained({ report }: { readonly report: MaturityReport }) {
  const { state, reports } = report.summary;
  if (state === 'measured') return null;
  const text =
    state === 'not-measured'
      ? t('maturity.notMeasured')
      : t('maturity.tooFew', { reports: count(reports), fewest: fewestReports, atRisk: fewestAtRisk });
  return <Callout kind="info">{text}</Callout>;
}
