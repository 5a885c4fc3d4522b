import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join as joinPath } from 'node:path';
import { isMasked } from '../model/columns.ts';
import {
  storedKinds,
  type Deletion,
  type StoredColumn,
  type StoredFile,
  type StoredPlace,
  type StoredReport,
} from '../model/personal-data.ts';
import type { Connection } from '../store/connection.ts';
import { columnsOf } from '../store/orders-view.ts';
import type { OpenProject } from '../store/project.ts';
import { orderExtras } from '../store/schema.ts';
import { id, join, sql, type Sql } from '../store/sql.ts';
import { classOf, contents } from './contents.ts';

/** Everything the project holds, by table, column, file and place. */
export async function storedReport(project: OpenProject, db: Connection): Promise<StoredReport> {
  const { timezone } = await project.info();
  const names = await db.rows(sql`SELECT table_name FROM duckdb_tables()
    WHERE database_name = current_database() AND schema_name = 'main' ORDER BY table_name`);
  const tables: StoredReport['tables'][number][] = [];
  for (const { table_name: table } of names)
    tables.push({ table: String(table), rows: await countOf(db, id('main', String(table))) });
  const files = await filesIn(db);
  const cards = await db.first(sql`SELECT (SELECT count(card_token) FROM orders) AS tokens,
    (SELECT coalesce(sum(json_extract_string(w, '$.params.rows')::BIGINT), 0) FROM (
      SELECT unnest(from_json(json_extract(report, '$.warnings'), '["JSON"]')) AS w
      FROM (SELECT report FROM imports UNION ALL SELECT report FROM outcome_files
        UNION ALL SELECT report FROM line_files UNION ALL SELECT report FROM event_files))
      WHERE json_extract_string(w, '$.code') = 'card-numbers-replaced') AS replaced`);
  return {
    timezone,
    tables,
    columns: [
      ...(await orderColumns(project, db, files)),
      ...(await otherColumns(
        db,
        tables.filter(({ table, rows }) => table !== 'order_rows' && rows > 0).map(({ table }) => table),
        files,
      )),
    ],
    files,
    places: placesOf(project),
    cards: { replaced: Number(cards?.['replaced'] ?? 0), tokens: Number(cards?.['tokens'] ?? 0) },
    deletions: await deletionsIn(db),
  };
}

async function countOf(db: Connection, table: Sql): Promise<number> {
  return Number((await db.first(sql`SELECT count(*) AS n FROM ${table}`))?.['n'] ?? 0);
}

async function filesIn(db: Connection): Promise<readonly StoredFile[]> {
  const name = sql`json_extract_string(report, '$.fileName')`;
  const ofResults = sql`coalesce(json_extract_string(report, '$.of') = 'recorded', FALSE)`;
  const rows = await db.rows(sql`
    SELECT i.import_id, ${name} AS name, 'orders' AS kind, epoch_ms(imported_at) AS taken,
      count(o.seq) AS n, epoch_ms(min(o.ordered_at)) AS oldest, epoch_ms(max(o.ordered_at)) AS newest
    FROM imports AS i LEFT JOIN orders AS o ON o.import_id = i.import_id WHERE NOT ${ofResults} GROUP BY ALL
    UNION ALL
    SELECT i.import_id, ${name}, 'recorded', epoch_ms(imported_at), count(DISTINCT o.seq),
      epoch_ms(min(o.ordered_at)), epoch_ms(max(o.ordered_at))
    FROM imports AS i LEFT JOIN import_orders AS s ON s.import_id = i.import_id AND s.says IN ('filled', 'changed')
      LEFT JOIN orders AS o ON o.event_id = s.order_id WHERE ${ofResults} GROUP BY ALL
    UNION ALL
    SELECT i.import_id, ${name}, 'outcomes', epoch_ms(imported_at),
      count(k.kind), epoch_ms(min(k.reported_at)), epoch_ms(max(k.reported_at))
    FROM outcome_files AS i LEFT JOIN outcomes AS k ON k.source = i.import_id GROUP BY ALL
    UNION ALL
    SELECT i.import_id, ${name}, 'lines', epoch_ms(imported_at), count(l.line), NULL, NULL
    FROM line_files AS i LEFT JOIN order_lines AS l ON l.import_id = i.import_id GROUP BY ALL
    UNION ALL
    SELECT i.import_id, ${name}, 'events', epoch_ms(imported_at),
      count(e.ident), epoch_ms(min(e.happened_at)), epoch_ms(max(e.happened_at))
    FROM event_files AS i LEFT JOIN events AS e ON e.import_id = i.import_id GROUP BY ALL
    UNION ALL
    SELECT i.import_id, ${name}, 'reviews', epoch_ms(imported_at), count(v.row_key),
      epoch_ms(min(v.reviewed_at)::TIMESTAMP), epoch_ms(max(v.reviewed_at)::TIMESTAMP)
    FROM review_files AS i LEFT JOIN review_verdicts AS v ON v.import_id = i.import_id GROUP BY ALL
    UNION ALL
    SELECT list_id, coalesce(json_extract_string(definition, '$.source.fileName'),
        json_extract_string(definition, '$.source.package')), 'lists', epoch_ms(created_at),
      count(e.key), epoch_ms(min(e.added_at)), epoch_ms(greatest(max(e.added_at), max(e.removed_at)))
    FROM lists LEFT JOIN list_entries AS e USING (list_id) GROUP BY ALL
    ORDER BY taken, name`);
  const time = (value: unknown): number | null => (typeof value === 'number' ? value : null);
  return rows.map((row) => ({
    importId: String(row['import_id']),
    fileName: String(row['name'] ?? ''),
    kind: storedKinds.find((kind) => kind === row['kind']) ?? 'orders',
    importedAt: Number(row['taken']),
    rows: Number(row['n']),
    oldest: time(row['oldest']),
    newest: time(row['newest']),
  }));
}

/** Columns of orders that hold a value, with the files that filled them. */
async function orderColumns(
  project: OpenProject,
  db: Connection,
  files: readonly StoredFile[],
): Promise<readonly StoredColumn[]> {
  const stored = await columnsOf(db, sql`order_rows`);
  const told = (await project.columns()).filter(({ name, present }) => present && stored.has(name));
  const columns = [
    ...told.map((column) => ({ name: column.name, label: column.label, pii: column.pii, masked: isMasked(column) })),
    ...['seq', ...orderExtras.map(([name]) => name)].map((name) => ({
      ...{ name, label: null },
      ...classOf('order_rows', name),
    })),
  ];
  const found = await filled(
    db,
    'order_rows',
    columns.map(({ name }) => name),
    files,
  );
  return columns.flatMap(({ name, ...column }) => {
    const counts = found.get(name);
    return counts === undefined ? [] : [{ table: 'orders', column: name, ...column, ...counts }];
  });
}

/** Columns of the other tables that hold a value. */
async function otherColumns(
  db: Connection,
  tables: readonly string[],
  files: readonly StoredFile[],
): Promise<readonly StoredColumn[]> {
  const all: StoredColumn[] = [];
  for (const table of tables) {
    const found = await filled(db, table, [...(await columnsOf(db, id('main', table)))], files);
    for (const [column, counts] of found)
      all.push({ ...{ table, column, label: null }, ...classOf(table, column), ...counts });
  }
  return all;
}

type Filled = Pick<StoredColumn, 'filled' | 'of' | 'files'>;

/** Of those columns of a table that hold a value: in how many rows, and the files that brought these. */
async function filled(
  db: Connection,
  table: string,
  columns: readonly string[],
  files: readonly StoredFile[],
): Promise<ReadonlyMap<string, Filled>> {
  const file = contents[table]?.file;
  const from = file === undefined ? sql`NULL` : id(file);
  const counts = columns.map((name, at) => sql`count(${id(name)}) AS ${id(`n${at}`)}`);
  const rows = await db.rows(sql`SELECT ${from} AS file, count(*) AS n, ${join(counts, sql`, `)}
    FROM ${id('main', table)} GROUP BY ALL ORDER BY ALL`);
  const nameOf = new Map(files.map(({ importId, fileName }) => [importId, fileName]));
  const sum = (name: string): number => rows.reduce((total, row) => total + Number(row[name]), 0);
  return new Map(
    columns.flatMap((column, at) => {
      const holding = rows.filter((row) => Number(row[`n${at}`]) > 0);
      const names = new Set(holding.flatMap((row) => nameOf.get(String(row['file'])) ?? []));
      return holding.length === 0
        ? []
        : [[column, { filled: sum(`n${at}`), of: sum('n'), files: [...names] }] as const];
    }),
  );
}

const uncounted = { segments: 0, queries: 0, findings: 0 };

async function deletionsIn(db: Connection): Promise<readonly Deletion[]> {
  const rows = await db.rows(
    sql`SELECT *, epoch_ms(deleted_at) AS made FROM deletions ORDER BY deleted_at DESC, deletion_id`,
  );
  return rows.map((row) => ({
    deletionId: String(row['deletion_id']),
    at: Number(row['made']),
    what: String(row['what']) as Deletion['what'],
    mode: row['mode'] === 'delete' ? 'delete' : 'anonymise',
    subjectHash: typeof row['subject_hash'] === 'string' ? row['subject_hash'] : null,
    // Earlier ones did not count what came later.
    held: { ...uncounted, ...(JSON.parse(String(row['held'])) as Partial<Deletion['held']>) } as Deletion['held'],
    reason: String(row['reason']),
    appVersion: String(row['app_version']),
    rewritten: row['rewritten'] === true,
  }));
}

/** The project's own folder among the caches; openings of it have a folder each below. */
const cachesOf = ({ stagingDir }: OpenProject): string => dirname(dirname(dirname(stagingDir)));

function placesOf(project: OpenProject): readonly StoredPlace[] {
  const { path } = project;
  const caches = cachesOf(project);
  return [
    { place: 'file', path, bytes: sizeOf(path) + sizeOf(`${path}.wal`) },
    { place: 'backup', path: `${path}.bak`, bytes: sizeOf(`${path}.bak`) + sizeOf(`${path}.bak.wal`) },
    { place: 'caches', path: caches, bytes: sizeOf(caches) },
  ];
}

function sizeOf(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(joinPath(path, name)), 0);
}

/** Removes the copy a migration left, or what was staged for a person and not fetched and columns that can be made again. */
export function clearPlace(project: OpenProject, place: 'backup' | 'caches'): void {
  if (place === 'backup') {
    for (const path of [`${project.path}.bak`, `${project.path}.bak.wal`]) rmSync(path, { force: true });
    return;
  }
  rmSync(project.allColumnsDir, { recursive: true, force: true });
  for (const name of existsSync(project.stagingDir) ? readdirSync(project.stagingDir) : [])
    rmSync(joinPath(project.stagingDir, name), { recursive: true, force: true });
}
