import { DuckDBInstance } from '@duckdb/node-api';
import { Connection, type ProgressListener } from './connection.ts';
import { join, literal, sql, type Sql } from './sql.ts';

/** What a scratch database may touch: the chosen files for reading, one folder of its own for everything. */
export interface ScratchOptions {
  readonly files: readonly string[];
  readonly folder: string;
  readonly progress?: ProgressListener;
  /** Ends what runs: it throws 'cancelled'. */
  readonly signal?: AbortSignal | undefined;
  /** Bytes; default 1.25 GB. */
  readonly memoryLimit?: number;
  /** Whether what it spills is encrypted, for data that must not lie on disk; sorting then takes longer. */
  readonly encryptSpill?: boolean;
}

export interface Scratch {
  readonly db: Connection;
  readonly close: () => void;
}

const list = (values: readonly string[]): Sql => sql`[${join(values.map(literal), sql`, `)}]`;

/**
 * An in-memory DuckDB of this process that can reach nothing but the given files and its folder, for good: external
 * access is off and the configuration locked before the first query. It spills into its folder only.
 */
export async function openScratch(options: ScratchOptions): Promise<Scratch> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const duck = await instance.connect();
  for (const setting of settings(options)) await duck.run(setting.text);
  const db = new Connection(duck, options.signal, options.progress);
  return {
    db,
    close: () => {
      db.close();
      instance.closeSync();
    },
  };
}

function settings({ files, folder, memoryLimit = 1.25e9, encryptSpill = false }: ScratchOptions): Sql[] {
  return [
    sql`SET TimeZone = ${literal('UTC')}`,
    sql`SET memory_limit = ${literal(`${Math.floor(memoryLimit / 1e6)}MB`)}`,
    // Without the first, DuckDB refuses to encrypt: its own cipher's random source is not vouched for, which a key
    // that never leaves this process can bear.
    ...(encryptSpill ? [sql`SET force_mbedtls_unsafe = true`, sql`SET temp_file_encryption = true`] : []),
    sql`SET temp_directory = ${literal(folder)}`,
    sql`SET enable_progress_bar = true`,
    sql`SET enable_progress_bar_print = false`,
    sql`SET progress_bar_time = 0`,
    sql`SET allowed_paths = ${list(files)}`,
    sql`SET allowed_directories = ${list([folder])}`,
    sql`SET enable_external_access = false`,
    sql`SET lock_configuration = true`,
  ];
}
