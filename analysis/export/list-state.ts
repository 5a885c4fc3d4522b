import type { TakenList } from '../model/package-report.ts';
import type { RuleSetList } from '../model/ruleset.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { isHashOf, shippedEntries } from './used-lists.ts';

/**
 * What becomes of a list: added where the project has none of its id. One whose entries were withheld is known as the same only by
 * the project that the package is from.
 */
export async function listState(
  project: ProjectHandle,
  list: RuleSetList,
  given: boolean,
): Promise<TakenList['state']> {
  const own = (await project.info()).lists.find(({ id }) => id === list.id);
  if (own === undefined) return given ? 'added' : 'not-given';
  const { entries } = await project.read({}, (db) => shippedEntries(db, own));
  const same = own.match === list.match && isHashOf(list.contentHash, entries, project.surrogateKey);
  return same ? 'same' : 'differs';
}
