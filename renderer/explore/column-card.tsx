import { useMemo, useState } from 'react';
import type { Bin, ColumnProfile } from '../../analysis/model/explore.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { Chart, type ChartColumn, type Row } from '../chart/chart.tsx';
import { count, money, rate } from '../i18n/format.ts';
import { t, useLanguage } from '../i18n/index.ts';
import { outcomeText, outcomeWord } from '../i18n/outcome-words.ts';
import { columnName, columnOf } from '../i18n/values.ts';
import { FailureCallout } from '../parts/callout.tsx';
import { Combobox } from '../parts/combobox.tsx';
import { address, go } from '../state/address.ts';
import { useLatest } from '../state/request.ts';
import { useStore } from '../state/store.ts';
import { isChosen, picked, withoutSubject } from './bin-filter.ts';
import { binLabel, binTip, isTail } from './bin-words.ts';
import { histogramOrders, histogramRate, rowPixels, valuesSpec } from './column-specs.ts';

export interface ColumnCardProps {
  readonly info: ProjectInfo;
  readonly column: string;
  readonly offered: readonly string[];
  readonly onColumn: (name: string) => void;
}

/** One column of the orders in view: how many orders each value has and how bad they are. A click filters. */
export function ColumnCard({ info, column, offered, onColumn }: ColumnCardProps) {
  const { filter } = useStore(address);
  const subjects = column === 'ordered_at' ? ['hour'] : [`column:${column}`];
  const others = withoutSubject(filter, subjects);
  const profile = useLatest(
    'explore.column',
    { column, filter: others },
    JSON.stringify([info.dataVersion, column, others]),
  );
  const current = profile.value?.column === column ? profile.value : null;
  const distinct = current?.distinct ?? null;
  const byHour = current?.bins.some(({ kind }) => kind === 'hour') === true;
  const name = columnName(info, column);
  const choices = offered.map((value) => ({
    value,
    label: columnName(info, value),
    hint: columnOf(info, value)?.path ?? '',
  }));
  return (
    <section id={`card-${column}`} className="panel column-card" aria-label={name}>
      <header>
        <Combobox small label={t('explore.chooseColumn')} value={column} choices={choices} onChoose={onColumn} />
        <span className="note">
          {byHour ? t('explore.byHour') : distinct === null ? '' : t('explore.distinct', { count: count(distinct) })}
        </span>
      </header>
      <div className="body">
        {profile.failure ? <FailureCallout failure={profile.failure} /> : null}
        {current ? (
          <ProfileChart info={info} profile={current} stale={!profile.fresh} />
        ) : (
          <div className="skeleton chart-skeleton" />
        )}
      </div>
    </section>
  );
}

interface ProfileChartProps {
  readonly info: ProjectInfo;
  readonly profile: ColumnProfile;
  readonly stale: boolean;
}

const ordersHeight = 92;
const rateHeight = 70;
const viewHeight = 166;

function ProfileChart({ info, profile, stale }: ProfileChartProps) {
  const lang = useLanguage();
  const [table, setTable] = useState(false);
  const { filter } = useStore(address);
  const rows = useMemo(() => binRows(profile, info, filter), [profile, info, filter, lang]);
  const columns = useMemo(() => binColumns(profile, info), [profile, info, lang]);
  const name = columnName(info, profile.column);
  const pick = (row: Row, add: boolean) => {
    const bin = profile.bins[Number(row['index'])];
    if (bin) go({ filter: picked(filter, bin.clause, add) });
  };
  const shared = { rows, columns, stale, onPick: pick };
  const histogram = profile.bins.some((bin) => bin.kind === 'range' || bin.kind === 'hour');
  if (table || !histogram) {
    return (
      <Chart
        {...shared}
        label={outcomeText(info.target, 'explore.columnChart', { name })}
        spec={valuesSpec}
        specKey={`values ${lang} ${profile.bins.length}`}
        height={histogram ? viewHeight : (profile.bins.length + 0.5) * rowPixels}
        viewHeight={viewHeight}
        table={table}
        onTable={setTable}
      />
    );
  }
  return (
    <>
      <Chart
        {...shared}
        label={outcomeText(info.target, 'explore.columnChart', { name })}
        spec={histogramOrders}
        specKey={`orders ${lang}`}
        height={ordersHeight}
        table={false}
        onTable={setTable}
      />
      <Chart
        {...shared}
        label={outcomeText(info.target, 'explore.columnRate', { name })}
        spec={(paint) => histogramRate(paint, info.target)}
        specKey={`rate ${lang} ${info.target.kinds.join()}`}
        height={rateHeight}
        table={false}
      />
    </>
  );
}

function binRows(profile: ColumnProfile, info: ProjectInfo, filter: Parameters<typeof isChosen>[0]): readonly Row[] {
  const most = Math.max(1, ...profile.bins.map((bin) => bin.orders));
  const worst = Math.max(1e-9, ...profile.bins.map((bin) => bin.badRate ?? 0));
  return profile.bins.map((bin, index) => ({
    index,
    label: binLabel(bin, profile, info),
    edge: bin.min === null ? '' : binLabel({ ...bin, max: null }, profile, info),
    orders: bin.orders,
    ordersText: count(bin.orders),
    ordersShare: bin.orders / most,
    rate: bin.badRate,
    rateText: bin.badRate === null ? '–' : rate(bin.badRate),
    rateShare: (bin.badRate ?? 0) / worst,
    bad: bin.bad,
    dim: isChosen(filter, bin.clause) === false,
    quiet: bin.kind === 'missing' || bin.kind === 'others',
    tail: isTail(profile.bins, index),
    tip: binTip(bin, profile, info),
  }));
}

function binColumns(profile: ColumnProfile, info: ProjectInfo): readonly ChartColumn[] {
  const of = (row: Row): Bin | undefined => profile.bins[Number(row['index'])];
  const number = (title: string, text: (bin: Bin) => string): ChartColumn => ({
    title,
    numeric: true,
    text: (row) => {
      const bin = of(row);
      return bin ? text(bin) : '';
    },
  });
  return [
    { title: columnName(info, profile.column), text: (row) => String(row['label']) },
    number(t('explore.orders'), (bin) => count(bin.orders)),
    number(outcomeText(info.target, 'explore.badRate'), (bin) =>
      bin.badRate === null ? t('common.notMeasured') : rate(bin.badRate),
    ),
    number(outcomeWord(info.target, 'bad'), (bin) => count(bin.bad)),
    number(outcomeWord(info.target, 'good'), (bin) => count(bin.good)),
    number(t('explore.amount'), (bin) => money(bin.amount, info.currency)),
  ];
}
