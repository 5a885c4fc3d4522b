import { useMemo, useState } from 'react';
import { spanOfDays } from '../../../analysis/model/calendar-periods.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { fractionOf, type HeadlineName } from '../../../analysis/model/results/headline.ts';
import { asRun } from '../../../analysis/model/results/judged.ts';
import { ordersOpened } from '../../../analysis/model/results/opened.ts';
import { ordersOfPart } from '../../../analysis/model/results/breakdown.ts';
import { measuredParts, partFigures } from '../../../analysis/model/results/part-figures.ts';
import { periodParts } from '../../../analysis/model/results/parts.ts';
import type { Row } from '../../chart/chart.tsx';
import { ChartTable } from '../../chart/chart-table.tsx';
import type { Paint } from '../../chart/theme.ts';
import { t, useLanguage } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { FailureCallout } from '../../parts/callout.tsx';
import { ResultPanel } from '../../parts/result-panel.tsx';
import { openOrders } from '../../state/address.ts';
import { headlineName } from '../money/words.ts';
import { figureWriter, fractionText, intervalText } from '../time/figure-words.ts';
import { periodText } from '../time/periods.ts';
import { ageText, valueText } from '../time/series-table.tsx';
import { useBreakdown, type Divided } from '../time/use-breakdown.ts';
import { judgingOf, runTitle, type ComparedRun } from './chosen-runs.ts';

const shown = [
  'alertRate',
  'reviewRate',
  'passedBad',
  'precision',
  'recall',
] as const satisfies readonly HeadlineName[];
type Shown = (typeof shown)[number];

export interface RunsSeriesProps {
  readonly columns: readonly [first: ComparedRun, ...others: readonly ComparedRun[]];
  readonly info: ProjectInfo;
}

/** A figure of every run by week or month, judged as the run, on the data as they are. */
export function RunsSeries({ columns, info }: RunsSeriesProps) {
  const lang = useLanguage();
  const [by, setBy] = useState<'week' | 'month'>('month');
  const [figure, setFigure] = useState<Shown>('alertRate');
  const [first, second, third, fourth] = columns;
  const days = columns.flatMap(({ open }) => open.result.period ?? []);
  const from = days.map((period) => period.from).toSorted()[0];
  const to = days
    .map((period) => period.to)
    .toSorted()
    .at(-1);
  const spans = useMemo(
    () =>
      from === undefined || to === undefined
        ? []
        : periodParts(spanOfDays({ from, to }, info.timezone), by, info.timezone),
    [from, to, by, info.timezone],
  );
  const key = JSON.stringify([info.dataVersion, by, from, to]);
  const told = [
    useSeries(first, first, spans, key),
    useSeries(second, first, spans, key),
    useSeries(third, first, spans, key),
    useSeries(fourth, first, spans, key),
  ];
  const judging = judgingOf(columns);
  const title = headlineName(judging, figure);
  const rows = columns.flatMap((run, place) =>
    seriesRows({
      ...{ run, place, name: figure, told: told[place]?.value ?? null },
      title: `${place + 1}. ${runTitle(run, info)}`,
    }),
  );
  const failure = told.find((one) => one.failure !== null)?.failure ?? null;
  const pick = (row: Row) => {
    const place = Number(row['place']);
    const [span, run] = [told[place]?.value?.about[Number(row['span'])], columns[place]];
    if (span !== undefined && run !== undefined)
      openOrders(
        ordersOpened(
          fractionOf(figure, run.figures.assumptions.beta).opens,
          run.open.ruleSet,
          ordersOfPart(run.open.result.filter, span.filter),
        ),
        asRun(run.open.result),
      );
  };
  const asked = told.slice(0, columns.length);
  const age = { fresh: asked.every(({ fresh }) => fresh), busy: asked.some(({ busy }) => busy) };
  const label = `${t('compare.series')}: ${title}`;
  const written = columnsOf(title, by);
  return (
    <ResultPanel
      title={t('compare.series')}
      table={() => [written.map((column) => column.title), ...rows.map((row) => written.map(({ text }) => text(row)))]}
      pictures={[
        {
          ...{ label, rows, height: 250, onPick: pick },
          spec: (paint) => seriesSpec(paint, title, figure),
          specKey: `runs ${lang} ${figure} ${columns.length}`,
        },
      ]}
      drawnFirst
      className="runs-series"
      age={age}
      note={t('compare.seriesNote')}
      above={failure === null ? null : <FailureCallout failure={failure} />}
      actions={
        <>
          {shown.map((name) => (
            <Button key={name} small look="quiet" aria-pressed={figure === name} onClick={() => setFigure(name)}>
              {headlineName(judging, name)}
            </Button>
          ))}
          {(['month', 'week'] as const).map((one) => (
            <Button key={one} small look="quiet" aria-pressed={by === one} onClick={() => setBy(one)}>
              {t(`compare.by.${one}`)}
            </Button>
          ))}
        </>
      }
    >
      <ChartTable {...{ label, rows }} columns={written} onPick={age.fresh ? pick : undefined} height={320} />
    </ResultPanel>
  );
}

const columnsOf = (title: string, by: 'week' | 'month') => [
  { title: t(`compare.by.${by}`), text: (row: Row) => String(row['name']) },
  { title: t('backtest.runs'), text: (row: Row) => String(row['run']) },
  { title, text: (row: Row) => String(row['text']), numeric: true },
  { title: t('money.interval'), text: (row: Row) => String(row['range']), numeric: true },
  { title: t('overTime.fraction'), text: (row: Row) => String(row['fraction']), numeric: true },
  { title: t('backtest.maturity'), text: (row: Row) => String(row['maturity']) },
];

type Spans = ReturnType<typeof periodParts>;

/** What a run decides, period by period, judged as it was; of no run nothing is asked. */
function useSeries(run: ComparedRun | undefined, first: ComparedRun, spans: Spans, key: string) {
  const { ruleSet, result } = (run ?? first).open;
  const division = { parts: spans.map(({ filter }) => filter), about: spans };
  const asked = { ruleSet, filter: result.filter, judged: asRun(result) };
  return useBreakdown(asked, run === undefined ? null : division, JSON.stringify([key, run?.open.run.runId, asked]));
}

interface SeriesOf {
  readonly run: ComparedRun;
  readonly told: Divided<Spans>['value'];
  readonly name: Shown;
  readonly title: string;
  readonly place: number;
}

/** Every figure as it is of a part anywhere: with its floor, interval and maturity. */
function seriesRows({ run, told, name, title, place }: SeriesOf): Row[] {
  const { money, assumptions } = run.figures;
  const figure = partFigures(money, assumptions).find((one) => one.name === name);
  if (told === null || figure === undefined) return [];
  const { currency } = run.open.result;
  const write = figureWriter(figure, currency);
  const scale = figure.unit === 'bp' ? 10_000 : 1;
  return measuredParts(figure, told.breakdown, told.about.length).flatMap((one, at): Row[] => {
    const period = told.about[at]?.period;
    if (period === undefined || one.maturity.kind === 'empty') return [];
    const { value, interval } = one.measured;
    const [text, range] = [valueText(one, write), intervalText(one.measured, write)];
    const fraction = fractionText(figure, one.measured, currency);
    return [
      {
        ...{ span: at, place, name: periodText(period), day: Date.parse(period.first), run: title },
        ...{ value: value === null ? null : value * scale, settled: one.settled, text, range, fraction },
        low: value === null || interval === null ? null : interval.low * scale,
        high: value === null || interval === null ? null : interval.high * scale,
        maturity: ageText(one),
        tip: [title, `${periodText(period)}: ${text}${range === '' ? '' : ` (${range})`}`, fraction, ageText(one)].join(
          '\n',
        ),
      },
    ];
  });
}

/** What will still change is hollow, and no line goes through it. */
function seriesSpec(paint: Paint, title: string, figure: Shown): object {
  const range = [paint('accent'), paint('text-2'), paint('good'), paint('bad')];
  const share = figure !== 'passedBad';
  const dashes = [
    [1, 0],
    [6, 3],
    [2, 2],
    [8, 3, 2, 3],
  ];
  const known = { filter: 'datum.value !== null' };
  const y = {
    type: 'quantitative',
    scale: { zero: true },
    axis: { title: share ? title : `${title} (bp)`, minExtent: 40, ...(share ? { format: '.1~%' } : {}) },
  };
  return {
    encoding: {
      x: {
        field: 'day',
        type: 'temporal',
        scale: { type: 'utc' },
        axis: { format: '%Y-%m-%d', title: null, tickCount: 8 },
      },
      color: {
        field: 'run',
        scale: { range },
        // Above the title of the axis.
        legend: { title: null, orient: 'top', columns: 1, labelLimit: 400, offset: 20, symbolOpacity: 1 },
      },
      tooltip: { field: 'tip' },
    },
    layer: [
      {
        transform: [{ filter: 'datum.low !== null' }],
        mark: { type: 'rule', strokeWidth: 3, opacity: 0.25 },
        encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } },
      },
      {
        transform: [known, { filter: 'datum.settled' }],
        mark: { type: 'line', strokeWidth: 1.8 },
        encoding: {
          y: { ...y, field: 'value' },
          strokeDash: { field: 'run', scale: { range: dashes }, legend: null },
        },
      },
      {
        transform: [known],
        mark: { type: 'point', filled: false, size: 36, opacity: 1 },
        encoding: {
          y: { ...y, field: 'value' },
          fill: {
            condition: { test: 'datum.settled', field: 'run', type: 'nominal', scale: { range }, legend: null },
            value: paint('surface'),
          },
        },
      },
    ],
  };
}
