import type { Filter } from '../model/filter.ts';
import type { Connection } from './connection.ts';
import type { ProjectHandle } from './project-handle.ts';
import { sql, type Sql } from './sql.ts';

/** Working rows to select from and the condition of a filter over them. */
export interface FilteredRows {
  readonly from: Sql;
  /** TRUE when the filter is empty. */
  readonly where: Sql;
}

/** The working rows with these columns and those the filter reads. Throws 'filter-invalid' or 'rule-invalid'. */
export async function filteredRows(
  project: ProjectHandle,
  db: Connection,
  filter: Filter,
  columns: readonly string[],
): Promise<FilteredRows> {
  if (filter.clauses.length === 0) return { from: await project.rows(db, columns), where: sql`TRUE` };
  const condition = await project.condition(filter);
  const from = await project.rows(db, [...new Set([...columns, ...condition.columns])]);
  return { from, where: condition.where };
}
