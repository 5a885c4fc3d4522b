import { useEffect, useMemo, useReducer, useState } from 'react';
import type { Filter } from '../../analysis/model/filter.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { client } from '../state/backend.ts';
import { useLatest, type Latest } from '../state/request.ts';
import { useStore } from '../state/store.ts';
import { showFailure } from '../state/toasts.ts';
import { RowPages } from './row-pages.ts';

export interface GridSort {
  readonly column: string;
  readonly descending: boolean;
}

export interface OpenView {
  readonly viewId: string;
  readonly count: number;
  readonly amount: number;
}

export interface OrderView {
  readonly view: Latest<OpenView>;
  readonly pages: RowPages | null;
  /** Counts up when cells have arrived. */
  readonly version: number;
}

/** The sorted orders of a filter and their pages. Opened again when the data, the engine or the question changes. */
export function useOrderView(info: ProjectInfo, filter: Filter, sort: GridSort, columns: readonly string[]): OrderView {
  const generation = useStore(client().generation);
  const [attempts, openAgain] = useReducer((n: number) => n + 1, 0);
  const [version, changed] = useReducer((n: number) => n + 1, 0);
  const key = JSON.stringify([info.dataVersion, generation, attempts, filter, sort]);
  const view = useLatest('orders.open', { filter, sort }, key);
  const viewId = view.value?.viewId ?? null;
  const columnKey = columns.join('\n');
  const [pages, setPages] = useState<RowPages | null>(null);
  const wanted = useMemo(() => [...new Set(['seq', 'currency', ...columnKey.split('\n')])], [columnKey]);
  useEffect(() => {
    if (viewId === null) return;
    const made = new RowPages({
      viewId,
      columns: wanted,
      onChange: changed,
      onGone: openAgain,
      onFailure: showFailure,
    });
    setPages(made);
    return () => made.close();
  }, [viewId, wanted]);
  return { view, pages, version };
}
