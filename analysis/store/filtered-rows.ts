import type { Filter } from '../model/filter.ts';
import type { ProjectInfo } from '../model/project.ts';
import type { Connection } from './connection.ts';
import { ofOneVersion } from './one-version.ts';
import type { ProjectHandle, WorkingTable } from './project-handle.ts';
import { sql, type Sql } from './sql.ts';

/** Working rows to select from and the condition of a filter over them. */
export interface FilteredRows {
  readonly from: WorkingTable;
  /** TRUE when the filter is empty. */
  readonly where: Sql;
  /** The project as it was when these were its rows, and its only currency or null. */
  readonly info: ProjectInfo;
  readonly singleCurrency: string | null;
}

/** The working rows with these columns and those the filter reads. Throws 'filter-invalid' or 'rule-invalid'. */
export function filteredRows(
  project: ProjectHandle,
  db: Connection,
  filter: Filter,
  columns: readonly string[],
): Promise<FilteredRows> {
  return ofOneVersion(project, async () => {
    const info = await project.info();
    const singleCurrency = await project.singleCurrency();
    const condition = filter.clauses.length === 0 ? everyRow : await project.condition(filter);
    const from = await project.rows(db, [...new Set([...columns, ...condition.columns])]);
    return { from, where: condition.where, info, singleCurrency, dataVersion: from.dataVersion };
  });
}

const everyRow: { readonly where: Sql; readonly columns: readonly string[] } = { where: sql`TRUE`, columns: [] };
