import { useState } from 'react';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { partAt, type Breakdown } from '../../../analysis/model/results/breakdown.ts';
import { headlinesOf, type HeadlineName } from '../../../analysis/model/results/headline.ts';
import { asRun } from '../../../analysis/model/results/judged.ts';
import { Chart, type Row } from '../../chart/chart.tsx';
import type { Paint } from '../../chart/theme.ts';
import { count } from '../../i18n/format.ts';
import { t, useLanguage } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { FailureCallout } from '../../parts/callout.tsx';
import { Panel } from '../../parts/panel.tsx';
import { openOrders } from '../../state/address.ts';
import { useLatest } from '../../state/request.ts';
import { writer } from '../money/headline-panel.tsx';
import { headlineName } from '../money/words.ts';
import { runTitle, type ComparedRun } from './chosen-runs.ts';
import { spansOf, type Span } from './spans.ts';

const shown = [
  'alertRate',
  'reviewRate',
  'passedBad',
  'precision',
  'recall',
] as const satisfies readonly HeadlineName[];
type Shown = (typeof shown)[number];

export interface RunsSeriesProps {
  readonly columns: readonly ComparedRun[];
  readonly info: ProjectInfo;
}

/** A figure of every run by week or month, judged as the run, on the data as they are. */
export function RunsSeries({ columns, info }: RunsSeriesProps) {
  const lang = useLanguage();
  const [by, setBy] = useState<'week' | 'month'>('month');
  const [figure, setFigure] = useState<Shown>('alertRate');
  const spans = spansOf(
    columns.map(({ open }) => open.result.period),
    by,
    info.timezone,
  );
  const [first, second, third, fourth] = columns;
  const told = [
    useSeries(first, spans, info),
    useSeries(second, spans, info),
    useSeries(third, spans, info),
    useSeries(fourth, spans, info),
  ];
  const target = first?.open.result.target;
  const rows = columns.flatMap((run, i) =>
    seriesRows({ run, told: told[i]?.value ?? null, spans, figure, info, place: i }),
  );
  if (target === undefined) return null;
  const failure = told.find((one) => one.failure !== null)?.failure ?? null;
  const title = headlineName(target, figure);
  const pick = (row: Row) => {
    const span = spans[Number(row['span'])];
    const run = columns[Number(row['place'])];
    if (span !== undefined && run !== undefined)
      openOrders({ clauses: [...run.open.result.filter.clauses, ...span.filter.clauses] });
  };
  const stale = told.some(({ fresh }, i) => i < columns.length && !fresh);
  return (
    <Panel
      title={t('compare.series')}
      table="pictures"
      className="runs-series"
      note={t('compare.seriesNote')}
      actions={
        <span className="with-toggle">
          {shown.map((name) => (
            <Button key={name} small look="quiet" aria-pressed={figure === name} onClick={() => setFigure(name)}>
              {headlineName(target, name)}
            </Button>
          ))}
          {(['month', 'week'] as const).map((one) => (
            <Button key={one} small look="quiet" aria-pressed={by === one} onClick={() => setBy(one)}>
              {t(`compare.by.${one}`)}
            </Button>
          ))}
        </span>
      }
    >
      {failure === null ? null : <FailureCallout failure={failure} />}
      <Chart
        label={`${t('compare.series')}: ${title}`}
        spec={(paint) => seriesSpec(paint, title, figure)}
        specKey={`runs ${lang} ${figure} ${columns.length}`}
        rows={rows}
        columns={[
          { title: t(`compare.by.${by}`), text: (row: Row) => String(row['name']) },
          { title: t('backtest.runs'), text: (row: Row) => String(row['run']) },
          { title, text: (row: Row) => String(row['text']), numeric: true },
          { title: t('compare.denominator'), text: (row: Row) => count(Number(row['whole'])), numeric: true },
        ]}
        height={250}
        onPick={pick}
        stale={stale}
      />
    </Panel>
  );
}

function useSeries(run: ComparedRun | undefined, spans: readonly Span[], info: ProjectInfo) {
  const asked =
    run === undefined || spans.length === 0
      ? null
      : {
          ...{ ruleSet: run.open.ruleSet, filter: run.open.result.filter, judged: asRun(run.open.result) },
          parts: spans.map(({ filter }) => filter),
        };
  return useLatest('backtest.breakdown', asked, JSON.stringify([info.dataVersion, asked]));
}

interface SeriesOf {
  readonly run: ComparedRun;
  readonly told: Pick<Breakdown, 'parts'> | null;
  readonly spans: readonly Span[];
  readonly figure: Shown;
  readonly info: ProjectInfo;
  readonly place: number;
}

function seriesRows({ run, told, spans, figure, info, place }: SeriesOf): Row[] {
  if (told === null) return [];
  return spans.flatMap(({ name, at }, span): Row[] => {
    const { cells } = partAt(told.parts, span);
    const one = headlinesOf(cells, null, 1).find((each) => each.name === figure);
    if (one === undefined || one.whole === 0) return [];
    const value = one.part / one.whole;
    const text = writer(one)(value);
    const title = `${place + 1}. ${runTitle(run, info)}`;
    const of = t('money.of', { part: count(one.part), whole: count(one.whole) });
    const shownValue = one.unit === 'bp' ? value * 10_000 : value;
    return [
      {
        ...{ span, place, name, day: at, run: title, value: shownValue, text, whole: one.whole },
        tip: `${title}\n${name}: ${text} (${of})`,
      },
    ];
  });
}

function seriesSpec(paint: Paint, title: string, figure: Shown): object {
  const colours = [paint('accent'), paint('text-2'), paint('good'), paint('bad')];
  const share = figure !== 'passedBad';
  return {
    encoding: {
      x: {
        field: 'day',
        type: 'temporal',
        scale: { type: 'utc' },
        axis: { format: '%Y-%m-%d', title: null, tickCount: 8 },
      },
      y: {
        field: 'value',
        type: 'quantitative',
        scale: { zero: true },
        axis: { title: share ? title : `${title} (bp)`, minExtent: 40, ...(share ? { format: '.1~%' } : {}) },
      },
      color: {
        field: 'run',
        scale: { range: colours },
        legend: { title: null, orient: 'top', columns: 1, labelLimit: 400 },
      },
      strokeDash: {
        field: 'run',
        scale: {
          range: [
            [1, 0],
            [6, 3],
            [2, 2],
            [8, 3, 2, 3],
          ],
        },
        legend: null,
      },
      tooltip: { field: 'tip' },
    },
    layer: [{ mark: { type: 'line', strokeWidth: 1.8 } }, { mark: { type: 'point', filled: true, size: 36 } }],
  };
}
