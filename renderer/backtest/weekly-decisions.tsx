import { useMemo } from 'react';
import type { BacktestResult } from '../../analysis/model/backtest.ts';
import { periodAt } from '../../analysis/model/calendar-periods.ts';
import { markersWithin, type Marker } from '../../analysis/model/markers.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { ordersOfPart } from '../../analysis/model/results/breakdown.ts';
import { timeFilter } from '../../analysis/model/results/parts.ts';
import { results, resultSchema, type RuleSet } from '../../analysis/model/ruleset.ts';
import { decisionClause } from '../../analysis/model/results/rule-clauses.ts';
import { Chart, type Row } from '../chart/chart.tsx';
import type { Paint } from '../chart/theme.ts';
import { count, date } from '../i18n/format.ts';
import { t, useLanguage } from '../i18n/index.ts';
import { Panel } from '../parts/panel.tsx';
import { ordersOf } from '../rule-sets/orders-behind.tsx';
import { openOrders } from '../state/address.ts';
import { useMarkers } from './time/use-markers.ts';

const height = 150;

export interface WeeklyDecisionsProps {
  readonly result: BacktestResult;
  readonly ruleSet: RuleSet;
  readonly info: ProjectInfo;
}

export function WeeklyDecisions({ result, ruleSet, info }: WeeklyDecisionsProps) {
  const lang = useLanguage();
  const markers = useMarkers(info);
  const weeks = result.weekly.map(({ week }) => week).join();
  // The calendar of a zone takes longer than all else, and what is tried never changes it.
  const days = useMemo(
    () => result.weekly.map(({ week }) => weekDays(week, info, markers)),
    [weeks, info.timezone, markers, lang],
  );
  const rows = useMemo(() => result.weekly.flatMap((week, at) => weekRow(week, days[at])), [result, days, lang]);
  const columns = [
    { title: t('weekly.week'), text: (row: Row) => String(row['week']) },
    ...results.map((r) => ({ title: t(`result.${r}`), text: (row: Row) => count(Number(row[r])), numeric: true })),
    { title: t('backtest.maturity'), text: (row: Row) => (row['immature'] === true ? t('state.immature') : '') },
    ...(markers.length === 0 ? [] : [{ title: t('weekly.marked'), text: (row: Row) => String(row['marked']) }]),
  ];
  const pick = (row: Row) => {
    if (typeof row['ms'] !== 'number') return;
    const week = timeFilter(periodAt(row['ms'], 'week', info.timezone));
    const chosen = resultSchema.safeParse(row['result']);
    const decided = decisionClause(ruleSet, chosen.success ? [chosen.data] : results);
    openOrders(ordersOf(ordersOfPart(result.filter, week), decided));
  };
  const table = () => [
    columns.map(({ title }) => title),
    ...rows.map((row) => [
      String(row['week']),
      ...results.map((r) => Number(row[r])),
      ...columns.slice(1 + results.length).map(({ text }) => text(row)),
    ]),
  ];
  const dated = result.maturity === 'measured';
  return (
    <Panel
      className="weekly-decisions"
      title={t('weekly.title')}
      note={t(dated ? 'weekly.note' : 'weekly.noteUndated')}
      table={table}
    >
      <Chart
        label={t('weekly.title')}
        spec={weeklySpec}
        specKey={`decisions ${lang}`}
        rows={rows}
        columns={columns}
        height={height}
        onPick={pick}
      />
    </Panel>
  );
}

/** A week's first day as it is written, and what is marked in it. */
interface WeekDays {
  readonly name: string;
  readonly marked: readonly Marker[];
}

function weekDays(week: number, { timezone }: ProjectInfo, markers: readonly Marker[]): WeekDays {
  const { first, last } = periodAt(week, 'week', timezone);
  return { name: date(week, timezone), marked: markersWithin(markers, first, last) };
}

function weekRow(week: BacktestResult['weekly'][number], days: WeekDays | undefined): readonly Row[] {
  if (days === undefined) return [];
  const { name, marked } = days;
  const row = {
    ms: week.week,
    week: name,
    // The chart draws in UTC; the calendar day of the project's zone is what it has to show.
    day: Date.parse(name),
    OK: week.OK,
    REVIEW: week.REVIEW,
    HOLD: week.HOLD,
    NG: week.NG,
    immature: week.immature,
    // One line for all of a week.
    markedDay: marked[0] === undefined ? null : Date.parse(marked[0].day),
    markedNames: marked.map((one) => one.name).join(', '),
    marked: marked.map((one) => `${one.day} ${one.name}`).join(', '),
    tip: [
      `${name}${week.immature ? ` (${t('state.immature')})` : ''}`,
      ...results.map((r) => `${t(`result.${r}`)}: ${count(week[r])}`),
      ...marked.map((one) => `${one.day} ${one.name}`),
    ].join('\n'),
  };
  return [row];
}

const tokens = { OK: 'ok', REVIEW: 'review', HOLD: 'hold', NG: 'ng' } as const;

/** Alerts stand above OK; weeks whose outcomes may still come are pale; marked dates stand as lines. */
function weeklySpec(paint: Paint): object {
  const x = {
    type: 'temporal',
    scale: { type: 'utc' },
    axis: { format: '%Y-%m-%d', title: null, tickCount: 8 },
  };
  const marked = { transform: [{ filter: 'datum.markedDay !== null' }] };
  return {
    layer: [
      {
        transform: [
          { fold: [...results], as: ['result', 'orders'] },
          { calculate: '{OK: 0, REVIEW: 1, HOLD: 2, NG: 3}[datum.result]', as: 'rank' },
        ],
        mark: { type: 'bar', binSpacing: 1 },
        encoding: {
          x: { ...x, field: 'day', timeUnit: 'utcyearweek', bandPosition: 0 },
          y: {
            field: 'orders',
            type: 'quantitative',
            stack: 'zero',
            axis: { minExtent: 40, title: t('weekly.axis') },
          },
          color: {
            field: 'result',
            scale: { domain: [...results], range: results.map((r) => paint(tokens[r])) },
            legend: { symbolType: 'square' },
          },
          order: { field: 'rank' },
          opacity: { condition: { test: 'datum.immature', value: 0.38 }, value: 1 },
          tooltip: { field: 'tip' },
        },
      },
      {
        ...marked,
        mark: { type: 'rule', color: paint('text-2'), strokeDash: [4, 3] },
        encoding: { x: { ...x, field: 'markedDay' }, tooltip: { field: 'marked' } },
      },
      {
        ...marked,
        mark: { type: 'text', align: 'left', baseline: 'top', dx: 4, color: paint('text-2'), limit: 150 },
        encoding: { x: { ...x, field: 'markedDay' }, y: { value: 0 }, text: { field: 'markedNames' } },
      },
    ],
  };
}
