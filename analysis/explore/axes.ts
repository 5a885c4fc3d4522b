import { everything, type Filter } from '../model/filter.ts';
import type { Connection } from '../store/connection.ts';
import { filteredRows } from '../store/filtered-rows.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { numericEdges, type NumericColumn } from './numeric-profile.ts';

/**
 * Axes of numeric charts. They are chosen over all orders and stay while other columns are filtered, so that charts can
 * be compared; a filter on the column itself, as a click on a bin makes, gives a finer axis within it.
 */
export class Axes {
  readonly #project: ProjectHandle;
  readonly #known = new Map<string, readonly number[]>();
  #dataVersion = '';

  constructor(project: ProjectHandle) {
    this.#project = project;
  }

  async of(db: Connection, column: NumericColumn, filter: Filter, dataVersion: string): Promise<readonly number[]> {
    const own = filter.clauses.filter((clause) => 'column' in clause && clause.column === column.name);
    if (own.length > 0) return this.#chosen(db, column, { clauses: own });
    if (this.#dataVersion !== dataVersion) this.#known.clear();
    this.#dataVersion = dataVersion;
    const known = this.#known.get(column.name);
    if (known !== undefined) return known;
    const edges = await this.#chosen(db, column, everything);
    if (this.#dataVersion === dataVersion) this.#known.set(column.name, edges);
    return edges;
  }

  async #chosen(db: Connection, column: NumericColumn, filter: Filter): Promise<readonly number[]> {
    return numericEdges(db, await filteredRows(this.#project, db, filter, [column.name]), column);
  }
}
