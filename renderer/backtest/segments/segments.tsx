import { asRun } from '../../../analysis/model/results/judged.ts';
import { useEffect, useMemo, useState } from 'react';
import { failureOf, type Failure } from '../../../analysis/model/failure.ts';
import { measuredOf, measuredParts } from '../../../analysis/model/results/part-figures.ts';
import { worstFirst } from '../../../analysis/model/results/segments.ts';
import { wholePart } from '../../../analysis/model/results/breakdown.ts';
import { t } from '../../i18n/index.ts';
import { FailureCallout } from '../../parts/callout.tsx';
import { Combobox } from '../../parts/combobox.tsx';
import { Outdated } from '../../parts/outdated.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Explained } from '../../parts/save/explained.tsx';
import { address, go } from '../../state/address.ts';
import { useStore } from '../../state/store.ts';
import { offeredKeyColumns } from '../../explore/key-columns.tsx';
import { ClusterNote } from '../money/headline-panel.tsx';
import { FigureChoice } from '../time/figure-choice.tsx';
import { useFigureOf } from '../time/figure-words.ts';
import { useBreakdown, type Division } from '../time/use-breakdown.ts';
import type { ViewProps } from '../views.tsx';
import { crossedParts, dividedBy, divisionName, weekday, type Labelled } from './divisions.ts';
import { ScanPanel } from './scan-panel.tsx';
import { SegmentChart } from './segment-chart.tsx';
import { SegmentTable, type Ranked } from './segment-table.tsx';
import '../time/time.css';
import { segmentRows } from './segment-table.tsx';

/** 切り口: any figure by the values of any column, the worst first, and a scan over all columns. */
export function Segments(props: ViewProps) {
  const { figures, result } = props;
  const { params } = useStore(address);
  const { all, figure } = useFigureOf(figures, params['figure'], 'alertRate');
  return (
    <>
      <Panel title={t('segments.choose')} note={<ClusterNote figures={figures} />}>
        <FigureChoice all={all} figure={figure} judging={result} />
      </Panel>
      <ColumnPanel {...props} />
      <ScanPanel {...props} figure={figure} />
    </>
  );
}

interface Asked {
  readonly key: string;
  readonly parts: readonly Labelled[];
  readonly left: number;
}

function ColumnPanel(props: ViewProps) {
  const { open, result, ruleSet, figures, given, info } = props;
  const { params } = useStore(address);
  const { figure } = useFigureOf(figures, params['figure'], 'alertRate');
  const offered = useMemo(() => [...offeredKeyColumns(info), weekday], [info]);
  const column = offered.find((one) => one === params['column']) ?? offered[0] ?? weekday;
  const second = offered.find((one) => one === params['second'] && one !== column) ?? null;
  const [asked, setAsked] = useState<Asked | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const key = JSON.stringify([open.run.runId, info.dataVersion, info.timezone, result.filter, column, second]);
  useEffect(() => {
    const abort = new AbortController();
    const ask = async () => {
      const a = await dividedBy(column, result, info, abort.signal);
      const b = second === null ? null : await dividedBy(second, result, info, abort.signal);
      if (!abort.signal.aborted) setAsked({ key, ...(b === null ? { parts: a, left: 0 } : crossedParts(a, b)) });
    };
    setFailure(null);
    ask().catch((error: unknown) => {
      if (!abort.signal.aborted) setFailure(failureOf(error));
    });
    return () => abort.abort();
  }, [key]);
  const division = useMemo<Division<readonly Labelled[]> | null>(
    () => (asked === null ? null : { parts: asked.parts.map(({ filter }) => filter), about: asked.parts }),
    [asked],
  );
  const summed = useBreakdown(
    { ruleSet, filter: result.filter, judged: asRun(result) },
    division,
    JSON.stringify([ruleSet, asRun(result), asked?.key]),
  );
  const told = useMemo(() => {
    if (summed.value === null) return null;
    const { about, breakdown } = summed.value;
    const parts = measuredParts(figure, breakdown, about.length);
    const named = about.flatMap((one, at): Ranked[] => {
      const part = parts[at];
      return part === undefined ? [] : [{ ...one, ...part }];
    });
    const all = wholePart(breakdown);
    const whole = measuredOf(figure, all, breakdown.entities.by);
    return { ranked: worstFirst(figure, named), whole, cells: all.cells };
  }, [summed.value, figure]);
  const run = { result, ruleSet, figures, given };
  const failed = failure ?? summed.failure;
  const fresh = asked?.key === key && summed.fresh;
  const busy = failed === null && !fresh;
  const choices = offered.map((value) => ({ value, label: divisionName(info, value) }));
  return (
    <Panel
      title={t('segments.title')}
      note={t(`segments.order.${figure.worse}`)}
      table={told === null ? undefined : () => segmentRows({ figure, ...run, ...told })}
    >
      <div className="row wrap figure-choice">
        <span className="label">{t('segments.column')}</span>
        <Combobox
          small
          label={t('segments.column')}
          value={column}
          choices={choices}
          onChoose={(value) => go({ params: { column: value }, replace: true })}
        />
        <span className="label">×</span>
        <Combobox
          small
          label={t('segments.second')}
          value={second ?? ''}
          choices={[{ value: '', label: t('segments.noSecond') }, ...choices.filter(({ value }) => value !== column)]}
          onChoose={(value) => go({ params: { second: value === '' ? null : value }, replace: true })}
        />
      </div>
      {failed === null ? null : <FailureCallout failure={failed} />}
      {told === null ? (
        failed === null ? (
          <div className="series-waiting" aria-busy="true">
            {t('common.loading')}
          </div>
        ) : null
      ) : (
        <Outdated className="series-parts" age={{ fresh, busy }}>
          <SegmentChart {...{ figure, ...run, ...told }} />
          <SegmentTable {...{ figure, ...run, ...told }} />
        </Outdated>
      )}
      <Explained>
        {t('segments.note')}
        {asked !== null && asked.left > 0 ? ` ${t('segments.left', { count: asked.left })}` : ''}
      </Explained>
    </Panel>
  );
}
