import { everything, type Filter } from '../model/filter.ts';
import type { Connection } from '../store/connection.ts';
import { filteredRows } from '../store/filtered-rows.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { numericEdges, type Axis, type NumericColumn } from './numeric-profile.ts';

/**
 * Axes of numeric charts. They are chosen over all orders and stay while other columns are filtered, so that charts can
 * be compared; a filter on the column itself, as a click on a bin makes, gives a finer axis within it.
 */
export class Axes {
  readonly #known = new Map<string, readonly number[]>();
  /** What the known axes were chosen over. */
  #dataVersion = '';

  async of(project: ProjectHandle, db: Connection, column: NumericColumn, filter: Filter): Promise<Axis> {
    const own = filter.clauses.filter((clause) => 'column' in clause && clause.column === column.name);
    const chosenOver = own.length === 0 ? everything : { clauses: own };
    const rows = await filteredRows(project, db, chosenOver, [column.name]);
    if (own.length > 0) return { edges: await numericEdges(db, rows, column), lasting: false };
    if (this.#dataVersion !== rows.from.dataVersion) this.#known.clear();
    this.#dataVersion = rows.from.dataVersion;
    const known = this.#known.get(column.name);
    if (known !== undefined) return { edges: known, lasting: true };
    const edges = await numericEdges(db, rows, column);
    if (this.#dataVersion === rows.from.dataVersion) this.#known.set(column.name, edges);
    return { edges, lasting: true };
  }
}
