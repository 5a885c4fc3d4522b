import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CallContext } from '../../analysis/engine-api.ts';
import { bundledValues, identityKey } from '../../analysis/identity/index.ts';
import { runEngine } from '../../analysis/export/engines/ask-engine.ts';
import { askSchema } from '../../analysis/export/engines/messages.ts';
import { runJob } from '../../analysis/ingest/import-job.ts';
import { importJobSchema } from '../../analysis/ingest/import-messages.ts';
import { ingestHandlers } from '../../analysis/ingest/handlers.ts';
import { failureOf, ShinsaError, type FailureCode } from '../../analysis/model/failure.ts';
import type { ImportReport } from '../../analysis/model/import-report.ts';
import type { Mapping } from '../../analysis/model/mapping.ts';
import { fileTokenSchema } from '../../analysis/engine-api.ts';
import { serveConsole } from '../../analysis/console/serve.ts';
import type { ChildProcess, GrantedFile, ProcessStarter } from '../../analysis/process.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { sql, type Sql } from '../../analysis/store/sql.ts';
import { freshProject } from '../store/projects.ts';

const folder = mkdtempSync(join(tmpdir(), "shinsa 取込 o'test-"));
// Test files of one worker share this module, so the folder stays as long as the worker.
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

let counter = 0;
export const freshPath = (name: string): string => join(folder, `${(counter += 1)}-${name}`);

/** A file with this content; a path with an apostrophe, Japanese and spaces in it. */
export function fileOf(content: string | Uint8Array, name = '注文 一覧.csv'): string {
  const path = freshPath(name);
  writeFileSync(path, content);
  return path;
}

export function granted(path: string): GrantedFile {
  const { ino, size, mtimeMs } = statSync(path);
  return { path, inode: ino, size, mtimeMs };
}

/** Runs jobs in this process; `before` may touch things between the grant and the job. */
export function inProcess(before: () => void = () => undefined): ProcessStarter {
  return {
    start: (entry) => {
      if (entry === 'sql-process') return Promise.resolve(consoleHere());
      let tell: (message: unknown) => void = () => undefined;
      let exit: (code: number | null) => void = () => undefined;
      return Promise.resolve({
        post: (message) => {
          before();
          if (entry === 'engine-proof-process')
            return void runEngine(askSchema.parse(structuredClone(message)), (saying) => tell(structuredClone(saying)));
          runJob(
            importJobSchema.parse(structuredClone(message)),
            () => Promise.resolve(identityKey),
            (progress) => tell({ kind: 'progress', progress }),
            { bundled: (id) => Promise.resolve(bundledValues(id)) },
          ).then(
            (answer) => tell(structuredClone({ kind: 'done', answer })),
            (error: unknown) => tell({ kind: 'failed', failure: failureOf(error) }),
          );
        },
        onMessage: (listener) => {
          tell = listener;
        },
        onExit: (listener) => {
          exit = listener;
        },
        kill: () => exit(null),
      });
    },
  };
}

/** The process of the SQL console, in this one. */
function consoleHere(): ChildProcess {
  const [down, up, exits]: [Tell[], Tell[], ((code: number | null) => void)[]] = [[], [], []];
  serveConsole({
    post: (message) => setImmediate(() => up.forEach((tell) => tell(structuredClone(message)))),
    onMessage: (listener) => void down.push(listener),
  });
  return {
    post: (message) => setImmediate(() => down.forEach((tell) => tell(structuredClone(message)))),
    onMessage: (listener) => void up.push(listener),
    onExit: (listener) => void exits.push(listener),
    kill: () => exits.forEach((exit) => exit(null)),
  };
}

type Tell = (message: unknown) => void;

export const context = (signal = new AbortController().signal): CallContext => ({
  signal,
  progress: () => undefined,
  emit: () => undefined,
});

export const token = (path: string): ReturnType<typeof fileTokenSchema.parse> =>
  fileTokenSchema.parse(Buffer.from(path).toString('hex').slice(-100).padStart(8, '0'));

export interface Bench {
  readonly project: OpenProject;
  readonly import: (
    content: string | Uint8Array,
    mapping: Mapping,
    extra?: { outcomes?: string; name?: string },
  ) => Promise<ImportReport>;
  readonly handlers: ReturnType<typeof ingestHandlers>;
  readonly rows: (query: Sql) => Promise<Record<string, string | number | boolean | null>[]>;
  /** Names left in the staging folder. */
  readonly staged: () => string[];
  readonly grant: (path: string) => ReturnType<typeof token>;
}

/** An empty project with the import calls over it, closed behind the test. */
export async function bench(processes: ProcessStarter = inProcess()): Promise<Bench> {
  const opened = await openBench(processes);
  onTestFinished(() => opened.project.close());
  return opened;
}

/** The same for whoever closes it. */
export async function openBench(processes: ProcessStarter = inProcess()): Promise<Bench> {
  const project = await freshProject(freshPath('project.shinsa'), { cacheDir: join(folder, 'cache') });
  const grants = new Map<string, GrantedFile>();
  const look = (name: string): GrantedFile => {
    const found = grants.get(name);
    if (found === undefined) throw new ShinsaError('token-unknown');
    return found;
  };
  const use = (name: string): GrantedFile => {
    const found = look(name);
    grants.delete(name);
    return found;
  };
  const handlers = ingestHandlers(project, { processes, grants: { peek: look, take: use } });
  const grant = (path: string): ReturnType<typeof token> => {
    const name = token(path);
    grants.set(name, granted(path));
    return name;
  };
  return {
    project,
    handlers,
    grant,
    import: (content, mapping, extra = {}) =>
      handlers['import.run'](
        {
          file: grant(fileOf(content, extra.name)),
          mapping,
          ...(extra.outcomes === undefined ? {} : { outcomes: [grant(fileOf(extra.outcomes, 'チャージバック.csv'))] }),
        },
        context(),
      ),
    rows: (query) => project.read({}, (db) => db.rows(query)),
    staged: () => readdirSync(project.stagingDir),
  };
}

/** The code a promise fails with, or 'nothing'. */
export const codeOf = (promise: Promise<unknown>): Promise<FailureCode | 'nothing'> =>
  promise.then(
    () => 'nothing' as const,
    (error: unknown) => failureOf(error).code,
  );

export const basic: Mapping = {
  timezone: 'Asia/Tokyo',
  columns: { event_id: '注文番号', ordered_at: '注文日時', amount: '金額' },
};

/** A basic CSV of `id, time, amount` lines. */
export const csv = (...lines: string[]): string => ['注文番号,注文日時,金額', ...lines, ''].join('\n');

/** Keys of address and phone of the first order, each with how far it is to be trusted. */
export async function keysOfFirst({ rows }: Bench): Promise<object> {
  const [row = {}] = await rows(sql`
    SELECT buyer_address_key, place.confidence AS place, phone_key, tel.confidence AS tel FROM orders
      LEFT JOIN identity_values AS place ON place.kind = 'address' AND place.beside = coalesce(buyer_zip, '')
        AND place.raw = concat(buyer_pref, buyer_city, buyer_address)
      LEFT JOIN identity_values AS tel ON tel.kind = 'phone' AND tel.raw = phone
    ORDER BY seq LIMIT 1`);
  return { address: [row['buyer_address_key'], row['place']], phone: [row['phone_key'], row['tel']] };
}
