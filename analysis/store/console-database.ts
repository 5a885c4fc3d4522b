import { StatementType, type DuckDBConnection, type DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { Connection, type ProgressListener } from './connection.ts';
import { openReader } from './instance.ts';
import { literal, sql, type Sql } from './sql.ts';

/** What a database of the console may take. */
export interface ConsoleLimits {
  readonly timezone: string;
  /** Bytes. */
  readonly memory: number;
  readonly threads: number;
  /** A private folder to spill into. */
  readonly temp: string;
}

/** A snapshot opened for reading, locked for life: no file, extension or setting can be reached from it. */
export interface ConsoleDatabase {
  /** One job; all of them share the session and its temporary views, so that only one runs at a time. */
  readonly job: (signal: AbortSignal, progress?: ProgressListener) => Connection;
  readonly close: () => void;
}

/** Opens the file at `path`; whatever DuckDB then has to say of a query comes as JSON, with its place. */
export async function openConsole(path: string, limits: ConsoleLimits): Promise<ConsoleDatabase> {
  const duck: DuckDBInstance = await openReader(path, { errors_as_json: 'true' });
  const session: DuckDBConnection = await duck.connect();
  for (const { text } of settings(limits)) await session.run(text);
  return {
    job: (signal, progress) => new Connection(session, signal, progress),
    close: () => {
      session.closeSync();
      duck.closeSync();
    },
  };
}

function settings({ timezone, memory, threads, temp }: ConsoleLimits): readonly Sql[] {
  return [
    sql`SET enable_progress_bar = true`,
    sql`SET enable_progress_bar_print = false`,
    sql`SET progress_bar_time = 0`,
    sql`SET TimeZone = ${literal(timezone)}`,
    sql`SET GLOBAL memory_limit = ${literal(`${Math.floor(memory / 2 ** 20)}MiB`)}`,
    sql`SET GLOBAL threads = ${literal(String(threads))}`,
    sql`SET GLOBAL temp_directory = ${literal(temp)}`,
    sql`SET GLOBAL max_temp_directory_size = '8GiB'`,
    sql`SET GLOBAL allow_community_extensions = false`,
    sql`SET GLOBAL enable_external_access = false`,
    sql`SET GLOBAL lock_configuration = true`,
  ];
}

/** What DuckDB's parser makes of a text, as JSON: `json_serialize_sql`, which knows SELECT alone. */
export async function parsedSql(db: Connection, text: string): Promise<unknown> {
  const row = await db.first(sql`SELECT json_serialize_sql(CAST(${text} AS VARCHAR)) AS tree`);
  return JSON.parse(String(row?.['tree']));
}

/** Columns of a query that binds; throws what DuckDB says of it, by its places in the text. Nothing runs. */
export async function boundSql(
  db: Connection,
  text: string,
): Promise<readonly { readonly name: string; readonly type: string }[]> {
  const prepared = await db.watched(() => db.duck.prepare(text));
  try {
    if (prepared.statementType !== StatementType.SELECT) throw new TypeError('no SELECT');
    return Array.from({ length: prepared.columnCount }, (_, at) => ({
      name: prepared.columnName(at),
      type: String(prepared.columnType(at)),
    }));
  } finally {
    prepared.destroySync();
  }
}

/** The query as a relation: comments and semicolons of the text stay its own. */
export const relationOf = (text: string): Sql => sql`query(${literal(text)})`;

/** The first `limit` rows, column by column. */
export async function rowsOf(
  db: Connection,
  text: string,
  limit: number,
): Promise<{
  readonly names: readonly string[];
  readonly types: readonly string[];
  readonly columns: readonly (readonly DuckDBValue[])[];
  readonly rows: number;
}> {
  const query = sql`SELECT * FROM ${relationOf(text)} LIMIT ${limit}`;
  const reader = await db.watched(() => db.duck.runAndReadAll(query.text, [...query.values]));
  return {
    names: reader.deduplicatedColumnNames(),
    types: reader.columnTypes().map(String),
    columns: reader.getColumns(),
    rows: reader.currentRowCount,
  };
}
