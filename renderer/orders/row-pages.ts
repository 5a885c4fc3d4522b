import type { BatchColumn, ColumnBatch } from '../../analysis/model/column-batch.ts';
import { failureOf } from '../../analysis/model/failure.ts';
import type { Cell } from '../i18n/values.ts';
import { call } from '../state/jobs.ts';

export const pageRows = 200;
const pagesKept = 60;

export interface RowPagesOptions {
  readonly viewId: string;
  readonly columns: readonly string[];
  readonly onChange: () => void;
  /** The engine has forgotten the view; it has to be opened again. */
  readonly onGone: () => void;
  readonly onFailure: (error: unknown) => void;
}

/** Pages of one view as they are needed; pages that scrolled away before they came are cancelled. */
export class RowPages {
  readonly #options: RowPagesOptions;
  readonly #pages = new Map<number, ColumnBatch>();
  readonly #asked = new Map<number, AbortController>();

  constructor(options: RowPagesOptions) {
    this.#options = options;
  }

  /** The cell, or undefined while its page is on its way. */
  cell(row: number, column: string): Cell | undefined {
    const batch = this.#pages.get(Math.floor(row / pageRows));
    return batch ? cellOf(batch, row % pageRows, column) : undefined;
  }

  has(row: number): boolean {
    return this.#pages.has(Math.floor(row / pageRows));
  }

  /** Asks for the pages of rows [from, to) and cancels those nobody looks at any more. */
  want(from: number, to: number): void {
    const first = Math.floor(from / pageRows);
    const last = Math.floor(Math.max(from, to - 1) / pageRows);
    for (const [page, abort] of this.#asked) if (page < first || page > last) abort.abort();
    for (let page = first; page <= last; page += 1) {
      const held = this.#pages.get(page);
      if (held) this.#keep(page, held);
      else if (!this.#asked.has(page)) void this.#ask(page);
    }
  }

  close(): void {
    for (const abort of this.#asked.values()) abort.abort();
  }

  async #ask(page: number): Promise<void> {
    const abort = new AbortController();
    this.#asked.set(page, abort);
    const { viewId, columns, onChange, onGone, onFailure } = this.#options;
    const input = { viewId, offset: page * pageRows, limit: pageRows, columns: [...columns] };
    try {
      const onBatch = (batch: ColumnBatch) => this.#keep(page, batch);
      await call('orders.page', input, { signal: abort.signal, onBatch });
      onChange();
    } catch (error) {
      if (abort.signal.aborted) return;
      const { code } = failureOf(error);
      if (code === 'view-gone' || code === 'engine-stopped') onGone();
      else onFailure(error);
    } finally {
      this.#asked.delete(page);
    }
  }

  #keep(page: number, batch: ColumnBatch): void {
    this.#pages.delete(page);
    this.#pages.set(page, batch);
    for (const old of this.#pages.keys()) {
      if (this.#pages.size <= pagesKept) return;
      this.#pages.delete(old);
    }
  }
}

export function cellOf(batch: ColumnBatch, row: number, name: string): Cell | undefined {
  const column = batch.columns[batch.names.indexOf(name)];
  return column && row < batch.rowCount ? valueAt(column, row) : undefined;
}

function valueAt(column: BatchColumn, row: number): Cell | undefined {
  if (column.kind !== 'numbers') return column.values[row];
  const value = column.values[row];
  return value === undefined || Number.isNaN(value) ? null : value;
}
