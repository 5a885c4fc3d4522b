import { useMemo, useState } from 'react';
import type { LinkedAxis, ViewBin } from '../../analysis/model/linked.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { Chart, type ChartColumn, type Row } from '../chart/chart.tsx';
import type { Paint } from '../chart/theme.ts';
import { count, money, rate } from '../i18n/format.ts';
import { t, useLanguage } from '../i18n/index.ts';
import { outcomeText, outcomeWord } from '../i18n/outcome-words.ts';
import { weekdays, weekHourText } from '../i18n/values.ts';
import { Button } from '../parts/button.tsx';
import { address, go } from '../state/address.ts';
import { useStore } from '../state/store.ts';
import { isChosen, picked } from './bin-filter.ts';
import { viewTip } from './bin-words.ts';
import { useLinked } from './linked.tsx';
import { enoughKnown } from './weekly-rates.ts';

export const weekHours: LinkedAxis = { kind: 'weekHours' };

const height = 166;
type Shown = 'orders' | 'rate';

/** When orders come, and when bad ones do: a cell for every hour of every day of the week. A click filters. */
export function WeekHoursCard({ info }: { readonly info: ProjectInfo }) {
  const lang = useLanguage();
  const linked = useLinked();
  const { filter } = useStore(address);
  const [shown, setShown] = useState<Shown>('orders');
  const [table, setTable] = useState(false);
  const seen = linked.see(weekHours);
  const bins = seen?.bins;
  const rows = useMemo(
    () => cellRows(bins ?? [], shown, info, (bin) => isChosen(filter, bin.clause) === false),
    [bins, shown, info, filter, lang],
  );
  const columns = useMemo(() => cellColumns(info), [info, lang]);
  const title = t('explore.weekHours');
  return (
    <section className="panel column-card week-hours" aria-label={title}>
      <header>
        <h3>{title}</h3>
        <span className="grow" />
        <span className="row" role="group" aria-label={t('explore.shade')}>
          {(['orders', 'rate'] as const).map((one) => (
            <Button key={one} small look="quiet" aria-pressed={shown === one} onClick={() => setShown(one)}>
              {one === 'orders' ? t('explore.orders') : outcomeText(info.target, 'explore.axisRate')}
            </Button>
          ))}
        </span>
      </header>
      <div className="body">
        {bins === undefined ? (
          <div className="skeleton chart-skeleton" />
        ) : (
          <Chart
            label={title}
            spec={(paint) => cellsSpec(paint, shown)}
            specKey={`weekHours ${lang} ${shown}`}
            height={height}
            rows={rows}
            columns={columns}
            stale={!linked.fresh}
            table={table}
            onTable={setTable}
            onPick={(row, add) => {
              const bin = bins[Number(row['index'])];
              if (bin) go({ filter: picked(address.get().filter, bin.clause, add) });
            }}
          />
        )}
      </div>
    </section>
  );
}

function cellRows(
  bins: readonly ViewBin[],
  shown: Shown,
  info: ProjectInfo,
  dim: (bin: ViewBin) => boolean,
): readonly Row[] {
  const all = bins.reduce((sum, { orders }) => sum + orders, 0);
  // A rate of a handful would be the darkest of all, and say nothing.
  const value = (bin: ViewBin): number | null =>
    shown === 'orders' ? bin.orders : bin.bad + bin.good < enoughKnown ? null : bin.badRate;
  const most = Math.max(1e-9, ...bins.map((bin) => value(bin) ?? 0));
  return bins.map((bin, index) => {
    const cell = bin.min ?? 0;
    const own = value(bin);
    return {
      ...{ index, bin, hour: cell % 24, day: t(`weekday.${weekdays[Math.floor(cell / 24)] ?? 'mon'}`) },
      // Orders lie far apart: by their root few can still be told from none.
      weight: shown === 'orders' ? Math.sqrt((own ?? 0) / most) : (own ?? 0) / most,
      dim: dim(bin),
      tip: viewTip(bin, { column: 'ordered_at', type: 'timestamp', orders: all }, info),
    };
  });
}

function cellsSpec(paint: Paint, shown: Shown): object {
  const days = weekdays.map((day) => t(`weekday.${day}`));
  const axis = { title: null, domain: false, ticks: false, labelFontSize: 10 };
  return {
    encoding: {
      x: { field: 'hour', type: 'ordinal', axis: { ...axis, labelAngle: 0, values: [0, 3, 6, 9, 12, 15, 18, 21] } },
      y: { field: 'day', type: 'nominal', scale: { domain: days }, axis },
      tooltip: { field: 'tip' },
      opacity: { condition: { test: 'datum.dim', value: 0.3 }, value: 1 },
    },
    layer: [
      { mark: { type: 'rect', color: paint('surface-2'), stroke: paint('surface') } },
      {
        mark: { type: 'rect', color: paint(shown === 'orders' ? 'orders' : 'bad'), stroke: paint('surface') },
        encoding: {
          fillOpacity: {
            field: 'weight',
            type: 'quantitative',
            scale: { domain: [0, 1], range: [0, 1] },
            legend: null,
          },
        },
      },
    ],
  };
}

function cellColumns(info: ProjectInfo): readonly ChartColumn[] {
  const of = (row: Row): ViewBin => row['bin'] as ViewBin;
  const number = (title: string, text: (bin: ViewBin) => string): ChartColumn => ({
    ...{ title, numeric: true },
    text: (row) => text(of(row)),
  });
  return [
    { title: t('explore.weekHours'), text: (row) => weekHourText(of(row).min ?? 0) },
    number(t('explore.orders'), (bin) => count(bin.orders)),
    number(outcomeText(info.target, 'explore.badRate'), (bin) =>
      bin.badRate === null ? t('common.notMeasured') : rate(bin.badRate),
    ),
    number(t('explore.interval'), (bin) =>
      bin.interval === null ? t('common.notMeasured') : `${rate(bin.interval.low)} – ${rate(bin.interval.high)}`,
    ),
    number(outcomeWord(info.target, 'bad'), (bin) => count(bin.bad)),
    number(outcomeWord(info.target, 'good'), (bin) => count(bin.good)),
    number(t('explore.amount'), (bin) => money(bin.amount, info.currency)),
  ];
}
