import type { ListsCommand } from './cli/list-args.ts';
import type { ListsTold } from './cli/list-summary.ts';
import { withSession, type Session, type SessionOptions } from './cli-session.ts';
import { bundledLists } from './model/bundled-lists.ts';

type Circumstances = Pick<SessionOptions, 'signal' | 'progress' | 'masked' | 'processes'>;

/** What of a project's lists was asked for, or what became of the one that was changed. */
export async function listsOf(command: ListsCommand, given: Circumstances): Promise<ListsTold> {
  if (command.action === 'bundled') return { kind: 'bundled', bundled: bundledLists };
  return withSession({ ...given, projectPath: command.project, mode: 'open' }, (session) => told(command, session));
}

async function told(
  command: Exclude<ListsCommand, { action: 'bundled' }>,
  { ask, grants }: Session,
): Promise<ListsTold> {
  switch (command.action) {
    case 'show': {
      const { orders } = await ask('project.info', {});
      const lists = [];
      for (const list of await ask('lists.list', {}))
        lists.push({ list, matches: await ask('lists.matches', { listId: list.id }) });
      return { kind: 'lists', orders, lists };
    }
    case 'add': {
      const { name, match, purpose, id, snapshot } = command;
      const report = await ask('lists.add', {
        ...{ file: grants.grant(command.file), names: { ja: name, en: name }, match, purpose },
        ...(id === null ? {} : { id }),
        ...(snapshot === null ? {} : { snapshotAt: snapshot }),
      });
      return { kind: 'report', report };
    }
    case 'add-bundled':
      return { kind: 'report', report: await ask('lists.addBundled', { bundled: command.bundled }) };
    case 'refresh': {
      const { id: listId, snapshot } = command;
      const file = grants.grant(command.file);
      const seen = snapshot === null ? {} : { snapshotAt: snapshot };
      return { kind: 'report', report: await ask('lists.refresh', { listId, file, ...seen }) };
    }
  }
}
