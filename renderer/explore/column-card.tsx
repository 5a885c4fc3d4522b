import { useMemo, useState } from 'react';
import type { LinkedAxis, ViewBin } from '../../analysis/model/linked.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { ResultTable } from '../../analysis/model/results/result-file.ts';
import { Chart, type Row } from '../chart/chart.tsx';
import { tableOfChart } from '../chart/chart-table.tsx';
import { count, rate } from '../i18n/format.ts';
import { t, useLanguage } from '../i18n/index.ts';
import { outcomeText } from '../i18n/outcome-words.ts';
import { columnName, columnOf } from '../i18n/values.ts';
import { Button } from '../parts/button.tsx';
import { FailureCallout } from '../parts/callout.tsx';
import { Combobox } from '../parts/combobox.tsx';
import { useSaveMenu } from '../parts/save/use-save-menu.tsx';
import { address, go } from '../state/address.ts';
import type { Age } from '../state/latest.ts';
import { useStore } from '../state/store.ts';
import { isChosen, picked } from './bin-filter.ts';
import { binLabel, isTail, lowerEdge, viewTip, type Labelled } from './bin-words.ts';
import { useLinked, type SeenView } from './linked.tsx';
import { histogramOrders, histogramRate, rowPixels, valuesSpec } from './column-specs.ts';
import { viewColumns } from './view-columns.ts';

export interface ColumnCardProps {
  readonly info: ProjectInfo;
  readonly column: string;
  readonly offered: readonly string[];
  readonly onColumn: (name: string) => void;
  /** Null where it has to stay. */
  readonly onRemove: (() => void) | null;
}

/** One column of the orders in view: how many orders each value has and how bad they are. A click filters. */
export function ColumnCard({ info, column, offered, onColumn, onRemove }: ColumnCardProps) {
  const linked = useLinked();
  const axis = axisOf(column);
  const seen = linked.see(axis);
  const distinct = seen?.view.distinct ?? null;
  const byHour = seen?.bins.some(({ kind }) => kind === 'hour') === true;
  const name = columnName(info, column);
  const choices = offered.map((value) => ({
    value,
    label: columnName(info, value),
    hint: columnOf(info, value)?.path ?? '',
  }));
  const { menu, around } = useSaveMenu(name, seen === null ? undefined : () => tableOfView(name, column, seen, info));
  return (
    <section id={`card-${column}`} className="panel column-card" aria-label={name}>
      <header>
        <Combobox small label={t('explore.chooseColumn')} value={column} choices={choices} onChoose={onColumn} />
        <span className="note">
          {byHour ? t('explore.byHour') : distinct === null ? '' : t('explore.distinct', { count: count(distinct) })}
        </span>
        {menu}
        {onRemove === null ? null : (
          <Button small look="quiet" icon="close" aria-label={t('explore.removeColumn', { name })} onClick={onRemove} />
        )}
      </header>
      <div className="body">
        {linked.failure ? <FailureCallout failure={linked.failure} /> : null}
        {seen ? (
          around(<ProfileChart {...{ info, axis, column, seen }} age={linked} />)
        ) : (
          <div className="skeleton chart-skeleton" />
        )}
      </div>
    </section>
  );
}

/** The view as files hold it. */
function tableOfView(name: string, column: string, seen: SeenView, info: ProjectInfo): ResultTable {
  const profile = profileOf(column, seen);
  const columns = viewColumns(name, profile, info, (row) => profile.bins[Number(row['index'])]);
  return tableOfChart(
    columns,
    profile.bins.map((_, index) => ({ index })),
  );
}

/** The axis of a column; of the time of the order it is the hour. */
export const axisOf = (column: string): LinkedAxis => ({ kind: 'column', column });

interface ProfileChartProps {
  readonly info: ProjectInfo;
  readonly axis: LinkedAxis;
  readonly column: string;
  readonly seen: SeenView;
  readonly age: Age;
}

const ordersHeight = 92;
const rateHeight = 70;
const viewHeight = 166;

function ProfileChart({ info, axis, column, seen, age }: ProfileChartProps) {
  const lang = useLanguage();
  const [table, setTable] = useState(false);
  const { filter } = useStore(address);
  const linked = useLinked();
  const profile = useMemo(() => profileOf(column, seen), [column, seen]);
  const rows = useMemo(
    () => binRows(profile, info, filter, seen.choosing),
    [profile, info, filter, seen.choosing, lang],
  );
  const name = columnName(info, column);
  const columns = useMemo(
    () => viewColumns(name, profile, info, (row) => profile.bins[Number(row['index'])]),
    [profile, info, lang],
  );
  const brush = {
    near: () => linked.approach(axis),
    move: (from: number, to: number) => {
      const [first, last] = spread(profile.bins, from, to);
      linked.brush(axis, first, last + 1);
    },
    end: () => linked.choose(axis),
    leave: linked.leave,
  };
  const pick = (row: Row, add: boolean) => {
    const bin = profile.bins[Number(row['index'])];
    if (bin) go({ filter: picked(filter, bin.clause, add) });
  };
  const shared = { rows, columns, age, onPick: pick };
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
        brush={brush}
        specKey={`orders ${lang}`}
        height={ordersHeight}
        table={false}
        onTable={setTable}
      />
      <Chart
        {...shared}
        label={outcomeText(info.target, 'explore.columnRate', { name })}
        spec={(paint) => histogramRate(paint, info.target)}
        brush={brush}
        specKey={`rate ${lang} ${info.target.kinds.join()}`}
        height={rateHeight}
        table={false}
      />
    </>
  );
}

/** What is drawn of an axis. */
interface SeenProfile extends Labelled {
  readonly orders: number;
  readonly bins: readonly ViewBin[];
}

const profileOf = (column: string, { view, bins }: SeenView): SeenProfile => ({
  ...{ column, type: view.type, bins },
  orders: bins.reduce((sum, bin) => sum + bin.orders, 0),
});

/** Bins between two, of those that lie beside each other: what is missing lies beside none. */
function spread(bins: readonly ViewBin[], a: number, b: number): readonly [number, number] {
  const last = bins.findLastIndex(({ kind }) => kind !== 'missing' && kind !== 'others');
  const [from, to] = [Math.min(a, b), Math.max(a, b)].map((at) => Math.max(0, Math.min(at, last)));
  return [from ?? 0, to ?? 0];
}

function binRows(
  profile: SeenProfile,
  info: ProjectInfo,
  filter: Parameters<typeof isChosen>[0],
  choosing: SeenView['choosing'],
): readonly Row[] {
  const most = Math.max(1, ...profile.bins.map((bin) => bin.orders));
  const worst = Math.max(1e-9, ...profile.bins.map((bin) => bin.badRate ?? 0));
  return profile.bins.map((bin, index) => ({
    index,
    label: binLabel(bin, profile, info),
    edge: bin.kind === 'hour' ? binLabel(bin, profile, info) : lowerEdge(bin, profile, info),
    orders: bin.orders,
    ordersText: count(bin.orders),
    ordersShare: bin.orders / most,
    rate: bin.badRate,
    rateText: bin.badRate === null ? '–' : rate(bin.badRate),
    rateShare: (bin.badRate ?? 0) / worst,
    bad: bin.bad,
    dim: choosing === null ? isChosen(filter, bin.clause) === false : index < choosing.from || index >= choosing.to,
    quiet: bin.kind === 'missing' || bin.kind === 'others',
    tail: isTail(profile.bins, index),
    tip: viewTip(bin, profile, info),
  }));
}
