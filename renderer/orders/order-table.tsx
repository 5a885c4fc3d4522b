import { useMemo, useState, type ReactNode } from 'react';
import type { Filter } from '../../analysis/model/filter.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count, money, moneyShort } from '../i18n/format.ts';
import { t, useLanguage } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { FailureCallout } from '../parts/callout.tsx';
import type { IconName } from '../theme/icons.tsx';
import { ColumnChooser } from './column-chooser.tsx';
import { ExportCsv } from './export-csv.tsx';
import { gridColumns, recallLayout, rememberLayout, type GridLayout } from './grid-columns.ts';
import { OrderGrid } from './order-grid.tsx';
import { useOrderView, type GridSort, type OrderView } from './order-view.ts';
import './orders.css';

export interface OrderTableProps {
  readonly info: ProjectInfo;
  readonly filter: Filter;
  readonly openSeq: number | null;
  readonly onOpen: (seq: number | null) => void;
  /** What is to be known of all of them. */
  readonly note?: ReactNode;
  /** One more button in the bar above the table. */
  readonly extra?: { readonly icon: IconName; readonly label: string; readonly run: () => void };
}

/** The orders of a filter as a table of any length, with its bar. */
export function OrderTable({ info, filter, openSeq, onOpen, note, extra }: OrderTableProps) {
  const lang = useLanguage();
  const [layout, setLayout] = useState<GridLayout>(() => recallLayout(info));
  const [sort, setSort] = useState<GridSort>({ column: 'ordered_at', descending: true });
  const columns = useMemo(() => gridColumns(info, layout), [info, layout, lang]);
  const orders = useOrderView(info, filter, sort, layout.shown);
  const change = (next: GridLayout) => {
    setLayout(next);
    rememberLayout(info, next);
  };
  const sortBy = (column: string) =>
    setSort({
      column,
      descending: sort.column === column ? !sort.descending : column === 'ordered_at' || column === 'amount',
    });
  return (
    <section className="order-table" aria-label={t('orders.title')}>
      <div className="order-bar">
        <h2>{t('orders.title')}</h2>
        <Totals orders={orders} info={info} />
        <span className="grow" />
        <ColumnChooser info={info} layout={layout} onChange={change} />
        <ExportCsv filter={filter} sort={sort} columns={layout.shown} count={orders.view.value?.count ?? 0} />
        {extra ? <Button small icon={extra.icon} aria-label={extra.label} onClick={extra.run} /> : null}
      </div>
      {note}
      {orders.view.failure ? <FailureCallout failure={orders.view.failure} /> : null}
      <OrderGrid
        {...{ info, orders, columns, sort, openSeq, onOpen }}
        onSort={sortBy}
        onWidth={(column, width) => change({ ...layout, widths: { ...layout.widths, [column]: width } })}
      />
      {orders.view.value?.count === 0 ? <p className="empty">{t('orders.none')}</p> : null}
    </section>
  );
}

function Totals({ orders, info }: { readonly orders: OrderView; readonly info: ProjectInfo }) {
  const { value, fresh } = orders.view;
  if (!value) return null;
  return (
    <span className={`muted ${fresh ? '' : 'old-figures'}`} title={money(value.amount, info.currency)}>
      {t('orders.totals', {
        count: value.count,
        countText: count(value.count),
        amount: moneyShort(value.amount, info.currency),
      })}
    </span>
  );
}
