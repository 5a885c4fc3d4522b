import { totalmem } from 'node:os';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { openFailure } from './duckdb-failure.ts';
import type { Staging } from './staging.ts';

/** Connections that report progress; more jobs than this at once still run, without it. */
const prepared = 8;

/** What DuckDB may use. `memoryMb` is the setting of a person; half of the machine's memory is never exceeded. */
export interface Limits {
  readonly memoryMb?: number;
  readonly threads?: number;
}

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
  try {
    return await DuckDBInstance.create(path, {
      access_mode: readOnly ? 'READ_ONLY' : 'READ_WRITE',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
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
  const idle: DuckDBConnection[] = [];
  const all = new Set<DuckDBConnection>();
  const close = (): void => {
    for (const connection of all) connection.closeSync();
    duck.closeSync();
  };
  try {
    for (let i = 0; i < prepared; i++) {
      const connection = await duck.connect();
      all.add(connection);
      idle.push(connection);
      for (const statement of sessionSettings) await connection.run(statement);
    }
    const first = idle[0] ?? (await duck.connect());
    for (const statement of instanceSettings(staging, limits)) await first.run(statement);
  } catch (error) {
    close();
    throw openFailure(error);
  }
  const waiting: (() => void)[] = [];
  return {
    acquire: () => lend(duck, idle, all),
    release: (connection) => {
      takeBack(connection, idle, all);
      if (idle.length === all.size) for (const resolve of waiting.splice(0)) resolve();
    },
    idle: () =>
      idle.length === all.size ? Promise.resolve() : new Promise<void>((resolve) => void waiting.push(resolve)),
    close,
  };
}

const sessionSettings = [
  'SET enable_progress_bar = true',
  'SET enable_progress_bar_print = false',
  'SET progress_bar_time = 0',
];

function instanceSettings(staging: Staging, limits: Limits): string[] {
  const half = Math.floor(totalmem() / 2 / 2 ** 20);
  const quoted = (path: string): string => `'${path.replaceAll("'", "''")}'`;
  return [
    "SET GLOBAL TimeZone = 'UTC'",
    `SET GLOBAL memory_limit = '${Math.min(half, limits.memoryMb ?? half)}MiB'`,
    ...(limits.threads === undefined ? [] : [`SET GLOBAL threads = ${Math.max(1, Math.trunc(limits.threads))}`]),
    'SET GLOBAL temp_file_encryption = true',
    `SET GLOBAL temp_directory = ${quoted(staging.temp)}`,
    "ATTACH ':memory:' AS work (READ_WRITE, COMPRESS)",
    `SET GLOBAL allowed_directories = [${quoted(staging.files)}]`,
    'SET GLOBAL enable_external_access = false',
    'SET GLOBAL lock_configuration = true',
  ];
}

async function lend(
  duck: DuckDBInstance,
  idle: DuckDBConnection[],
  all: Set<DuckDBConnection>,
): Promise<DuckDBConnection> {
  const ready = idle.pop();
  if (ready !== undefined) return ready;
  const extra = await duck.connect();
  all.add(extra);
  return extra;
}

function takeBack(connection: DuckDBConnection, idle: DuckDBConnection[], all: Set<DuckDBConnection>): void {
  if (all.size <= prepared) {
    idle.push(connection);
    return;
  }
  // An extra connection cannot be told from a prepared one that is lent: the pool keeps all it has, up to its size.
  if (idle.length < prepared) idle.push(connection);
  else {
    all.delete(connection);
    connection.closeSync();
  }
}
