import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { ShinsaError } from '../model/failure.ts';
import { openFailure } from './duckdb-failure.ts';
import { memoryBudget, type Limits } from './memory-budget.ts';
import { literal, sql, type Sql } from './sql.ts';
import type { Staging } from './staging.ts';

/** Connections that report progress; more jobs than this at once still run, without it. */
const prepared = 8;

/** The one DuckDB instance of an open project, locked down, lending out connections. */
export interface Instance {
  readonly acquire: () => Promise<DuckDBConnection>;
  readonly release: (connection: DuckDBConnection) => void;
  /** Answers when every connection has been given back. */
  readonly idle: () => Promise<void>;
  readonly close: () => void;
}

/** Opens the file bare, to read or migrate it: no extension is ever looked for. Fails as `openFailure` says. */
export async function openBare(path: string, readOnly: boolean): Promise<DuckDBInstance> {
  return opened(path, { access_mode: readOnly ? 'READ_ONLY' : 'READ_WRITE' });
}

/** The same for reading alone, with options that can only be given when a file is opened. */
export async function openReader(path: string, options: Readonly<Record<string, string>>): Promise<DuckDBInstance> {
  return opened(path, { ...options, access_mode: 'READ_ONLY' });
}

async function opened(path: string, options: Readonly<Record<string, string>>): Promise<DuckDBInstance> {
  const without = { autoinstall_known_extensions: 'false', autoload_known_extensions: 'false' };
  try {
    return await DuckDBInstance.create(path, { ...without, ...options });
  } catch (error) {
    throw openFailure(error);
  }
}

/**
 * Opens the file for work. Session options are set before `lock_configuration`, after which nothing can be set on any
 * connection: so the connections that report progress are made now and lent out again and again.
 */
export async function openInstance(
  path: string,
  readOnly: boolean,
  staging: Staging,
  limits: Limits = {},
): Promise<Instance> {
  const duck = await openBare(path, readOnly);
  const pool: Pool = { duck, idle: [], all: new Set(), ready: new Set(), waiting: [] };
  try {
    await prepare(pool, staging, limits);
  } catch (error) {
    closePool(pool);
    throw openFailure(error);
  }
  return {
    acquire: () => lend(pool),
    release: (connection) => takeBack(pool, connection),
    idle: () =>
      pool.idle.length === pool.all.size
        ? Promise.resolve()
        : new Promise<void>((resolve) => void pool.waiting.push(resolve)),
    close: () => closePool(pool),
  };
}

interface Pool {
  readonly duck: DuckDBInstance;
  readonly idle: DuckDBConnection[];
  readonly all: Set<DuckDBConnection>;
  /** Those that report progress; the others end with the job they were made for. */
  readonly ready: Set<DuckDBConnection>;
  /** To be told when every connection has been given back. */
  readonly waiting: (() => void)[];
}

async function prepare(pool: Pool, staging: Staging, limits: Limits): Promise<void> {
  for (let i = 0; i < prepared; i++) {
    const connection = await pool.duck.connect();
    pool.all.add(connection);
    pool.ready.add(connection);
    for (const { text } of sessionSettings) await connection.run(text);
    pool.idle.push(connection);
  }
  const [first] = pool.idle;
  if (first === undefined) throw new ShinsaError('internal', { detail: 'no-connection' });
  for (const { text } of instanceSettings(staging, limits)) await first.run(text);
}

function closePool({ duck, all }: Pool): void {
  for (const connection of all) connection.closeSync();
  duck.closeSync();
}

const sessionSettings: readonly Sql[] = [
  sql`SET enable_progress_bar = true`,
  sql`SET enable_progress_bar_print = false`,
  sql`SET progress_bar_time = 0`,
  // A reader that is handed little at a time keeps DuckDB waiting.
  sql`SET streaming_buffer_size = '16MiB'`,
];

function instanceSettings(staging: Staging, limits: Limits): readonly Sql[] {
  const memory = literal(`${Math.floor(memoryBudget(limits).database / 2 ** 20)}MiB`);
  const { threads } = limits;
  return [
    sql`SET GLOBAL TimeZone = 'UTC'`,
    sql`SET GLOBAL memory_limit = ${memory}`,
    ...(threads === undefined ? [] : [sql`SET GLOBAL threads = ${literal(String(Math.max(1, Math.trunc(threads))))}`]),
    sql`SET GLOBAL temp_directory = ${literal(staging.temp)}`,
    sql`ATTACH ':memory:' AS work (READ_WRITE, COMPRESS)`,
    sql`SET GLOBAL allowed_directories = [${literal(staging.files)}]`,
    sql`SET GLOBAL enable_external_access = false`,
    sql`SET GLOBAL lock_configuration = true`,
  ];
}

async function lend({ duck, idle, all }: Pool): Promise<DuckDBConnection> {
  const ready = idle.pop();
  if (ready !== undefined) return ready;
  const extra = await duck.connect();
  all.add(extra);
  return extra;
}

function takeBack({ idle, all, ready, waiting }: Pool, connection: DuckDBConnection): void {
  if (ready.has(connection)) idle.push(connection);
  else {
    all.delete(connection);
    connection.closeSync();
  }
  if (idle.length === all.size) for (const resolve of waiting.splice(0)) resolve();
}
