import type { Handlers } from '../engine-api.ts';
import { bundledLists } from '../model/bundled-lists.ts';
import { deleteList, readLists, renameList, restoreList } from '../store/lists.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { countMatches } from './count-matches.ts';
import { entriesPage } from './entries.ts';

export type ListCalls =
  | 'lists.list'
  | 'lists.bundled'
  | 'lists.matches'
  | 'lists.entries'
  | 'lists.rename'
  | 'lists.delete'
  | 'lists.restore';

/** The calls that look at lists, and those that change what is told of them. */
export function listsHandlers(project: ProjectHandle): Pick<Handlers, ListCalls> {
  return {
    'lists.list': (_input, { signal }) => project.read({ signal }, readLists),
    'lists.bundled': () => Promise.resolve(bundledLists),
    'lists.matches': ({ listId }, { signal }) => project.read({ signal }, (db) => countMatches(project, db, listId)),
    'lists.entries': (input, { signal }) => project.read({ signal }, (db) => entriesPage(db, input)),
    'lists.rename': ({ listId, ...changes }, { signal }) =>
      project.write({ signal }, (db) =>
        renameList(db, listId, {
          ...(changes.names === undefined ? {} : { names: changes.names }),
          ...(changes.purpose === undefined ? {} : { purpose: changes.purpose }),
        }),
      ),
    'lists.delete': async ({ listId }, { signal }) => {
      await project.write({ signal }, (db) => deleteList(db, listId));
      return null;
    },
    'lists.restore': ({ listId }, { signal }) => project.write({ signal }, (db) => restoreList(db, listId)),
  };
}
