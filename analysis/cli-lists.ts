import type { ListsCommand } from './cli/list-args.ts';
import type { ListsTold } from './cli/list-summary.ts';
import { withSession, type Session, type SessionOptions } from './cli-session.ts';
import { bundledLists } from './model/bundled-lists.ts';
import type { ListEntry } from './model/lists.ts';

type Circumstances = Pick<SessionOptions, 'signal' | 'progress' | 'masked' | 'processes'>;

/** What of a project's lists was asked for, or what became of the one that was changed. */
export async function listsOf(command: ListsCommand, given: Circumstances): Promise<ListsTold> {
  if (command.action === 'bundled') return { kind: 'bundled', bundled: bundledLists };
  return withSession({ ...given, projectPath: command.project, mode: 'open' }, (session) => told(command, session));
}

async function told(command: Exclude<ListsCommand, { action: 'bundled' }>, session: Session): Promise<ListsTold> {
  const { ask, grants } = session;
  switch (command.action) {
    case 'show': {
      const { orders } = await ask('project.info', {});
      const lists = [];
      for (const list of await ask('lists.list', {}))
        lists.push({ list, matches: await ask('lists.matches', { listId: list.id }) });
      return { kind: 'lists', orders, lists };
    }
    case 'add': {
      const { name, match, purpose, id, snapshot, reading } = command;
      const report = await ask('lists.add', {
        ...{ file: grants.grant(command.file), names: { ja: name, en: name }, match, purpose },
        ...(id === null ? {} : { id }),
        ...(snapshot === null ? {} : { snapshotAt: snapshot }),
        ...(Object.keys(reading).length === 0 ? {} : { reading }),
      });
      return { kind: 'report', report };
    }
    case 'add-bundled':
      return { kind: 'report', report: await ask('lists.addBundled', { bundled: command.bundled }) };
    case 'refresh': {
      const { id: listId, snapshot, reading } = command;
      const file = grants.grant(command.file);
      const seen = {
        ...(snapshot === null ? {} : { snapshotAt: snapshot }),
        ...(Object.keys(reading).length === 0 ? {} : { reading }),
      };
      return { kind: 'report', report: await ask('lists.refresh', { listId, file, ...seen }) };
    }
    case 'rename': {
      const { id: listId, name, purpose } = command;
      const changed = {
        ...(name === null ? {} : { names: { ja: name, en: name } }),
        ...(purpose === null ? {} : { purpose }),
      };
      return { kind: 'list', list: await ask('lists.rename', { listId, ...changed }) };
    }
    case 'delete':
      await ask('lists.delete', { listId: command.id });
      return told({ ...command, action: 'show' }, session);
    case 'restore':
      return { kind: 'list', list: await ask('lists.restore', { listId: command.id }) };
    case 'put':
      return { kind: 'report', report: await ask('lists.put', { listId: command.id, values: [...command.values] }) };
    case 'entries': {
      const entries: ListEntry[] = [];
      for (;;) {
        const asked = { listId: command.id, search: command.search, offset: entries.length, limit: 500 };
        const page = await ask('lists.entries', asked);
        entries.push(...page.entries);
        if (page.entries.length === 0 || entries.length >= page.total) return { kind: 'entries', entries };
      }
    }
  }
}
