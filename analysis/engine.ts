import { existsSync } from 'node:fs';
import { backtestHandlers, reviewSampleHandlers, testedOrders } from './backtest/index.ts';
import { calls, type CallContext, type CallName, type Handlers, type InputOf, type OutputOf } from './engine-api.ts';
import { discoverHandlers } from './discover/index.ts';
import { exploreHandlers } from './explore/index.ts';
import { conformHandlers } from './export/conform/index.ts';
import { exportHandlers } from './export/handlers.ts';
import { takeInHandlers } from './export/take-in.ts';
import { featureMaker, featuresHandlers } from './features/index.ts';
import { listsHandlers } from './lists/handlers.ts';
import { identityHandlers } from './identity/handlers.ts';
import { profileKey } from './identity/near/profile-key.ts';
import { cellsReader } from './ingest/cells-reader.ts';
import { ingestHandlers } from './ingest/handlers.ts';
import type { ColumnBatch } from './model/column-batch.ts';
import { failureOf, type Failure, type Result } from './model/failure.ts';
import { maturityHandlers } from './maturity/handlers.ts';
import { firstIssue } from './model/json-file.ts';
import type { PersonalClass } from './model/personal-roles.ts';
import { outcomesHandlers } from './outcomes/index.ts';
import { recordedTable } from './recorded-table.ts';
import type { FileGrants, ProcessStarter } from './process.ts';
import { livingProject } from './living-project.ts';
import { personalHandlers } from './personal/handlers.ts';
import type { Identities } from './personal/subject.ts';
import { mappingHandlers } from './mapping-handlers.ts';
import { projectHandlers } from './project-handlers.ts';
import { findingHandlers } from './finding-handlers.ts';
import { scorecardHandlers } from './scorecard/index.ts';
import { segmentHandlers } from './segment-handlers.ts';
import { sqlHandlers } from './console/handlers.ts';
import { qualityHandlers } from './quality/index.ts';
import { isOutOfSpace } from './store/duckdb-failure.ts';
import { createProject, openProject, type OpenOptions } from './store/open-project.ts';
import type { OpenProject } from './store/project.ts';

export { serveEngine, type EnginePort } from './serve-engine.ts';

export interface EngineOptions {
  readonly projectPath: string;
  /** `open` fails with 'project-not-found', `create` with 'project-exists'. */
  readonly mode: 'open' | 'create' | 'open-or-create';
  readonly processes: ProcessStarter;
  readonly grants: FileGrants;
  readonly cacheDir?: string;
  /** Asked at every call: the classes of personal data that whoever calls must not see. Absent: none. */
  readonly masked?: () => readonly PersonalClass[];
  /** Told when the project's file was put in the place of another: staged files are in this folder from then on. */
  readonly onRenewed?: (stagingDir: string) => void;
  readonly limits?: OpenOptions['limits'];
  /** See OpenOptions. */
  readonly asOf?: string;
}

/** What a caller may give beside the input; what is absent is neither cancelled nor told. */
export type CallOptions = Partial<CallContext>;

/** The engine over one open project. Nothing it answers is thrown. */
export interface Engine {
  /** Folder of finished files; staged names are file names in it. */
  readonly stagingDir: string;
  /** True when this engine made the project file. */
  readonly created: boolean;
  readonly call: <N extends CallName>(
    name: N,
    input: InputOf<N>,
    options?: CallOptions,
  ) => Promise<Result<OutputOf<N>>>;
  /** The same for input nobody has checked yet: 'input-invalid' with the path of the first thing wrong. */
  readonly answer: (name: CallName, input: unknown, options?: CallOptions) => Promise<Result<unknown>>;
  /** Cancels what runs, waits for its end and closes the project file. */
  readonly close: () => Promise<void>;
}

/** Opens the project and answers calls on it. Throws what `openProject` and `createProject` throw. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { project, created } = await openOrCreate(options);
  const closing = new AbortController();
  let { stagingDir } = project;
  const living = livingProject(project, {
    open: openOptionsOf(options),
    handlers: (own, renew) => handlersOver(own, options, renew),
    onRenewed: (own) => {
      ({ stagingDir } = own);
      options.onRenewed?.(own.stagingDir);
    },
  });
  const masked = options.masked ?? unmasked;
  let lastMasked = '';

  const answer: Engine['answer'] = async (name, input, given = {}) => {
    const read = calls[name].input.safeParse(input);
    if (!read.success) return { ok: false, failure: inputFailure(name, firstIssue(read.error)) };
    const signal = given.signal === undefined ? closing.signal : AbortSignal.any([closing.signal, given.signal]);
    const emit = given.emit ?? ignore;
    try {
      const { handlers, guard, onMasks } = await living.now();
      // The input was checked with this call's own schema a few lines above.
      const handler = handlers[name] as (input: unknown, context: CallContext) => Promise<OutputOf<CallName>>;
      if (signal.aborted) return cancelled;
      const classes = masked();
      if (lastMasked !== classes.join()) onMasks();
      lastMasked = classes.join();
      const hide = classes.length > 0;
      const own = guard.of(classes);
      const blot = hide && given.emit !== undefined ? await own.batches() : undefined;
      const context = {
        signal,
        progress: given.progress ?? ignore,
        emit: blot === undefined ? emit : (batch: ColumnBatch): void | Promise<void> => emit(blot(batch)),
      };
      const value = await handler(hide ? await own.incoming(name, read.data) : read.data, context);
      return { ok: true, value: hide ? await (await living.now()).guard.of(classes).outgoing(name, value) : value };
    } catch (error) {
      return { ok: false, failure: explained(error, signal) };
    }
  };

  return {
    get stagingDir() {
      return stagingDir;
    },
    created,
    answer,
    call: async <N extends CallName>(name: N, input: InputOf<N>, given?: CallOptions) =>
      // Handlers of this name answer with this name's output.
      (await answer(name, input, given)) as Result<OutputOf<N>>,
    close: async () => {
      closing.abort();
      await living.close();
    },
  };
}

async function openOrCreate(options: EngineOptions): Promise<{ project: OpenProject; created: boolean }> {
  const { projectPath, mode } = options;
  const given = openOptionsOf(options);
  const create = mode === 'create' || (mode === 'open-or-create' && !existsSync(projectPath));
  const project = create ? await createProject(projectPath, given) : await openProject(projectPath, given);
  return { project, created: create };
}

const openOptionsOf = ({ cacheDir, limits, asOf }: EngineOptions): OpenOptions => ({
  features: featureMaker(),
  ...(cacheDir === undefined ? {} : { cacheDir }),
  ...(limits === undefined ? {} : { limits }),
  ...(asOf === undefined ? {} : { asOf }),
});

function handlersOver(
  project: OpenProject,
  { grants, processes, masked = unmasked }: EngineOptions,
  renew: () => Promise<OpenProject>,
): { readonly handlers: Handlers; readonly onMasks: () => void } {
  const sql = sqlHandlers(project, { processes, masked });
  const ingest = ingestHandlers(project, { grants, processes });
  const handlers: Handlers = {
    ...projectHandlers(project, grants),
    ...mappingHandlers(project, grants),
    ...segmentHandlers(project),
    ...findingHandlers(project, masked),
    ...ingest,
    ...exploreHandlers(project),
    ...discoverHandlers(project),
    ...identityHandlers(project),
    ...listsHandlers(project),
    ...outcomesHandlers(project),
    ...qualityHandlers(project),
    ...maturityHandlers(project),
    ...backtestHandlers(project),
    ...reviewSampleHandlers(project, cellsReader(project, { grants, processes })),
    ...featuresHandlers(project),
    ...scorecardHandlers(project),
    ...exportHandlers(project, { grants, processes, tested: testedOrders(project), publicDomains }),
    ...takeInHandlers(project, { grants, processes, addList: ingest['lists.addEntries'] }),
    ...conformHandlers(project, { grants, publicDomains, table: (file) => recordedTable(file, project.cardKey) }),
    ...personalHandlers(project, { identities, renew }),
    ...sql.handlers,
  };
  return { handlers, onMasks: sql.forget };
}

const unmasked = (): readonly PersonalClass[] => [];

const publicDomains = async () => (await import('./identity/index.ts')).isPublicDomain;

const identities: Identities = {
  // Reading Japan Post's towns takes its time, and few calls need a key.
  keyOf: async (kind, value) => (await import('./identity/index.ts')).identityKey(kind, value).key,
  profileOf: profileKey,
};

const ignore = (): void => undefined;
const cancelled: Result<never> = { ok: false, failure: { code: 'cancelled', params: {} } };

function inputFailure(name: CallName, { path, params }: ReturnType<typeof firstIssue>): Failure {
  return { code: 'input-invalid', params: { call: name, ...params }, place: { field: path } };
}

function explained(error: unknown, signal: AbortSignal): Failure {
  const failure = failureOf(error);
  if (failure.code !== 'internal') return failure;
  // What an interrupted library says differs; that the person asked for it does not.
  if (signal.aborted) return { code: 'cancelled', params: {} };
  if (isOutOfSpace(error)) return { code: 'disk-full', params: {} };
  if (process.env['SHINSA_DEBUG'] === '1' && error instanceof Error) process.stderr.write(`${framesOf(error)}\n`);
  return failure;
}

/** Where an error came from, without its message, which may quote a cell of the data. */
const framesOf = ({ name, message, stack = '' }: Error): string =>
  [
    name,
    ...stack
      .slice(stack.indexOf(message) + message.length)
      .split('\n')
      .filter((line) => /^ +at /.test(line)),
  ].join('\n');
