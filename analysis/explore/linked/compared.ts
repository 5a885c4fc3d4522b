import type { Compared, ComparedSide, ComparedView, CompareAsked } from '../../model/compare.ts';
import { ShinsaError } from '../../model/failure.ts';
import type { Filter } from '../../model/filter.ts';
import { outcomeStates } from '../../model/target.ts';
import type { Connection } from '../../store/connection.ts';
import { filteredRows } from '../../store/filtered-rows.ts';
import { judgedProject } from '../../store/judged-views.ts';
import type { ProjectHandle } from '../../store/project-handle.ts';
import { sql } from '../../store/sql.ts';
import { overview } from '../overview.ts';

/** Both sides as a whole beside their views. 'view-gone' where orders changed between them. */
export async function compared(
  given: ProjectHandle,
  db: Connection,
  { a, b, judged }: CompareAsked,
  viewsOf: () => Promise<readonly ComparedView[]>,
): Promise<Compared> {
  const project = await db.unlessCancelled(judgedProject(given, judged));
  const views = await viewsOf();
  const sides = { a: await sideOf(project, db, a), b: await sideOf(project, db, b) };
  for (const view of views) if (!isOf(view, sides)) throw new ShinsaError('view-gone');
  const { from, where } = await filteredRows(project, db, { clauses: [...a.clauses, ...b.clauses] }, []);
  const found = await db.first(sql`SELECT count(*) AS n FROM ${from} WHERE ${where}`);
  return { views, ...sides, both: Number(found?.['n']) };
}

async function sideOf(project: ProjectHandle, db: Connection, filter: Filter): Promise<ComparedSide> {
  const { weekly: _, ...side } = await overview(project, db, filter);
  return side;
}

/** Every order of a side is in one bin. */
const isOf = (view: ComparedView, sides: Pick<Compared, 'a' | 'b'>): boolean =>
  (['a', 'b'] as const).every((side) =>
    outcomeStates.every((state, at) => {
      const own = view[side].orders.reduce(
        (sum, orders, place) => sum + (place % outcomeStates.length === at ? orders : 0),
        0,
      );
      return own === sides[side].states[state].orders;
    }),
  );
