import type { RuleSetHere } from '../model/package-report.ts';
import type { Connection } from '../store/connection.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { withOwnValues } from './conform/own-values.ts';
import type { PublicDomains } from './kept-domains.ts';
import { listState } from './list-state.ts';
import { contentOf } from './package-content.ts';
import type { ReadPackage } from './read-package.ts';

/** A package's rule set as the project decides by it; the lists that its rules ask are the project's own, as they are now. */
export async function ruleSetHere(
  project: ProjectHandle,
  db: Connection,
  read: ReadPackage,
  publicDomains: PublicDomains,
): Promise<RuleSetHere> {
  const { ruleSet, hidden } = await withOwnValues(project, db, contentOf(read), publicDomains);
  const otherLists: string[] = [];
  for (const list of ruleSet.lists ?? [])
    if ((await listState(project, list, false)) !== 'same') otherLists.push(list.id);
  return { ruleSet, standIns: hidden, otherLists };
}
