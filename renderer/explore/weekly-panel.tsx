import { useMemo, useState } from 'react';
import type { Overview, WeekPoint } from '../../analysis/model/explore.ts';
import { maturityFloor, type AdjustedCohort } from '../../analysis/model/maturity/adjusted-rate.ts';
import type { AdjustedRates } from '../../analysis/model/maturity/report.ts';
import type { Clause } from '../../analysis/model/filter.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { Chart, type ChartColumn, type Row } from '../chart/chart.tsx';
import { tableOfChart } from '../chart/chart-table.tsx';
import { count, date, minorPerMajor, money, rate } from '../i18n/format.ts';
import { t, useLanguage } from '../i18n/index.ts';
import { outcomeText, outcomeWord } from '../i18n/outcome-words.ts';
import { Panel } from '../parts/panel.tsx';
import { Explained } from '../parts/save/explained.tsx';
import { address, go } from '../state/address.ts';
import type { Latest } from '../state/request.ts';
import { useStore } from '../state/store.ts';
import { adjustedByWeek, drawnRate, maturityText } from './adjusted-weeks.ts';
import { isChosen, picked } from './bin-filter.ts';
import { enoughKnown, fewEverywhere, weekRates, type WeekRate } from './weekly-rates.ts';
import { ordersSpec, rateSpec } from './weekly-specs.ts';

const ordersHeight = 106;
const rateHeight = 66;
const weekMs = 7 * 86_400_000;

export interface WeeklyPanelProps {
  readonly info: ProjectInfo;
  readonly overview: Latest<Overview>;
  readonly adjusted: Latest<AdjustedRates>;
}

export function WeeklyPanel({ info, overview, adjusted }: WeeklyPanelProps) {
  const lang = useLanguage();
  const [table, setTable] = useState(false);
  const { filter } = useStore(address);
  const weeks = overview.value?.weekly;
  const chosen = (week: number) => isChosen(filter, weekClause(week));
  const cohorts = useMemo(() => adjustedByWeek(adjusted.value), [adjusted.value]);
  const rows = useMemo(() => weekRows(weeks ?? [], info, chosen, cohorts), [weeks, info, filter, cohorts]);
  const line = rows.some((row) => row['adjusted'] !== null);
  const columns = useMemo(() => weekColumns(info), [info, lang]);
  const pick = (row: Row, add: boolean) => {
    if (typeof row['ms'] === 'number') go({ filter: picked(filter, weekClause(row['ms']), add) });
  };
  const shared = { rows, columns, age: overview, onPick: pick };
  const { target } = info;
  const few = weeks !== undefined && fewEverywhere(weeks);
  const openBills = (overview.value?.openBills ?? 0) > 0;
  const note =
    info.maturity === 'measured'
      ? few
        ? 'explore.weeklyNoteFew'
        : 'explore.weeklyNote'
      : info.outcomesKnown
        ? few
          ? 'explore.weeklyNoteFewUndated'
          : openBills
            ? 'explore.weeklyNoteOpen'
            : 'explore.weeklyNoteUndated'
        : 'explore.noOutcomes';
  const lineNote = t('maturity.adjustedLine', { floor: maturityFloor * 100 });
  return (
    <Panel
      className="weekly"
      table={weeks === undefined ? undefined : () => tableOfChart(columns, rows)}
      title={outcomeText(target, 'explore.weekly')}
      note={
        <span className="with-toggle">
          {t(note, { known: enoughKnown })}
          {line ? <span className="block">{lineNote}</span> : null}
        </span>
      }
    >
      <Explained unseen>{[t(note, { known: enoughKnown }), ...(line ? [` · ${lineNote}`] : [])]}</Explained>
      {overview.value ? (
        <>
          <Chart
            {...shared}
            label={t('explore.weeklyOrders')}
            spec={(paint) => ordersSpec(paint, target)}
            specKey={`weekly ${lang} ${target.kinds.join()}`}
            height={table ? ordersHeight + rateHeight : ordersHeight}
            table={table}
            onTable={setTable}
          />
          {table ? null : (
            <Chart
              {...shared}
              label={outcomeText(target, 'explore.weeklyRate')}
              spec={(paint) => rateSpec(paint, target)}
              specKey={`rate ${lang} ${target.kinds.join()}`}
              height={rateHeight}
              table={false}
            />
          )}
        </>
      ) : (
        <div className="skeleton chart-skeleton" />
      )}
    </Panel>
  );
}

function weekClause(ms: number): Clause {
  const iso = (at: number) => new Date(at).toISOString();
  return { kind: 'time', column: 'ordered_at', from: iso(ms), to: iso(ms + weekMs) };
}

function weekRows(
  weeks: readonly WeekPoint[],
  info: ProjectInfo,
  chosen: (week: number) => boolean | null,
  cohorts: ReadonlyMap<number, AdjustedCohort>,
): readonly Row[] {
  const rates = weekRates(weeks);
  return weeks.flatMap((week, index) => {
    const own = rates[index];
    const cohort = cohorts.get(week.week);
    return own === undefined ? [] : [{ ...weekRow(week, info, own, cohort), dim: chosen(week.week) === false }];
  });
}

function weekRow(
  week: WeekPoint,
  info: ProjectInfo,
  { rate: share, drawn, solid }: WeekRate,
  cohort: AdjustedCohort | undefined,
): Row {
  const { bad, good, immature, blocked, excluded } = week.states;
  // The chart draws in UTC; the calendar day of the project's zone is what it has to show.
  const day = Date.parse(date(week.week, info.timezone));
  return {
    ms: week.week,
    day,
    dayMid: day + weekMs / 2,
    dayEnd: day + weekMs,
    bad: bad.orders,
    good: good.orders,
    immature: immature.orders,
    other: blocked.orders + excluded.orders,
    rate: share,
    drawn,
    settled: solid,
    adjusted: drawnRate(cohort),
    maturity: cohort?.maturity ?? null,
    week,
    tip: [
      date(week.week, info.timezone),
      `${t('explore.orders')}: ${count(week.orders)}`,
      `${t('explore.amount')}: ${money(week.amount, info.currency)}`,
      `${outcomeWord(info.target, 'bad')}: ${count(bad.orders)} / ${outcomeWord(info.target, 'good')}: ${count(good.orders)}`,
      `${t('state.immature')}: ${info.maturity === 'measured' ? count(immature.orders) : t('common.notMeasured')}`,
      `${outcomeText(info.target, 'explore.badRate')}: ${share === null ? t('common.notMeasured') : drawn === null ? t('explore.fewKnown') : rate(share)}`,
      ...adjustedTip(cohort, info),
    ].join('\n'),
  };
}

/** Nothing where nothing is adjusted: the figure above says why. */
function adjustedTip(cohort: AdjustedCohort | undefined, info: ProjectInfo): readonly string[] {
  if (cohort === undefined) return [];
  const drawn = drawnRate(cohort);
  const written = drawn === null ? t('maturity.adjustedNot') : rate(drawn);
  return [maturityText(cohort), `${outcomeText(info.target, 'maturity.adjustedRate')}: ${written}`];
}

function weekColumns(info: ProjectInfo): readonly ChartColumn[] {
  const of = (row: Row) => row['week'] as WeekPoint;
  // A rate that the line leaves out for its few orders is none in the table either.
  const share = (row: Row) => {
    if (typeof row['drawn'] === 'number') return rate(row['drawn']);
    return typeof row['rate'] === 'number' ? t('explore.fewKnown') : t('common.notMeasured');
  };
  const states = (['bad', 'good', 'immature', 'blocked', 'excluded'] as const).map((state) => ({
    title: outcomeWord(info.target, state),
    text: (row: Row) =>
      state === 'immature' && info.maturity === 'not measured'
        ? t('common.notMeasured')
        : count(of(row).states[state].orders),
    numeric: true,
    value: (row: Row) =>
      state === 'immature' && info.maturity === 'not measured' ? null : of(row).states[state].orders,
  }));
  const measured = (name: string) => (row: Row) => {
    const value = row[name];
    return typeof value === 'number' ? value : null;
  };
  return [
    { title: t('explore.week'), text: (row) => date(of(row).week, info.timezone) },
    {
      title: t('explore.orders'),
      text: (row) => count(of(row).orders),
      numeric: true,
      value: (row) => of(row).orders,
    },
    {
      title: t('explore.amount'),
      text: (row) => money(of(row).amount, info.currency),
      numeric: true,
      value: (row) => of(row).amount / minorPerMajor(info.currency),
    },
    ...states,
    {
      title: outcomeText(info.target, 'explore.badRate'),
      text: share,
      numeric: true,
      value: measured('drawn'),
      share: true,
    },
    {
      title: t('maturity.share'),
      text: (row) => (typeof row['maturity'] === 'number' ? rate(row['maturity']) : t('common.notMeasured')),
      numeric: true,
      value: measured('maturity'),
      share: true,
    },
    {
      title: outcomeText(info.target, 'maturity.adjustedRate'),
      text: (row) => (typeof row['adjusted'] === 'number' ? rate(row['adjusted']) : t('maturity.adjustedNot')),
      numeric: true,
      value: measured('adjusted'),
      share: true,
    },
  ];
}
