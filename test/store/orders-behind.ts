import type { Clause } from '../../analysis/model/filter.ts';
import { filteredRows } from '../../analysis/store/filtered-rows.ts';
import type { ProjectHandle } from '../../analysis/store/project-handle.ts';
import { sql } from '../../analysis/store/sql.ts';

/** The ids of the orders that a filter opens, in time order. */
export function ordersBehind(project: ProjectHandle, ...clauses: Clause[]): Promise<readonly string[]> {
  return project.read({}, async (db) => {
    const { from, where } = await filteredRows(project, db, { clauses }, ['event_id']);
    return (await db.rows(sql`SELECT event_id FROM ${from} WHERE ${where} ORDER BY seq`)).map((row) =>
      String(row['event_id']),
    );
  });
}
