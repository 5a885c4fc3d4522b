import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DataCommand, ReadingAsked } from './cli/data-args.ts';
import { UsageError } from './cli/args.ts';
import type { DataTold, OpenOfFile } from './cli/data-summary.ts';
import { filesOf, tablesAt } from './cli-files.ts';
import { presetFor, refuseOthers } from './cli-presets.ts';
import { withSession, type Session, type SessionOptions } from './cli-session.ts';
import type { Staged } from './engine-api.ts';
import { ShinsaError } from './model/failure.ts';
import type { NearPair } from './model/near.ts';
import { isOfKind, mappingSchemas, type MappingKind, type Mappings } from './model/saved-mapping.ts';
import { mappingFile, toldIn } from './mapping-handlers.ts';
import { moveStaged, refuseExisting } from './move-staged.ts';

type Circumstances = Pick<SessionOptions, 'signal' | 'progress' | 'masked' | 'processes'>;
type Ask = Session['ask'];

/** Does what is asked of files beside orders, of imports, of kept mappings and of near matches, and answers what to tell. */
export function dataCommandOf(command: DataCommand, given: Circumstances): Promise<DataTold> {
  return withSession({ ...given, projectPath: command.project, mode: 'open' }, (session) => done(command, session));
}

function done(command: DataCommand, session: Session): Promise<DataTold> {
  switch (command.kind) {
    case 'outcomes':
      return outcomes(command, session);
    case 'lines':
      return lines(command, session);
    case 'events':
      return events(command, session);
    case 'imports':
      return imports(command, session);
    case 'mappings':
      return mappings(command, session);
    case 'near':
      return near(command, session);
  }
}

type Of<K extends DataCommand['kind']> = Extract<DataCommand, { kind: K }>;

/** Conflicts a person is told of, and those that go into JSON. */
const toldConflicts = { text: 20, json: 10_000 } as const;
const pageRows = 100;

async function outcomes(command: Of<'outcomes'>, { ask, grants }: Session): Promise<DataTold> {
  switch (command.action) {
    case 'show':
    case 'add': {
      const added = [];
      if (command.action === 'add') {
        const layout = command.preset === null ? null : presetFor(command.preset, 'outcomes');
        const told = await toldMapping(ask, 'outcomes', command, layout?.columns);
        const mapping = told === undefined ? {} : { mapping: told };
        for (const paths of command.paths.map(tablesAt)) {
          const files = filesOf(paths.map((path) => grants.grant(path)));
          if (layout !== null) await refuseOthers(ask, layout, files, command.file);
          added.push(await ask('import.outcomes', { ...files, ...mapping }));
        }
      }
      const conflicts = command.json ? toldConflicts.json : toldConflicts.text;
      const files = await ask('import.outcomeFiles', {});
      return { kind: 'outcomes', added, files, report: await ask('outcomes.report', { conflicts }) };
    }
    case 'open': {
      const files = await ask('import.outcomeFiles', {});
      const { importId } = command;
      if (importId !== null && !files.some((one) => one.importId === importId))
        throw new ShinsaError('input-invalid', { field: '--import' });
      const told: OpenOfFile[] = [];
      for (const file of files) {
        if (file.importId === undefined || (importId !== null && file.importId !== importId)) continue;
        const rows = await openRows(ask, file.importId);
        if (rows.length > 0) told.push({ importId: file.importId, fileName: file.fileName ?? '', rows });
      }
      return { kind: 'open', files: told };
    }
    case 'resolve': {
      const { importId, line, choice } = command;
      return { kind: 'resolved', report: await ask('import.resolveOutcome', { importId, line, choice }) };
    }
  }
}

async function openRows(ask: Ask, importId: string): Promise<OpenOfFile['rows']> {
  const rows: OpenOfFile['rows'][number][] = [];
  for (;;) {
    const page = await ask('import.openOutcomes', { importId, offset: rows.length, limit: pageRows });
    rows.push(...page.rows);
    if (rows.length >= page.total || page.rows.length === 0) return rows;
  }
}

async function lines(command: Of<'lines'>, { ask, grants }: Session): Promise<DataTold> {
  if (command.action === 'show') return { kind: 'lines', reports: await ask('import.lineFiles', {}) };
  const layout = command.preset === null ? null : presetFor(command.preset, 'lines');
  const told = await toldMapping(ask, 'lines', command);
  const mapping = told === undefined ? {} : { mapping: told };
  const reports = [];
  for (const paths of command.paths.map(tablesAt)) {
    const files = filesOf(paths.map((path) => grants.grant(path)));
    if (layout !== null) await refuseOthers(ask, layout, files, command.file);
    reports.push(await ask('import.lines', { ...files, ...mapping }));
  }
  return { kind: 'lines', reports };
}

async function events(command: Of<'events'>, { ask, grants }: Session): Promise<DataTold> {
  if (command.action === 'show') return { kind: 'events', overview: await ask('import.eventFiles', {}) };
  const layout = command.preset === null ? null : presetFor(command.preset, 'events');
  const told = await toldMapping(ask, 'events', command);
  const kind = command.of ?? told?.kind ?? layout?.kind;
  if (kind === undefined) throw new UsageError('option-missing', '--kind');
  if (layout !== null && layout.kind !== kind) throw new UsageError('options-exclude', '--kind, --preset');
  const files = filesOf(command.paths.flatMap(tablesAt).map((path) => grants.grant(path)));
  if (layout !== null) await refuseOthers(ask, layout, files, command.file);
  const mapping = told === undefined ? {} : { mapping: told };
  return { kind: 'event-file', report: await ask('import.events', { ...files, ...mapping, kind }) };
}

/**
 * The mapping of a file, or one the project keeps under a name, read as told; with neither the columns of a preset. Undefined
 * where nothing was said.
 */
export async function toldMapping<K extends MappingKind>(
  ask: Ask,
  of: K,
  { mapping: path, saved: name, file }: ReadingAsked,
  columns?: Mappings[K]['columns'],
): Promise<Mappings[K] | undefined> {
  const kept = name === null ? undefined : await keptMapping(ask, of, name);
  const told = path === null ? kept : mappingFile(of, path);
  if (columns === undefined && Object.keys(file).length === 0) return told;
  return mappingSchemas[of].parse({ columns: columns ?? {}, ...told, file: { ...told?.file, ...file } });
}

/** A mapping the project keeps for files of that kind; 'mapping-unknown'. */
export async function keptMapping<K extends MappingKind>(ask: Ask, of: K, name: string): Promise<Mappings[K]> {
  const found = (await ask('mappings.list', {})).find((one) => isOfKind(of, one) && one.name === name);
  if (found === undefined) throw new ShinsaError('mapping-unknown', { name });
  return mappingSchemas[of].parse(found.mapping);
}

async function imports(command: Of<'imports'>, session: Session): Promise<DataTold> {
  const { ask } = session;
  switch (command.action) {
    case 'remove':
      await ask('import.remove', { importId: command.importId });
      break;
    case 'rejected':
      return staged(session, command.out, () => ask('import.rejects', { importId: command.importId }));
    case 'unmatched':
      return staged(session, command.out, () => ask('import.unmatched', { importId: command.importId }));
    case 'orphans':
      return staged(session, command.out, () => ask('import.orphanLines', { importId: command.importId }));
    case 'show':
  }
  const { files } = await ask('import.eventFiles', {});
  return {
    kind: 'imports',
    imports: {
      orders: await ask('import.list', {}),
      outcomes: await ask('import.outcomeFiles', {}),
      lines: await ask('import.lineFiles', {}),
      events: files,
    },
  };
}

/** Puts what is staged where a person said; 'out-exists' before it is made. */
async function staged({ engine }: Session, out: string, make: () => Promise<Staged>): Promise<DataTold> {
  await refuseExisting(out);
  const { staged: name, bytes } = await make();
  const from = join(engine.stagingDir, name);
  try {
    await moveStaged(from, out);
  } finally {
    rmSync(from, { force: true });
  }
  return { kind: 'written', path: out, bytes };
}

async function mappings(command: Of<'mappings'>, session: Session): Promise<DataTold> {
  const { ask } = session;
  switch (command.action) {
    case 'show':
      return { kind: 'mappings', mappings: await ask('mappings.list', {}) };
    case 'save': {
      const told = toldIn(command.of, command.file, command.name);
      return { kind: 'mappings', mappings: await ask('mappings.save', { ...told, headers: [] }) };
    }
    case 'rename': {
      const { of, name, to } = command;
      return { kind: 'mappings', mappings: await ask('mappings.rename', { of, name, to }) };
    }
    case 'delete':
      return { kind: 'mappings', mappings: await ask('mappings.delete', { of: command.of, name: command.name }) };
    case 'write': {
      const { of, name, out } = command;
      const found = (await ask('mappings.list', {})).find((one) => one.of === of && one.name === name);
      if (found === undefined) throw new ShinsaError('mapping-unknown', { name });
      const { headers: _headers, savedAt: _at, ...told } = found;
      return staged(session, out, () => ask('mappings.writeFile', told));
    }
  }
}

const pairsAtOnce = 10_000;

async function near(command: Of<'near'>, { ask }: Session): Promise<DataTold> {
  if (command.action === 'decide')
    for (const pair of command.pairs) await ask('identity.decideNear', { pair, choice: command.choice });
  const state = (await ask('identity.near', {})) ?? (await ask('identity.findNear', {}));
  const show = command.action === 'show' ? command.show : command.choice === 'undo' ? 'open' : command.choice;
  const pairs: NearPair[] = [];
  for (;;) {
    const page = await ask('identity.nearPairs', { show, offset: pairs.length, limit: pairsAtOnce });
    pairs.push(...page.rows);
    if (page.rows.length === 0 || pairs.length >= page.total) return { kind: 'near', near: { state, pairs } };
  }
}
