import { useMemo } from 'react';
import { redraws } from '../../../analysis/model/maturity/bootstrap-band.ts';
import { ageOf, type DelayCurve } from '../../../analysis/model/maturity/delay-curve.ts';
import { trustedShare, type MaturityReport } from '../../../analysis/model/maturity/report.ts';
import { Chart } from '../../chart/chart.tsx';
import { t, useLanguage } from '../../i18n/index.ts';
import { outcomeText } from '../../i18n/outcome-words.ts';
import { Panel } from '../../parts/panel.tsx';
import type { Age } from '../../state/latest.ts';
import { curveColumns, curveRows } from './curve-rows.ts';
import { curveSpec } from './curve-spec.ts';

const height = 230;

export interface CurvePanelProps {
  readonly report: MaturityReport;
  readonly curve: DelayCurve;
  readonly age: Age;
}

export function CurvePanel({ report, curve, age }: CurvePanelProps) {
  const lang = useLanguage();
  const { target, ladder } = report;
  const horizon = target.horizonDays;
  const trusted = ageOf(curve, trustedShare).age;
  const rows = useMemo(() => curveRows(curve, ladder, horizon), [curve, ladder, horizon, lang]);
  const columns = useMemo(() => curveColumns(), [lang]);
  return (
    <Panel
      className="maturity-curve"
      title={t('maturity.curve')}
      note={<span className="with-toggle">{outcomeText(target, 'maturity.curveNote')}</span>}
    >
      <Chart
        label={t('maturity.curve')}
        spec={(paint) => curveSpec(paint, { horizon, trusted })}
        specKey={`maturity ${lang} ${horizon} ${trusted}`}
        rows={rows}
        columns={columns}
        height={height}
        age={age}
      />
      <p className="note">{t('maturity.why', { redraws })}</p>
    </Panel>
  );
}
