import { useEffect, useId, useState, type ClipboardEvent, type KeyboardEvent, type PointerEvent } from 'react';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { t } from '../i18n/index.ts';
import { showFailure } from '../state/toasts.ts';
import { tsvOf, copyAtMost } from './copy-rows.ts';
import { GridHead } from './grid-head.tsx';
import { GridRow } from './grid-row.tsx';
import type { GridColumn } from './grid-columns.ts';
import type { GridSort, OrderView } from './order-view.ts';
import { copyAll } from './copy-all.ts';
import { chosenRange, headerRow, moved, nothingSelected, type Selection } from './selection.ts';
import { contentHeight } from './scaled-scroll.ts';
import { useScaledRows } from './use-scaled-rows.ts';

const rowHeight = 26;
const headHeight = 30;
const resizeStep = 16;

export interface OrderGridProps {
  readonly info: ProjectInfo;
  readonly orders: OrderView;
  readonly columns: readonly GridColumn[];
  readonly sort: GridSort;
  readonly onSort: (column: string) => void;
  readonly onWidth: (column: string, width: number) => void;
  /** The order shown in the inspector, by its number in the project. */
  readonly openSeq: number | null;
  readonly onOpen: (seq: number | null) => void;
}

export function OrderGrid(props: OrderGridProps) {
  const { info, orders, columns, sort, onSort, onWidth, openSeq, onOpen } = props;
  const { view, pages } = orders;
  const count = view.value?.count ?? 0;
  const rows = useScaledRows(count, rowHeight, headHeight);
  const [chosen, setChosen] = useState<Selection>(nothingSelected);
  const gridId = useId();
  const width = columns.reduce((sum, column) => sum + column.width, 0);

  useEffect(() => pages?.want(rows.first, rows.last + 1), [pages, rows.first, rows.last]);
  useEffect(() => setChosen(nothingSelected), [view.value?.viewId]);

  const seqOf = (row: number): number | null => {
    const seq = pages?.cell(row, 'seq');
    return typeof seq === 'number' ? seq : null;
  };
  const choose = (next: Selection) => {
    setChosen(next);
    if (next.active !== headerRow) rows.show(next.active);
    if (openSeq !== null && next.active !== headerRow && next.active === next.anchor)
      onOpen(seqOf(next.active) ?? openSeq);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const column = columns[chosen.column];
    if (chosen.active === headerRow && column) {
      if (event.key === 'Enter') onSort(column.name);
      else if (event.shiftKey && event.key === 'ArrowRight') onWidth(column.name, column.width + resizeStep);
      else if (event.shiftKey && event.key === 'ArrowLeft') onWidth(column.name, column.width - resizeStep);
      if (event.key === 'Enter' || event.shiftKey) return event.preventDefault();
    } else if (event.key === 'Enter') return onOpen(seqOf(chosen.active));
    if (event.key === 'Escape') return onOpen(null);
    const size = { rows: count, columns: columns.length, page: Math.max(1, rows.last - rows.first - 2) };
    const press = { key: event.key, shift: event.shiftKey, control: event.ctrlKey || event.metaKey };
    const next = count === 0 ? null : moved(chosen, press, size);
    if (!next) return;
    event.preventDefault();
    choose(next);
  };
  const onCopy = (event: ClipboardEvent) => {
    const [from, to] = chosenRange(chosen);
    if (!pages || count === 0) return;
    event.preventDefault();
    const range = Array.from({ length: Math.min(to - from + 1, copyAtMost) }, (_, i) => from + i);
    if (range.every((row) => pages.has(row))) {
      event.clipboardData.setData(
        'text/plain',
        tsvOf(columns, range, (r, c) => pages.cell(r, c) ?? null, info),
      );
    } else if (view.value) {
      copyAll({ info, columns, viewId: view.value.viewId, from, count: range.length }).catch(showFailure);
    }
  };
  const onPress = (row: number, event: PointerEvent) => {
    if (event.button !== 0) return;
    if (event.shiftKey) return setChosen({ ...chosen, active: row });
    setChosen({ ...chosen, active: row, anchor: row });
    onOpen(seqOf(row));
  };
  const [from, to] = chosenRange(chosen);
  const visible = Array.from({ length: Math.max(0, rows.last - rows.first) }, (_, i) => rows.first + i);
  return (
    <div
      ref={rows.scroller}
      className={`grid ${view.fresh ? '' : 'old-figures'}`}
      role="grid"
      aria-label={t('orders.tableLabel')}
      aria-rowcount={count + 1}
      aria-colcount={columns.length}
      aria-multiselectable="true"
      aria-activedescendant={`${gridId}-${chosen.active}-${chosen.column}`}
      aria-busy={view.busy}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onCopy={onCopy}
    >
      <div
        className="grid-content"
        role="presentation"
        style={{ width: `${width}px`, height: `${contentHeight(rows.shape) + headHeight}px` }}
      >
        <div className="grid-view" role="presentation" style={{ height: `${rows.shape.viewport + headHeight}px` }}>
          <GridHead
            id={gridId}
            columns={columns}
            sort={sort}
            active={chosen.active === headerRow ? chosen.column : null}
            onSort={onSort}
            onWidth={onWidth}
          />
          <div
            role="rowgroup"
            className="grid-rows"
            style={{ transform: `translateY(${rows.first * rowHeight - rows.offset}px)` }}
          >
            {visible.map((row) => (
              <GridRow
                key={row}
                id={gridId}
                row={row}
                version={orders.version}
                pages={pages}
                info={info}
                columns={columns}
                chosen={row >= from && row <= to}
                open={openSeq !== null && seqOf(row) === openSeq}
                activeColumn={row === chosen.active ? chosen.column : null}
                onPress={onPress}
              />
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}
