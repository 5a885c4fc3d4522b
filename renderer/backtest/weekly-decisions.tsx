import { useMemo } from 'react';
import type { BacktestResult } from '../../analysis/model/backtest.ts';
import type { Clause } from '../../analysis/model/filter.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { results, resultSchema, type RuleSet } from '../../analysis/model/ruleset.ts';
import { Chart, type Row } from '../chart/chart.tsx';
import type { Paint } from '../chart/theme.ts';
import { count, date } from '../i18n/format.ts';
import { t, useLanguage } from '../i18n/index.ts';
import { Panel } from '../parts/panel.tsx';
import { decisionClause } from '../rule-sets/orders-behind.tsx';
import { openOrders } from '../state/address.ts';

const weekMs = 7 * 86_400_000;
const height = 150;

export interface WeeklyDecisionsProps {
  readonly result: BacktestResult;
  readonly ruleSet: RuleSet;
  readonly info: ProjectInfo;
}

export function WeeklyDecisions({ result, ruleSet, info }: WeeklyDecisionsProps) {
  const lang = useLanguage();
  const rows = useMemo(() => result.weekly.map((week) => weekRow(week, info)), [result, info, lang]);
  const columns = [
    { title: t('weekly.week'), text: (row: Row) => String(row['week']) },
    ...results.map((r) => ({ title: t(`result.${r}`), text: (row: Row) => count(Number(row[r])), numeric: true })),
    { title: t('backtest.maturity'), text: (row: Row) => (row['immature'] === true ? t('state.immature') : '') },
  ];
  const pick = (row: Row) => {
    if (typeof row['ms'] !== 'number') return;
    const iso = (at: number) => new Date(at).toISOString();
    const week: Clause = { kind: 'time', column: 'ordered_at', from: iso(row['ms']), to: iso(row['ms'] + weekMs) };
    const chosen = resultSchema.safeParse(row['result']);
    const decided = decisionClause(ruleSet, chosen.success ? [chosen.data] : results);
    openOrders({ clauses: [...result.filter.clauses, week, decided] });
  };
  const table = () => [
    columns.map(({ title }) => title),
    ...rows.map((row) => [String(row['week']), ...results.map((r) => Number(row[r])), columns.at(-1)?.text(row) ?? '']),
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

function weekRow(week: BacktestResult['weekly'][number], info: ProjectInfo): Row {
  const name = date(week.week, info.timezone);
  return {
    ms: week.week,
    week: name,
    // The chart draws in UTC; the calendar day of the project's zone is what it has to show.
    day: Date.parse(name),
    OK: week.OK,
    REVIEW: week.REVIEW,
    HOLD: week.HOLD,
    NG: week.NG,
    immature: week.immature,
    tip: [
      `${name}${week.immature ? ` (${t('state.immature')})` : ''}`,
      ...results.map((r) => `${t(`result.${r}`)}: ${count(week[r])}`),
    ].join('\n'),
  };
}

const tokens = { OK: 'ok', REVIEW: 'review', HOLD: 'hold', NG: 'ng' } as const;

/** Alerts stand above OK; weeks whose outcomes may still come are pale. */
function weeklySpec(paint: Paint): object {
  return {
    transform: [
      { fold: [...results], as: ['result', 'orders'] },
      { calculate: '{OK: 0, REVIEW: 1, HOLD: 2, NG: 3}[datum.result]', as: 'rank' },
    ],
    mark: { type: 'bar', binSpacing: 1 },
    encoding: {
      x: {
        field: 'day',
        type: 'temporal',
        timeUnit: 'utcyearweek',
        bandPosition: 0,
        scale: { type: 'utc' },
        axis: { format: '%Y-%m-%d', title: null, tickCount: 8 },
      },
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
  };
}
