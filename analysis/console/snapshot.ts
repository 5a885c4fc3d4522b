import { rmSync } from 'node:fs';
import { ShinsaError } from '../model/failure.ts';
import type { ColumnType } from '../model/columns.ts';
import type { PersonalClass } from '../model/personal-roles.ts';
import { sqlTables, type SqlTable, type SqlTableColumn } from '../model/sql-tables.ts';
import { outcomeStates } from '../model/target.ts';
import type { Connection } from '../store/connection.ts';
import { atRevision } from '../store/one-version.ts';
import type { JobContext, ProjectHandle } from '../store/project-handle.ts';
import { pseudonymSql } from '../store/redact-sql.ts';
import { duckdbType } from '../store/schema.ts';
import { id, join, literal, sql, type Sql } from '../store/sql.ts';

/** Name under which the snapshot is attached while it is written. */
const attached = 'console_snapshot';

/** The data may change while it is written; so often it is begun anew. */
const tries = 3;

/**
 * Writes the tables of the console (`sqlTables`) into a new DuckDB file at `path`, which lies where the project's DuckDB may
 * write: personal columns of these classes hold masks only, for nobody can compute around values that are not there. All of
 * it is of one state of the data. Cancelled, it leaves nothing.
 */
export async function writeSnapshot(
  project: ProjectHandle,
  path: string,
  classes: readonly PersonalClass[],
  { signal, progress: tell }: Required<Pick<JobContext, 'signal' | 'progress'>>,
): Promise<void> {
  const tables = sqlTables(await project.columns(), classes);
  let done = { before: 0, share: 1 };
  const progress = (fraction: number | null): void => tell(done.before + done.share * (fraction ?? 0));
  for (let left = tries; ; left--)
    try {
      return await project.read({ signal, progress }, (db) =>
        written(project, db, path, tables, (before, share) => (done = { before, share })),
      );
    } catch (error) {
      rmSync(path, { force: true });
      rmSync(`${path}.wal`, { force: true });
      const changed = error instanceof ShinsaError && error.failure.code === 'view-gone';
      if (!changed || left <= 1) throw error;
    }
}

async function written(
  project: ProjectHandle,
  db: Connection,
  path: string,
  tables: readonly SqlTable[],
  begins: (before: number, share: number) => void,
): Promise<void> {
  const stored = (tables[0]?.columns ?? []).filter(({ name, present }) => present && !made.has(name));
  const rows = await project.scan(
    db,
    stored.map(({ name }) => name),
    true,
  );
  const { calm } = db;
  await calm.run(sql`ATTACH ${literal(path)} AS ${id(attached)}`);
  try {
    await atRevision(db, rows.revision, async () => {
      // By number of values, of which orders have nearly all.
      const weight = tables.map((table, at) => (at === 0 ? table.columns.length : 2));
      const whole = weight.reduce((sum, one) => sum + one, 0);
      let done = 0;
      for (const [at, table] of tables.entries()) {
        begins(done / whole, (weight[at] ?? 0) / whole);
        const values = table.columns.map((column) => sql`${valueOf(project, column)} AS ${id(column.name)}`);
        await db.run(sql`CREATE TABLE ${id(attached, table.name)} AS
          SELECT ${join(values, sql`, `)} FROM ${sourceOf(table, tables, rows)}`);
        done += weight[at] ?? 0;
      }
    });
  } finally {
    await calm.run(sql`DETACH ${id(attached)}`);
  }
}

/** Columns of orders that the file's rows do not hold as they are. */
const made: ReadonlySet<string> = new Set(['outcome_state', 'early_bad', 'mature']);

function valueOf(project: ProjectHandle, column: SqlTableColumn): Sql {
  const { name, type, pii, maskAs, masked, present } = column;
  if (!present) return sql`CAST(NULL AS ${masked ? sql`VARCHAR` : duckdbType(type)})`;
  if (name === 'outcome_state') return sql`[${join(outcomeStates.map(literal), sql`, `)}][state + 1]`;
  if (!masked) return id(name);
  const known = { name: maskAs, type, pii };
  const mask = pseudonymSql(known, project.maskKey(known), textOf(name, type));
  // A domain is nobody's; a range of addresses may be one person's.
  return column.listed ? sql`CASE WHEN "match" = 'domain' THEN ${id(name)} ELSE ${mask} END` : mask;
}

/** The text that masks on screen are made of. */
function textOf(name: string, type: ColumnType): Sql {
  if (type === 'text') return id(name);
  // As numbers are written where masks on screen are made: 1, not 1.0.
  if (type === 'double')
    return sql`CASE WHEN ${id(name)} = trunc(${id(name)}) AND abs(${id(name)}) < 1e15
      THEN CAST(CAST(${id(name)} AS BIGINT) AS VARCHAR) ELSE CAST(${id(name)} AS VARCHAR) END`;
  return type === 'timestamp' ? sql`CAST(epoch_ms(${id(name)}) AS VARCHAR)` : sql`CAST(${id(name)} AS VARCHAR)`;
}

function sourceOf(table: SqlTable, tables: readonly SqlTable[], rows: Sql & { readonly order: Sql }): Sql {
  switch (table.name) {
    case 'orders':
      return sql`${rows}${rows.order}`;
    case 'lists':
      return listRows;
    case 'list_entries':
      return sql`list_entries JOIN ${listRows} USING (list_id)`;
    case 'columns':
      return dictionary(tables);
    default:
      return id(table.name);
  }
}

const told = (path: string): Sql => sql`json_extract_string(definition, ${literal(path)})`;
const listRows = sql`(SELECT list_id, ${told('$.names.ja')} AS name_ja, ${told('$.names.en')} AS name_en,
  ${told('$.purpose')} AS purpose, ${told('$.match')} AS "match", ${told('$.snapshotAt')} AS snapshot_at
  FROM lists WHERE deleted_at IS NULL)`;

/** The columns with what they are called, for queries too. */
function dictionary(tables: readonly SqlTable[]): Sql {
  const rows = tables.flatMap((table) =>
    table.columns.map(({ name, label, type, masked }) => {
      const texts = [table.name, name, label.ja, label.en, masked ? 'text' : type].map(literal);
      return sql`(${join(texts, sql`, `)}, ${masked ? sql`TRUE` : sql`FALSE`})`;
    }),
  );
  return sql`(VALUES ${join(rows, sql`, `)}) AS d(table_name, column_name, ja, en, type, masked)`;
}
