import { failureOf, ShinsaError } from '../model/failure.ts';
import type { Filter } from '../model/filter.ts';
import type { ProjectColumn } from '../model/columns.ts';
import type { Connection } from '../store/connection.ts';
import { filteredRows } from '../store/filtered-rows.ts';
import { amountIn, exactSum } from '../store/money.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { id, sql, type Sql } from '../store/sql.ts';

/** Column to sort by (NULL last in both directions) and its direction; ties are in `seq` order. */
export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

export interface OpenedView {
  readonly viewId: string;
  readonly count: number;
  readonly amount: number;
}

/** A sorted view and what it was made of. */
export interface View {
  readonly table: Sql;
  readonly count: number;
  readonly dataVersion: string;
  readonly revision: number;
}

interface Held extends View {
  /** Jobs reading it; a view that is no longer kept loses its table when the last one ends. */
  readers: number;
}

/** Columns of the working rows that a view can be sorted by or show, beside the project's own. */
export const derivedColumns: readonly string[] = [
  'seq',
  'state',
  'early_bad',
  'refused',
  'bill_open',
  'mature',
  'week',
  'hour',
];

const kept = 8;

/**
 * Sorted views of filtered orders: positions and order numbers in the working database, so that a page is found by
 * position without sorting again. The eight last used are kept; a view ends when the data change.
 */
export class OrderViews {
  readonly #project: ProjectHandle;
  readonly #views = new Map<string, Held>();
  #opened = 0;

  constructor(project: ProjectHandle) {
    this.#project = project;
  }

  /** Sorts the orders of a filter. Throws 'input-invalid' for a sort column the project does not have. */
  async open(db: Connection, filter: Filter, sort: Sort): Promise<OpenedView> {
    checkColumns(await this.#project.columns(), [sort.column]);
    this.#opened += 1;
    const viewId = `view_${this.#opened}`;
    const table = id('work', viewId);
    const { from, where, info, singleCurrency } = await filteredRows(this.#project, db, filter, [sort.column]);
    const amount = amountIn(info.currency, singleCurrency);
    const total = await db.first(sql`SELECT count(*) AS orders, sum(${amount}) AS amount FROM ${from} WHERE ${where}`);
    await db.run(sql`
      CREATE OR REPLACE TABLE ${table} AS
      SELECT row_number() OVER (ORDER BY ${order(sort)}) - 1 AS position, seq FROM ${from} WHERE ${where}
      ORDER BY position`);
    const count = Number(total?.['orders'] ?? 0);
    const { dataVersion, revision } = from;
    this.#views.set(viewId, { table, count, dataVersion, revision, readers: 0 });
    for (const oldest of [...this.#views.keys()].slice(0, -kept)) await this.drop(oldest);
    return { viewId, count, amount: exactSum(total?.['amount']) };
  }

  /**
   * Reads the view of that id, now the last used; its table stays until `work` ends. Throws 'view-gone' when it was
   * dropped or the data have changed.
   */
  async reading<T>(viewId: string, work: (view: View) => Promise<T>): Promise<T> {
    const { dataVersion } = await this.#project.info();
    const view = this.#views.get(viewId);
    if (view === undefined || view.dataVersion !== dataVersion) throw new ShinsaError('view-gone');
    this.#views.delete(viewId);
    this.#views.set(viewId, view);
    view.readers += 1;
    try {
      return await work(view);
    } finally {
      view.readers -= 1;
      if (this.#views.get(viewId) !== view) await this.#dropTable(view);
    }
  }

  /** Forgets the view; its table goes when nobody reads it any more. */
  async drop(viewId: string): Promise<void> {
    const view = this.#views.get(viewId);
    this.#views.delete(viewId);
    if (view !== undefined) await this.#dropTable(view);
  }

  /** A job of its own: one that was cancelled must not leave a table that nobody knows. */
  async #dropTable({ table, readers }: Held): Promise<void> {
    if (readers > 0) return;
    // A project that is closing takes its views with it.
    await this.#project.read({}, (db) => db.run(sql`DROP TABLE IF EXISTS ${table}`)).catch(ifStopped);
  }
}

function ifStopped(error: unknown): void {
  if (failureOf(error).code !== 'engine-stopped') throw error;
}

/** `seq` is the order of time and id, so that sorting by time needs no comparison of times. */
function order({ column, descending }: Sort): Sql {
  const key = id(column === 'ordered_at' ? 'seq' : column);
  return descending ? sql`${key} DESC NULLS LAST, seq` : sql`${key} ASC NULLS LAST, seq`;
}

/** Throws 'input-invalid' naming the first column that is neither the project's nor derived. */
export function checkColumns(columns: readonly ProjectColumn[], names: readonly string[]): void {
  const known = new Set([...columns.map(({ name }) => name), ...derivedColumns]);
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) throw new ShinsaError('input-invalid', {}, { place: { field: unknown } });
}
