import { DuckDBInstance } from '@duckdb/node-api';
import { Connection, type ProgressListener } from './connection.ts';
import { literal, type Sql } from './sql.ts';

/** What a scratch database may touch: the chosen files for reading, one folder of its own for everything. */
export interface ScratchOptions {
  readonly files: readonly string[];
  readonly folder: string;
  readonly progress?: ProgressListener;
  /** Bytes; default 1 GB. */
  readonly memoryLimit?: number;
  /** Whether what it spills is encrypted, for data that must not lie on disk; sorting then takes longer. */
  readonly encryptSpill?: boolean;
}

export interface Scratch {
  readonly db: Connection;
  readonly close: () => void;
}

const statement = (text: string, value?: Sql): string => (value === undefined ? text : `${text} = ${value.text}`);

const paths = (values: readonly string[]): Sql => ({
  kind: 'sql',
  text: `[${values.map((value) => literal(value).text).join(', ')}]`,
  values: [],
});

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
  const settings = [
    statement('SET TimeZone', literal('UTC')),
    statement('SET memory_limit', literal(`${Math.floor((options.memoryLimit ?? 1e9) / 1e6)}MB`)),
    // Without it DuckDB refuses to encrypt: its own cipher's random source is not vouched for, which a key that never
    // leaves this process can bear.
    ...(options.encryptSpill === true
      ? [statement('SET force_mbedtls_unsafe = true'), statement('SET temp_file_encryption = true')]
      : []),
    statement('SET temp_directory', literal(options.folder)),
    statement('SET enable_progress_bar = true'),
    statement('SET enable_progress_bar_print = false'),
    statement('SET progress_bar_time = 0'),
    statement('SET allowed_paths', paths(options.files)),
    statement('SET allowed_directories', paths([options.folder])),
    statement('SET enable_external_access = false'),
    statement('SET lock_configuration = true'),
  ];
  for (const setting of settings) await duck.run(setting);
  const db = new Connection(duck, undefined, options.progress);
  return {
    db,
    close: () => {
      db.close();
      instance.closeSync();
    },
  };
}
