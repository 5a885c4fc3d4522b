import { basename } from 'node:path';
import type { CallContext, Handlers } from '../engine-api.ts';
import { bundledLists } from '../model/bundled-lists.ts';
import type { FileReading } from '../model/mapping-source.ts';
import { ShinsaError } from '../model/failure.ts';
import {
  listIdFor,
  wholeValue,
  type ListDefinition,
  type ListEntriesGiven,
  type ListMatch,
  type ListReport,
} from '../model/lists.ts';
import type { FileGrants, GrantedFile, ProcessStarter } from '../process.ts';
import type { Connection } from '../store/connection.ts';
import {
  addEntries,
  createList,
  getList,
  definitionOf,
  readLists,
  refreshList,
  type StagedEntries,
} from '../store/lists.ts';
import type { OpenProject } from '../store/project.ts';
import { inFolder, inImportProcess } from './run-import.ts';
import { nothingTaken, refuseReadOnly, useUp } from './taken-in.ts';
import { entriesFile, valuesFile } from './values-file.ts';

export type ListImportCalls = 'lists.add' | 'lists.addEntries' | 'lists.refresh' | 'lists.addBundled' | 'lists.put';

/** What stands behind the calls that read values of lists. */
export interface ListImports {
  readonly project: OpenProject;
  readonly processes: ProcessStarter;
  readonly grants: FileGrants;
  /** One after the other, with the imports of the project. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  /** Makes the keys of orders where the project has none yet. */
  readonly keyed: (context: CallContext) => Promise<void>;
}

type Taken = Pick<ListReport, 'list' | 'added' | 'kept' | 'removed'>;

/** The calls that bring values onto lists: from files, from packages, by hand. */
export function listHandlers(imports: ListImports): Pick<Handlers, ListImportCalls> {
  const { project, grants, inTurn } = imports;
  return {
    'lists.add': ({ file, id, names, purpose, match, snapshotAt, reading }, context) =>
      inTurn(async () => {
        const granted = grants.peek(file);
        const fileName = basename(granted.path);
        const report = await taken(imports, { file: granted, match, reading }, context, async (db, staged) => {
          const ids = new Set((await readLists(db)).map((list) => list.id));
          const definition: ListDefinition = {
            ...{ id: id ?? listIdFor(names.en, ids), names, purpose, match },
            source: { kind: 'own', fileName },
            snapshotAt: snapshotAt ?? (await dayOf(project, granted.mtimeMs)),
          };
          return createList(db, definition, staged);
        });
        useUp(grants, file);
        return report;
      }),
    'lists.addEntries': ({ id, names, purpose = 'other', match, snapshotAt, entries }, context) =>
      inTurn(() =>
        taken(imports, { entries, match }, context, async (db, staged) =>
          createList(
            db,
            {
              ...{ id, names, purpose, match },
              source: { kind: 'own', fileName: 'lists.json' },
              snapshotAt: snapshotAt ?? (await dayOf(project, Date.now())),
            },
            staged,
          ),
        ),
      ),
    'lists.refresh': ({ listId, file, snapshotAt, reading }, context) =>
      inTurn(async () => {
        const granted = grants.peek(file);
        const list = await listOf(project, listId, context);
        const day = snapshotAt ?? (await dayOf(project, granted.mtimeMs));
        const fileName = basename(granted.path);
        // A list of a package stays one: whose work it is, and under which licence, is true of a newer file of it too.
        const source: ListDefinition['source'] =
          list.source.kind === 'own' ? { kind: 'own', fileName } : { ...list.source, fileName };
        const { timezone } = await project.info();
        const report = await taken(imports, { file: granted, match: list.match, reading }, context, (db, staged) =>
          refreshList(db, { ...definitionOf(list), source, snapshotAt: day }, staged, timezone),
        );
        useUp(grants, file);
        return report;
      }),
    'lists.addBundled': ({ bundled }, context) => inTurn(() => addBundled(imports, bundled, context)),
    'lists.put': ({ listId, ...put }, context) =>
      inTurn(async () => {
        const { match } = await listOf(project, listId, context);
        const values = 'values' in put ? put.values : [wholeValue(put.picked.column, put.picked.parts)];
        return taken(imports, { values, match }, context, (db, staged) => addEntries(db, listId, staged));
      }),
  };
}

/** Adds the list a package holds, or brings it to the version that comes with the program. */
async function addBundled(imports: ListImports, bundled: string, context: CallContext): Promise<ListReport> {
  const { project } = imports;
  const offered = bundledLists.find(({ id }) => id === bundled);
  if (offered === undefined) throw new ShinsaError('list-not-found', { list: bundled });
  const { id, names, purpose, match, snapshotAt, version, licence } = offered;
  const { lists, timezone } = await project.info();
  const before = lists.find(({ source }) => source.kind === 'bundled' && source.bundled === id);
  const source = { kind: 'bundled' as const, bundled: id, package: offered.package, version, licence };
  return taken(imports, { bundled, match }, context, (db, staged) =>
    before === undefined
      ? createList(
          db,
          { id: listIdFor(id, new Set(lists.map((list) => list.id))), names, purpose, match, source, snapshotAt },
          staged,
        )
      : refreshList(db, { ...definitionOf(before), source, snapshotAt }, staged, timezone),
  );
}

const listOf = (project: OpenProject, listId: string, { signal }: CallContext): Promise<ListDefinition> =>
  project.read({ signal }, (db) => getList(db, listId));

/** The day of an instant in the project's zone. */
async function dayOf(project: OpenProject, epochMs: number): Promise<string> {
  const { timezone } = await project.info();
  return new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short' }).format(epochMs);
}

type Wanted = { readonly match: ListMatch } & (
  | { readonly file: GrantedFile; readonly reading: FileReading | undefined }
  | { readonly bundled: string }
  | { readonly values: readonly string[] }
  | Pick<ListEntriesGiven, 'entries'>
);

/** Reads values in a process of their own and does with them what is wanted, in one write job. */
async function taken(
  { project, processes, keyed }: ListImports,
  wanted: Wanted,
  context: CallContext,
  write: (db: Connection, staged: StagedEntries) => Promise<Taken>,
): Promise<ListReport> {
  refuseReadOnly(project);
  const { timezone } = await project.info();
  const { match } = wanted;
  if (match !== 'exact' && match !== 'domain') await keyed(context);
  return inFolder(project.stagingPath('list'), async (folder) => {
    const { cardKey } = project;
    const file = fileOf(wanted, folder);
    const bundled = 'bundled' in wanted ? wanted.bundled : null;
    const told = 'reading' in wanted && wanted.reading !== undefined ? { reading: wanted.reading } : {};
    const job = { kind: 'list' as const, file, bundled, match, ...told, timezone, folder, cardKey };
    return inImportProcess(processes, job, context, async (staged) => {
      if (staged.accepted === 0) throw nothingTaken('list-nothing-read', staged);
      context.progress({ phase: 'writing', fraction: null });
      const done = await project.write({ signal: context.signal }, (db) => write(db, staged));
      const { read, accepted, rejected, rejects, rejectSample } = staged;
      return { ...done, read, accepted, rejected, rejects, rejectSample };
    });
  });
}

/** The file to be read; null for a list that comes with the program. */
function fileOf(wanted: Wanted, folder: string): GrantedFile | null {
  if ('file' in wanted) return wanted.file;
  const path = `${folder}/values.csv`;
  if ('values' in wanted) return valuesFile(path, wanted.values);
  return 'entries' in wanted ? entriesFile(path, wanted.entries) : null;
}
