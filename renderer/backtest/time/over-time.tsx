import { asRun } from '../../../analysis/model/results/judged.ts';
import { useMemo } from 'react';
import { periodUnits } from '../../../analysis/expression/index.ts';
import { mostParts } from '../../../analysis/model/results/breakdown.ts';
import { measuredParts } from '../../../analysis/model/results/part-figures.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { FailureCallout } from '../../parts/callout.tsx';
import { Outdated } from '../../parts/outdated.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Explained } from '../../parts/save/explained.tsx';
import { address, go } from '../../state/address.ts';
import { useStore } from '../../state/store.ts';
import { ClusterNote } from '../money/headline-panel.tsx';
import type { ViewProps } from '../views.tsx';
import { BeforeAfter } from './before-after.tsx';
import { FigureChoice } from './figure-choice.tsx';
import { useFigureOf } from './figure-words.ts';
import { divisionOf, periodsOf } from './periods.ts';
import { SeriesChart } from './series-chart.tsx';
import { SeriesTable, seriesRows, type SeriesProps } from './series-table.tsx';
import { StabilityPanel } from './stability-panel.tsx';
import { useBreakdown } from './use-breakdown.ts';
import { useMarkers } from './use-markers.ts';
import './time.css';

/** 期間: every figure by day, week or month, before and after a date, and how stable hits and columns are. */
export function OverTime(props: ViewProps) {
  const { info } = props;
  const markers = useMarkers(info);
  return (
    <>
      <SeriesPanel {...props} markers={markers} />
      <BeforeAfter {...props} markers={markers} />
      <StabilityPanel {...props} markers={markers} />
    </>
  );
}

function SeriesPanel({
  open,
  result,
  ruleSet,
  figures,
  given,
  info,
  markers,
}: ViewProps & Pick<SeriesProps, 'markers'>) {
  const { params } = useStore(address);
  const unit = periodUnits.find((one) => one === params['by']) ?? 'week';
  const { all, figure } = useFigureOf(figures, params['figure'], 'alertRate');
  const periods = useMemo(() => periodsOf(result, unit, info.timezone), [result.period, unit, info.timezone]);
  const division = useMemo(() => divisionOf(periods.slice(-mostParts)), [periods]);
  const key = JSON.stringify([open.run.runId, info.dataVersion, ruleSet, result.filter, asRun(result), unit]);
  const asked = useBreakdown({ ruleSet, filter: result.filter, judged: asRun(result) }, division, key);
  const { value } = asked;
  const series = useMemo(() => {
    if (value === null) return null;
    const parts = measuredParts(figure, value.breakdown, value.about.length);
    return value.about.flatMap((period, at) => {
      const part = parts[at];
      return part === undefined ? [] : [{ period, ...part }];
    });
  }, [value, figure]);
  const shown: SeriesProps | null =
    series === null ? null : { series, figure, markers, result, ruleSet, figures, given };
  return (
    <Panel
      title={t('overTime.title')}
      note={<ClusterNote figures={figures} />}
      className="series-panel"
      table={shown === null ? undefined : () => seriesRows(shown)}
      actions={
        <>
          {periodUnits.map((one) => (
            <Button
              key={one}
              small
              look="quiet"
              aria-pressed={one === unit}
              onClick={() => go({ params: { by: one }, replace: true })}
            >
              {t(`overTime.unit.${one}`)}
            </Button>
          ))}
        </>
      }
    >
      <FigureChoice all={all} figure={figure} judging={result} />
      {asked.failure === null ? null : <FailureCallout failure={asked.failure} />}
      {shown === null ? (
        asked.failure === null ? (
          <div className="series-waiting" aria-busy="true">
            {t('common.loading')}
          </div>
        ) : null
      ) : (
        <Outdated className="series-parts" age={asked}>
          <SeriesChart {...shown} info={info} />
          <SeriesTable {...shown} />
        </Outdated>
      )}
      <Explained>
        {t(result.maturity === 'measured' ? 'overTime.note' : 'overTime.noteUndated')}
        {periods.length > mostParts ? ` ${t('overTime.latest', { count: mostParts })}` : ''}
      </Explained>
    </Panel>
  );
}
