import type { ProjectColumn } from '../model/columns.ts';
import { keyPlace, type ListMatchCount, type ListTime, type ProjectList } from '../model/lists.ts';
import type { Connection } from '../store/connection.ts';
import { listedOrders } from '../store/list-membership.ts';
import { getList } from '../store/lists.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { sql } from '../store/sql.ts';

/**
 * For each field that can be looked up on a list, how many orders have a value that was on it at the order, and how
 * many have one that is on it today. Of fields that only fit because any text does, those with a hit are told.
 */
export async function countMatches(
  project: ProjectHandle,
  db: Connection,
  listId: string,
): Promise<readonly ListMatchCount[]> {
  const list = await getList(db, listId);
  const counts: ListMatchCount[] = [];
  for (const { name } of (await project.columns()).filter((column) => isAsked(column, list))) {
    const count = async (when: ListTime): Promise<number> => {
      const asked = { listId, match: list.match, column: name, when };
      return Number((await db.first(sql`SELECT count(*) AS n FROM (${listedOrders(asked)})`))?.['n']);
    };
    counts.push({ column: name, asOf: await count('order'), today: await count('today') });
  }
  return counts.filter(({ column, asOf, today }) => asOf + today > 0 || !fitsAnyText(column, list));
}

const fitsAnyText = (column: string, { match }: ProjectList): boolean =>
  match === 'exact' || (match === 'domain' && column !== 'email');

/** A field that holds values and may be read in rules; a key beside its own column says the same twice. */
function isAsked({ name, type, present, knownAt }: ProjectColumn, { match }: ProjectList): boolean {
  if (type !== 'text' || !present || knownAt !== 'screening' || name.endsWith('_key')) return false;
  if (match === 'domain') return name === 'email' || name.startsWith('custom.');
  return keyPlace(match, name) !== null;
}
