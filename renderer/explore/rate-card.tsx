import { useMemo, useState } from 'react';
import type { LinkedAxis, ViewBin } from '../../analysis/model/linked.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { Chart, type Row } from '../chart/chart.tsx';
import { tableOfChart } from '../chart/chart-table.tsx';
import { count } from '../i18n/format.ts';
import { t, useLanguage } from '../i18n/index.ts';
import { outcomeText } from '../i18n/outcome-words.ts';
import { FailureCallout } from '../parts/callout.tsx';
import { useSaveMenu } from '../parts/save/use-save-menu.tsx';
import { address, go } from '../state/address.ts';
import { useStore } from '../state/store.ts';
import { isChosen, picked } from './bin-filter.ts';
import { viewTip, type Labelled } from './bin-words.ts';
import { useLinked, type SeenView } from './linked.tsx';
import { endedSpec, ratesSpec } from './rate-specs.ts';
import { viewColumns } from './view-columns.ts';

export interface RateCardProps {
  readonly info: ProjectInfo;
  readonly axis: LinkedAxis;
  readonly title: string;
  readonly className: string;
  readonly labelled: Labelled;
  /** What stands under a bin, in few letters. */
  readonly shortLabel: (bin: ViewBin) => string;
}

const ordersHeight = 96;
const ratesHeight = 116;

/** Bad rates by count and amount over bins that lie beside each other, with their interval, over the orders they are of. Brushed and clicked. */
export function RateCard(props: RateCardProps) {
  const { info, axis, title, className, labelled, shortLabel } = props;
  const lang = useLanguage();
  const linked = useLinked();
  const { filter } = useStore(address);
  const [table, setTable] = useState(false);
  const seen = linked.see(axis);
  const bins = seen?.bins;
  const rows = useMemo(
    () => rateRows(seen, { info, labelled, shortLabel }, (bin) => isChosen(filter, bin.clause) === false),
    [seen, info, filter, lang],
  );
  const columns = useMemo(() => viewColumns(title, labelled, info, (row) => row['bin'] as ViewBin), [info, lang]);
  const { menu, around } = useSaveMenu(title, bins === undefined ? undefined : () => tableOfChart(columns, rows));
  const sum = (of: (bin: ViewBin) => number): number => (bins ?? []).reduce((total, bin) => total + of(bin), 0);
  const last = (bins ?? []).findLastIndex(({ kind }) => kind !== 'missing');
  const brush = {
    near: () => linked.approach(axis),
    move: (a: number, b: number) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)].map((at) => Math.max(0, Math.min(at, last)));
      linked.brush(axis, from ?? 0, (to ?? 0) + 1);
    },
    end: () => linked.choose(axis),
    leave: linked.leave,
  };
  const onPick = (row: Row, add: boolean) => {
    const bin = bins?.[Number(row['index'])];
    if (bin) go({ filter: picked(address.get().filter, bin.clause, add) });
  };
  const shared = { rows, columns, age: linked, onPick, brush };
  const measured = info.maturity === 'measured';
  return (
    <section className={`panel column-card rate-card ${className}`} aria-label={title}>
      <header>
        <h3>{title}</h3>
        <span className="grow" />
        {bins === undefined ? null : (
          <span className="note">
            {t(measured ? 'explore.knownOf' : 'explore.knownOfUndated', {
              known: count(sum(({ bad, good }) => bad + good)),
              orders: count(sum(({ orders }) => orders)),
              immature: count(sum(({ immature }) => immature)),
            })}
          </span>
        )}
        {menu}
      </header>
      <div className="body">
        {linked.failure ? <FailureCallout failure={linked.failure} /> : null}
        {bins === undefined ? (
          <div className="skeleton chart-skeleton" />
        ) : (
          around(
            <>
              <Chart
                {...shared}
                label={title}
                spec={endedSpec}
                specKey={`${className} ended ${lang}`}
                height={table ? ordersHeight + ratesHeight : ordersHeight}
                table={table}
                onTable={setTable}
              />
              {table ? null : (
                <Chart
                  {...shared}
                  label={outcomeText(info.target, 'explore.ratesBy', { name: title })}
                  spec={(paint) => ratesSpec(paint, info.target)}
                  specKey={`${className} rates ${lang} ${info.target.kinds.join()}`}
                  height={ratesHeight}
                  table={false}
                />
              )}
            </>,
          )
        )}
      </div>
    </section>
  );
}

function rateRows(
  seen: SeenView | null,
  { info, labelled, shortLabel }: Pick<RateCardProps, 'info' | 'labelled' | 'shortLabel'>,
  dim: (bin: ViewBin) => boolean,
): readonly Row[] {
  if (seen === null) return [];
  const { bins, choosing } = seen;
  const all = bins.reduce((sum, { orders }) => sum + orders, 0);
  return bins.map((bin, index) => {
    const known = bin.bad + bin.good;
    return {
      ...{ index, bin, label: shortLabel(bin) },
      ...{ known, upToImmature: known + bin.immature, orders: bin.orders },
      ...{ rate: bin.badRate, rateAmount: bin.badRateAmount },
      ...{ low: bin.interval?.low ?? null, high: bin.interval?.high ?? null },
      dim: choosing === null ? dim(bin) : index < choosing.from || index >= choosing.to,
      tip: viewTip(bin, { ...labelled, orders: all }, info),
    };
  });
}
