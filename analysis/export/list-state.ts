import type { TakenList } from '../model/package-report.ts';
import type { RuleSetList } from '../model/ruleset.ts';
import { hashOf } from '../store/hash.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { shippedEntries } from './used-lists.ts';

/** What becomes of a list: added where the project has none of its id. */
export async function listState(
  project: ProjectHandle,
  list: RuleSetList,
  given: boolean,
): Promise<TakenList['state']> {
  const own = (await project.info()).lists.find(({ id }) => id === list.id);
  if (own === undefined) return given ? 'added' : 'not-given';
  const { entries } = await project.read({}, (db) => shippedEntries(db, own));
  return own.match === list.match && hashOf(entries) === list.contentHash ? 'same' : 'differs';
}
