import { lstatSync } from 'node:fs';
import type { CallContext, Handlers } from '../engine-api.ts';
import { ShinsaError } from '../model/failure.ts';
import type { ListEntriesGiven } from '../model/lists.ts';
import type { TakenList } from '../model/package-report.ts';
import type { RuleSet, StoredRuleSet } from '../model/ruleset.ts';
import type { FileGrants, ProcessStarter } from '../process.ts';
import type { Connection } from '../store/connection.ts';
import { checkGranted } from '../store/granted-file.ts';
import { hashOf } from '../store/hash.ts';
import { deleteList } from '../store/lists.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { listRuleSets, saveRuleSet } from '../store/rule-sets.ts';
import { provePackage } from './check-package.ts';
import { differenceParams, disproof } from './engine-proof.ts';
import { askApart } from './engines/ask-apart.ts';
import { watching } from './handlers.ts';
import { listState } from './list-state.ts';
import { openPackage, type ReadPackage } from './read-package.ts';

interface TakingIn {
  readonly grants: FileGrants;
  readonly processes: ProcessStarter;
  /** Makes a list of the project of values with their times. */
  readonly addList: (list: ListEntriesGiven, context: CallContext) => Promise<unknown>;
}

/**
 * Takes a package into the project: its rule set as a new one where it has not the same, and the lists that the project does not have and the package
 * holds the entries of: all of that or nothing. Nothing is taken of a package that is not proven ('package-disproved').
 */
export function takeInHandlers(
  project: ProjectHandle,
  { grants, processes, addList }: TakingIn,
): Pick<Handlers, 'export.takeIn'> {
  return {
    'export.takeIn': async ({ file }, context) => {
      const granted = grants.take(file);
      const kind = lstatSync(granted.path, { throwIfNoEntry: false })?.isDirectory() === false ? 'file' : 'folder';
      await checkGranted(granted, kind);
      const read = await openPackage(granted.path);
      const failed = disproof((await provePackage(read, watching(context, askApart(processes)))).engines);
      await checkGranted(granted, kind);
      if (failed !== null) throw new ShinsaError('package-disproved', differenceParams(failed));
      const added: string[] = [];
      try {
        const lists = await takenLists(project, read, addList, context, added);
        const ruleSet = await project.write(
          { signal: context.signal },
          async (db) => (await savedAlready(db, read.ruleSet)) ?? saveRuleSet(db, read.ruleSet),
        );
        return { ruleSet, lists };
      } catch (error) {
        // A package comes as a whole or not at all.
        if (added.length > 0)
          await project.write({}, async (db) => {
            for (const id of added) await deleteList(db, id);
          });
        throw error;
      }
    },
  };
}

/** Adds the lists that the project has not, and names them in `added` as they are. */
async function takenLists(
  project: ProjectHandle,
  { ruleSet, lists: file }: ReadPackage,
  addList: TakingIn['addList'],
  context: CallContext,
  added: string[],
): Promise<TakenList[]> {
  const lists: TakenList[] = [];
  for (const list of ruleSet.lists ?? []) {
    const { entries = null, purpose } = file?.lists.find(({ id }) => id === list.id) ?? {};
    const state = await listState(project, list, entries !== null);
    if (state === 'added' && entries !== null) {
      const { id, names, match, snapshotAt } = list;
      // Keys are made anew, by the project's own rules.
      const own = entries.map(({ key: _key, ...entry }) => entry);
      await addList(
        {
          ...{ id, names, match, entries: own },
          ...(purpose === undefined ? {} : { purpose }),
          ...(snapshotAt === null ? {} : { snapshotAt }),
        },
        context,
      );
      added.push(id);
    }
    lists.push({ id: list.id, names: list.names, state });
  }
  return lists;
}

/** The same rule set where the project has it: taking a package in twice makes no second one. */
async function savedAlready(db: Connection, ruleSet: RuleSet): Promise<StoredRuleSet | undefined> {
  const hash = hashOf(ruleSet);
  return (await listRuleSets(db)).find((saved) => saved.hash === hash);
}
