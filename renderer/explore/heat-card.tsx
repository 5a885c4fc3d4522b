import { useMemo, useState } from 'react';
import type { LinkedAxis, ViewBin } from '../../analysis/model/linked.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { Chart, type Row } from '../chart/chart.tsx';
import { tableOfChart } from '../chart/chart-table.tsx';
import type { Paint } from '../chart/theme.ts';
import { count } from '../i18n/format.ts';
import { t, useLanguage } from '../i18n/index.ts';
import { outcomeText } from '../i18n/outcome-words.ts';
import { Button } from '../parts/button.tsx';
import { FailureCallout } from '../parts/callout.tsx';
import { useSaveMenu } from '../parts/save/use-save-menu.tsx';
import { address, go } from '../state/address.ts';
import { useStore } from '../state/store.ts';
import { isChosen, picked } from './bin-filter.ts';
import { viewTip, type Labelled } from './bin-words.ts';
import { useLinked } from './linked.tsx';
import { viewColumns } from './view-columns.ts';
import { enoughKnown } from './weekly-rates.ts';

export interface HeatCardProps {
  readonly info: ProjectInfo;
  readonly axis: LinkedAxis;
  readonly title: string;
  readonly className: string;
  readonly labelled: Labelled;
  readonly height: number;
  /** Where a bin stands, and what is written in it; null where it has no place. */
  readonly cellOf: (
    bin: ViewBin,
  ) => { readonly x: string | number; readonly y: string | number; readonly text?: string } | null;
  /** Scales and axes of both directions. */
  readonly frame: () => { readonly x: object; readonly y: object };
}

type Shown = 'orders' | 'rate';

/** A view whose bins stand in two directions, the darker the more orders, or the worse; a click filters. */
export function HeatCard(props: HeatCardProps) {
  const { info, axis, title, className, labelled, height, cellOf, frame } = props;
  const lang = useLanguage();
  const linked = useLinked();
  const { filter } = useStore(address);
  const [shown, setShown] = useState<Shown>('orders');
  const [table, setTable] = useState(false);
  const bins = linked.see(axis)?.bins;
  const rows = useMemo(
    () => cellRows(bins ?? [], shown, { info, labelled, cellOf }, (bin) => isChosen(filter, bin.clause) === false),
    [bins, shown, info, filter, lang],
  );
  const columns = useMemo(() => viewColumns(title, labelled, info, (row) => row['bin'] as ViewBin), [info, lang]);
  const { menu, around } = useSaveMenu(title, bins === undefined ? undefined : () => tableOfChart(columns, rows));
  const placeless = (bins ?? []).filter((bin) => cellOf(bin) === null).reduce((sum, { orders }) => sum + orders, 0);
  return (
    <section className={`panel column-card ${className}`} aria-label={title}>
      <header>
        <h3>{title}</h3>
        <span className="grow" />
        {placeless > 0 ? <span className="note">{t('explore.placeless', { count: count(placeless) })}</span> : null}
        <span className="row" role="group" aria-label={t('explore.shade')}>
          {(['orders', 'rate'] as const).map((one) => (
            <Button key={one} small look="quiet" aria-pressed={shown === one} onClick={() => setShown(one)}>
              {one === 'orders' ? t('explore.orders') : outcomeText(info.target, 'explore.axisRate')}
            </Button>
          ))}
        </span>
        {menu}
      </header>
      <div className="body">
        {linked.failure ? <FailureCallout failure={linked.failure} /> : null}
        {bins === undefined ? (
          <div className="skeleton chart-skeleton" />
        ) : (
          around(
            <Chart
              label={title}
              spec={(paint) => cellsSpec(paint, shown, frame())}
              specKey={`${className} ${lang} ${shown}`}
              {...{ height, rows, columns, table }}
              age={linked}
              onTable={setTable}
              onPick={(row, add) => {
                const bin = bins[Number(row['index'])];
                if (bin) go({ filter: picked(address.get().filter, bin.clause, add) });
              }}
            />,
          )
        )}
      </div>
    </section>
  );
}

function cellRows(
  bins: readonly ViewBin[],
  shown: Shown,
  { info, labelled, cellOf }: Pick<HeatCardProps, 'info' | 'labelled' | 'cellOf'>,
  dim: (bin: ViewBin) => boolean,
): readonly Row[] {
  const all = bins.reduce((sum, { orders }) => sum + orders, 0);
  // A rate of a handful would be the darkest of all, and say nothing.
  const value = (bin: ViewBin): number =>
    shown === 'orders' ? bin.orders : bin.bad + bin.good < enoughKnown ? 0 : (bin.badRate ?? 0);
  const most = Math.max(1e-9, ...bins.map(value));
  return bins.flatMap((bin, index): Row[] => {
    const cell = cellOf(bin);
    if (cell === null) return [];
    return [
      {
        ...{ index, bin, x: cell.x, y: cell.y, text: cell.text ?? '', dim: dim(bin) },
        // Orders lie far apart: by their root few can still be told from none.
        weight: shown === 'orders' ? Math.sqrt(value(bin) / most) : value(bin) / most,
        tip: viewTip(bin, { ...labelled, orders: all }, info),
      },
    ];
  });
}

function cellsSpec(paint: Paint, shown: Shown, { x, y }: { readonly x: object; readonly y: object }): object {
  return {
    encoding: {
      x: { field: 'x', type: 'ordinal', ...x },
      y: { field: 'y', type: 'ordinal', ...y },
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
            scale: { domain: [0, 1], range: [0, 0.7] },
            legend: null,
          },
        },
      },
      { mark: { type: 'text', color: paint('text'), fontSize: 10 }, encoding: { text: { field: 'text' } } },
    ],
  };
}
