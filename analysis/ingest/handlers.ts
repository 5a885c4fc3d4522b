import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { CallContext, Handlers } from '../engine-api.ts';
import { isZone } from '../model/zone.ts';
import type { CustomColumn } from '../model/columns.ts';
import type { EventsReport } from '../model/events.ts';
import { ShinsaError } from '../model/failure.ts';
import { asksFirst, type ImportReport, type OutcomesReport, type TriedImport } from '../model/import-report.ts';
import type { LinesReport } from '../model/order-lines.ts';
import type { FileGrants, ProcessStarter } from '../process.ts';
import { eventsOverview } from '../store/events.ts';
import { listLineFiles } from '../store/order-lines.ts';
import { listImports, listOutcomeFiles } from '../store/imports.ts';
import { atOneMoment } from '../store/one-version.ts';
import { matchOutcomes } from '../store/outcome-match.ts';
import type { OpenProject } from '../store/project.ts';
import { touchData } from '../store/settings.ts';
import type { Connection } from '../store/connection.ts';
import { id, literal, sql, type Sql } from '../store/sql.ts';
import { importEvents } from './event-import.ts';
import type { StagedImport } from './import-answers.ts';
import { learnKeys } from './learn-keys.ts';
import { listHandlers, type ListImportCalls } from './list-handlers.ts';
import { keyOrders, loadLines, loadOutcomes, loadStaged, reportOutcomes, type LoadOptions } from './load-staged.ts';
import { stageOrphanLines } from './orphan-lines-csv.ts';
import { storedOutcome } from './outcome-staging.ts';
import { inNameOrder, previewHandlers, type PreviewCalls } from './preview-handlers.ts';
import { rejectedPage } from './rejected-page.ts';
import { stageRejects } from './rejects-csv.ts';
import { stageUnmatched } from './unmatched-csv.ts';
import { importRecorded } from './recorded-import.ts';
import { removeImport } from './remove-import.ts';
import { openOutcomes, resolveOutcome } from './resolve-outcomes.ts';
import { inFolder, inImportProcess } from './run-import.ts';
import { nothingTaken, refuseReadOnly, useUp } from './taken-in.ts';

/** What imports need beside the project. */
export interface IngestOptions {
  readonly processes: ProcessStarter;
  readonly grants: FileGrants;
}

type ImportCall = Extract<keyof Handlers, `import.${string}`> | ListImportCalls | PreviewCalls;
type InputTo<N extends ImportCall> = Parameters<Handlers[N]>[0];

/** The 'import.*' calls over an open project. Imports of one project run one after the other. */
export function ingestHandlers(project: OpenProject, options: IngestOptions): Pick<Handlers, ImportCall> {
  const inTurn = oneAtATime();
  const keyed = async (context: CallContext): Promise<void> => {
    const known = await project.read({ signal: context.signal }, (db) =>
      db.first(sql`SELECT 1 FROM identity_values LIMIT 1`),
    );
    if (known === undefined) await makeKeys(project, options, context);
  };
  return {
    ...listHandlers({ project, ...options, inTurn, keyed }),
    ...previewHandlers(project, options),
    'import.run': async (input, context) =>
      (await inTurn(() => runImport(project, options, input, context, () => false))).report,
    'import.tryRun': (input, context) => inTurn(() => runImport(project, options, input, context, asksFirst)),
    'import.outcomes': (input, context) => inTurn(() => runOutcomes(project, options, input, context)),
    'import.lines': (input, context) => inTurn(() => runLines(project, options, input, context)),
    'import.recorded': (input, context) => inTurn(() => runRecorded(project, options, input, context)),
    'import.lineFiles': (_input, { signal }) => project.read({ signal }, listLineFiles),
    'import.orphanLines': ({ importId }, { signal }) => stageOrphanLines(project, { signal }, importId),
    'import.events': (input, context) => inTurn(() => runEvents(project, options, input, context)),
    'import.eventFiles': (_input, { signal }) =>
      project.read({ signal }, (db) => atOneMoment(db, () => eventsOverview(db))),
    'import.list': (_input, { signal }) => project.read({ signal }, listImports),
    'import.outcomeFiles': async (_input, { signal }) => {
      const { currency } = await project.info();
      return project.read({ signal }, (db) => listOutcomeFiles(db, currency));
    },
    'import.remove': ({ importId }, context) =>
      inTurn(async () => {
        refuseReadOnly(project);
        context.progress({ phase: 'writing', fraction: null });
        await project.write(writing(context), (db) => removeImport(db, importId));
        return null;
      }),
    'import.keys': (_input, context) =>
      inTurn(async () => {
        refuseReadOnly(project);
        await makeKeys(project, options, context);
        return null;
      }),
    'import.openOutcomes': async (page, { signal }) => {
      const info = await project.info();
      return project.read({ signal }, (db) =>
        atOneMoment(db, () => openOutcomes(db, { info, maskKey: project.maskKey }, page)),
      );
    },
    'import.resolveOutcome': (input, context) =>
      inTurn(async () => {
        refuseReadOnly(project);
        const { currency } = await project.info();
        return project.write(writing(context), (db) => resolveOutcome(db, currency, input));
      }),
    'import.unmatched': ({ importId }, { signal }) => stageUnmatched(project, { signal }, importId),
    'import.rejects': ({ importId }, { signal }) => stageRejects(project, { signal }, importId),
    'import.rejectedRows': async (page, { signal }) => {
      const { currency } = await project.info();
      return project.read({ signal }, (db) => atOneMoment(db, () => rejectedPage(db, currency, page)));
    },
  };
}

const makeKeys = (project: OpenProject, options: IngestOptions, context: CallContext): Promise<void> =>
  inFolder(project.stagingPath('keys'), (folder) =>
    project.write(writing(context), (db) => keyOrders(db, learner(project, options, folder, context))),
  );

function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}

async function runImport(
  project: OpenProject,
  { processes, grants }: IngestOptions,
  input: InputTo<'import.run'>,
  context: CallContext,
  asks: (report: ImportReport) => boolean,
): Promise<TriedImport> {
  const { mapping } = input;
  refuseReadOnly(project);
  checkZones(mapping.timezone, mapping.outcomes?.timezone);
  const history = inNameOrder(grants, input.file, input.more);
  const [first, ...others] = input.outcomes ?? [];
  const outcomes = first === undefined ? null : inNameOrder(grants, first, others);
  const customColumns = [...(await project.customColumns())];
  const tried = await inFolder(project.stagingPath('import'), async (folder): Promise<TriedImport> => {
    const existing = await existingRows(project, folder, context);
    const filled = await columnsWithValues(project, customColumns, context);
    const ids = { importId: randomUUID(), outcomesId: randomUUID() };
    const known = { ...existing, customColumns, filled, cardKey: project.cardKey };
    const job = { kind: 'orders' as const, ...ids, history, outcomes, folder, mapping, ...known };
    const learn = learner(project, { processes, grants }, folder, context);
    return inImportProcess<'orders', TriedImport>(processes, job, context, async (staged) =>
      asks(staged.report)
        ? { kind: 'asks', report: staged.report }
        : { kind: 'taken', report: await load(project, input, context, staged, learn) },
    );
  });
  if (tried.kind === 'asks') return tried;
  for (const token of [input.file, ...(input.more ?? []), ...(input.outcomes ?? [])]) useUp(grants, token);
  return tried;
}

/** Finds keys in processes of their own; told as a phase of its own, and then as writing again. */
function learner(
  project: OpenProject,
  { processes }: IngestOptions,
  folder: string,
  context: CallContext,
): LoadOptions['learn'] {
  return async (db, orders, stored) => {
    await learnKeys(db, orders, stored, { processes, folder, cardKey: project.cardKey, watch: context });
    context.progress({ phase: 'writing', fraction: null });
  };
}

/** Takes the staged orders into the project; answers the report that is kept with them. */
async function load(
  project: OpenProject,
  { mapping, target }: InputTo<'import.run'>,
  context: CallContext,
  staged: StagedImport,
  learn: LoadOptions['learn'],
): Promise<ImportReport> {
  const { accepted } = staged.report;
  if (accepted === 0) throw nothingTaken('import-nothing-accepted', staged.report);
  const began = Date.now();
  context.progress({ phase: 'writing', fraction: null, done: 0, total: accepted });
  return project.write(writing(context), (db) =>
    loadStaged(db, {
      staged,
      mapping,
      target: target ?? mapping.target,
      learn,
      finish: (report) => ({
        ...report,
        durationMs: report.durationMs + (Date.now() - began),
        source: { mapping, headers: staged.headers },
      }),
    }),
  );
}

async function runOutcomes(
  project: OpenProject,
  { processes, grants }: IngestOptions,
  { file, more, mapping }: InputTo<'import.outcomes'>,
  context: CallContext,
): Promise<OutcomesReport> {
  refuseReadOnly(project);
  const { timezone, currency, orders } = await project.info();
  if (orders === 0) throw new ShinsaError('project-empty');
  checkZones(timezone, mapping?.timezone);
  const files = inNameOrder(grants, file, more);
  const report = await inFolder(project.stagingPath('outcomes'), async (folder) => {
    const existing = await existingRows(project, folder, context);
    const importId = randomUUID();
    const { cardKey } = project;
    const job = { importId, files, mapping, timezone, currency, ...existing, folder, cardKey };
    return inImportProcess(processes, { kind: 'outcomes' as const, ...job }, context, (staged) =>
      project.write(writing(context), async (db) => {
        await loadOutcomes(db, staged);
        await matchOutcomes(db);
        await touchData(db);
        return reportOutcomes(db, staged, currency);
      }),
    );
  });
  for (const token of [file, ...(more ?? [])]) useUp(grants, token);
  return report;
}

async function runLines(
  project: OpenProject,
  { processes, grants }: IngestOptions,
  { file, more, mapping }: InputTo<'import.lines'>,
  context: CallContext,
): Promise<LinesReport> {
  refuseReadOnly(project);
  const { currency, orders } = await project.info();
  if (orders === 0) throw new ShinsaError('project-empty');
  const files = inNameOrder(grants, file, more);
  const report = await inFolder(project.stagingPath('lines'), async (folder) => {
    const { existing } = await existingRows(project, folder, context);
    const own = {
      importId: randomUUID(),
      files,
      mapping,
      currency,
      existing,
      folder,
      cardKey: project.cardKey,
    };
    return inImportProcess(processes, { kind: 'lines' as const, ...own }, context, (staged) =>
      project.write(writing(context), (db) => loadLines(db, staged)),
    );
  });
  for (const token of [file, ...(more ?? [])]) useUp(grants, token);
  return report;
}

async function runRecorded(
  project: OpenProject,
  { processes, grants }: IngestOptions,
  { file, mapping }: InputTo<'import.recorded'>,
  context: CallContext,
): Promise<ImportReport> {
  refuseReadOnly(project);
  const report = await importRecorded(project, { processes, file: grants.peek(file), mapping }, context);
  useUp(grants, file);
  return report;
}

async function runEvents(
  project: OpenProject,
  options: IngestOptions,
  { file, more, kind, mapping }: InputTo<'import.events'>,
  context: CallContext,
): Promise<EventsReport> {
  const { processes, grants } = options;
  refuseReadOnly(project);
  checkZones(mapping?.timezone);
  const files = inNameOrder(grants, file, more);
  const learn = (folder: string): LoadOptions['learn'] => learner(project, options, folder, context);
  const report = await importEvents(project, { processes, files, kind, mapping, learn }, context);
  for (const token of [file, ...(more ?? [])]) useUp(grants, token);
  return report;
}

const writing = (context: CallContext): { signal: AbortSignal; progress: (fraction: number | null) => void } => ({
  signal: context.signal,
  progress: (fraction) => context.progress({ phase: 'writing', fraction }),
});

function checkZones(...zones: (string | undefined)[]): void {
  for (const timezone of zones)
    if (timezone !== undefined && !isZone(timezone)) throw new ShinsaError('mapping-timezone', { timezone });
}

/** Ids of the kept columns that hold a value in some order: their type is settled. */
async function columnsWithValues(
  project: OpenProject,
  columns: readonly CustomColumn[],
  { signal }: CallContext,
): Promise<string[]> {
  return project.read({ signal }, async (db) => {
    const filled: string[] = [];
    for (const { id: column } of columns) {
      const value = await db.first(sql`SELECT 1 FROM orders WHERE ${id(`custom.${column}`)} IS NOT NULL LIMIT 1`);
      if (value !== undefined) filled.push(column);
    }
    return filled;
  });
}

/** What an import is compared with, staged for its process; null where the project has none. */
async function existingRows(
  project: OpenProject,
  folder: string,
  { signal }: CallContext,
): Promise<{ readonly existing: string | null; readonly existingOutcomes: string | null }> {
  const stage = async (db: Connection, rows: Sql, name: string): Promise<string | null> => {
    if ((await db.first(sql`${rows} LIMIT 1`)) === undefined) return null;
    const path = join(folder, name);
    await db.run(sql`COPY (${rows}) TO ${literal(path)} (FORMAT parquet)`);
    return path;
  };
  return project.read({ signal }, async (db) => ({
    existing: await stage(
      db,
      sql`SELECT event_id, epoch_us(ordered_at) AS at_us, amount, currency FROM orders`,
      'existing.parquet',
    ),
    existingOutcomes: await stage(db, sql`SELECT ${storedOutcome} FROM outcomes`, 'existing-outcomes.parquet'),
  }));
}
