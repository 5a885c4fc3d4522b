import type { ColumnBatch } from '../../analysis/model/column-batch.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { t } from '../i18n/index.ts';
import { count as countText } from '../i18n/format.ts';
import { call } from '../state/jobs.ts';
import { showDone } from '../state/toasts.ts';
import { tsvOf } from './copy-rows.ts';
import type { GridColumn } from './grid-columns.ts';
import { cellOf } from './row-pages.ts';

export interface CopyRequest {
  readonly info: ProjectInfo;
  readonly columns: readonly GridColumn[];
  readonly viewId: string;
  readonly from: number;
  readonly count: number;
}

/** Copies rows that are not all on screen: they are fetched first. */
export async function copyAll({ info, columns, viewId, from, count }: CopyRequest): Promise<void> {
  const batches: ColumnBatch[] = [];
  const starts: number[] = [];
  let rows = 0;
  await call(
    'orders.page',
    {
      viewId,
      offset: from,
      limit: count,
      columns: [...new Set(['currency', ...columns.map((column) => column.name)])],
    },
    {
      onBatch: (batch) => {
        batches.push(batch);
        starts.push(rows);
        rows += batch.rowCount;
      },
    },
  );
  let at = 0;
  const cell = (row: number, name: string) => {
    if (row < (starts[at] ?? 0)) at = 0;
    while (at + 1 < starts.length && row >= (starts[at + 1] ?? Infinity)) at += 1;
    const batch = batches[at];
    return (batch ? cellOf(batch, row - (starts[at] ?? 0), name) : null) ?? null;
  };
  const numbers = Array.from({ length: rows }, (_, index) => index);
  await navigator.clipboard.writeText(tsvOf(columns, numbers, cell, info));
  showDone(t('orders.copied', { count: rows, countText: countText(rows) }));
}
